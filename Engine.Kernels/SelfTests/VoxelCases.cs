namespace Engine.Kernels.SelfTests;

/// <summary>Comparison of maps against plain loops.</summary>
internal static class VoxelCases
{
    private const int Count = 40_003;

    private static readonly CoarseNodes Nodes = new((5, 3, 4), 4, 5, (23, 14, 20));

    /// <summary>The cases.</summary>
    public static IEnumerable<KernelCase> All =>
    [
        Sums(true), Sums(false), Combine(),
        Maps("product", (v, m, r) => v.Multiply(m[0], m[1], r, Count), m => m[0] * m[1]),
        Maps("correlation about means", (v, m, r) => v.Correlate(new(m[0], m[2], m[3], m[1], m[4]), (0.25, 0.1), r, Count), m => Correlation(m[0], m[2], m[3], m[1], m[4])),
        Maps("correlation", (v, m, r) => v.Correlate(new(m[0], m[2], m[3]), (0.25, 0.1), r, Count), m => Correlation(m[0], m[2], m[3], 0, 0)),
        Maps("add between nodes", (v, m, r) => v.AddBetween(m[2], (0.2, 0.5, 0.9), m[0], r, Count), m => m[0] * Math.Clamp(m[2] < 0.5 ? (m[2] - 0.2) / 0.3 : (0.9 - m[2]) / 0.4, 0, 1)),
        Ratio(),
    ];

    /// <summary>Values from -1 to 1 in the maps 0 and 1, from 0 to 2 in 2 and 3, from -0.5 to 0.5 in 4.</summary>
    private static float[][] Inputs(KernelSamples samples) =>
        [samples.Singles(Count, -1, 1), samples.Singles(Count, -1, 1), samples.Singles(Count, 0, 2), samples.Singles(Count, 0, 2), samples.Singles(Count, -0.5, 0.5)];

    private static KernelCase Maps(string name, Action<VoxelKernels, DeviceBuffer<float>[], DeviceBuffer<float>> run, Func<double[], double> expected) =>
        new("maps", name, (accelerator, samples) =>
        {
            DeviceBuffer<float>[] maps = [.. Inputs(samples).Select(accelerator.Put)];
            using DeviceBuffer<float> result = accelerator.Room<float>(Count);
            run(accelerator.Voxels, maps, result);
            foreach (DeviceBuffer<float> map in maps)
                map.Dispose();
            return accelerator.Get(result);
        })
        {
            Scalar = samples =>
            {
                float[][] maps = Inputs(samples);
                return [.. Enumerable.Range(0, Count).Select(i => expected([.. maps.Select(m => (double)m[i])]))];
            },
            Tolerance = 2e-6,
            BetweenDevices = 2e-6,
        };

    private static double Correlation(double product, double firstSquared, double secondSquared, double first, double second)
    {
        (double u, double v) = (firstSquared - first * first, secondSquared - second * second);
        return u > 0.25 && v > 0.1 ? Math.Clamp((product - first * second) / Math.Sqrt(u * v), -1, 1) : 0;
    }

    private static KernelCase Sums(bool weighted) => new("maps", weighted ? "weighted sums" : "sums", (accelerator, samples) =>
    {
        float[][] maps = Inputs(samples);
        using DeviceBuffer<float> o = accelerator.Put(maps[0]), c = accelerator.Put(maps[2]), w = accelerator.Put(maps[3]);
        MapSums s = accelerator.Voxels.Sums(o, c, weighted ? w : null, Count);
        return [s.Weight, s.Observed, s.Calculated, s.ObservedSquared, s.Product, s.CalculatedSquared];
    })
    {
        Scalar = samples =>
        {
            float[][] maps = Inputs(samples);
            var sums = new double[6];
            for (int i = 0; i < Count; i++)
            {
                double o = maps[0][i], c = maps[2][i], w = weighted ? maps[3][i] : 1;
                double[] terms = [w, w * o, w * c, w * o * o, w * o * c, w * c * c];
                for (int k = 0; k < sums.Length; k++)
                    sums[k] += terms[k];
            }

            return sums;
        },
        Tolerance = KernelCase.Double,
        BetweenDevices = KernelCase.Double,
    };

    private static KernelCase Combine() => new("maps", "combination", (accelerator, samples) =>
    {
        float[][] maps = Inputs(samples);
        using DeviceBuffer<float> o = accelerator.Put(maps[0]), c = accelerator.Put(maps[1]), w = accelerator.Put(maps[2]), result = accelerator.Room<float>(Count);
        accelerator.Voxels.Combine(-2.5, o, 1.75, c, 0.3, w, result, Count);
        return accelerator.Get(result);
    })
    {
        Scalar = samples =>
        {
            float[][] maps = Inputs(samples);
            return [.. Enumerable.Range(0, Count).Select(i => maps[2][i] * (-2.5 * maps[0][i] + 1.75 * maps[1][i] + 0.3))];
        },
        Tolerance = 2e-7,
        BetweenDevices = 2e-7,
    };

    private static KernelCase Ratio()
    {
        const double Limit = 0.3;
        int n = Nodes.Grid.X * Nodes.Grid.Y * Nodes.Grid.Z, nodes = (int)Nodes.Count;
        return new("maps", "ratio between nodes", (accelerator, samples) =>
        {
            using DeviceBuffer<float> top = accelerator.Put(samples.Singles(nodes, -1, 2)), bottom = accelerator.Put(samples.Singles(nodes, 0.4, 1));
            using DeviceBuffer<float> source = accelerator.Put(samples.Singles(n, -1, 1)), result = accelerator.Put(samples.Singles(n, -1, 1));
            accelerator.Voxels.AddRatio(top, bottom, Nodes, Limit, source, result);
            return accelerator.Get(result);
        })
        {
            Scalar = samples =>
            {
                float[] top = samples.Singles(nodes, -1, 2), bottom = samples.Singles(nodes, 0.4, 1), source = samples.Singles(n, -1, 1), result = samples.Singles(n, -1, 1);
                return [.. Enumerable.Range(0, n).Select(i => At(bottom, i) > Limit ? result[i] + source[i] * At(top, i) / At(bottom, i) : result[i])];
            },
        };
    }

    /// <summary>A coarse map at a voxel: linear between its nodes, 0 beyond them.</summary>
    private static double At(float[] values, int voxel)
    {
        int[] at = [voxel % Nodes.Grid.X, voxel / Nodes.Grid.X % Nodes.Grid.Y, voxel / Nodes.Grid.X / Nodes.Grid.Y];
        int[] count = [Nodes.Nodes.X, Nodes.Nodes.Y, Nodes.Nodes.Z];
        if (Enumerable.Range(0, 3).Any(a => at[a] < Nodes.Start || at[a] > Nodes.Start + (count[a] - 1) * Nodes.Step))
            return 0;
        double total = 0;
        for (int k = 0; k < values.Length; k++)
        {
            int[] node = [k % count[0], k / count[0] % count[1], k / count[0] / count[1]];
            total += Enumerable.Range(0, 3).Aggregate((double)values[k], (w, a) => w * Math.Max(0, 1 - Math.Abs((double)(at[a] - Nodes.Start) / Nodes.Step - node[a])));
        }

        return total;
    }
}
