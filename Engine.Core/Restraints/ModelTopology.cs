using Engine.Core.Chemistry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>A model laid over its components: which atom is which, what is linked, and how links and chain ends change the components.</summary>
internal sealed class ModelTopology
{
    private ModelTopology(ModelSites sites, ResidueMatcher matcher, ComponentFinder finder, List<FoundLink> links, ResidueMatch[] matches) =>
        (Sites, Matcher, Finder, Links, Matches) = (sites, matcher, finder, links, matches);

    /// <summary>Atoms by name.</summary>
    public ModelSites Sites { get; }

    /// <summary>Names in the spelling of the dictionary, and parents of hydrogens.</summary>
    public ResidueMatcher Matcher { get; }

    /// <summary>Components by residue.</summary>
    public ComponentFinder Finder { get; }

    /// <summary>Bonds between residues.</summary>
    public List<FoundLink> Links { get; }

    /// <summary>One per residue.</summary>
    public ResidueMatch[] Matches { get; }

    /// <summary>Alternate conformations.</summary>
    public Conformers Conformers => Sites.Conformers;

    /// <summary>The template and the place in it of an atom; null when its component does not have it.</summary>
    /// <param name="atom">Atom.</param>
    public (ResidueTemplate Template, int Atom)? TemplateOf(int atom) =>
        Matches[Sites.Model.Atoms[atom].ResidueIndex].Template is ResidueTemplate template && Matcher.TemplateAtom[atom] is >= 0 and int t ? (template, t) : null;

    /// <summary>Lays a model over its components.</summary>
    /// <param name="model">Model.</param>
    /// <param name="links">Links that the file records.</param>
    /// <param name="library">Components, links and atom types.</param>
    /// <param name="options">Options.</param>
    /// <param name="warnings">Receives what the user should know.</param>
    public static ModelTopology Of(Model model, IReadOnlyList<LinkRecord> links, ComponentLibrary library, RestraintOptions options, List<string> warnings)
    {
        var conformers = new Conformers(model);
        var finder = new ComponentFinder(model, library, options);
        var matcher = new ResidueMatcher(model, conformers);
        var components = new ChemicalComponent?[model.Residues.Count];
        for (int r = 0; r < components.Length; r++)
        {
            components[r] = finder.Find(r);
            if (components[r] is ChemicalComponent known)
                matcher.NameHeavyAtoms(r, finder.Template(known, []));
        }

        var sites = new ModelSites(model, conformers, matcher, components);
        List<FoundLink> found = new LinkFinder(sites, library.Links, warnings).Find(links, options.DetectLinks);
        return new(sites, matcher, finder, found, Match(sites, matcher, finder, found, options));
    }

    /// <summary>Pairs of bonded atoms: those of the components, of the links, and metals with what binds them.</summary>
    public List<int> BondedPairs()
    {
        var pairs = new List<int>();
        var seen = new HashSet<(int, int)>();
        void Add(int a, int b)
        {
            if (a >= 0 && b >= 0 && a != b && Conformers.Compatible(a, b) && seen.Add((Math.Min(a, b), Math.Max(a, b))))
                pairs.AddRange([a, b]);
        }

        foreach (ResidueMatch match in Matches)
        {
            foreach (TemplateBond bond in match.Template?.Bonds ?? [])
            {
                foreach (int[] map in match.Maps)
                    Add(map[bond.Atom1], map[bond.Atom2]);
            }
        }

        foreach (FoundLink link in Links)
        {
            foreach (int conformer in Sites.ConformersOf(link))
                Add(Sites.Find(link.Residue1, link.Atom1, conformer), Sites.Find(link.Residue2, link.Atom2, conformer));
        }

        return pairs;
    }

    private static ResidueMatch[] Match(ModelSites sites, ResidueMatcher matcher, ComponentFinder finder, List<FoundLink> links, RestraintOptions options)
    {
        var changes = new List<string>[sites.Components.Length];
        var linked = new HashSet<string>[sites.Components.Length];
        for (int r = 0; r < changes.Length; r++)
            (changes[r], linked[r]) = ([], new HashSet<string>(StringComparer.Ordinal));
        foreach (FoundLink link in links)
        {
            linked[link.Residue1].Add(link.Atom1);
            linked[link.Residue2].Add(link.Atom2);
            if (link.Definition == null)
                continue;
            changes[link.Residue1].Add(link.Definition.Side(1).Modification);
            changes[link.Residue2].Add(link.Definition.Side(2).Modification);
        }

        var ends = new ChainEnds(sites);
        var matches = new ResidueMatch[changes.Length];
        for (int r = 0; r < matches.Length; r++)
        {
            string[] ids = [.. changes[r].Concat(ends.Of(r, linked[r])).Where(id => Applies(id, options)).Distinct().Order(StringComparer.Ordinal)];
            matches[r] = matcher.Match(r, sites.Components[r] is ChemicalComponent known ? finder.Template(known, ids) : null);
        }

        return matches;
    }

    private static bool Applies(string modification, RestraintOptions options) =>
        modification.Length > 0 && !(options.FreeAcidTargets && modification.StartsWith("DEL-OXT", StringComparison.Ordinal));
}
