using Engine.Kernels;

namespace Engine.Core.Jobs.Bench.Rows;

/// <summary>Comparison of maps voxel by voxel.</summary>
internal static class VoxelRows
{
    private const int Maps = 6;

    /// <summary>Edges of maps, as for transforms.</summary>
    internal static readonly BenchSize[] Edges = [new(64, BenchSet.Quick), new(128, BenchSet.Quick), new(256, BenchSet.Default), new(384, BenchSet.Full), new(512, BenchSet.Full)];

    /// <summary>The rows.</summary>
    public static IEnumerable<BenchRow> All =>
    [
        Row("maps.sums", "weighted sums of two maps", "12 bytes, 11 double operations per voxel", 12, 11, (v, m, n) => v.Sums(m[0], m[1], m[2], n)),
        Row("maps.combine", "w (a o + b c + e)", "16 bytes, 5 double operations per voxel", 16, 5, (v, m, n) => v.Combine(1.5, m[0], -0.5, m[1], 0.1, m[2], m[5], n)),
        Row("maps.correlate", "correlation of local averages", "24 bytes, 12 double operations per voxel", 24, 12, (v, m, n) => v.Correlate(new(m[0], m[2], m[3], m[1], m[4]), (0.01, 0.01), m[5], n)),
    ];

    private static BenchRow Row(string name, string what, string model, double bytes, double operations, Action<VoxelKernels, DeviceBuffer<float>[], long> run) => new()
    {
        Name = name,
        What = what,
        Unit = "voxels³",
        Model = model,
        Sizes = Edges,
        Memory = n => 4.0 * Maps * n * n * n,
        Prepare = (scope, n) =>
        {
            long voxels = n * n * n;
            DeviceBuffer<float>[] maps = [.. Enumerable.Range(0, Maps).Select(m => scope.Singles(voxels, m is 2 or 3 ? 0 : -0.5, 0.5))];
            return new(() => run(scope.Device.Voxels, maps, voxels), new(bytes * voxels, Double: operations * voxels));
        },
    };
}
