using Engine.Core.Models.Cif;
using Engine.Kernels;

namespace Engine.Core.Chemistry;

/// <summary>Dictionary files given by the user: one or several components in a CIF file, with or without standard deviations, and links.</summary>
public sealed class UserDictionarySource : IComponentSource
{
    private readonly Dictionary<string, (string Id, CifBlock Block)> blocks = new(StringComparer.OrdinalIgnoreCase);
    private readonly CifDocument document;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Path of the CIF file.</param>
    /// <exception cref="InputException">The file cannot be read, is not CIF, or has neither components nor links.</exception>
    public UserDictionarySource(string path)
    {
        document = CifDocument.Read(path);
        Description = path;
        foreach ((string id, CifBlock block) in ComponentCifReader.Blocks(document))
            blocks.TryAdd(id, (id, block));
        Links = LinkCifReader.Links(document, path);
        Modifications = LinkCifReader.Modifications(document);
        if (blocks.Count == 0 && Links.Count == 0 && Modifications.Count == 0)
            throw new InputException($"{path}: holds no component (no loop _chem_comp_atom.atom_id); --dictionary takes restraint dictionaries or component files");
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>Ids of the components in the file.</summary>
    public IReadOnlyCollection<string> Ids => blocks.Keys;

    /// <summary>Links of the file.</summary>
    public IReadOnlyList<LinkDefinition> Links { get; }

    /// <summary>Modifications of the file.</summary>
    public IReadOnlyList<Modification> Modifications { get; }

    /// <inheritdoc/>
    /// <exception cref="InputException">A value of the component cannot be read.</exception>
    public ChemicalComponent? Find(string id) =>
        blocks.TryGetValue(id, out (string Id, CifBlock Block) found) ? ComponentCifReader.Read(document, found.Id, found.Block, Description) : null;
}
