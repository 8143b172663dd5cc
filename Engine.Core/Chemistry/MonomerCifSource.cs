using Engine.Core.Models;
using Engine.Core.Models.Cif;
using Engine.Kernels;

namespace Engine.Core.Chemistry;

/// <summary>
/// A monomer library folder in the CCP4 layout: a/ALA.cif and so on, and optionally list/mon_lib_list.cif (links, modifications) and ener_lib.cif
/// (atom types).
/// </summary>
public sealed class MonomerCifSource : IComponentSource
{
    private static readonly string[] FoldersBelowShare = ["refmac/monomers", "refmac-dictionary/monomers", "ccp4/monomers", "ccp4/lib/data/monomers"];

    /// <summary>Opens a library folder.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <exception cref="InputException">The folder does not exist.</exception>
    public MonomerCifSource(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InputException($"{folder}: no such monomer library folder; CLIBD_MON must name a folder with a/ALA.cif");
        Folder = folder;
    }

    /// <summary>Path of the folder.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public string Description => Folder;

    /// <summary>The folder that the environment variable CLIBD_MON names, or null when it is not set.</summary>
    /// <exception cref="InputException">The variable names a folder that does not exist.</exception>
    public static MonomerCifSource? FromEnvironment()
    {
        string? path = Environment.GetEnvironmentVariable("CLIBD_MON");
        return string.IsNullOrWhiteSpace(path) ? null : new MonomerCifSource(path.Trim());
    }

    /// <summary>The library that a distribution has installed (refmac-dictionary of Debian) or that comes with CCP4, or null.</summary>
    public static MonomerCifSource? Installed()
    {
        string? ccp4 = Environment.GetEnvironmentVariable("CCP4");
        string shares = Environment.GetEnvironmentVariable("XDG_DATA_DIRS") is { Length: > 0 } dirs ? dirs : "/usr/local/share:/usr/share";
        IEnumerable<string> candidates = string.IsNullOrWhiteSpace(ccp4) ? [] : [Path.Combine(ccp4, "lib", "data", "monomers")];
        candidates = candidates.Concat(shares.Split(':', StringSplitOptions.RemoveEmptyEntries).SelectMany(s => FoldersBelowShare.Select(f => Path.Combine(s, f))));
        string? found = candidates.FirstOrDefault(f => FileIn(f, "ALA") != null);
        return found == null ? null : new MonomerCifSource(found);
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The file is there but cannot be read.</exception>
    public ChemicalComponent? Find(string id)
    {
        string? path = FileIn(Folder, id);
        if (path == null)
            return null;
        CifDocument document = ReadMonomer(path);
        foreach ((string name, CifBlock block) in ComponentCifReader.Blocks(document))
        {
            if (name.Equals(id, StringComparison.OrdinalIgnoreCase))
                return ComponentCifReader.Read(document, name, block, Folder);
        }

        throw new InputException($"{path}: holds no component {id}; its block must be called data_comp_{id}");
    }

    /// <summary>Adds the links and modifications of list/mon_lib_list.cif to a library; false when the folder has no such file.</summary>
    /// <param name="library">Library to add to.</param>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public bool AddLinksTo(LinkLibrary library)
    {
        string? path = Existing(Path.Combine(Folder, "list", "mon_lib_list.cif"), Path.Combine(Folder, "LIST", "mon_lib_list.cif"), Path.Combine(Folder, "links_and_mods.cif"));
        if (path == null)
            return false;
        // The list of all components, three quarters of the file, is not needed: every component file says its own group.
        byte[] text = ModelBytes.Read(path);
        int start = text.AsSpan().IndexOf("\ndata_link_list"u8);
        CifDocument document = CifDocument.Parse(start < 0 ? text : text[(start + 1)..], path);
        library.Add(LinkCifReader.Links(document, Folder), LinkCifReader.Modifications(document));
        return true;
    }

    /// <summary>The atom types of ener_lib.cif, or null when the folder has no such file.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public AtomTypeTable? ReadAtomTypes()
    {
        string? path = Existing(Path.Combine(Folder, "ener_lib.cif"));
        return path == null ? null : AtomTypeCifReader.Read(CifDocument.Read(path), path);
    }

    /// <summary>Reads a file, without what stands before its first block: HIS.cif of refmac-dictionary 5.41 starts with a stray letter.</summary>
    private static CifDocument ReadMonomer(string path)
    {
        byte[] text = ModelBytes.Read(path);
        int start = 0;
        while (start < text.Length && !text.AsSpan(start).StartsWith("data_"u8) && !text.AsSpan(start).StartsWith("global_"u8))
        {
            int end = text.AsSpan(start).IndexOf((byte)'\n');
            start = end < 0 ? text.Length : start + end + 1;
        }

        return CifDocument.Parse(start < text.Length ? text[start..] : text, path);
    }

    private static string? FileIn(string folder, string id)
    {
        if (id.Length == 0 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '_'))
            return null;
        string upper = id.ToUpperInvariant(), first = upper[..1];
        string[] folders = [Path.Combine(folder, first.ToLowerInvariant()), Path.Combine(folder, first)];
        // "CON" cannot be a file name on one operating system; the library calls it CON_CON there.
        string[] names = [upper + ".cif", upper + "_" + upper + ".cif", id + ".cif", id.ToLowerInvariant() + ".cif"];
        return Existing([.. folders.SelectMany(f => names.Select(n => Path.Combine(f, n)))]);
    }

    private static string? Existing(params string[] paths) => Array.Find(paths, File.Exists);
}
