namespace Engine.Core.Models.Pdb;

/// <summary>Alignment of atom names in columns 13 to 16.</summary>
internal static class PdbAtomName
{
    /// <summary>True when the name starts in column 13: it has four characters, or a symbol of two letters that it starts with.</summary>
    public static bool StartsInFirstColumn(string name, Element element) =>
        name.Length >= 4 || (element.Symbol.Length == 2 && name.StartsWith(element.Symbol, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name in four columns.</summary>
    public static string Pad(string name, Element element) => (StartsInFirstColumn(name, element) ? name : " " + name).PadRight(4);
}
