using System.Globalization;
using System.Text.Json;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Kernels.Cpu;

namespace Engine.Tests.Validation;

/// <summary>A map and model with the numbers that other programs give for them.</summary>
internal sealed class FitReference : IDisposable
{
    private readonly CpuAccelerator accelerator = new(0);

    public FitReference(string name)
    {
        (_, string folder, string file, bool isSynthetic) = Cases.Single(c => c.Name == name);
        string data = SharedData.Require("data", isSynthetic ? "synthetic" : "real", folder);
        if (isSynthetic)
        {
            using DensityMap half1 = MapReader.Read(Path.Combine(data, "half1.map.gz")), half2 = MapReader.Read(Path.Combine(data, "half2.map.gz"));
            Map = MapAverage.Average(half1, half2);
        }
        else
        {
            Map = MapReader.Read(new[] { "map.map", "map.map.gz" }.Select(f => Path.Combine(data, f)).First(File.Exists));
        }

        Model = StructureReader.Read(Path.Combine(data, file)).First;
        Numbers = JsonDocument.Parse(File.ReadAllText(SharedData.Require("reference", name + ".json"))).RootElement;
        Selection = AtomSelection.Parse(Numbers.GetProperty("case").GetProperty("selection").GetString()!).Apply(Model);
        OnDevice = new DeviceMap(accelerator, Map);
    }

    public static (string Name, string Folder, string File, bool IsSynthetic)[] Cases =>
    [
        .. ValidationReference.Cases.Select(c => (c.Name, c.Folder, c.File, false)), ("apo_half_3.0", "apo_half_3.0", "model.pdb", true),
        ("hcn4_half_local", "hcn4_half_local", "model.pdb.gz", true),
    ];

    public static IEnumerable<string> Names => Cases.Select(c => c.Name);

    public DensityMap Map { get; }

    public DeviceMap OnDevice { get; }

    public Model Model { get; }

    public JsonElement Numbers { get; }

    /// <summary>The atoms that the reference used.</summary>
    public bool[] Selection { get; }

    /// <summary>A number per residue from lines "chain number name value"; the first of equals.</summary>
    public static Dictionary<string, double> ByResidue(JsonElement lines)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (JsonElement line in lines.EnumerateArray())
        {
            string[] words = line.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            values.TryAdd(string.Join(' ', words[..^1]), double.Parse(words[^1], CultureInfo.InvariantCulture));
        }

        return values;
    }

    public void Dispose()
    {
        OnDevice.Dispose();
        Map.Dispose();
        accelerator.Dispose();
    }
}
