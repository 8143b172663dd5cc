using System.Text.Json;
using Engine.Core.Models;

namespace Engine.Tests.Validation;

/// <summary>Models of real cases as Reduce and Probe saw them, and what they found.</summary>
internal static class ClashReference
{
    /// <summary>Reads a model; of apo_20026 without waters and Mg, as in the reference.</summary>
    public static Structure Read(string name)
    {
        (_, string folder, string file) = ValidationReference.Cases.Single(c => c.Name == name);
        Structure structure = StructureReader.Read(SharedData.Require("data", "real", folder, file));
        Model model = structure.First;
        return name != "apo_20026" ? structure : StructureCopy.Keep(structure, [.. model.Atoms.Select(a => model.Residues[a.ResidueIndex].Name is not ("HOH" or "MG"))]);
    }

    /// <summary>Number of clashes and atoms that Probe counts behind "reduce -build".</summary>
    public static (int Clashes, double Score) Of(string name)
    {
        JsonElement found = JsonDocument.Parse(File.ReadAllText(SharedData.Require("reference", name + ".json"))).RootElement.GetProperty("clash").GetProperty("reduce_build_flips");
        return (found.GetProperty("clashes").GetInt32(), found.GetProperty("clashscore").GetDouble());
    }
}
