using Engine.Core.Geometry;
using Engine.Core.Restraints;

namespace Engine.Core.Refinement.Repair;

/// <summary>A bond that goes through a ring.</summary>
/// <param name="A">Atom of the bond.</param>
/// <param name="B">Atom of the bond.</param>
/// <param name="Ring">Atoms of the ring, in order.</param>
/// <param name="Exit">Shift that brings the bond out of the ring over the nearest edge, Å.</param>
internal sealed record PiercedRing(int A, int B, int[] Ring, Vec3 Exit);

/// <summary>Finds bonds that go through rings: no minimisation of a smooth target takes them out.</summary>
internal static class RingPiercing
{
    private const double LongestBond = 3.0;
    private const double RingRadius = 2.5;

    /// <summary>How far beyond the edge the bond is put, Å.</summary>
    private const double Clearance = 1.2;

    /// <summary>All bonds through rings.</summary>
    /// <param name="graph">Bonds.</param>
    /// <param name="rings">Rings.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="together">Says whether two atoms can exist together (alternate conformations).</param>
    public static List<PiercedRing> Find(CovalentGraph graph, List<int[]> rings, double[] x, Func<int, int, bool> together)
    {
        (int A, int B)[] bonds = [.. graph.HeavyBonds()];
        Vec3[] middles = [.. bonds.Select(b => 0.5 * (TermGeometry.At(x, b.A) + TermGeometry.At(x, b.B)))];
        double reach = RingRadius + 0.5 * LongestBond;
        var grid = new AtomGrid(middles, Enumerable.Range(0, bonds.Length), reach);
        var near = new List<int>();
        var found = new List<PiercedRing>();
        foreach (int[] ring in rings)
        {
            Vec3[] corners = [.. ring.Select(i => TermGeometry.At(x, i))];
            Vec3 centre = Mean(corners);
            grid.Near(centre, reach, near);
            foreach (int k in near)
            {
                (int a, int b) = bonds[k];
                if (ring.Contains(a) || ring.Contains(b) || !together(a, ring[0]) || !together(b, ring[0]))
                    continue;
                if (Crossing(TermGeometry.At(x, a), TermGeometry.At(x, b), corners, centre) is Vec3 point)
                    found.Add(new(a, b, ring, ExitOf(point, corners, centre)));
            }
        }

        return found;
    }

    private static Vec3 Mean(Vec3[] points)
    {
        Vec3 sum = Vec3.Zero;
        foreach (Vec3 p in points)
            sum += p;
        return sum / points.Length;
    }

    /// <summary>Where a segment meets the ring's surface, as triangles from its centre; null when it does not.</summary>
    private static Vec3? Crossing(Vec3 from, Vec3 to, Vec3[] corners, Vec3 centre)
    {
        for (int k = 0; k < corners.Length; k++)
        {
            if (Triangle(from, to - from, centre, corners[k], corners[(k + 1) % corners.Length]) is double t)
                return from + t * (to - from);
        }

        return null;
    }

    /// <summary>Möller and Trumbore, J. Graphics Tools 2 (1997) 21: place along a segment (0 to 1) where it meets a triangle.</summary>
    private static double? Triangle(Vec3 from, Vec3 along, Vec3 a, Vec3 b, Vec3 c)
    {
        Vec3 e1 = b - a, e2 = c - a, p = Vec3.Cross(along, e2);
        double determinant = Vec3.Dot(e1, p);
        if (Math.Abs(determinant) < 1e-9)
            return null;
        Vec3 s = from - a, q = Vec3.Cross(s, e1);
        double u = Vec3.Dot(s, p) / determinant, v = Vec3.Dot(along, q) / determinant, t = Vec3.Dot(e2, q) / determinant;
        return u >= 0 && v >= 0 && u + v <= 1 && t is >= 0 and <= 1 ? t : null;
    }

    private static Vec3 ExitOf(Vec3 point, Vec3[] corners, Vec3 centre)
    {
        Vec3 nearest = corners[0];
        double shortest = double.PositiveInfinity;
        for (int k = 0; k < corners.Length; k++)
        {
            Vec3 edge = corners[(k + 1) % corners.Length] - corners[k];
            double t = Math.Clamp(Vec3.Dot(point - corners[k], edge) / Math.Max(1e-9, edge.LengthSquared), 0, 1);
            Vec3 foot = corners[k] + t * edge;
            if (Vec3.Distance(foot, point) < shortest)
                (nearest, shortest) = (foot, Vec3.Distance(foot, point));
        }

        Vec3 outward = nearest - centre;
        return nearest - point + Clearance / Math.Max(0.1, outward.Length) * outward;
    }
}
