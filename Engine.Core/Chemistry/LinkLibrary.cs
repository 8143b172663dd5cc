using Engine.Core.Geometry;

namespace Engine.Core.Chemistry;

/// <summary>A link that fits a bond between two given components.</summary>
/// <param name="Link">The link.</param>
/// <param name="Swapped">True when the first component of the question is side 2 of the link.</param>
public sealed record LinkCandidate(LinkDefinition Link, bool Swapped)
{
    /// <summary>Which component of the question, 1 or 2, an atom of the link belongs to.</summary>
    /// <param name="atom">Atom of the link.</param>
    public int Partner(LinkAtom atom) => Swapped ? 3 - atom.Side : atom.Side;

    /// <summary>The side of the link that a component of the question takes.</summary>
    /// <param name="partner">1 or 2.</param>
    public LinkSide Side(int partner) => (partner == 1) != Swapped ? Link.Side1 : Link.Side2;
}

/// <summary>Links and modifications from several sources; of two with one id, the one added first is used.</summary>
public sealed class LinkLibrary
{
    /// <summary>A peptide bond is taken as cis below this absolute torsion, degrees.</summary>
    private const double CisLimit = 45;

    private readonly List<IReadOnlyList<LinkDefinition>> sources = [];
    private readonly Dictionary<string, LinkDefinition> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Id, string Component), Modification> modifications = [];

    /// <summary>An empty library.</summary>
    public LinkLibrary()
    {
    }

    /// <summary>The links and modifications that are part of the engine.</summary>
    public static LinkLibrary BuiltIn()
    {
        var library = new LinkLibrary();
        library.Add(BuiltInLinks.Links(), BuiltInLinks.Modifications());
        return library;
    }

    /// <summary>All links, sources in the order in which they were added.</summary>
    public IEnumerable<LinkDefinition> Links => sources.SelectMany(s => s);

    /// <summary>Adds a source, behind those already there.</summary>
    /// <param name="links">Links.</param>
    /// <param name="changes">Modifications.</param>
    public void Add(IReadOnlyList<LinkDefinition> links, IReadOnlyList<Modification> changes)
    {
        sources.Add(links);
        foreach (LinkDefinition link in links)
            byId.TryAdd(link.Id, link);
        foreach (Modification change in changes)
            modifications.TryAdd((change.Id, change.ComponentId), change);
    }

    /// <summary>A link by id, or null.</summary>
    /// <param name="id">Id.</param>
    public LinkDefinition? FindLink(string id) => byId.GetValueOrDefault(id);

    /// <summary>A modification by id: the one for this very component when there is one, else the general one, else null.</summary>
    /// <param name="id">Id.</param>
    /// <param name="component">The component that is to be changed.</param>
    public Modification? FindModification(string id, ChemicalComponent component) =>
        modifications.GetValueOrDefault((id, component.Id)) ?? modifications.GetValueOrDefault((id, ""));

    /// <summary>
    /// The modification that gives a component an atom that its dictionary entry lacks, such as "COO" for OXT, "NH3" for H2 and H3, "5*END" for HO5',
    /// "ASPprot" for HD2; null when there is none.
    /// </summary>
    /// <param name="component">Component.</param>
    /// <param name="atom">Name of the atom.</param>
    public Modification? FindAdding(ChemicalComponent component, string atom) =>
        modifications.Values.FirstOrDefault(m => m.Atoms.Any(a => a.Kind == ChangeKind.Add && a.Name == atom) && (m.ComponentId.Length > 0 || m.Group.Length > 0) && m.Fits(component));

    /// <summary>The component after the named modifications; unknown ids are passed over.</summary>
    /// <param name="component">Component.</param>
    /// <param name="ids">Ids of modifications.</param>
    public ChemicalComponent Modify(ChemicalComponent component, params IEnumerable<string> ids)
    {
        foreach (string id in ids)
            component = FindModification(id, component)?.Apply(component) ?? component;
        return component;
    }

    /// <summary>
    /// Links whose own bond is the given one. Only the best-fitting class is returned (a link for the component itself beats one for its group, a narrower group
    /// a wider one), from the first source that has any. Several remain where geometry decides: cis and trans, alpha and beta. Empty when there is none.
    /// </summary>
    /// <param name="first">Component of the first atom.</param>
    /// <param name="atom1">Name of the first atom.</param>
    /// <param name="second">Component of the second atom.</param>
    /// <param name="atom2">Name of the second atom.</param>
    public IReadOnlyList<LinkCandidate> Find(ChemicalComponent first, string atom1, ChemicalComponent second, string atom2)
    {
        foreach (IReadOnlyList<LinkDefinition> source in sources)
        {
            var found = new List<LinkCandidate>();
            int best = 1;
            foreach (LinkDefinition link in source)
            {
                Consider(link, false, first, atom1, second, atom2, found, ref best);
                Consider(link, true, first, atom1, second, atom2, found, ref best);
            }

            if (found.Count > 0)
                return found;
        }

        return [];
    }

    /// <summary>The candidate that agrees best with the coordinates: cis or trans by the torsion omega (cis below 45°), then the number of chiral centres of wrong hand.</summary>
    /// <param name="candidates">Candidates, at least one.</param>
    /// <param name="position">Position of an atom by component of the question (1 or 2) and name; null when it is missing.</param>
    public static LinkCandidate Choose(IReadOnlyList<LinkCandidate> candidates, Func<int, string, Vec3?> position)
    {
        LinkCandidate best = candidates[0];
        int least = int.MaxValue;
        foreach (LinkCandidate candidate in candidates)
        {
            Vec3? At(LinkAtom atom) => position(candidate.Partner(atom), atom.Name);
            int wrong = candidate.Link.Torsions.Count(t => IsWrongIsomer(t, At)) + candidate.Link.Chirals.Count(c => IsWrongHand(c, At));
            if (wrong < least)
                (best, least) = (candidate, wrong);
        }

        return best;
    }

    private static void Consider(
        LinkDefinition link, bool swapped, ChemicalComponent first, string atom1, ChemicalComponent second, string atom2, List<LinkCandidate> found, ref int best)
    {
        (LinkSide sideOfFirst, LinkSide sideOfSecond) = swapped ? (link.Side2, link.Side1) : (link.Side1, link.Side2);
        if (!link.Bonds.Any(b => Joins(b, new LinkAtom(swapped ? 2 : 1, atom1), new LinkAtom(swapped ? 1 : 2, atom2))))
            return;
        int fit1 = sideOfFirst.Match(first), fit2 = sideOfSecond.Match(second), fit = fit1 * fit2;
        if (fit < best)
            return;
        // A link of a thing with itself (disulfide) fits both ways round; once is enough.
        if (fit == best && found.Any(f => f.Link == link))
            return;
        if (fit > best)
            found.Clear();
        best = fit;
        found.Add(new LinkCandidate(link, swapped));
    }

    private static bool Joins(LinkBond bond, LinkAtom a, LinkAtom b) => (bond.Atom1 == a && bond.Atom2 == b) || (bond.Atom1 == b && bond.Atom2 == a);

    private static bool IsWrongIsomer(LinkTorsion t, Func<LinkAtom, Vec3?> at)
    {
        if (t.Id != "omega" || at(t.Atom1) is not Vec3 a || at(t.Atom2) is not Vec3 b || at(t.Atom3) is not Vec3 c || at(t.Atom4) is not Vec3 d)
            return false;
        bool isCis = Math.Abs(Vec3.TorsionDegrees(a, b, c, d)) < CisLimit, wantsCis = Math.Abs(t.Ideal) < 90;
        return isCis != wantsCis;
    }

    private static bool IsWrongHand(LinkChiral c, Func<LinkAtom, Vec3?> at)
    {
        if (c.Sign == ChiralSign.Both || at(c.Centre) is not Vec3 o || at(c.Atom1) is not Vec3 x || at(c.Atom2) is not Vec3 y || at(c.Atom3) is not Vec3 z)
            return false;
        return Vec3.Dot(x - o, Vec3.Cross(y - o, z - o)) > 0 != (c.Sign == ChiralSign.Positive);
    }
}
