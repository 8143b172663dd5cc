using System.Runtime.CompilerServices;
using Engine.Kernels.Compute;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Parallel planes: E = w (1 - cos²θ), θ the angle between the normals of the best planes of two groups of atoms, all of equal weight. The normal n is the eigenvector of the
/// smallest eigenvalue λ of M = Σ r rᵀ, r from the centroid. By first-order perturbation dn = -(M - λ)⁺ dM n, so a slope g = dE/dn gives the atoms
/// dE/dx = (r·n) q + (r·q) n with q = -(M - λ)⁺ g. Atoms in line have no plane: no energy, no gradient.
/// </summary>
internal static unsafe class ParallelTerms
{
    /// <summary>Returns the energy of a range of pairs; writes gradients unless <paramref name="slots"/> is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Range(PlaneBatch planes, double* padded, double* slots, int first, int last)
    {
        double sum = 0;
        for (int pair = first; pair < last; pair++)
        {
            int* start = planes.Start + 2 * pair;
            Group one = Group.Of(planes.Atoms, start[0], start[1], padded), two = Group.Of(planes.Atoms, start[1], start[2], padded);
            if (one.IsLine || two.IsLine)
            {
                for (int k = start[0]; k < start[2] && slots != null; k++)
                    new Point3(0, 0, 0).StorePadded(slots, planes.FirstSlot + k);
                continue;
            }

            double cosine = Point3.Dot(one.Normal, two.Normal), weight = planes.Weights[pair];
            Point3 across = Point3.Cross(one.Normal, two.Normal);
            sum += weight * across.Squared;
            if (slots == null)
                continue;
            Write(planes, padded, slots, start[0], start[1], one, -2 * weight * cosine * two.Normal);
            Write(planes, padded, slots, start[1], start[2], two, -2 * weight * cosine * one.Normal);
        }

        return sum;
    }

    private static void Write(PlaneBatch planes, double* padded, double* slots, int start, int end, Group group, Point3 slope)
    {
        Point3 q = Point3.Dot(slope, group.Axis1) / (group.Least - group.Value1) * group.Axis1
            + Point3.Dot(slope, group.Axis2) / (group.Least - group.Value2) * group.Axis2;
        for (int k = start; k < end; k++)
        {
            Point3 r = Point3.LoadPadded(padded, planes.Atoms[k]) - group.Centre;
            (Point3.Dot(r, group.Normal) * q + Point3.Dot(r, q) * group.Normal).StorePadded(slots, planes.FirstSlot + k);
        }
    }

    /// <summary>Principal axes of a group of atoms.</summary>
    private readonly record struct Group(Point3 Centre, Point3 Normal, double Least, Point3 Axis1, double Value1, Point3 Axis2, double Value2)
    {
        /// <summary>True when no plane is better than all others about a line. False for NaN, which is to show in the energy.</summary>
        public bool IsLine => Math.Min(Value1, Value2) - Least <= KernelConstants.SmallestPlaneGap * (Least + Value1 + Value2);

        public static Group Of(int* atoms, int start, int end, double* padded)
        {
            Point3 centre = new(0, 0, 0);
            for (int k = start; k < end; k++)
                centre += Point3.LoadPadded(padded, atoms[k]);
            centre = 1.0 / (end - start) * centre;
            double* m = stackalloc double[9], v = stackalloc double[9];
            for (int k = 0; k < 9; k++)
                m[k] = 0;
            for (int k = start; k < end; k++)
            {
                Point3 r = Point3.LoadPadded(padded, atoms[k]) - centre;
                (m[0], m[1], m[2]) = (m[0] + r.X * r.X, m[1] + r.X * r.Y, m[2] + r.X * r.Z);
                (m[4], m[5], m[8]) = (m[4] + r.Y * r.Y, m[5] + r.Y * r.Z, m[8] + r.Z * r.Z);
            }

            (m[3], m[6], m[7]) = (m[1], m[2], m[5]);
            int n = SymmetricEigen.Diagonalise(m, v), a = (n + 1) % 3, b = (n + 2) % 3;
            Point3 Column(int c) => new(v[c], v[3 + c], v[6 + c]);
            return new(centre, Column(n), m[4 * n], Column(a), m[4 * a], Column(b), m[4 * b]);
        }
    }
}
