using Engine.Core.Geometry;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement.Repair;

/// <summary>Finds places that are so distorted that refinement may freeze them instead of mending them. Hydrogens do not count.</summary>
public static class DistortionFinder
{
    /// <summary>Bonds that are off by this many σ and by <see cref="BondExcess"/>.</summary>
    private const double BondSigmas = 10;

    /// <summary>Å.</summary>
    private const double BondExcess = 0.25;

    /// <summary>Centres below this part of their ideal volume are flat; below its negative they have the wrong hand.</summary>
    private const double FlatVolume = 0.3;

    /// <summary>Atoms farther from their plane than this, Å.</summary>
    private const double PlaneExcess = 0.35;

    /// <summary>Atoms nearer than this part of their contact distance.</summary>
    private const double OverlapPart = 0.55;

    /// <summary>All distortions, by kind.</summary>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="x">3N coordinates, Å.</param>
    public static IReadOnlyList<Distortion> Find(RestraintModel restraints, double[] x)
    {
        RestraintModel heavy = restraints.Heavy();
        var found = new List<Distortion>();
        AddBonds(heavy, x, found);
        AddChirality(heavy, x, found);
        AddPlanes(heavy, x, found);
        AddOverlaps(heavy, x, found);
        var graph = new CovalentGraph(heavy);
        int[] conformer = restraints.Nonbonded.Conformer;
        foreach (PiercedRing p in RingPiercing.Find(graph, graph.Rings(), x, (a, b) => conformer[a] == 0 || conformer[b] == 0 || conformer[a] == conformer[b]))
            found.Add(new(DistortionKind.PiercedRing, [p.A, p.B, .. p.Ring], 0));
        return found;
    }

    private static void AddBonds(RestraintModel heavy, double[] x, List<Distortion> found)
    {
        RestraintTable t = heavy.Table;
        for (int k = 0; k < t.BondCount; k++)
        {
            (int a, int b) = (t.BondAtoms[2 * k], t.BondAtoms[2 * k + 1]);
            double excess = Vec3.Distance(TermGeometry.At(x, a), TermGeometry.At(x, b)) - t.BondIdeal[k];
            if (heavy.BondCounts[k] != 0 && Math.Abs(excess) > BondExcess && Math.Abs(excess) * Math.Sqrt(t.BondWeight[k]) > BondSigmas)
                found.Add(new(DistortionKind.Bond, [a, b], excess));
        }
    }

    private static void AddChirality(RestraintModel heavy, double[] x, List<Distortion> found)
    {
        RestraintTable t = heavy.Table;
        for (int k = 0; k < t.ChiralCount; k++)
        {
            int[] a = t.ChiralAtoms[(4 * k)..(4 * k + 4)];
            if (heavy.ChiralCounts[k] == 0 || t.ChiralIdeal[k] == 0)
                continue;
            double part = ChiralVolume.Of(TermGeometry.At(x, a[0]), TermGeometry.At(x, a[1]), TermGeometry.At(x, a[2]), TermGeometry.At(x, a[3])) / t.ChiralIdeal[k];
            part = t.ChiralBoth[k] != 0 ? Math.Abs(part) : part;
            if (part < FlatVolume)
                found.Add(new(DistortionKind.Chirality, a, part));
        }
    }

    private static void AddPlanes(RestraintModel heavy, double[] x, List<Distortion> found)
    {
        RestraintTable t = heavy.Table;
        for (int p = 0; p < t.PlaneCount; p++)
        {
            int[] atoms = t.PlaneAtoms[t.PlaneStart[p]..t.PlaneStart[p + 1]];
            if (heavy.PlaneCounts[p] == 0)
                continue;
            var distances = new double[atoms.Length];
            TermGeometry.PlaneDistances(x, atoms, distances);
            double farthest = distances.Max(Math.Abs);
            if (farthest > PlaneExcess)
                found.Add(new(DistortionKind.Plane, atoms, farthest));
        }
    }

    private static void AddOverlaps(RestraintModel heavy, double[] x, List<Distortion> found)
    {
        NonbondedPairs pairs = NeighborSearch.Find(heavy.Nonbonded, x, 0);
        for (int i = 0; i < heavy.Table.AtomCount; i++)
        {
            for (int k = pairs.Start[i]; k < pairs.Start[i + 1]; k++)
            {
                int j = pairs.Atoms[k];
                double distance = Vec3.Distance(TermGeometry.At(x, i), TermGeometry.At(x, j));
                if (i < j && distance < OverlapPart * pairs.Contact[k])
                    found.Add(new(DistortionKind.Overlap, [i, j], distance));
            }
        }
    }
}
