using Engine.Kernels;

namespace Engine.Core.Archive;

/// <summary>A server that holds the public archives in the layout of the wwPDB: BASE/emdb/structures/… and BASE/pdb/data/structures/….</summary>
/// <param name="Name">Name, or the address as given.</param>
/// <param name="Base">Address that ends with a slash.</param>
public sealed record ArchiveMirror(string Name, Uri Base)
{
    /// <summary>The known mirrors, in the order in which they are asked.</summary>
    public static IReadOnlyList<ArchiveMirror> Known { get; } =
    [
        new("rcsb", new Uri("https://files.rcsb.org/pub/")),
        new("pdbe", new Uri("https://ftp.ebi.ac.uk/pub/databases/")),
        new("pdbj", new Uri("https://ftp.pdbj.org/pub/")),
        new("wwpdb", new Uri("https://files.wwpdb.org/pub/")),
    ];

    /// <summary>A known mirror by its name, or a server by its address.</summary>
    /// <param name="text">rcsb, pdbe, pdbj, wwpdb, or an address that starts with http:// or https://.</param>
    /// <exception cref="UsageException">Neither.</exception>
    public static ArchiveMirror Parse(string text)
    {
        if (Known.FirstOrDefault(m => m.Name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known)
            return known;
        if (Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.Query.Length == 0)
            return new(text, address);
        throw new UsageException($"--mirror {text}: give {string.Join(", ", Known.Select(m => m.Name))}, or an address that starts with https://");
    }

    /// <summary>The address of a file.</summary>
    /// <param name="file">File of the archive.</param>
    public Uri AddressOf(ArchiveFile file) => new(Base, file.ArchivePath);
}
