using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;
using Engine.Kernels.Windows;

namespace Engine.Core.LocScale;

/// <summary>What maps, masks and options must be like for local scaling.</summary>
internal static class LocScaleChecks
{
    private const double Tolerance = 1e-3;

    /// <summary>Checks everything.</summary>
    /// <exception cref="InputException">A map or the mask does not suit.</exception>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public static void Check(DensityMap map, DensityMap? reference, float[] mask, LocScaleOptions options)
    {
        MapGrid grid = map.Grid;
        if (!grid.Cell.IsOrthogonal)
            throw new InputException(FormattableString.Invariant($"{map.Name}: the cell is not orthogonal (angles {grid.Cell.Alpha} {grid.Cell.Beta} {grid.Cell.Gamma}); LocScale needs a 90° box"));
        Vec3 v = grid.VoxelSize;
        if (Math.Abs(v.Y / v.X - 1) > Tolerance || Math.Abs(v.Z / v.X - 1) > Tolerance)
            throw new InputException(FormattableString.Invariant($"{map.Name}: the voxels are not cubes ({v.X:G6} x {v.Y:G6} x {v.Z:G6} Å); resample the map to cubic voxels first"));
        if (grid.VoxelCount > int.MaxValue)
            throw new InputException($"{map.Name}: {grid.VoxelCount} voxels are too many for LocScale; crop the map");
        if (mask.LongLength != grid.VoxelCount)
            throw new InputException($"{map.Name}: the mask has {mask.LongLength} voxels, the map {grid.VoxelCount}; give a mask on the map's grid");
        CheckValues(map);
        if (reference != null)
        {
            MapAverage.CheckSameGrid(map, reference);
            CheckValues(reference);
        }
        else if (options.Target == LocScaleTarget.Reference)
        {
            throw new UsageException("LocScale needs a reference map or a model, or a target without one");
        }

        CheckOptions(options);
        int side = Side(grid, options);
        if (side > Math.Min(grid.Nx, Math.Min(grid.Ny, grid.Nz)))
            throw new InputException(FormattableString.Invariant($"{map.Name}: the window of {side} voxels ({side * v.X:0.#} Å) is larger than the map of {grid.Nx} x {grid.Ny} x {grid.Nz}; give a smaller --window"));
    }

    /// <summary>Side of the windows, voxels: even, and at least as long as asked for.</summary>
    /// <param name="grid">Grid.</param>
    /// <param name="options">Options.</param>
    /// <exception cref="UsageException">Too small or too large.</exception>
    public static int Side(MapGrid grid, LocScaleOptions options)
    {
        // A whole number of voxels stays what it is in spite of rounding.
        double voxels = options.WindowVoxels ?? Math.Ceiling(options.Window / grid.VoxelSize.X - 1e-4);
        if (!(voxels >= WindowShape.SmallestSide - 1 && voxels <= WindowShape.LargestSide))
            throw new UsageException(FormattableString.Invariant($"--window {options.Window}: {voxels} voxels of {grid.VoxelSize.X:0.####} Å; windows have {WindowShape.SmallestSide} to {WindowShape.LargestSide} voxels"));
        return (int)voxels + (int)voxels % 2;
    }

    private static void CheckOptions(LocScaleOptions o)
    {
        if (!(o.Window > 0) || double.IsInfinity(o.Window))
            throw new UsageException(FormattableString.Invariant($"--window {o.Window}: give a positive number of Å"));
        if (!(o.Threshold >= 0 && o.Threshold < 1))
            throw new UsageException(FormattableString.Invariant($"mask threshold {o.Threshold}: give a number from 0 to below 1"));
        if (o.Resolution is { } d && !(d > 0.5 && d < 100))
            throw new UsageException(FormattableString.Invariant($"resolution {d}: give a value from 0.5 to 100 Å with -d"));
        if (o.Target != LocScaleTarget.Reference && o.Resolution == null)
            throw new UsageException("without a reference the resolution of the map must be known: give it with -d");
        if (!(o.TargetB >= 0 && o.TargetB <= 500))
            throw new UsageException(FormattableString.Invariant($"--target-b {o.TargetB}: give 0 to 500 Å²"));
    }

    private static void CheckValues(DensityMap map)
    {
        MapSummary summary = MapStatisticsCalculator.Summarize(map);
        if (summary.NonFiniteCount > 0)
            throw new InputException($"{map.Name}: {summary.NonFiniteCount} voxels are NaN or infinite; --nan-to-zero replaces NaN, or repair the map");
        if (summary.IsConstant)
            throw new InputException(FormattableString.Invariant($"{map.Name}: all voxels are {summary.Statistics.Minimum}; give a map with density"));
    }
}
