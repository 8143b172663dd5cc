namespace Engine.Kernels.SelfTests;

/// <summary>Density on shells round atoms by the rule written out point by point.</summary>
internal static class ReferenceAtomProfile
{
    /// <summary>Atoms in a cube, each with all others as neighbours.</summary>
    public static ProfileAtoms Cloud(KernelSamples samples, int count, double low, double high)
    {
        int[] neighbors = [.. Enumerable.Range(0, count).SelectMany(i => Enumerable.Range(0, count).Where(j => j != i))];
        return new(samples.Numbers(3 * count, low, high), [.. Enumerable.Range(0, count + 1).Select(i => i * (count - 1))], neighbors);
    }

    /// <summary>Fills the profile of one atom; every atom is the neighbour of every other.</summary>
    public static void Fill(float[] voxels, GridFrame frame, ProfileAtoms atoms, ShellPoints points, int atom, AtomProfiles into)
    {
        double[] At(int i) => atoms.Positions[(3 * i)..(3 * i + 3)];
        int all = points.Start[^1], first = atom * points.Rule.Stride;
        double[] centre = At(atom);
        if (!IsInside(frame, centre))
            return;
        double v0 = ReferenceInterpolation.Value(voxels, frame, centre, InterpolationKind.Trilinear);
        (into.Sums[first], into.Counts[first]) = (v0, 1);
        for (int shell = 1; shell <= points.Rule.Shells; shell++)
        {
            double radius = shell * points.Rule.Step;
            for (int attempt = 0; attempt < points.Rule.Tries; attempt++)
            {
                double[][] free =
                [
                    .. Enumerable.Range(points.Start[attempt], points.Count(attempt))
                        .Select(k => new[] { centre[0] + radius * points.Coordinates[k], centre[1] + radius * points.Coordinates[all + k], centre[2] + radius * points.Coordinates[2 * all + k] })
                        .Where(p => Enumerable.Range(0, atoms.Count).All(j => j == atom || Distance(p, At(j)) >= 0.9 * radius)),
                ];
                if (free.Length < 8)
                    continue;
                double[] values = [.. free.Where(p => IsInside(frame, p)).Select(p => ReferenceInterpolation.Value(voxels, frame, p, InterpolationKind.Trilinear) - v0)];
                (into.Sums[first + shell], into.Counts[first + shell]) = (values.Sum(), values.Length);
                into.Sums[first + points.Rule.Shells + 1] += values.Sum(v => v * v);
                into.Counts[first + points.Rule.Shells + 1] += free.Length - values.Length;
                break;
            }
        }
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (p, q) => (p - q) * (p - q)).Sum());

    private static bool IsInside(GridFrame frame, double[] p)
    {
        double[] m = frame.ToGrid, x = [p[0] - frame.OriginX, p[1] - frame.OriginY, p[2] - frame.OriginZ];
        int[] size = [frame.Nx, frame.Ny, frame.Nz];
        return frame.Periodic || Enumerable.Range(0, 3).All(k => m[3 * k] * x[0] + m[3 * k + 1] * x[1] + m[3 * k + 2] * x[2] is var u && u >= 0 && u <= size[k] - 1);
    }
}
