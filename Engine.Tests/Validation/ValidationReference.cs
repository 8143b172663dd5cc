using System.Text.Json;
using Engine.Core.Models;

namespace Engine.Tests.Validation;

/// <summary>Models of real cases and what cctbx (ramalyze, cbetadev, omegalyze) says about them.</summary>
internal static class ValidationReference
{
    /// <summary>Name of the reference, folder and file of the model.</summary>
    public static IEnumerable<(string Name, string Folder, string File)> Cases =>
    [
        ("apo_20026", "apo_20026", "model.pdb"), ("7cec_30342", "7cec_30342", "model_A.cif"), ("3j63_5830", "3j63_5830", "model.pdb"),
        ("5fn5c_3240", "5fn5c_3240", "model.pdb"), ("5fn5c_better_6iyc", "5fn5c_3240", "better_model_6iyc_c.pdb"), ("5ly6_4118", "5ly6_4118", "model.pdb"),
        ("hcn4_0093", "hcn4_0093", "model.pdb.gz"), ("emringer_small", "emringer_small", "model.pdb"),
    ];

    /// <summary>Names of the references.</summary>
    public static IEnumerable<string> Names => Cases.Select(c => c.Name);

    /// <summary>Reads a model and one part of its reference.</summary>
    public static (Model Model, double[] X, JsonElement Numbers) Read(string name, string part)
    {
        (_, string folder, string file) = Cases.Single(c => c.Name == name);
        Model model = StructureReader.Read(SharedData.Require("data", "real", folder, file)).First;
        JsonElement numbers = JsonDocument.Parse(File.ReadAllText(SharedData.Require("reference", name + ".json"))).RootElement.GetProperty("val").GetProperty(part);
        return (model, Coordinates.Of(model), numbers);
    }

    /// <summary>Strings of a list, runs of blanks as one.</summary>
    public static string[] Words(JsonElement list) =>
        [.. list.EnumerateArray().Select(e => string.Join(' ', e.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
}
