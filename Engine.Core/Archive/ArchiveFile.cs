using System.Text.RegularExpressions;
using Engine.Kernels;

namespace Engine.Core.Archive;

/// <summary>What a file of an entry is.</summary>
public enum ArchiveFileKind
{
    /// <summary>Header of an EMDB entry, XML.</summary>
    Header,

    /// <summary>Primary map.</summary>
    Map,

    /// <summary>Half map.</summary>
    HalfMap,

    /// <summary>Mask or segmentation.</summary>
    Mask,

    /// <summary>Fourier shell correlation, XML.</summary>
    Fsc,

    /// <summary>Model, mmCIF.</summary>
    Model,
}

/// <summary>One file of an entry: where it is in the archives, and under which name it is kept here.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="ArchivePath">Path below the address of a mirror.</param>
public sealed partial record ArchiveFile(ArchiveFileKind Kind, string ArchivePath)
{
    /// <summary>Name of the file.</summary>
    public string Name => ArchivePath[(ArchivePath.LastIndexOf('/') + 1)..];

    /// <summary>Whether the file is packed with gzip by its name.</summary>
    public bool IsPacked => Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The header of an EMDB entry.</summary>
    /// <param name="id">EMDB entry.</param>
    public static ArchiveFile Header(ArchiveId id) => OfMapEntry(id, ArchiveFileKind.Header, "header", $"emd-{id.Code}.xml");

    /// <summary>The primary map of an EMDB entry.</summary>
    /// <param name="id">EMDB entry.</param>
    public static ArchiveFile Map(ArchiveId id) => OfMapEntry(id, ArchiveFileKind.Map, "map", $"emd_{id.Code}.map.gz");

    /// <summary>The model of a PDB entry.</summary>
    /// <param name="id">PDB entry.</param>
    public static ArchiveFile Model(ArchiveId id) => new(ArchiveFileKind.Model, $"pdb/data/structures/divided/mmCIF/{id.Code[1..3]}/{id.Code}.cif.gz");

    /// <summary>A file that the header of an EMDB entry names.</summary>
    /// <param name="id">EMDB entry.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="folder">Folder of the entry.</param>
    /// <param name="name">Name as the header has it.</param>
    /// <exception cref="InputException">The name holds more than letters, digits, dots, dashes and underscores, or starts with a dot.</exception>
    public static ArchiveFile OfMapEntry(ArchiveId id, ArchiveFileKind kind, string folder, string name) => PlainName().IsMatch(name)
        ? new(kind, $"emdb/structures/EMD-{id.Code}/{folder}/{name}")
        : throw new InputException($"{id}: its header names a file with unexpected characters; it is not fetched");

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,120}\z")]
    private static partial Regex PlainName();
}
