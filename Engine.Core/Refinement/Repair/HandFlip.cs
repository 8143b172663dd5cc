using Engine.Core.Geometry;
using Engine.Core.Restraints;

namespace Engine.Core.Refinement.Repair;

/// <summary>
/// Gives centres of the wrong hand the right one. The smallest group that hangs on the centre alone is turned about it, as a whole, so that its bond comes to lie on the
/// other side of the plane of the centre and its two other neighbours; the hands inside the group stay. In a ring system without such a group the centre itself is
/// reflected in the plane of its three neighbours.
/// </summary>
internal sealed class HandFlip(RestraintModel restraints, bool[] movable)
{
    /// <summary>Largest group that is turned, atoms with hydrogens.</summary>
    private const int LargestGroup = 40;

    /// <summary>Below this part of the ideal volume, with the wrong sign, a centre is turned over; flatter ones are left to the minimiser.</summary>
    private const double WrongVolume = -0.3;

    private readonly CovalentGraph graph = new(restraints);

    /// <summary>Turns over all centres of the wrong hand that may move; returns them.</summary>
    /// <param name="distortions">What was found.</param>
    /// <param name="x">3N coordinates, Å; changed.</param>
    public List<int> Run(IEnumerable<Distortion> distortions, double[] x)
    {
        var flipped = new List<int>();
        foreach (Distortion d in distortions)
        {
            if (d.Kind == DistortionKind.Chirality && d.Value < WrongVolume && !flipped.Contains(d.Atoms[0]) && Flip(d.Atoms, x))
                flipped.Add(d.Atoms[0]);
        }

        return flipped;
    }

    private bool Flip(int[] atoms, double[] x)
    {
        int centre = atoms[0];
        List<int>? best = null;
        for (int k = 1; k < 4; k++)
        {
            List<int>? branch = graph.Branch(centre, atoms[k], LargestGroup);
            if (branch != null && branch.TrueForAll(i => movable[i]) && (best == null || branch.Count < best.Count))
                best = branch;
        }

        if (best == null)
            return Invert(atoms, x);
        int[] others = [.. atoms[1..].Where(a => a != best[0])];
        Vec3 c = TermGeometry.At(x, centre), normal = Vec3.Cross(TermGeometry.At(x, others[0]) - c, TermGeometry.At(x, others[1]) - c).Normalized();
        Vec3 from = (TermGeometry.At(x, best[0]) - c).Normalized(), to = from - 2 * Vec3.Dot(from, normal) * normal;
        if (!from.IsFinite || !to.IsFinite)
            return false;
        foreach (int i in best)
            Put(x, i, c + Turn(TermGeometry.At(x, i) - c, from, to));
        return true;
    }

    /// <summary>Reflects a centre in the plane of its neighbours.</summary>
    private bool Invert(int[] atoms, double[] x)
    {
        if (!movable[atoms[0]])
            return false;
        Vec3 a = TermGeometry.At(x, atoms[1]), normal = Vec3.Cross(TermGeometry.At(x, atoms[2]) - a, TermGeometry.At(x, atoms[3]) - a).Normalized();
        Vec3 centre = TermGeometry.At(x, atoms[0]), image = centre - 2 * Vec3.Dot(centre - a, normal) * normal;
        if (!image.IsFinite)
            return false;
        Put(x, atoms[0], image);
        return true;
    }

    /// <summary>The rotation that takes one unit vector to another, applied to a vector (Rodrigues).</summary>
    private static Vec3 Turn(Vec3 v, Vec3 from, Vec3 to)
    {
        Vec3 axis = Vec3.Cross(from, to);
        double cosine = Vec3.Dot(from, to);
        return cosine < -0.999999 ? -v : cosine * v + Vec3.Cross(axis, v) + Vec3.Dot(axis, v) / (1 + cosine) * axis;
    }

    private static void Put(double[] x, int atom, Vec3 p) => (x[3 * atom], x[3 * atom + 1], x[3 * atom + 2]) = (p.X, p.Y, p.Z);
}
