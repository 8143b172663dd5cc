using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>
/// Finds the bonds between residues: polymer links first, then those the file records, then disulfides and sugars by distance. A pair of
/// atoms is linked once.
/// </summary>
internal sealed class LinkFinder(ModelSites sites, LinkLibrary library, List<string> warnings)
{
    /// <summary>Error of bonds from which torsions of peptides say nothing, Å: random shifts of 0.7 Å per atom.</summary>
    private const double MeaninglessTorsions = 0.5;

    private readonly List<FoundLink> links = [];
    private readonly HashSet<(int, string, int, string, int)> pairs = [];
    private readonly HashSet<(int, string)> used = [];

    /// <summary>All links found.</summary>
    /// <param name="records">What the file records.</param>
    /// <param name="detect">Also look for links by distance.</param>
    public List<FoundLink> Find(IReadOnlyList<LinkRecord> records, bool detect)
    {
        if (sites.BondError > MeaninglessTorsions)
            warnings.Add(FormattableString.Invariant($"bonds are wrong by {sites.BondError:F1} Å on the whole: peptides are taken for trans, and residues with consecutive numbers for bonded; look at cis peptides and gaps"));
        foreach ((int r1, string a1, int r2, string a2) in PolymerLinks.Find(sites))
            Add(r1, a1, r2, a2, 0);
        new RecordedLinks(sites, warnings).Find(records, Add);
        if (detect)
        {
            foreach ((int r1, string a1, int r2, string a2) in DistanceLinks.Disulfides(sites, used))
                Add(r1, a1, r2, a2, 0);
            foreach ((int r1, string a1, int r2, string a2) in DistanceLinks.Sugars(sites, used))
            {
                if (Define(r1, a1, r2, a2) != null)
                    Add(r1, a1, r2, a2, 0);
            }
        }

        return links;
    }

    private void Add(int r1, string a1, int r2, string a2, int onlyConformer)
    {
        if (r1 > r2 || (r1 == r2 && string.CompareOrdinal(a1, a2) > 0))
            (r1, a1, r2, a2) = (r2, a2, r1, a1);
        if (pairs.Contains((r1, a1, r2, a2, 0)) || !pairs.Add((r1, a1, r2, a2, onlyConformer)))
            return;
        used.Add((r1, a1));
        used.Add((r2, a2));
        LinkCandidate? definition = Define(r1, a1, r2, a2);
        links.Add(new FoundLink(r1, a1, r2, a2, definition, definition == null && (IsMetal(r1, a1) || IsMetal(r2, a2)), onlyConformer));
    }

    private bool IsMetal(int residue, string atom)
    {
        int i = sites.FindAny(residue, atom);
        return i >= 0 && Metals.IsMetal(sites.Model.Atoms[i].Element);
    }

    private LinkCandidate? Define(int r1, string a1, int r2, string a2)
    {
        ChemicalComponent? first = sites.Components[r1] ?? UnknownBackbone.Of(sites, r1), second = sites.Components[r2] ?? UnknownBackbone.Of(sites, r2);
        if (first == null || second == null)
            return null;
        IReadOnlyList<LinkCandidate> candidates = library.Find(first, a1, second, a2);
        if (candidates.Count == 0)
            return null;
        Vec3? At(int partner, string name)
        {
            int atom = Representative(partner == 1 ? r1 : r2, name, r1, r2);
            return atom < 0 ? null : sites.Positions[atom];
        }

        LinkCandidate[] right = [.. candidates.Where(c => KeepsHand(c, first, second) && IsRightIsomer(c, At))];
        return right.Length == 1 ? right[0] : LinkLibrary.Choose(right.Length > 0 ? right : candidates, At);
    }

    /// <summary>Peptides of a model whose bonds are very wrong have no torsions to go by, and are nearly always trans.</summary>
    private bool IsRightIsomer(LinkCandidate candidate, Func<int, string, Vec3?> position)
    {
        Vec3? At(LinkAtom atom) => position(candidate.Partner(atom), atom.Name);
        foreach (LinkTorsion t in candidate.Link.Torsions)
        {
            if (t.Id == "omega" && At(t.Atom1) is Vec3 a && At(t.Atom2) is Vec3 b && At(t.Atom3) is Vec3 c && At(t.Atom4) is Vec3 d)
                return (sites.BondError < MeaninglessTorsions && PeptideIsomer.IsCis(a, b, c, d)) == Math.Abs(t.Ideal) < 90;
        }

        return true;
    }

    /// <summary>The atom in the first conformer that both residues share.</summary>
    private int Representative(int residue, string name, int r1, int r2)
    {
        int atom = sites.Find(residue, name, sites.Conformers.Union(r1, r2)[0]);
        return atom >= 0 ? atom : sites.FindAny(residue, name);
    }

    /// <summary>
    /// A sugar keeps the hand that its component has at the anomeric carbon, with the leaving oxygen in the place of the linking one: NAG is
    /// beta, MAN is alpha, wherever the coordinates have strayed to.
    /// </summary>
    private static bool KeepsHand(LinkCandidate candidate, ChemicalComponent first, ChemicalComponent second)
    {
        foreach (LinkChiral hand in candidate.Link.Chirals)
        {
            ChemicalComponent component = candidate.Partner(hand.Centre) == 1 ? first : second;
            ComponentChiral? own = component.Chirals.FirstOrDefault(c => c.Centre == hand.Centre.Name);
            if (own == null || own.Sign == ChiralSign.Both || hand.Sign == ChiralSign.Both)
                continue;
            if (Parity(own, hand) is int parity && (own.Sign == hand.Sign) != (parity > 0))
                return false;
        }

        return true;
    }

    /// <summary>+1 when the component lists the neighbours in the order of the link, up to an even permutation; -1 when odd; null when they differ.</summary>
    private static int? Parity(ComponentChiral own, LinkChiral hand)
    {
        LinkAtom[] atoms = [hand.Atom1, hand.Atom2, hand.Atom3];
        string[] names = [own.Atom1, own.Atom2, own.Atom3];
        int[] place = new int[3];
        int other = -1;
        for (int k = 0; k < 3; k++)
        {
            place[k] = atoms[k].Side == hand.Centre.Side ? Array.IndexOf(names, atoms[k].Name) : -1;
            if (place[k] >= 0)
                continue;
            if (other >= 0)
                return null;
            other = k;
        }

        if (other < 0)
            return null;
        place[other] = 3 - place.Where((_, k) => k != other).Sum();
        return place[other] is < 0 or > 2 || place.Distinct().Count() != 3 ? null : (place[1] - place[0] + 3) % 3 == 1 ? 1 : -1;
    }
}
