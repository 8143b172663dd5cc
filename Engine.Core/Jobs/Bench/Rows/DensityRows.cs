using Engine.Core.Models;
using Engine.Core.Validation;
using Engine.Kernels;

namespace Engine.Core.Jobs.Bench.Rows;

/// <summary>Density at atoms and on shells round them.</summary>
internal static class DensityRows
{
    /// <summary>The rows.</summary>
    public static IEnumerable<BenchRow> All =>
    [
        Interpolation("density.linear", "density at atoms with gradient, trilinear", InterpolationKind.Trilinear, 8, 130),
        Interpolation("density.cubic", "density at atoms with gradient, tricubic", InterpolationKind.Tricubic, 64, 480),
        new()
        {
            Name = "density.shells",
            What = "density on shells round atoms, for Q-scores",
            Unit = "atoms",
            Model = "8 points on each of 20 shells: 56 double operations for a point, 32 bytes of the map but not more than all of it; 4 bytes per neighbour, 200 per atom",
            Sizes = AtomMapRows.Atoms,
            Memory = n => 4 * AtomBall.VoxelsOf(n, 1) + 1500.0 * n,
            Prepare = (scope, n) =>
            {
                var ball = new AtomBall((int)n, 1);
                Model model = ball.ToModel();
                var points = new ShellPoints(new ShellRule());
                ProfileAtoms atoms = QScoreNeighbors.Find(model, [.. Enumerable.Range(0, model.Atoms.Count)], points.Rule.Reach);
                DeviceBuffer<float> map = scope.Singles(ball.Frame.VoxelCount);
                double samples = (double)points.Rule.Shells * points.Rule.Points * atoms.Count;
                var cost = new BenchCost(Math.Min(32 * samples, 4.0 * map.Length) + 4.0 * atoms.Neighbors.Length + 200.0 * atoms.Count, Double: 56 * samples);
                return new(() => scope.Device.AtomProfiles.Sample(map, ball.Frame, atoms, points), cost);
            },
        },
        new()
        {
            Name = "density.regions",
            What = "correlation of two maps round each ten atoms, as for residues",
            Unit = "atoms",
            Model = "8 bytes and 10 double operations for each voxel within 3 Å of a region's atoms; 24 bytes per atom",
            Sizes = AtomMapRows.Atoms,
            Memory = n => 8 * AtomBall.VoxelsOf(n, 1) + 1500.0 * n,
            Prepare = (scope, n) =>
            {
                const int AtomsPerRegion = 10;
                var ball = new AtomBall((int)n, 1);
                int regions = ball.Places.Count / AtomsPerRegion;
                int[] start = [.. Enumerable.Range(0, regions + 1).Select(r => AtomsPerRegion * r)];
                var spheres = new SphereRegions((ball.Voxels, ball.Voxels, ball.Voxels), new SphereRuns(1, 1, 1), start, ball.Coordinates[..(3 * start[^1])], 3);
                DeviceBuffer<float> a = scope.Singles(ball.Frame.VoxelCount), b = scope.Singles(ball.Frame.VoxelCount);
                double voxels = scope.Device.Regions.Correlate(a, b, spheres).Sum(s => (double)s.Count);
                return new(() => scope.Device.Regions.Correlate(a, b, spheres), new BenchCost(8 * voxels + 24.0 * start[^1], Double: 10 * voxels));
            },
        },
    ];

    private static BenchRow Interpolation(string name, string what, InterpolationKind kind, int voxels, double operations) => new()
    {
        Name = name,
        What = what,
        Unit = "atoms",
        Model = $"76 bytes and {voxels} voxels of 4 bytes per atom, these not more than the whole map; {operations} double operations",
        Sizes = AtomMapRows.Atoms,
        Memory = n => 4 * AtomBall.VoxelsOf(n, 1) + 200.0 * n,
        Prepare = (scope, n) =>
        {
            var ball = new AtomBall((int)n, 1);
            double[] x = ball.Coordinates;
            DeviceBuffer<float> map = scope.Singles(ball.Frame.VoxelCount), weights = scope.Singles(x.Length / 3, 1, 1);
            DeviceBuffer<double> positions = scope.Put(x), gradient = scope.Room<double>(x.Length);
            var cost = new BenchCost(76.0 * weights.Length + Math.Min(4.0 * voxels * weights.Length, 4.0 * map.Length), Double: operations * weights.Length);
            return new(() => scope.Device.Interpolation.Evaluate(map, ball.Frame, positions, weights, kind, -1, gradient), cost);
        },
    };
}
