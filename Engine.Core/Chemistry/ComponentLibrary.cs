using System.Collections.Concurrent;
using Engine.Kernels;

namespace Engine.Core.Chemistry;

/// <summary>Which sources a <see cref="ComponentLibrary"/> uses.</summary>
public sealed record ComponentLibraryOptions
{
    /// <summary>Only what is part of the engine: for tests, and for results that do not depend on what is installed.</summary>
    public static ComponentLibraryOptions BuiltInOnly { get; } = new() { UseEnvironment = false, UseInstalled = false };

    /// <summary>Dictionary files of the user; they come first, in this order.</summary>
    public IReadOnlyList<string> DictionaryFiles { get; init; } = [];

    /// <summary>A monomer library folder that comes after the user's files; null for none.</summary>
    public string? MonomerLibrary { get; init; }

    /// <summary>True to take the folder that CLIBD_MON names.</summary>
    public bool UseEnvironment { get; init; } = true;

    /// <summary>True to take the library that the system has installed.</summary>
    public bool UseInstalled { get; init; } = true;
}

/// <summary>
/// All that is known about components, links and atom types. Sources in order: the user's files, CLIBD_MON, the installed monomer library, the built-in
/// dictionary. Safe for use from several threads.
/// </summary>
public sealed class ComponentLibrary
{
    private readonly List<IComponentSource> sources = [];
    private readonly ConcurrentDictionary<string, ChemicalComponent?> cache = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<string> warnings = new();
    private readonly Lazy<LinkLibrary> links;
    private readonly Lazy<AtomTypeTable> atomTypes;

    /// <summary>Opens the sources.</summary>
    /// <param name="options">Which sources; null for all.</param>
    /// <exception cref="InputException">A file or folder that was asked for does not exist or cannot be read.</exception>
    public ComponentLibrary(ComponentLibraryOptions? options = null)
    {
        options ??= new ComponentLibraryOptions();
        sources.AddRange(options.DictionaryFiles.Select(f => new UserDictionarySource(f)));
        if (options.MonomerLibrary != null)
            sources.Add(new MonomerCifSource(options.MonomerLibrary));
        if (options.UseEnvironment && MonomerCifSource.FromEnvironment() is MonomerCifSource fromEnvironment)
            sources.Add(fromEnvironment);
        if (options.UseInstalled && MonomerCifSource.Installed() is MonomerCifSource installed)
            sources.Add(installed);
        sources.Add(BuiltInComponents.Instance);
        links = new Lazy<LinkLibrary>(ReadLinks);
        atomTypes = new Lazy<AtomTypeTable>(() => Folders.Select(f => f.ReadAtomTypes()).FirstOrDefault(t => t != null) ?? AtomTypeTable.BuiltIn);
    }

    /// <summary>Descriptions of the sources, first to last.</summary>
    public IReadOnlyList<string> Sources => [.. sources.Select(s => s.Description)];

    /// <summary>Faults of library files met so far, one line each; the next source was used instead.</summary>
    public IReadOnlyCollection<string> Warnings => warnings;

    /// <summary>Links and modifications of all sources.</summary>
    public LinkLibrary Links => links.Value;

    /// <summary>Radii and hydrogen-bond roles: ener_lib.cif of the first folder that has it, else built in.</summary>
    public AtomTypeTable AtomTypes => atomTypes.Value;

    private IEnumerable<MonomerCifSource> Folders => sources.OfType<MonomerCifSource>();

    /// <summary>
    /// The component from the first source that has it; its <see cref="ChemicalComponent.Source"/> tells which. An id that no source has is tried under its
    /// other names (WAT = HOH, HID = HIS), a D-amino acid as the mirror image of the L one. All atoms have an energy type.
    /// </summary>
    /// <param name="id">Component id.</param>
    /// <returns>The component, or null when no source has it.</returns>
    /// <exception cref="InputException">A dictionary file of the user has a fault.</exception>
    public ChemicalComponent? Find(string id) => cache.GetOrAdd(id.Trim(), Load);

    private ChemicalComponent? Load(string id)
    {
        if ((FromSources(id) ?? (ComponentAliases.StandardId(id) is string other ? FromSources(other) : null)) is ChemicalComponent found)
            return found;
        return MirrorImages.StandardId(id) is string standard && FromSources(standard) is ChemicalComponent component ? MirrorImages.Of(component, id) : null;
    }

    private ChemicalComponent? FromSources(string id)
    {
        foreach (IComponentSource source in sources)
        {
            if (Ask(source, id) is ChemicalComponent component)
                return AtomTyper.WithTypes(component);
        }

        return null;
    }

    /// <summary>Asks a source. A faulty file in a library folder is a warning, not the end: the user did not write it, and other sources follow.</summary>
    private ChemicalComponent? Ask(IComponentSource source, string id)
    {
        try
        {
            return source.Find(id);
        }
        catch (InputException error) when (source is MonomerCifSource)
        {
            warnings.Enqueue(error.Message);
            return null;
        }
    }

    private LinkLibrary ReadLinks()
    {
        var library = new LinkLibrary();
        foreach (UserDictionarySource user in sources.OfType<UserDictionarySource>())
            library.Add(user.Links, user.Modifications);
        foreach (MonomerCifSource folder in Folders)
            folder.AddLinksTo(library);
        library.Add(BuiltInLinks.Links(), BuiltInLinks.Modifications());
        return library;
    }
}
