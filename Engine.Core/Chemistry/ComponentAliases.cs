namespace Engine.Core.Chemistry;

/// <summary>Other names of components, as molecular-dynamics programs and older files use them.</summary>
public static class ComponentAliases
{
    private static readonly Dictionary<string, string> Ids = new(StringComparer.OrdinalIgnoreCase)
    {
        ["WAT"] = "HOH",
        ["DOD"] = "HOH",
        ["H2O"] = "HOH",
        ["TIP"] = "HOH",
        ["TIP3"] = "HOH",
        ["SOL"] = "HOH",
        ["HID"] = "HIS",
        ["HIE"] = "HIS",
        ["HIP"] = "HIS",
        ["HSD"] = "HIS",
        ["HSE"] = "HIS",
        ["HSP"] = "HIS",
        ["CYX"] = "CYS",
        ["CYM"] = "CYS",
        ["ASH"] = "ASP",
        ["GLH"] = "GLU",
        ["LYN"] = "LYS",
        ["T"] = "DT",
    };

    /// <summary>The id under which dictionaries have a component, or null when no other name is known.</summary>
    /// <param name="id">Id as in the model.</param>
    public static string? StandardId(string id) => Ids.GetValueOrDefault(id);
}
