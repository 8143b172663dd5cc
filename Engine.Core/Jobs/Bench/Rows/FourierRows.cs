using Engine.Kernels;

namespace Engine.Core.Jobs.Bench.Rows;

/// <summary>Fourier transforms of maps and of batches of small windows, filters and shells.</summary>
internal static class FourierRows
{
    private const int Window = 26;
    private const string TransformModel = "three passes that read and write once, one of them the map; 2.5 n³ log₂ n³ single operations";

    /// <summary>The rows.</summary>
    public static IEnumerable<BenchRow> All =>
    [
        Map("fourier.forward", "real-to-complex transform of a map", (plan, real, half) => plan.Forward(real, half)),
        Map("fourier.inverse", "complex-to-real transform of a map", (plan, real, half) => plan.Inverse(half, real)),
        new()
        {
            Name = "fourier.windows",
            What = $"transforms of {Window}³ windows, one after the other",
            Unit = "windows",
            Model = "every window in once, its coefficients out once; 2.5 v log₂ v single operations for its v voxels",
            Sizes = [new(512, BenchSet.Quick), new(4096, BenchSet.Default), new(32_768, BenchSet.Full)],
            Memory = n => 12.0 * n * Window * Window * (Window + 2),
            Prepare = (scope, n) =>
            {
                FourierPlan plan = scope.Hold(scope.Device.Fourier.CreatePlan(Window, Window, Window, (int)n));
                DeviceBuffer<float> real = scope.Singles(plan.RealLength), half = scope.Room<float>(plan.HalfLength);
                return new(() => plan.Forward(real, half), new(4.0 * (plan.RealLength + plan.HalfLength), Operations(Window, n)));
            },
        },
        Coefficients("fourier.filter", "radial filter in place", "16 bytes, 12 double operations per coefficient", 16, 12, (f, a, _, shape) => f.Apply(a, shape, a, shape, Filter(shape))),
        Coefficients("fourier.shells", "sums over shells of two transforms", "16 bytes, 14 double operations per coefficient", 16, 14, (f, a, b, shape) => f.SumShells(a, b, shape, Shells(shape))),
    ];

    private static BenchRow Map(string name, string what, Action<FourierPlan, DeviceBuffer<float>, DeviceBuffer<float>> run) => new()
    {
        Name = name,
        What = what,
        Unit = "voxels³",
        Model = TransformModel,
        Sizes = VoxelRows.Edges,
        Memory = n => 12.0 * n * n * (n + 2),
        Prepare = (scope, n) =>
        {
            FourierPlan plan = scope.Hold(scope.Device.Fourier.CreatePlan((int)n, (int)n, (int)n));
            DeviceBuffer<float> real = scope.Singles(plan.RealLength), half = scope.Room<float>(plan.HalfLength);
            plan.Forward(real, half);
            return new(() => run(plan, real, half), new(4.0 * (plan.RealLength + 5 * plan.HalfLength), Operations(n, 1)));
        },
    };

    private static BenchRow Coefficients(
        string name, string what, string model, double bytes, double operations, Action<FourierKernels, DeviceBuffer<float>, DeviceBuffer<float>, HalfSpaceShape> run) => new()
        {
            Name = name,
            What = what,
            Unit = "voxels³",
            Model = model,
            Sizes = VoxelRows.Edges,
            Memory = n => 8.0 * n * n * (n + 2),
            Prepare = (scope, n) =>
            {
                var shape = new HalfSpaceShape((int)n, (int)n, (int)n);
                DeviceBuffer<float> a = scope.Singles(2 * shape.Count), b = scope.Singles(2 * shape.Count);
                return new(() => run(scope.Device.Fourier, a, b, shape), new(bytes * shape.Count, Double: operations * shape.Count));
            },
        };

    private static double Operations(double edge, double batch) => 2.5 * batch * Math.Pow(edge, 3) * 3 * Math.Log2(edge);

    private static RadialFilter Filter(HalfSpaceShape shape) => RadialFilter.Of((shape.Nx, shape.Ny, shape.Nz), 0.9, 256, s => 1 - 1e-6 * s);

    private static FourierShells Shells(HalfSpaceShape shape) => new(shape.Nx, shape.Ny, shape.Nz, 1.0 / shape.Nx, shape.Nx / 2 + 1);
}
