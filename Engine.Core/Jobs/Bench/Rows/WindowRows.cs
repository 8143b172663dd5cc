using Engine.Kernels;
using Engine.Kernels.Windows;

namespace Engine.Core.Jobs.Bench.Rows;

/// <summary>Rolling windows of LocScale.</summary>
internal static class WindowRows
{
    /// <summary>Side of the windows, voxels.</summary>
    internal const int Side = 26;

    /// <summary>Numbers of windows, cubes of 10, 32, 100.</summary>
    internal static readonly BenchSize[] Windows = [new(1000, BenchSet.Quick), new(32_768, BenchSet.Default), new(1_000_000, BenchSet.Full)];

    /// <summary>The rows.</summary>
    public static IEnumerable<BenchRow> All =>
    [
        new()
        {
            Name = "windows.profiles",
            What = $"amplitude profiles of {Side}³ windows of two maps, all voxels of a cube",
            Unit = "windows",
            Model = "for each of two maps and each coefficient of half a window: 8 single operations to slide it by a voxel, 6 for its amplitude; 168 bytes for the profile",
            Sizes = Windows,
            Memory = n => 24 * Math.Pow(Math.Cbrt(n) + Side, 3) + 200.0 * n,
            Prepare = (scope, n) =>
            {
                int edge = (int)Math.Round(Math.Cbrt(n)), size = edge + Side;
                DeviceBuffer<float> map = scope.Singles((long)size * size * size), reference = scope.Singles((long)size * size * size);
                WindowPlan plan = scope.Hold(scope.Device.Windows.CreatePlan(map, reference, size, size, size, new WindowShape(Side)));
                byte[] selected = Cube(size, edge);
                double coefficients = 2.0 * (Side / 2 + 1) * Side * Side;
                return new(() => plan.Run(new(0, size, 0, size), selected, (_, _) => { }), new(168.0 * n, 14 * coefficients * n));
            },
        },
    ];

    /// <summary>A cube of selected voxels in the middle of a grid.</summary>
    internal static byte[] Cube(int size, int edge)
    {
        var selected = new byte[size * size * size];
        int first = (size - edge) / 2;
        for (int z = first; z < first + edge; z++)
        {
            for (int y = first; y < first + edge; y++)
                selected.AsSpan((z * size + y) * size + first, edge).Fill(1);
        }

        return selected;
    }
}
