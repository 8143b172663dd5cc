using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Ncs;
using Engine.Kernels;

namespace Engine.Core.LocScale;

/// <summary>What averaging over symmetry found.</summary>
/// <param name="Source">Point group, file or model.</param>
/// <param name="Operators">Number of operators with the identity.</param>
/// <param name="SmallestCorrelation">The smallest correlation, over the operators, of the map at equivalent voxels before averaging; null when no voxel has an equivalent or the map is constant.</param>
/// <param name="Alone">Voxels without any equivalent inside the mask, which stay as they are.</param>
public sealed record SymmetryAgreement(string Source, int Operators, double? SmallestCorrelation, long Alone);

/// <summary>
/// Replaces every voxel of a map inside a mask by the mean over its equivalent positions that lie inside the mask too. Between voxels the map is interpolated by cubic polynomials on a grid
/// twice as fine, which is computed from its Fourier coefficients (without those at the Nyquist limit); at voxels it is the map itself.
/// </summary>
internal static class SymmetryAverage
{
    private const int Batch = 1 << 18;

    /// <summary>Distance from a voxel, in voxels, within which a position is that voxel.</summary>
    private const double SamePlace = 1e-3;

    /// <summary>Averages.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map on an orthogonal grid; changed.</param>
    /// <param name="mask">One value per voxel.</param>
    /// <param name="threshold">Voxels above it are averaged.</param>
    /// <param name="symmetry">Operators, a group, in the frame of the map (its origin counts).</param>
    public static SymmetryAgreement Apply(Accelerator accelerator, DensityMap map, float[] mask, double threshold, SymmetryOperators symmetry)
    {
        using FinerMap fine = Refine(accelerator, map);
        int[] voxels = [.. Enumerable.Range(0, mask.Length).Where(i => mask[i] > threshold)];
        double[] sums = [.. voxels.Select(i => (double)map.Values[i])];
        var counts = new int[voxels.Length];
        double? smallest = null;
        foreach (RigidTransform operation in symmetry.Proper)
        {
            var sample = new PairSums();
            for (int start = 0; start < voxels.Length; start += Batch)
            {
                int count = Math.Min(Batch, voxels.Length - start);
                Add(map, fine, i => mask[i] > threshold, operation, voxels.AsSpan(start, count), sums.AsSpan(start, count), counts.AsSpan(start, count), sample);
            }

            if (sample.Correlation is { } c)
                smallest = Math.Min(smallest ?? 1, c);
        }

        for (int k = 0; k < voxels.Length; k++)
            map.Values[voxels[k]] = (float)(sums[k] / (counts[k] + 1));
        return new(symmetry.Source, symmetry.All.Count, smallest, counts.LongCount(c => c == 0));
    }

    private static FinerMap Refine(Accelerator accelerator, DensityMap map)
    {
        using FourierPlan plan = accelerator.Fourier.CreatePlan(map.Grid.Nx, map.Grid.Ny, map.Grid.Nz);
        using DeviceBuffer<float> values = accelerator.Upload(map.Values, "scaled map"), spectrum = accelerator.Allocate<float>(plan.HalfLength, "its spectrum");
        plan.Forward(values, spectrum);
        return new(accelerator, map.Grid, spectrum);
    }

    private static void Add(
        DensityMap map, FinerMap fine, Func<int, bool> isInside, RigidTransform operation, ReadOnlySpan<int> voxels, Span<double> sums, Span<int> counts, PairSums sample)
    {
        MapGrid g = map.Grid;
        Vec3 v = g.VoxelSize;
        List<int> found = [];
        List<int> nodes = [];
        List<double> positions = [];
        for (int k = 0; k < voxels.Length; k++)
        {
            int i = voxels[k];
            Vec3 at = operation.Apply(g.Origin + new Vec3(i % g.Nx * v.X, i / g.Nx % g.Ny * v.Y, i / g.Nx / g.Ny * v.Z)), from = at - g.Origin;
            double x = Math.Round(from.X / v.X), y = Math.Round(from.Y / v.Y), z = Math.Round(from.Z / v.Z);
            int nearest = ((int)z * g.Ny + (int)y) * g.Nx + (int)x;
            if (x < 0 || y < 0 || z < 0 || x >= g.Nx || y >= g.Ny || z >= g.Nz || !isInside(nearest))
                continue;
            found.Add(k);
            nodes.Add(Math.Max(Math.Abs(from.X / v.X - x), Math.Max(Math.Abs(from.Y / v.Y - y), Math.Abs(from.Z / v.Z - z))) < SamePlace ? nearest : -1);
            positions.AddRange([at.X, at.Y, at.Z]);
        }

        float[] values = fine.At(positions);
        for (int j = 0; j < values.Length; j++)
        {
            int k = found[j];
            double value = nodes[j] >= 0 ? map.Values[nodes[j]] : values[j];
            sample.Add(map.Values[voxels[k]], value);
            sums[k] += value;
            counts[k]++;
        }
    }
}
