using Engine.Core.Models;

namespace Engine.Core.Chemistry;

/// <summary>Derives angles, torsions, possible chiral centres and planes of a component from its bonds, with textbook ideal values by hybridisation.</summary>
internal sealed class RestraintGenerator(ComponentGraph graph)
{
    private const double PlanarTorsionSigma = 5, MixedTorsionSigma = 20, TetrahedralTorsionSigma = 15;

    /// <summary>An angle at every pair of bonds.</summary>
    public IEnumerable<ComponentAngle> Angles()
    {
        for (int apex = 0; apex < graph.Component.Atoms.Count; apex++)
        {
            IReadOnlyList<(int Atom, BondOrder Order)> near = graph.Neighbours(apex);
            for (int i = 0; i < near.Count; i++)
            {
                for (int j = i + 1; j < near.Count; j++)
                    yield return new ComponentAngle(Name(near[i].Atom), Name(apex), Name(near[j].Atom), TextbookAngle(near[i].Atom, apex, near[j].Atom), DefaultSigma.Angle);
            }
        }
    }

    /// <summary>One torsion round every bond between atoms that have further neighbours; planar bonds period 2, tetrahedral 3, mixed 6.</summary>
    public IEnumerable<ComponentTorsion> Torsions()
    {
        int count = 0;
        foreach (ComponentBond bond in graph.Component.Bonds)
        {
            int b = graph.Index[bond.Atom1], c = graph.Index[bond.Atom2];
            int a = Outer(b, c), d = Outer(c, b);
            if (a < 0 || d < 0 || a == d)
                continue;
            Hybridisation hb = graph.Hybridisations[b], hc = graph.Hybridisations[c];
            if (hb is Hybridisation.Sp or Hybridisation.None || hc is Hybridisation.Sp or Hybridisation.None)
                continue;
            (double ideal, double sigma, int period) = (hb, hc) switch
            {
                (Hybridisation.Sp2, Hybridisation.Sp2) => IsStiff(bond, b, c) ? (180.0, PlanarTorsionSigma, 2) : (180.0, MixedTorsionSigma, 2),
                (Hybridisation.Sp3, Hybridisation.Sp3) => (180.0, TetrahedralTorsionSigma, 3),
                _ => (0.0, MixedTorsionSigma, 6),
            };
            if (graph.ShareRing(b, c) && period == 6)
                continue;
            yield return new ComponentTorsion($"tor_{++count}", Name(a), Name(b), Name(c), Name(d), ideal, sigma, period);
        }
    }

    /// <summary>Tetrahedral C, N+, P and S with at least three neighbours other than hydrogen; signs are left open.</summary>
    public IEnumerable<ComponentChiral> Chirals()
    {
        for (int centre = 0; centre < graph.Component.Atoms.Count; centre++)
        {
            if (graph.Hybridisations[centre] != Hybridisation.Sp3 || graph.Component.Atoms[centre].Element.Number is not (6 or 15 or 16))
                continue;
            List<int> heavy = [.. graph.Neighbours(centre).Select(n => n.Atom).Where(n => !graph.Component.Atoms[n].Element.IsHydrogen)];
            if (heavy.Count >= 3 && graph.Neighbours(centre).Count == 4)
                yield return new ComponentChiral(Name(centre), Name(heavy[0]), Name(heavy[1]), Name(heavy[2]), ChiralSign.Both);
        }
    }

    /// <summary>Planar ring systems with what is attached to them, and the neighbourhoods of other planar atoms.</summary>
    public List<ComponentPlane> Planes()
    {
        List<SortedSet<int>> groups = RingSystems();
        for (int a = 0; a < graph.Component.Atoms.Count; a++)
        {
            bool inRing = graph.Rings.Any(r => r.Contains(a) && graph.IsPlanar(r));
            if (graph.Hybridisations[a] == Hybridisation.Sp2 && graph.Neighbours(a).Count == 3 && !inRing)
                groups.Add([a, .. graph.Neighbours(a).Select(n => n.Atom)]);
        }

        return [.. groups.Where(g => g.Count >= 4).Select((g, i) => new ComponentPlane($"plane-{i + 1}", [.. g.Select(Name)], DefaultSigma.Plane))];
    }

    /// <summary>Planar rings, those that share a bond taken together, each with the atoms attached to it.</summary>
    private List<SortedSet<int>> RingSystems()
    {
        var systems = new List<SortedSet<int>>();
        foreach (int[] ring in graph.Rings.Where(graph.IsPlanar))
        {
            var merged = new SortedSet<int>(ring);
            foreach (SortedSet<int> other in systems.Where(s => ring.Count(s.Contains) >= 2))
                merged.UnionWith(other);
            systems.RemoveAll(s => ring.Count(s.Contains) >= 2);
            systems.Add(merged);
        }

        foreach (SortedSet<int> system in systems)
        {
            foreach (int atom in system.ToArray())
                system.UnionWith(graph.Neighbours(atom).Select(n => n.Atom));
        }

        return systems;
    }

    private double TextbookAngle(int a, int apex, int b)
    {
        int ring = graph.Rings.Where(r => r.Contains(a) && r.Contains(apex) && r.Contains(b)).Select(r => r.Length).DefaultIfEmpty(0).Min();
        if (ring is > 0 and < 6)
            return 180.0 - 360.0 / ring;
        return graph.Hybridisations[apex] switch
        {
            Hybridisation.Sp => 180,
            Hybridisation.Sp2 => 120,
            _ => 109.47,
        };
    }

    /// <summary>A neighbour to define a torsion by: the first that is not hydrogen, else a hydrogen; -1 when there is none.</summary>
    private int Outer(int of, int except)
    {
        int best = -1;
        foreach ((int n, _) in graph.Neighbours(of))
        {
            if (n != except && (best < 0 || (graph.Component.Atoms[best].Element.IsHydrogen && !graph.Component.Atoms[n].Element.IsHydrogen)))
                best = n;
        }

        return best;
    }

    private bool IsStiff(ComponentBond bond, int b, int c) =>
        bond.Order != BondOrder.Single || graph.Rings.Any(r => r.Contains(b) && r.Contains(c) && graph.IsPlanar(r))
        || graph.Component.Atoms[b].Element == Element.N || graph.Component.Atoms[c].Element == Element.N;

    private string Name(int atom) => graph.Component.Atoms[atom].Name;
}
