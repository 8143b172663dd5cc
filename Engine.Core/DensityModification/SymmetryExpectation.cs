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
    private const int Refinement = 2;
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
        using (DeviceBuffer<float> fine = Refine(accelerator, grid, spectrum))
        {
            foreach (SymmetryRegion region in regions)
                Average(accelerator, grid, fine, probability, region, mean, counts);
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

    /// <summary>The map on a grid that is finer by <see cref="Refinement"/>.</summary>
    private static DeviceBuffer<float> Refine(Accelerator accelerator, MapGrid grid, DeviceBuffer<float> spectrum)
    {
        var shape = new HalfSpaceShape(grid.Nx, grid.Ny, grid.Nz);
        var finer = new HalfSpaceShape(Refinement * grid.Nx, Refinement * grid.Ny, Refinement * grid.Nz);
        using FourierPlan plan = accelerator.Fourier.CreatePlan(finer.Nx, finer.Ny, finer.Nz);
        using DeviceBuffer<float> padded = accelerator.Allocate<float>(plan.HalfLength, "padded spectrum");
        double scale = (double)finer.Nx * finer.Ny * finer.Nz / grid.VoxelCount, nyquist = Math.Sqrt(3) / Math.Min(grid.VoxelSize.X, Math.Min(grid.VoxelSize.Y, grid.VoxelSize.Z));
        accelerator.Fourier.Apply(spectrum, shape, padded, finer, RadialFilter.Of((grid.Box.A, grid.Box.B, grid.Box.C), nyquist, 1, _ => scale));
        DeviceBuffer<float> map = accelerator.Allocate<float>(plan.RealLength, "finer map");
        plan.Inverse(padded, map);
        return map;
    }

    private static void Average(Accelerator accelerator, MapGrid grid, DeviceBuffer<float> fine, float[] probability, SymmetryRegion region, float[] sums, float[] counts)
    {
        GridFrame frame = GridFrame.Orthogonal(
            Refinement * grid.Nx, Refinement * grid.Ny, Refinement * grid.Nz, grid.Origin.X, grid.Origin.Y, grid.Origin.Z,
            grid.VoxelSize.X / Refinement, grid.VoxelSize.Y / Refinement, grid.VoxelSize.Z / Refinement, true);
        var voxels = new List<int>(Batch);
        void Flush()
        {
            foreach (RigidTransform operation in region.Operators)
                Add(accelerator, grid, fine, frame, voxels, operation, sums, counts);
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

    private static void Add(
        Accelerator accelerator, MapGrid grid, DeviceBuffer<float> fine, in GridFrame frame, List<int> voxels, RigidTransform operation, float[] sums, float[] counts)
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

        if (inside.Count == 0)
            return;
        using DeviceBuffer<double> there = accelerator.Upload<double>(positions.ToArray(), "equivalent positions");
        using DeviceBuffer<float> values = accelerator.Allocate<float>(inside.Count, "equivalent densities");
        accelerator.Interpolation.Values(fine, frame, there, InterpolationKind.Tricubic, values);
        var read = new float[inside.Count];
        accelerator.Download(values, read);
        for (int k = 0; k < read.Length; k++)
        {
            sums[inside[k]] += read[k];
            counts[inside[k]]++;
        }
    }
}
