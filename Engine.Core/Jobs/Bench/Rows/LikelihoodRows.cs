using Engine.Kernels;
using Engine.Kernels.Likelihood;

namespace Engine.Core.Jobs.Bench.Rows;

/// <summary>Likelihoods of density modification.</summary>
internal static class LikelihoodRows
{
    private const int Gaussians = 6;

    /// <summary>The rows.</summary>
    public static IEnumerable<BenchRow> All =>
    [
        new()
        {
            Name = "likelihood.derive",
            What = "derivatives of the likelihood of every voxel, five Gaussians and an expected density",
            Unit = "voxels³",
            Model = "28 bytes, 20 single operations per Gaussian and voxel",
            Sizes = VoxelRows.Edges,
            Memory = n => 28.0 * n * n * n,
            Prepare = (scope, n) =>
            {
                long voxels = n * n * n;
                var classes = new DensityClasses([new(0.5, -0.3, 0.8), new(0.3, 0.9, 0.5), new(0.2, 2.2, 1.1)], [new(0.85, -0.1, 0.4), new(0.15, 0.2, 0.9)]);
                DeviceBuffer<float> map = scope.Singles(voxels, -1, 3), first = scope.Room<float>(voxels), second = scope.Room<float>(voxels), probability = scope.Singles(voxels, 0, 1);
                var expected = new ExpectedDensities(scope.Singles(voxels, -1, 3), scope.Singles(voxels, 0.1, 0.7), scope.Singles(voxels, 0, 0.9), 0.45);
                return new(() => scope.Device.Likelihood.Derive(map, probability, classes, expected, first, second, voxels), new(28.0 * voxels, 20.0 * Gaussians * voxels));
            },
        },
        new()
        {
            Name = "likelihood.step",
            What = "Newton step of every coefficient",
            Unit = "voxels³",
            Model = "40 bytes, 45 double operations per coefficient",
            Sizes = VoxelRows.Edges,
            Memory = n => 12.0 * n * n * (n + 2),
            Prepare = (scope, n) =>
            {
                var shape = new HalfSpaceShape((int)n, (int)n, (int)n);
                var step = new NewtonStep { CellX = n, CellY = n, CellZ = n, Limit = 1, MeanCurvature = -1.1 };
                DeviceBuffer<float> f = scope.Singles(2 * shape.Count), a = scope.Singles(2 * shape.Count), b = scope.Singles(2 * shape.Count), result = scope.Room<float>(2 * shape.Count);
                return new(() => scope.Device.Likelihood.Update(f, a, b, shape, step, result), new(40.0 * shape.Count, Double: 45.0 * shape.Count));
            },
        },
    ];
}
