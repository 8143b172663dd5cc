using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>A part of a map and the operators that take its positions to others with the same density.</summary>
/// <param name="Operators">Operators other than the identity, in the frame of the map.</param>
/// <param name="Members">One flag per voxel; null = the whole map.</param>
public sealed record SymmetryRegion(IReadOnlyList<RigidTransform> Operators, bool[]? Members = null);

/// <summary>
/// The density that symmetry, not used in the reconstruction, expects in a half map: the mean of the half map itself at the equivalent positions. Its noise there is another draw of the same
/// noise. The half map is interpolated on a grid twice as fine, computed from its coefficients.
/// </summary>
public static class SymmetryExpectation
{
    private const int Batch = 1 << 19;
    private const double Inside = 0.5;

    /// <summary>Computes it.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Grid of the half map, orthogonal.</param>
    /// <param name="spectrum">Coefficients of the half map, half space; kept.</param>
    /// <param name="density">The half map itself, one value per voxel.</param>
    /// <param name="probability">Probability of the molecule per voxel.</param>
    /// <param name="regions">Operators, for the whole map or by part.</param>
    /// <param name="noise">Variance of the half map's noise.</param>
    /// <exception cref="InputException">No voxel of the molecule has an equivalent inside the box.</exception>
    public static DensityExpectation Of(
        Accelerator accelerator, MapGrid grid, DeviceBuffer<float> spectrum, float[] density, float[] probability, IReadOnlyList<SymmetryRegion> regions, double noise)
    {
        long n = grid.VoxelCount;
        float[] mean = new float[n], counts = new float[n];
        using (var fine = new FinerMap(accelerator, grid, spectrum))
        {
            foreach (SymmetryRegion region in regions)
                Average(grid, fine, probability, region, mean, counts);
        }

        float[] share = new float[n];
        double operators = 0;
        for (long i = 0; i < n; i++)
        {
            if (counts[i] == 0)
                continue;
            mean[i] /= counts[i];
            share[i] = (float)DensityExpectation.Trust;
            operators = Math.Max(operators, counts[i]);
        }

        if (operators == 0)
            throw new InputException("the symmetry takes every part of the molecule out of the box: check the operators, their centre and the origin of the maps");
        (double variance, double correlation) = DensityExpectation.Compare(density, mean, share, noise);
        var variances = new float[n];
        FixedChunks.ForEach(n, (_, start, length) =>
        {
            // Voxels with fewer equivalents have noisier means.
            for (long i = start; i < start + length; i++)
                variances[i] = share[i] > 0 ? (float)(Math.Max(variance, noise / operators) * operators / counts[i]) : 0;
        });
        return new(FormattableString.Invariant($"{operators:0} equivalent positions"), mean, variances, share) { Correlation = correlation };
    }

    private static void Average(MapGrid grid, FinerMap fine, float[] probability, SymmetryRegion region, float[] sums, float[] counts)
    {
        var voxels = new List<int>(Batch);
        void Flush()
        {
            foreach (RigidTransform operation in region.Operators)
                Add(grid, fine, voxels, operation, sums, counts);
            voxels.Clear();
        }

        for (int i = 0; i < probability.Length; i++)
        {
            if (probability[i] <= Inside || region.Members?[i] == false)
                continue;
            voxels.Add(i);
            if (voxels.Count == Batch)
                Flush();
        }

        Flush();
    }

    private static void Add(MapGrid grid, FinerMap fine, List<int> voxels, RigidTransform operation, float[] sums, float[] counts)
    {
        Vec3 v = grid.VoxelSize;
        List<int> inside = [];
        List<double> positions = [];
        foreach (int i in voxels)
        {
            int x = i % grid.Nx, y = i / grid.Nx % grid.Ny, z = i / grid.Nx / grid.Ny;
            Vec3 at = operation.Apply(grid.Origin + new Vec3(x * v.X, y * v.Y, z * v.Z)), from = at - grid.Origin;
            if (from.X < 0 || from.Y < 0 || from.Z < 0 || from.X > (grid.Nx - 1) * v.X || from.Y > (grid.Ny - 1) * v.Y || from.Z > (grid.Nz - 1) * v.Z)
                continue;
            inside.Add(i);
            positions.AddRange([at.X, at.Y, at.Z]);
        }

        float[] read = fine.At(positions);
        for (int k = 0; k < read.Length; k++)
        {
            sums[inside[k]] += read[k];
            counts[inside[k]]++;
        }
    }
}
