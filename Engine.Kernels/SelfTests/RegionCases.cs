namespace Engine.Kernels.SelfTests;

/// <summary>Correlations in unions of spheres against voxels visited one by one.</summary>
internal static class RegionCases
{
    private const double Radius = 3.7;

    private static readonly (int X, int Y, int Z) Size = (70, 19, 23);
    private static readonly SphereRuns Voxel = new(0.8, 1.1, 0.9);
    private static readonly int[] Start = [0, 1, 9, 20];

    /// <summary>The cases.</summary>
    public static IEnumerable<KernelCase> All =>
    [
        new("regions", "correlation and voxels", (accelerator, samples) =>
        {
            (float[] a, float[] b, double[] centres) = Input(samples);
            using DeviceBuffer<float> first = accelerator.Put(a), second = accelerator.Put(b);
            return [.. accelerator.Regions.Correlate(first, second, new SphereRegions(Size, Voxel, Start, centres, Radius)).SelectMany(s => new[] { s.Count, s.Coefficient() ?? 0 })];
        })
        {
            Scalar = samples =>
            {
                (float[] a, float[] b, double[] centres) = Input(samples);
                return [.. Enumerable.Range(0, Start.Length - 1).SelectMany(r => Plain(a, b, ReferenceRegions.Voxels(Size, Voxel, centres[(3 * Start[r])..(3 * Start[r + 1])], Radius)))];
            },
            Columns = 2,
            Tolerance = KernelCase.Double,
            BetweenDevices = KernelCase.Double,
        },
    ];

    /// <summary>Two maps, and spheres in the middle and over the ends of the grid.</summary>
    private static (float[] A, float[] B, double[] Centres) Input(KernelSamples samples)
    {
        float[] a = samples.Singles(Size.X * Size.Y * Size.Z, -1, 3), noise = samples.Singles(a.Length, -1, 1);
        return (a, [.. a.Select((v, i) => v + noise[i])], [.. Enumerable.Range(0, Start[^1]).SelectMany(s => new[] { samples.Between(s < 9 ? 30 : -8, s < 9 ? 34 : 75), samples.Between(5, 9), samples.Between(-2, 20) })]);
    }

    private static double[] Plain(float[] a, float[] b, int[] voxels)
    {
        double ma = voxels.Average(v => (double)a[v]), mb = voxels.Average(v => (double)b[v]);
        double va = voxels.Sum(v => (a[v] - ma) * (a[v] - ma)), vb = voxels.Sum(v => (b[v] - mb) * (b[v] - mb));
        return [voxels.Length, voxels.Sum(v => (a[v] - ma) * (b[v] - mb)) / Math.Sqrt(va * vb)];
    }
}
