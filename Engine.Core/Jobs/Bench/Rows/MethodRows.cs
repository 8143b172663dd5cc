using Engine.Core.LocScale;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Resolution;
using Engine.Kernels;

namespace Engine.Core.Jobs.Bench.Rows;

/// <summary>Whole methods on data in memory: model maps with gradients, LocScale, local resolution. They do many things, so no ceiling is given.</summary>
internal static class MethodRows
{
    private const double MapResolution = 3;

    /// <summary>The rows.</summary>
    public static IEnumerable<BenchRow> All =>
    [
        ModelMap("model-map.fourier", "through Fourier space", (device, grid) => new FourierMapPlan(device, grid, MapResolution)),
        ModelMap("model-map.shells", "by images of atoms", (device, grid) => new ImageMapPlan(device, grid, new ModelMapOptions { Edge = 0.2 })),
        new()
        {
            Name = "locscale.exact",
            What = $"LocScale of two maps in windows of {WindowRows.Side}³, every voxel of a cube",
            Unit = "windows",
            Sizes = WindowRows.Windows,
            Memory = n => 60 * Math.Pow(Math.Cbrt(n) + WindowRows.Side + 2, 3) + 1e8,
            Prepare = (scope, n) =>
            {
                int edge = (int)Math.Round(Math.Cbrt(n)), size = edge + WindowRows.Side + 2;
                DensityMap map = ScopeMaps.Of(scope, size, ScopeMaps.Noise(scope, size)), reference = ScopeMaps.Of(scope, size, ScopeMaps.Noise(scope, size));
                float[] mask = [.. WindowRows.Cube(size, edge).Select(v => (float)v)];
                var options = new LocScaleOptions { WindowVoxels = WindowRows.Side };
                return new(() => LocScaler.Scale(scope.Device, map, reference, mask, options).Dispose());
            },
        },
        new()
        {
            Name = "local-fsc",
            What = "local resolution of two half maps with signal to 4 Å, in a ball of 0.8 edges, 1 Å voxels",
            Unit = "voxels³",
            Sizes = [new(64, BenchSet.Quick), new(128, BenchSet.Default), new(256, BenchSet.Full), new(330, BenchSet.Full)],
            Memory = n => 100.0 * n * n * n,
            Prepare = (scope, n) =>
            {
                (DensityMap half1, DensityMap half2) = ScopeMaps.HalfMaps(scope, (int)n);
                float[] mask = ScopeMaps.Ball((int)n, 0.4);
                return new(() => LocalResolution.Compute(scope.Device, half1, half2, mask).Dispose());
            },
        },
    ];

    private static BenchRow ModelMap(string name, string way, Func<Accelerator, MapGrid, ModelMapMethod> create) => new()
    {
        Name = name,
        What = $"map of a model at {MapResolution} Å on a 1 Å grid {way}, and gradients by positions and B",
        Unit = "atoms",
        Sizes = AtomMapRows.Atoms,
        Memory = n => 60 * AtomBall.VoxelsOf(n, 1) + 4000.0 * n,
        Prepare = (scope, n) =>
        {
            var ball = new AtomBall((int)n, 1);
            Model model = ball.ToModel();
            var all = new bool[model.Atoms.Count];
            Array.Fill(all, true);
            ScatteringAtoms atoms = ScatteringAtoms.Create(model, all, ScatteringTable.Electron);
            atoms.SetResolution(MapResolution);
            ModelMapMethod method = scope.Hold(create(scope.Device, ball.Grid));
            DeviceBuffer<float> slopes = scope.Singles(ball.Grid.VoxelCount);
            var gradients = new AtomGradients(atoms.Count, AtomParameters.Position | AtomParameters.Displacement);
            return new(() =>
            {
                method.Compute(atoms);
                method.Gradients(atoms, slopes, gradients);
            });
        },
    };
}
