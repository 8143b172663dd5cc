using System.Globalization;
using System.Text.Json;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Models.Selection;

namespace Engine.Tests.Scoring;

/// <summary>A real map and model with the numbers that cctbx gives for them.</summary>
internal sealed class ReferenceCase : IDisposable
{
    public ReferenceCase(string name, string modelFile)
    {
        Map = MapReader.Read(SharedData.Require("data", "real", name, name is "3j63_5830" or "5fn5c_3240" ? "map.map" : "map.map.gz"));
        Model = StructureReader.Read(SharedData.Require("data", "real", name, modelFile)).First;
        Numbers = JsonDocument.Parse(File.ReadAllText(SharedData.Require("reference", name + ".json"))).RootElement;
        DMin = Case("d_min").GetDouble();
        Selection = AtomSelection.Parse(Case("selection").GetString()!).Apply(Model);
    }

    public DensityMap Map { get; }

    public Model Model { get; }

    public JsonElement Numbers { get; }

    public double DMin { get; }

    /// <summary>The atoms that the reference used.</summary>
    public bool[] Selection { get; }

    public JsonElement Case(string key) => Numbers.GetProperty("case").GetProperty(key);

    public double Score(string key) => Numbers.GetProperty("cc").GetProperty(key).GetDouble();

    /// <summary>CC by "chain number+icode name"; the first conformer where there are several.</summary>
    public Dictionary<string, double> ResidueScores()
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (JsonElement line in Numbers.GetProperty("perres").GetProperty("per_residue").EnumerateArray())
        {
            string[] words = line.GetString()!.Split(' ');
            scores.TryAdd($"{words[0]} {words[1]} {words[2]}", double.Parse(words[3], CultureInfo.InvariantCulture));
        }

        return scores;
    }

    public void Dispose() => Map.Dispose();
}
