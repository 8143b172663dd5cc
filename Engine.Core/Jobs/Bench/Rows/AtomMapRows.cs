using Engine.Kernels;

namespace Engine.Core.Jobs.Bench.Rows;

/// <summary>Atoms onto grids of 1 Å voxels and gradients back: Gaussian atoms, and images of 3 Å resolution.</summary>
internal static class AtomMapRows
{
    private const int Gaussians = 5;
    private const float Radius = 4;
    private const double Resolution = 3, ImageRadius = 3;

    /// <summary>Numbers of atoms.</summary>
    internal static readonly BenchSize[] Atoms = [new(1000, BenchSet.Quick), new(10_000, BenchSet.Quick), new(100_000, BenchSet.Default), new(1_000_000, BenchSet.Full)];

    /// <summary>Electron form factor of carbon (International Tables C 4.3.2).</summary>
    private static readonly float[] Carbon = [0.0893f, 0.2563f, 0.7570f, 1.0487f, 0.3575f, 0.2465f, 1.71f, 6.4094f, 18.6113f, 50.2523f];

    /// <summary>The rows.</summary>
    public static IEnumerable<BenchRow> All =>
    [
        Row("atoms.map", "Gaussian atoms of 4 Å radius onto a grid", "8 bytes per voxel of the grid; 2 single operations per Gaussian and voxel of an atom", (scope, ball) =>
        {
            GaussianAtoms atoms = Gaussian(ball);
            DeviceBuffer<float> grid = scope.Room<float>(ball.Frame.VoxelCount);
            return new(() => scope.Device.Splat.Add(atoms, 0, ball.Frame, grid), new(8.0 * grid.Length, 2 * Gaussians * Pairs(atoms.Count, Radius)));
        }),
        Row("atoms.gradients", "their gradients by position, B and occupancy", "4 bytes per voxel of the grid; 6 single operations per Gaussian and voxel of an atom", (scope, ball) =>
        {
            GaussianAtoms atoms = Gaussian(ball);
            DeviceBuffer<float> slopes = scope.Singles(ball.Frame.VoxelCount);
            DeviceBuffer<double> sums = scope.Room<double>(AtomSums.Stride * (long)atoms.Count);
            return new(() => scope.Device.Splat.Gather(atoms, 0, ball.Frame, slopes, sums), new(4.0 * slopes.Length + 96.0 * atoms.Count, 6 * Gaussians * Pairs(atoms.Count, Radius)));
        }),
        Row("images.profiles", "radial profiles of resolution-limited atoms, every atom a class", "8 bytes per node; 4 single operations per node and quadrature point", (scope, ball) =>
        {
            (AtomClasses classes, _, ImageProfiles profiles, ProfileMatrix matrix) = Images(scope, ball);
            double nodes = (double)classes.Count * matrix.Shape.Nodes;
            return new(() => scope.Device.Images.Build(classes, matrix, profiles), new(8 * nodes, 4 * nodes * matrix.Tau.Length));
        }),
        Row("images.map", "images of 9 Å radius onto a grid", "8 bytes per voxel of the grid; 12 single operations per voxel of an image", (scope, ball) =>
        {
            (_, AtomImages images, ImageProfiles profiles, _) = Images(scope, ball);
            DeviceBuffer<float> grid = scope.Room<float>(ball.Frame.VoxelCount);
            return new(() => scope.Device.Images.Add(images, profiles, ball.Frame, grid), new(8.0 * grid.Length, 12 * Pairs(images.Count, ImageRadius * Resolution)));
        }),
        Row("images.gradients", "their gradients by position and occupancy", "4 bytes per voxel of the grid; 24 single operations per voxel of an image", (scope, ball) =>
        {
            (_, AtomImages images, ImageProfiles profiles, _) = Images(scope, ball);
            DeviceBuffer<float> slopes = scope.Singles(ball.Frame.VoxelCount);
            DeviceBuffer<double> sums = scope.Room<double>(AtomSums.Stride * (long)images.Count);
            return new(() => scope.Device.Images.Gather(images, profiles, ball.Frame, slopes, sums), new(4.0 * slopes.Length + 96.0 * images.Count, 24 * Pairs(images.Count, ImageRadius * Resolution)));
        }),
    ];

    private static BenchRow Row(string name, string what, string model, Func<BenchScope, AtomBall, BenchWork> prepare) => new()
    {
        Name = name,
        What = what,
        Unit = "atoms",
        Model = model,
        Sizes = Atoms,
        Memory = n => 8 * AtomBall.VoxelsOf(n, 1) + 2500.0 * n,
        Prepare = (scope, n) => prepare(scope, new AtomBall((int)n, 1)),
    };

    /// <summary>Voxels of 1 Å³ within a radius of all atoms together.</summary>
    private static double Pairs(double atoms, double radius) => atoms * 4 / 3 * Math.PI * Math.Pow(radius, 3);

    private static GaussianAtoms Gaussian(AtomBall ball)
    {
        int n = ball.Places.Count;
        return new()
        {
            Positions = ball.Coordinates,
            FormFactor = new int[n],
            FormFactors = Carbon,
            BIso = [.. Enumerable.Range(0, n).Select(i => 20f + i % 41)],
            Occupancy = [.. Enumerable.Repeat(1f, n)],
            Radius = [.. Enumerable.Repeat(Radius, n)],
        };
    }

    private static (AtomClasses Classes, AtomImages Images, ImageProfiles Profiles, ProfileMatrix Matrix) Images(BenchScope scope, AtomBall ball)
    {
        int n = ball.Places.Count;
        var matrix = new ProfileMatrix(new ImageShape { Edge = 0.2, Radius = ImageRadius });
        var classes = new AtomClasses
        {
            Terms = Gaussians,
            FormFactors = Carbon,
            FormFactor = new int[n],
            B = [.. Enumerable.Range(0, n).Select(i => 20.0 + i % 41)],
            Resolution = [.. Enumerable.Repeat(Resolution, n)],
        };
        var images = new AtomImages { Positions = ball.Coordinates, Class = [.. Enumerable.Range(0, n)], Weight = [.. Enumerable.Repeat(1f, n)] };
        ImageProfiles profiles = scope.Hold(new ImageProfiles(scope.Device, matrix.Shape, ImageQuantities.Density, n));
        scope.Device.Images.Build(classes, matrix, profiles);
        return (classes, images, profiles, matrix);
    }
}
