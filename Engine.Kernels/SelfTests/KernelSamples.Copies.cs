namespace Engine.Kernels.SelfTests;

/// <summary>Random groups of equivalent atoms.</summary>
internal sealed partial class KernelSamples
{
    /// <summary>Groups of two to five atoms, each with a ceiling every other time, in three frames.</summary>
    public RestraintTable Copies(int atoms, int groups, double top = 3)
    {
        int[] start = new int[groups + 1];
        for (int g = 0; g < groups; g++)
            start[g + 1] = start[g] + 2 + g % 4;
        List<double> frames = [];
        for (int f = 0; f < 3; f++)
        {
            frames.AddRange(Rotation(Numbers(4, -2, 2)));
            frames.AddRange(Numbers(3, -2, 2));
        }

        return new RestraintTable
        {
            AtomCount = atoms,
            CopyStart = start,
            CopyAtoms = [.. Enumerable.Range(0, groups).SelectMany(g => Atoms(1, start[g + 1] - start[g], atoms))],
            CopyFrame = [.. Enumerable.Range(0, start[^1]).Select(k => k % 3)],
            CopyFrames = [.. frames],
            CopyWeight = Numbers(groups, 0.5, 4),
            CopyTop = [.. Enumerable.Range(0, groups).Select(g => g % 2 * top)],
        };
    }

    /// <summary>Coordinates at which the members of the last group that holds an atom lie within a distance of each other.</summary>
    public double[] NearCopies(RestraintTable table, double distance)
    {
        double[] x = Numbers(3 * table.AtomCount, -1, 1);
        for (int g = 0; g < table.CopyCount; g++)
        {
            double[] y = Numbers(3, -1, 1);
            for (int k = table.CopyStart[g]; k < table.CopyStart[g + 1]; k++)
            {
                double[] r = Numbers(3, -distance, distance), f = table.CopyFrames[(12 * table.CopyFrame[k])..(12 * table.CopyFrame[k] + 12)];
                for (int row = 0; row < 3; row++)
                    x[3 * table.CopyAtoms[k] + row] = f[3 * row] * (y[0] + r[0]) + f[3 * row + 1] * (y[1] + r[1]) + f[3 * row + 2] * (y[2] + r[2]) + f[9 + row];
            }
        }

        return x;
    }

    /// <summary>The rotation of a quaternion of any length but zero, by rows.</summary>
    private static double[] Rotation(double[] q)
    {
        (double w, double x, double y, double z) = (q[0], q[1], q[2], q[3]);
        double s = 2 / (w * w + x * x + y * y + z * z);
        return
        [
            1 - s * (y * y + z * z), s * (x * y - w * z), s * (x * z + w * y),
            s * (x * y + w * z), 1 - s * (x * x + z * z), s * (y * z - w * x),
            s * (x * z - w * y), s * (y * z + w * x), 1 - s * (x * x + y * y),
        ];
    }
}
