using System.Numerics;

namespace Engine.Kernels.SelfTests;

/// <summary>Fourier transforms against their definition, filters and shells coefficient by coefficient.</summary>
internal static class FourierCases
{
    /// <summary>Lengths of every radix, primes and a batch.</summary>
    private static readonly (int X, int Y, int Z, int Batch)[] Sizes = [(16, 12, 10, 1), (14, 18, 15, 1), (11, 13, 17, 1), (26, 26, 26, 3), (1, 30, 22, 2), (37, 2, 31, 1)];

    private static readonly (HalfSpaceShape From, HalfSpaceShape To)[] Shapes =
        [(new(12, 10, 14), new(12, 10, 14)), (new(12, 10, 14), new(8, 7, 6)), (new(7, 9, 6), new(12, 12, 12)), (new(1, 4, 5), new(6, 1, 3))];

    private static readonly FourierFilter Soft = new() { CellX = 10, CellY = 11, CellZ = 12, Blur = 30, SInner = 0.35, SOuter = 0.55, Scale = 1.7, KeepOrigin = true, Accumulate = true };

    private static readonly RadialFilter Radial = new() { CellX = 11, CellY = 12, CellZ = 13, Step = 0.07, Table = [0.5, 2, -1, 3, 0.25, 1.5], Beyond = -0.75 };

    /// <summary>The cases.</summary>
    public static IEnumerable<KernelCase> All =>
    [
        .. Sizes.SelectMany(s => (KernelCase[])[Forward(s.X, s.Y, s.Z, s.Batch), Inverse(s.X, s.Y, s.Z, s.Batch)]),
        .. Shapes.Select(s => Filter("filter", s.From, s.To, (f, a, b) => f.Apply(a, s.From, b, s.To, Soft), (a, b) => ReferenceFilter.Apply(a, s.From, b, s.To, Soft))),
        .. Shapes.Select(s => Filter("radial filter", s.From, s.To, (f, a, b) => f.Apply(a, s.From, b, s.To, Radial), (a, b) => ReferenceFilter.Apply(a, s.From, b, s.To, Radial))),
        Shells(),
    ];

    private static KernelCase Forward(int x, int y, int z, int batch) => new("Fourier", $"transform {x}×{y}×{z}×{batch}", (accelerator, samples) =>
    {
        using FourierPlan plan = accelerator.Fourier.CreatePlan(x, y, z, batch);
        using DeviceBuffer<float> real = accelerator.Put(samples.Singles(x * y * z * batch, -0.5, 0.5)), half = accelerator.Room<float>(plan.HalfLength);
        plan.Forward(real, half);
        return accelerator.Get(half);
    })
    {
        Scalar = samples => [.. ReferenceFourier.Forward(samples.Singles(x * y * z * batch, -0.5, 0.5), x, y, z, batch).SelectMany(c => (double[])[c.Real, c.Imaginary])],
    };

    /// <summary>There by the definition, and back by the device: what went in must come out.</summary>
    private static KernelCase Inverse(int x, int y, int z, int batch) => new("Fourier", $"inverse {x}×{y}×{z}×{batch}", (accelerator, samples) =>
    {
        Complex[] coefficients = ReferenceFourier.Forward(samples.Singles(x * y * z * batch, -0.5, 0.5), x, y, z, batch);
        using FourierPlan plan = accelerator.Fourier.CreatePlan(x, y, z, batch);
        using DeviceBuffer<float> half = accelerator.Put<float>([.. coefficients.SelectMany(c => (float[])[(float)c.Real, (float)c.Imaginary])]), real = accelerator.Room<float>(plan.RealLength);
        plan.Inverse(half, real);
        return accelerator.Get(real);
    })
    {
        Scalar = samples => DeviceArrays.Widen(samples.Singles(x * y * z * batch, -0.5, 0.5)),
    };

    private static KernelCase Filter(
        string name, HalfSpaceShape from, HalfSpaceShape to, Action<FourierKernels, DeviceBuffer<float>, DeviceBuffer<float>> run, Func<float[], float[], float[]> expected) =>
        new("Fourier", $"{name} {from.Nx}×{from.Ny}×{from.Nz} to {to.Nx}×{to.Ny}×{to.Nz}", (accelerator, samples) =>
        {
            using DeviceBuffer<float> source = accelerator.Put(samples.Singles(2 * (int)from.Count, -1, 1)), target = accelerator.Put(samples.Singles(2 * (int)to.Count, -1, 1));
            run(accelerator.Fourier, source, target);
            return accelerator.Get(target);
        })
        {
            Scalar = samples => DeviceArrays.Widen(expected(samples.Singles(2 * (int)from.Count, -1, 1), samples.Singles(2 * (int)to.Count, -1, 1))),
        };

    private static KernelCase Shells()
    {
        var shape = new HalfSpaceShape(18, 15, 14);
        var shells = new FourierShells(11, 12, 13, 1 / 13.0, 7);
        static double[] Numbers(ShellSums sums) => [.. Enumerable.Range(0, sums.Cross.Length).SelectMany(k => (double[])[sums.Cross[k], sums.First[k], sums.Second[k], sums.Counts[k]])];
        return new("Fourier", "sums over shells", (accelerator, samples) =>
        {
            using DeviceBuffer<float> a = accelerator.Put(samples.Singles(2 * (int)shape.Count, -1, 1)), b = accelerator.Put(samples.Singles(2 * (int)shape.Count, -1, 1));
            return Numbers(accelerator.Fourier.SumShells(a, b, shape, shells));
        })
        {
            Scalar = samples => Numbers(ReferenceShells.Sum(samples.Singles(2 * (int)shape.Count, -1, 1), samples.Singles(2 * (int)shape.Count, -1, 1), shape, shells)),
            Columns = FourierShells.Numbers,
            Tolerance = KernelCase.Double,
            BetweenDevices = KernelCase.Double,
        };
    }
}
