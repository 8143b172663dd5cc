using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>Makes the restraints of a model from component dictionaries and link definitions.</summary>
public static class RestraintBuilder
{
    /// <summary>Messages name this many examples.</summary>
    private const int Examples = 5;

    /// <summary>Makes all restraints of a model, hydrogens included.</summary>
    /// <param name="model">Model.</param>
    /// <param name="links">Links that the file records.</param>
    /// <param name="library">Components, links and atom types.</param>
    /// <param name="options">Options.</param>
    /// <exception cref="InputException">The model has no atoms, or coordinates that are no numbers; or it is strict and a component is unknown.</exception>
    public static RestraintModel Build(Model model, IReadOnlyList<LinkRecord> links, ComponentLibrary library, RestraintOptions options)
    {
        Check(model, options);
        var warnings = new List<string>();
        ModelTopology topology = ModelTopology.Of(model, links, library, options, warnings);
        (ModelSites sites, ResidueMatcher matcher, ComponentFinder finder, List<FoundLink> found, ResidueMatch[] matches) =
            (topology.Sites, topology.Matcher, topology.Finder, topology.Links, topology.Matches);
        Conformers conformers = topology.Conformers;
        var terms = new TermCollector(model.Atoms.Count);
        WriteTerms(sites, matches, found, terms, options, warnings);
        AddUnknown(finder, warnings);
        var graph = new BondGraph(model.Atoms.Count, terms.BondAtoms);
        (byte[] bonds, byte[] angles, byte[] torsions, byte[] chirals, byte[] planes) = terms.Counts();
        var all = new RestraintModel
        {
            Table = terms.ToTable(),
            Nonbonded = new NonbondedTableBuilder(model, conformers, library.AtomTypes).Build(matches, matcher.Parent, graph),
            Riding = RidingTableBuilder.Build(model, conformers, graph, matcher.Parent),
            BondCounts = bonds,
            AngleCounts = angles,
            TorsionCounts = torsions,
            ChiralCounts = chirals,
            PlaneCounts = planes,
            IsHydrogen = [.. model.Atoms.Select(a => a.Element.IsHydrogen ? (byte)1 : (byte)0)],
            DensityShare = [.. model.Atoms.Select(a => a.AltLoc == '\0' ? 1 : (float)Math.Clamp(a.Occupancy, 0, 1))],
            AtomLabel = i => Labels.Atom(model, i),
            Links = [.. found.Select(l => $"{LinkName(l)} {sites.ResidueLabel(l.Residue1)} - {sites.ResidueLabel(l.Residue2)}")],
            UnknownComponents = [.. finder.Unknown.Keys],
            ComponentSources = finder.Sources,
            Warnings = warnings,
        };
        return options.Movable == null ? all : all.ForMovable(options.Movable);
    }

    private static void Check(Model model, RestraintOptions options)
    {
        if (model.Atoms.Count == 0)
            throw new InputException("the model has no atoms: restraints need at least one");
        if (options.Movable != null && options.Movable.Length != model.Atoms.Count)
            throw new ArgumentException($"the mask of movable atoms has {options.Movable.Length} flags for {model.Atoms.Count} atoms");
        for (int i = 0; i < model.Atoms.Count; i++)
        {
            if (!model.Atoms[i].Position.IsFinite)
                throw new InputException($"atom {Labels.Atom(model, i)}: its coordinates are no numbers; correct or remove it");
        }
    }

    private static string LinkName(FoundLink link) => link.Definition?.Link.Id ?? (link.IsMetal ? "metal" : "generic");

    private static void WriteTerms(
        ModelSites sites, ResidueMatch[] matches, List<FoundLink> links, TermCollector terms, RestraintOptions options, List<string> warnings)
    {
        var components = new ComponentTermWriter(sites.Model, terms);
        foreach (ResidueMatch match in matches)
        {
            components.Write(match);
            if (options.CBetaTorsions)
                CBetaTorsions.Write(match, terms);
        }

        var linkWriter = new LinkTermWriter(sites, matches, terms);
        foreach (FoundLink link in links)
            linkWriter.Write(link);
        var input = new InputGeometry(sites.Model, sites.Conformers, terms);
        List<int> extra = [], repeated = [];
        foreach (ResidueMatch match in matches)
        {
            if (match.Template == null)
                input.HoldResidue(match.Residue);
            else if (match.Extra.Count > 0)
                input.HoldAtoms(match.Residue, match.Extra);
            if (match.Template != null)
                extra.AddRange(match.Extra.Where(i => !sites.Model.Atoms[i].Element.IsHydrogen));
            repeated.AddRange(match.Repeated);
        }

        if (options.Strict && extra.Count > 0)
            throw new InputException($"atom {Labels.Atom(sites.Model, extra[0])}: the dictionary of its component does not have it; correct the name, or leave out --strict");
        AddWarning(sites.Model, extra, warnings, "atoms that the dictionary of their component lacks, held to their input geometry");
        AddWarning(sites.Model, repeated, warnings, "atoms that repeat the name of another one in their residue, left without restraints");
        AddWarning(sites.Model, [.. components.WrongHands.Distinct()], warnings, "chiral centres of the other hand than the dictionary says, restrained to the dictionary's");
        AddWarning(sites.Model, [.. components.SwappedNames.Distinct()], warnings, "centres whose equivalent groups have swapped names, kept as they are");
    }

    private static void AddWarning(Model model, List<int> atoms, List<string> warnings, string what)
    {
        if (atoms.Count > 0)
            warnings.Add($"{what}: {atoms.Count} ({string.Join(", ", atoms.Take(Examples).Select(i => Labels.Atom(model, i)))}{(atoms.Count > Examples ? ", …" : "")})");
    }

    private static void AddUnknown(ComponentFinder finder, List<string> warnings)
    {
        foreach ((string name, int count) in finder.Unknown)
        {
            warnings.Add($"component {name} ({count} residue{(count == 1 ? "" : "s")}) is in no dictionary: held to its input geometry and left out of the statistics; "
                + $"give restraints with --dictionary {name}.cif");
        }
    }
}
