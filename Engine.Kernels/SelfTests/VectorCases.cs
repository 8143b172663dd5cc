namespace Engine.Kernels.SelfTests;

/// <summary>Vector algebra against plain loops.</summary>
internal static class VectorCases
{
    /// <summary>More than two blocks of the CPU's and several of a device's reductions, and no multiple of either.</summary>
    private const int Count = 30_003;

    /// <summary>The cases.</summary>
    public static IEnumerable<KernelCase> All =>
    [
        Elements("fill", (v, x, _, _) => v.Fill(x, 1.25), (_, _) => 1.25),
        Elements("copy", (v, x, y, _) => v.Copy(y, x), (_, y) => y),
        Elements("scale", (v, x, _, _) => v.Scale(-2.5, x), (x, _) => -2.5 * x),
        Elements("axpy", (v, x, y, _) => v.Axpy(1.7, y, x), (x, y) => x + 1.7 * y),
        Elements("add scaled", (v, x, y, z) => v.AddScaled(x, 0.3, y, z), (x, y) => x + 0.3 * y, isThird: true),
        Elements("multiply", (v, x, y, z) => v.Multiply(x, y, z), (x, y) => x * y, isThird: true),
        Sum("dot product", (v, x, y) => v.Dot(x, y), (x, y) => x.Zip(y, (a, b) => a * b).Sum()),
        Sum("longest triple", (v, x, _) => v.MaxTripleLength(x), (x, _) => x.Chunk(3).Max(t => Math.Sqrt(t.Sum(a => a * a)))),
    ];

    private static KernelCase Elements(
        string name, Action<VectorKernels, DeviceBuffer<double>, DeviceBuffer<double>, DeviceBuffer<double>> run, Func<double, double, double> expected, bool isThird = false) =>
        new("vectors", name, (accelerator, samples) =>
        {
            using DeviceBuffer<double> x = accelerator.Put(samples.Numbers(Count, -1, 1)), y = accelerator.Put(samples.Numbers(Count, -1, 1)), z = accelerator.Room<double>(Count);
            run(accelerator.Vectors, x, y, z);
            return accelerator.Get(isThird ? z : x);
        })
        {
            Scalar = samples => [.. samples.Numbers(Count, -1, 1).Zip(samples.Numbers(Count, -1, 1), expected)],
            Tolerance = KernelCase.Double,
            BetweenDevices = KernelCase.Double,
        };

    private static KernelCase Sum(string name, Func<VectorKernels, DeviceBuffer<double>, DeviceBuffer<double>, double> run, Func<double[], double[], double> expected) =>
        new("vectors", name, (accelerator, samples) =>
        {
            using DeviceBuffer<double> x = accelerator.Put(samples.Numbers(Count, -1, 1)), y = accelerator.Put(samples.Numbers(Count, -0.5, 1));
            return [run(accelerator.Vectors, x, y)];
        })
        {
            Scalar = samples => [expected(samples.Numbers(Count, -1, 1), samples.Numbers(Count, -0.5, 1))],
            Tolerance = KernelCase.Double,
            BetweenDevices = KernelCase.Double,
        };
}
