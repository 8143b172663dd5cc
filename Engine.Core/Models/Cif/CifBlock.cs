namespace Engine.Core.Models.Cif;

/// <summary>A data block, a save frame, or what stands under global_.</summary>
public sealed class CifBlock
{
    private readonly Dictionary<string, CifCategory> byName = new(StringComparer.OrdinalIgnoreCase);

    internal CifBlock(string name, bool isGlobal) => (Name, IsGlobal) = (name, isGlobal);

    /// <summary>Name without "data_" or "save_", in the case of the file.</summary>
    public string Name { get; }

    /// <summary>True for global_.</summary>
    public bool IsGlobal { get; }

    /// <summary>Categories in order of first appearance.</summary>
    public List<CifCategory> Categories { get; } = [];

    /// <summary>Save frames of this block.</summary>
    public List<CifBlock> Frames { get; } = [];

    /// <summary>Offset in the text behind the last item of this block.</summary>
    public int End { get; internal set; }

    /// <summary>The category of a name such as "_atom_site" (leading underscore optional, any case), or null. Of several loops of one name, the first.</summary>
    public CifCategory? Category(string name) => byName.GetValueOrDefault(name.StartsWith('_') ? name : "_" + name);

    /// <summary>The value of a full tag such as "_cell.length_a" in its first row; null when the tag is missing or its value is "?" or ".".</summary>
    public string? Value(string tag)
    {
        int dot = tag.IndexOf('.', StringComparison.Ordinal);
        CifCategory? category = Category(dot < 0 ? tag : tag[..dot]);
        return category is { RowCount: > 0 } ? category.Text(0, category.Column(dot < 0 ? tag : tag[(dot + 1)..])) : null;
    }

    internal void Add(CifCategory category)
    {
        Categories.Add(category);
        byName.TryAdd(category.Name, category);
    }
}
