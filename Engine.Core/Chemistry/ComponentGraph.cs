using Engine.Core.Models;

namespace Engine.Core.Chemistry;

/// <summary>Hybridisation of an atom.</summary>
public enum Hybridisation
{
    /// <summary>Hydrogen, metals and other atoms to which it does not apply.</summary>
    None,

    /// <summary>Linear.</summary>
    Sp,

    /// <summary>Planar.</summary>
    Sp2,

    /// <summary>Tetrahedral.</summary>
    Sp3,
}

/// <summary>The atoms of a component as a graph: neighbours, small rings, hybridisation. Atoms are indices into <see cref="ChemicalComponent.Atoms"/>.</summary>
public sealed class ComponentGraph
{
    private const int LargestRing = 7;

    private readonly List<(int Atom, BondOrder Order)>[] neighbours;

    /// <summary>Builds the graph. Bonds to names that are not in the atom list are left out.</summary>
    /// <param name="component">Component.</param>
    public ComponentGraph(ChemicalComponent component)
    {
        Component = component;
        Index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < component.Atoms.Count; i++)
            Index.TryAdd(component.Atoms[i].Name, i);
        neighbours = new List<(int, BondOrder)>[component.Atoms.Count];
        for (int i = 0; i < neighbours.Length; i++)
            neighbours[i] = [];
        foreach (ComponentBond bond in component.Bonds)
        {
            if (Index.TryGetValue(bond.Atom1, out int a) && Index.TryGetValue(bond.Atom2, out int b))
            {
                neighbours[a].Add((b, bond.Order));
                neighbours[b].Add((a, bond.Order));
            }
        }

        Rings = FindRings();
        Hybridisations = FindHybridisations();
    }

    /// <summary>The component.</summary>
    public ChemicalComponent Component { get; }

    /// <summary>Atom index by name.</summary>
    public Dictionary<string, int> Index { get; }

    /// <summary>Smallest rings of three to seven atoms, one per ring, atoms in order round the ring.</summary>
    public IReadOnlyList<int[]> Rings { get; }

    /// <summary>Hybridisation per atom.</summary>
    public IReadOnlyList<Hybridisation> Hybridisations { get; }

    /// <summary>Bonded atoms with bond orders.</summary>
    /// <param name="atom">Atom.</param>
    public IReadOnlyList<(int Atom, BondOrder Order)> Neighbours(int atom) => neighbours[atom];

    /// <summary>Number of bonded hydrogens.</summary>
    /// <param name="atom">Atom.</param>
    public int HydrogenCount(int atom) => neighbours[atom].Count(n => Component.Atoms[n.Atom].Element.IsHydrogen);

    /// <summary>True when every atom of a ring is planar.</summary>
    /// <param name="ring">One of <see cref="Rings"/>.</param>
    public bool IsPlanar(int[] ring) => ring.All(a => Hybridisations[a] == Hybridisation.Sp2 || (ring.Length == 5 && Component.Atoms[a].Element.Number is 8 or 16));

    /// <summary>True when two atoms share a ring.</summary>
    /// <param name="a">Atom.</param>
    /// <param name="b">Atom.</param>
    public bool ShareRing(int a, int b) => Rings.Any(r => r.Contains(a) && r.Contains(b));

    private List<int[]> FindRings()
    {
        var rings = new List<int[]>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int a = 0; a < neighbours.Length; a++)
        {
            foreach ((int b, _) in neighbours[a])
            {
                if (b > a && ShortestPathWithout(a, b) is int[] ring && seen.Add(string.Join(',', ring.Order())))
                    rings.Add(ring);
            }
        }

        return rings;
    }

    /// <summary>The shortest way from a to b that does not use their bond.</summary>
    private int[]? ShortestPathWithout(int a, int b)
    {
        var from = new Dictionary<int, int> { [a] = -1 };
        var level = new List<int> { a };
        for (int length = 1; length < LargestRing && level.Count > 0; length++)
        {
            var next = new List<int>();
            foreach (int atom in level)
            {
                foreach ((int n, _) in neighbours[atom])
                {
                    if ((atom == a && n == b) || !from.TryAdd(n, atom))
                        continue;
                    if (n == b)
                        return Path(from, b);
                    next.Add(n);
                }
            }

            level = next;
        }

        return null;
    }

    private static int[] Path(Dictionary<int, int> from, int end)
    {
        var path = new List<int>();
        for (int atom = end; atom >= 0; atom = from[atom])
            path.Add(atom);
        return [.. path];
    }

    private Hybridisation[] FindHybridisations()
    {
        var result = new Hybridisation[neighbours.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = FromBonds(i);
        // Nitrogen and oxygen with a lone pair beside a planar atom conjugate: amides, anilines, pyrrole.
        for (int i = 0; i < result.Length; i++)
        {
            if (result[i] == Hybridisation.Sp3 && Component.Atoms[i].Element == Element.N && neighbours[i].Count <= 3 && Component.Atoms[i].Charge <= 0
                && neighbours[i].Any(n => FromBonds(n.Atom) == Hybridisation.Sp2 && Component.Atoms[n.Atom].Element.Number is 6 or 7))
                result[i] = Hybridisation.Sp2;
        }

        return result;
    }

    private Hybridisation FromBonds(int atom)
    {
        int number = Component.Atoms[atom].Element.Number;
        if (number is not (5 or 6 or 7 or 8 or 14 or 15 or 16 or 34))
            return Hybridisation.None;
        int doubles = neighbours[atom].Count(n => n.Order == BondOrder.Double), partial = 0;
        foreach ((_, BondOrder order) in neighbours[atom])
        {
            if (order == BondOrder.Triple)
                return Hybridisation.Sp;
            if (order is BondOrder.Aromatic or BondOrder.Delocalised)
                partial++;
        }

        if (doubles > 1 && number is 6 or 7)
            return neighbours[atom].Count <= 2 ? Hybridisation.Sp : Hybridisation.Sp2;
        if (number == 15 || (number == 16 && neighbours[atom].Count > 2))
            return Hybridisation.Sp3;
        return doubles + partial > 0 ? Hybridisation.Sp2 : Hybridisation.Sp3;
    }
}
