using System.Numerics;
using Engine.Kernels;

namespace Engine.Core.Scoring;

/// <summary>Pearson correlation about the means of two maps on one grid, over all voxels or over a set of voxels.</summary>
public static class MapCorrelation
{
    private const int VoxelsPerTask = 1 << 16;

    /// <summary>Correlation over all voxels.</summary>
    /// <param name="a">Values of the first map.</param>
    /// <param name="b">Values of the second map, same length.</param>
    /// <returns>The coefficient; null when undefined (see <see cref="CorrelationSums.Coefficient"/>).</returns>
    public static double? Everywhere(NativeBuffer<float> a, NativeBuffer<float> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException("the maps differ in size", nameof(b));
        if (a.Length == 0)
            return null;
        int tasks = (int)((a.Length + VoxelsPerTask - 1) / VoxelsPerTask);
        var parts = new CorrelationSums[tasks];
        float pivotA = a[0], pivotB = b[0];
        Parallel.For(0, tasks, task =>
        {
            long start = (long)task * VoxelsPerTask;
            int count = (int)Math.Min(VoxelsPerTask, a.Length - start);
            var sums = new CorrelationSums(pivotA, pivotB);
            sums.Add(a.Slice(start, count), b.Slice(start, count));
            parts[task] = sums;
        });
        return Total(parts, pivotA, pivotB);
    }

    /// <summary>Correlation over a set of voxels.</summary>
    /// <param name="mask">The set.</param>
    /// <param name="a">Values of the first map, x fastest, on the grid of the set.</param>
    /// <param name="b">Values of the second map.</param>
    /// <param name="parallel">Work on planes in parallel; the result is the same.</param>
    /// <returns>The coefficient; null when undefined (see <see cref="CorrelationSums.Coefficient"/>).</returns>
    public static double? Inside(VoxelMask mask, NativeBuffer<float> a, NativeBuffer<float> b, bool parallel = true)
    {
        if (a.Length != mask.Grid.VoxelCount || b.Length != mask.Grid.VoxelCount)
            throw new ArgumentException("the maps and the set differ in size", nameof(mask));
        long first = FirstVoxel(mask);
        if (first < 0)
            return null;
        float pivotA = a[first], pivotB = b[first];
        var parts = new CorrelationSums[mask.Window.SizeZ];
        if (parallel)
        {
            Parallel.For(0, parts.Length, z => parts[z] = Plane(mask, z, a, b, pivotA, pivotB));
        }
        else
        {
            for (int z = 0; z < parts.Length; z++)
                parts[z] = Plane(mask, z, a, b, pivotA, pivotB);
        }

        return Total(parts, pivotA, pivotB);
    }

    private static double? Total(CorrelationSums[] parts, double pivotA, double pivotB)
    {
        var total = new CorrelationSums(pivotA, pivotB);
        foreach (CorrelationSums part in parts)
            total.Merge(part);
        return Coefficient(total);
    }

    /// <summary>The coefficient of some sums; null when undefined.</summary>
    /// <param name="sums">Sums of two maps.</param>
    /// <exception cref="NumericalException">A value was not a number.</exception>
    internal static double? Coefficient(CorrelationSums sums)
    {
        double? coefficient = sums.Coefficient();
        if (coefficient is double value && double.IsNaN(value))
            throw new NumericalException("map correlation is not a number: a map holds NaN or infinite voxels; check the input with inspect");
        return coefficient;
    }

    private static CorrelationSums Plane(VoxelMask mask, int z, NativeBuffer<float> a, NativeBuffer<float> b, float pivotA, float pivotB)
    {
        var sums = new CorrelationSums(pivotA, pivotB);
        for (int y = 0; y < mask.Window.SizeY; y++)
        {
            long start = RowStart(mask, y, z);
            foreach ((int first, int count) in new BitRuns(mask.Row(y, z)))
                AddRun(ref sums, mask, start, first, count, a, b);
        }

        return sums;
    }

    /// <summary>Adds a run of window columns, which may pass the end of the axis and go on at its start.</summary>
    private static void AddRun(
        ref CorrelationSums sums, VoxelMask mask, long rowStart, int column, int count, NativeBuffer<float> a, NativeBuffer<float> b)
    {
        int nx = mask.Grid.Nx, x = mask.Window.StartX + column;
        if (x >= nx)
            x -= nx;
        int direct = Math.Min(count, nx - x);
        sums.Add(a.Slice(rowStart + x, direct), b.Slice(rowStart + x, direct));
        if (count > direct)
            sums.Add(a.Slice(rowStart, count - direct), b.Slice(rowStart, count - direct));
    }

    private static long RowStart(VoxelMask mask, int y, int z)
    {
        int gy = PeriodicIndex.Wrap(mask.Window.StartY + y, mask.Grid.Ny), gz = PeriodicIndex.Wrap(mask.Window.StartZ + z, mask.Grid.Nz);
        return ((long)gz * mask.Grid.Ny + gy) * mask.Grid.Nx;
    }

    private static long FirstVoxel(VoxelMask mask)
    {
        for (int z = 0; z < mask.Window.SizeZ; z++)
        {
            for (int y = 0; y < mask.Window.SizeY; y++)
            {
                Span<ulong> row = mask.Row(y, z);
                int w = row.IndexOfAnyExcept(0UL);
                if (w >= 0)
                    return RowStart(mask, y, z) + PeriodicIndex.Wrap(mask.Window.StartX + w * 64 + BitOperations.TrailingZeroCount(row[w]), mask.Grid.Nx);
            }
        }

        return -1;
    }
}
