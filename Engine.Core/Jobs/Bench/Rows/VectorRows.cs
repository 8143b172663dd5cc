using Engine.Kernels;

namespace Engine.Core.Jobs.Bench.Rows;

/// <summary>Vector algebra of the minimiser.</summary>
internal static class VectorRows
{
    private static readonly BenchSize[] Sizes = [new(120_000, BenchSet.Quick), new(3_000_000, BenchSet.Default), new(30_000_000, BenchSet.Full)];

    /// <summary>The rows.</summary>
    public static IEnumerable<BenchRow> All =>
    [
        Row("vectors.dot", "sum of products", "16 bytes, 2 double operations per number", 16, 2, (v, x, y) => v.Dot(x, y)),
        Row("vectors.axpy", "y + a x", "24 bytes, 2 double operations per number", 24, 2, (v, x, y) => v.Axpy(0.5, x, y)),
        Row("vectors.max", "longest triple", "8 bytes, 2 double operations per number", 8, 2, (v, x, _) => v.MaxTripleLength(x)),
    ];

    private static BenchRow Row(string name, string what, string model, double bytes, double operations, Action<VectorKernels, DeviceBuffer<double>, DeviceBuffer<double>> run) => new()
    {
        Name = name,
        What = what,
        Unit = "numbers",
        Model = model,
        Sizes = Sizes,
        Memory = n => 16.0 * n,
        Prepare = (scope, n) =>
        {
            DeviceBuffer<double> x = scope.Doubles(n), y = scope.Doubles(n);
            return new(() => run(scope.Device.Vectors, x, y), new(bytes * n, Double: operations * n));
        },
    };
}
