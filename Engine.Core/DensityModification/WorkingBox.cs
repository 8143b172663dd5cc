using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.Sharpening;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>
/// The part of a map that is worked on: the molecule with a margin, where the map is much larger. The box repeats for Fourier transforms; so that it does so without steps, and yet has noise of the same
/// strength everywhere, the density near the far face of an axis that is cut fades over into what lies before its near face, with weights whose squares add up to 1. (Density that fell to a level toward the
/// faces would look like solvent without noise, which map phasing would trust above all.) Results go back to the frame of the whole map, with 0 outside.
/// </summary>
public sealed class WorkingBox
{
    private const double SearchResolution = 15;
    private const double RegionShare = 0.1;
    private const double MuchLarger = 2;
    private const double LeastMargin = 5;
    private const double MarginInResolutions = 2;
    private const double EdgeWidth = 5;

    private readonly (int X, int Y, int Z) first;

    private WorkingBox(MapGrid whole, MapGrid grid, (int X, int Y, int Z) first) => (Whole, Grid, this.first) = (whole, grid, first);

    /// <summary>Grid of the whole map.</summary>
    public MapGrid Whole { get; }

    /// <summary>Grid that is worked on.</summary>
    public MapGrid Grid { get; }

    /// <summary>True when it is smaller than the whole map.</summary>
    public bool IsCut => Grid.VoxelCount < Whole.VoxelCount;

    /// <summary>The whole map as its own box.</summary>
    /// <param name="grid">Grid.</param>
    public static WorkingBox All(MapGrid grid) => new(grid, grid, (0, 0, 0));

    /// <summary>Finds the box round the molecule: the voxels with the largest local variance at 15 Å that make up its volume, in regions of at least a tenth of the largest.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="average">Average of the half maps on an orthogonal grid.</param>
    /// <param name="volume">Volume of the molecule, Å³.</param>
    /// <param name="resolution">d, Å: the margin is the larger of 5 Å and 2 d, and a soft edge of 5 Å follows.</param>
    /// <returns>The whole map unless the box has less than half of its voxels.</returns>
    public static WorkingBox Around(Accelerator accelerator, DensityMap average, double volume, double resolution)
    {
        MapGrid g = average.Grid;
        Vec3 v = g.VoxelSize;
        using DensityMap smooth = DensityMask.LowPass(accelerator, average, SearchResolution);
        float[] deviations = DensityMask.LocalDeviation(accelerator, smooth, SearchResolution);
        long wanted = Math.Clamp((long)(volume / (v.X * v.Y * v.Z)), 1, g.VoxelCount);
        float threshold = Quantile(deviations, wanted);
        using var values = new NativeBuffer<float>(deviations.Length, "local standard deviations");
        deviations.CopyTo(values.Slice(0, deviations.Length));
        ((int X, int Y, int Z) low, (int X, int Y, int Z) high) = Extent(ConnectedRegions.Above(values, (g.Nx, g.Ny, g.Nz), threshold), g);
        double margin = Math.Max(LeastMargin, MarginInResolutions * resolution) + EdgeWidth;
        (int x, int nx) = Axis(low.X, high.X, margin / v.X, g.Nx);
        (int y, int ny) = Axis(low.Y, high.Y, margin / v.Y, g.Ny);
        (int z, int nz) = Axis(low.Z, high.Z, margin / v.Z, g.Nz);
        if (MuchLarger * nx * ny * nz > g.VoxelCount)
            return All(g);
        return new(g, g.Part((x, y, z), (nx, ny, nz)), (x, y, z));
    }

    /// <summary>The part of a map inside the box; where it is cut, without its mean, and fading over toward the far faces.</summary>
    /// <param name="map">Map on the whole grid; not changed.</param>
    public DensityMap Cut(DensityMap map)
    {
        MapGrid g = map.Grid;
        if ((g.Nx, g.Ny, g.Nz) != (Whole.Nx, Whole.Ny, Whole.Nz))
            throw new ArgumentException($"a map of {g.Nx} {g.Ny} {g.Nz} voxels for a box in {Whole.Nx} {Whole.Ny} {Whole.Nz}", nameof(map));
        var values = new NativeBuffer<float>(Grid.VoxelCount, "boxed map");
        ForRows((from, to) => map.Values.Slice(from, Grid.Nx).CopyTo(values.Slice(to, Grid.Nx)));
        var cut = new DensityMap(Grid, values) { Name = map.Name, Labels = map.Labels, Warnings = map.Warnings };
        if (IsCut)
            Fade(map, cut);
        return cut;
    }

    /// <summary>The part of a mask inside the box.</summary>
    /// <param name="mask">One value per voxel of the whole grid.</param>
    public float[] Cut(float[] mask)
    {
        if (!IsCut)
            return mask;
        var cut = new float[Grid.VoxelCount];
        ForRows((from, to) => mask.AsSpan((int)from, Grid.Nx).CopyTo(cut.AsSpan((int)to, Grid.Nx)));
        return cut;
    }

    /// <summary>A map of the box in the frame of the whole map, with 0 outside.</summary>
    /// <param name="map">Map on the grid of the box; it is disposed of unless it is the result.</param>
    /// <param name="name">Name of the result.</param>
    /// <param name="like">Map whose labels the result gets.</param>
    public DensityMap Back(DensityMap map, string name, DensityMap like)
    {
        NativeBuffer<float> values;
        if (IsCut)
        {
            values = new NativeBuffer<float>(Whole.VoxelCount, name);
            ForRows((from, to) => map.Values.Slice(to, Grid.Nx).CopyTo(values.Slice(from, Grid.Nx)));
            map.Dispose();
        }
        else
        {
            values = map.Values;
        }

        return new(Whole, values) { Name = name, Labels = like.Labels };
    }

    /// <summary>Gets the offset of each row of the box in the whole map and in the box.</summary>
    private void ForRows(Action<long, long> copy) => Parallel.For(0, Grid.Nz, z =>
    {
        for (int y = 0; y < Grid.Ny; y++)
            copy(((long)(first.Z + z) * Whole.Ny + first.Y + y) * Whole.Nx + first.X, ((long)z * Grid.Ny + y) * Grid.Nx);
    });

    private void Fade(DensityMap map, DensityMap cut)
    {
        float level = (float)MapStatisticsCalculator.Compute(cut).Mean;
        (int At, float Weight)[][] xs = Sources(Grid.Nx, Whole.Nx, first.X, Grid.VoxelSize.X);
        (int At, float Weight)[][] ys = Sources(Grid.Ny, Whole.Ny, first.Y, Grid.VoxelSize.Y), zs = Sources(Grid.Nz, Whole.Nz, first.Z, Grid.VoxelSize.Z);
        Parallel.For(0, Grid.Nz, z =>
        {
            for (int y = 0; y < Grid.Ny; y++)
            {
                Span<float> row = cut.Values.Slice(((long)z * Grid.Ny + y) * Grid.Nx, Grid.Nx);
                for (int x = 0; x < row.Length; x++)
                {
                    if (xs[x].Length * ys[y].Length * zs[z].Length == 1)
                    {
                        row[x] -= level;
                        continue;
                    }

                    float sum = 0;
                    foreach ((int k, float wz) in zs[z])
                    {
                        foreach ((int j, float wy) in ys[y])
                        {
                            foreach ((int i, float wx) in xs[x])
                                sum += wz * wy * wx * (map[i, j, k] - level);
                        }
                    }

                    row[x] = sum;
                }
            }
        });
    }

    /// <summary>For every voxel of an axis of the box, the voxels of the whole map that it is made of. The whole map repeats.</summary>
    private static (int At, float Weight)[][] Sources(int n, int whole, int first, double voxel)
    {
        double width = EdgeWidth / voxel;
        (int At, float Weight)[] At(int i)
        {
            double t = n == whole ? 0 : 1 - (n - i - 0.5) / width;
            if (t <= 0)
                return [(first + i, 1)];
            double angle = Math.PI / 2 * t;
            return [(first + i, (float)Math.Cos(angle)), ((first + i - n + whole) % whole, (float)Math.Sin(angle))];
        }

        return [.. Enumerable.Range(0, n).Select(At)];
    }

    private static (int First, int Count) Axis(int low, int high, double margin, int size)
    {
        int needed = high - low + 1 + 2 * (int)Math.Ceiling(margin), count = FourierSizes.NextSmooth(needed, even: true);
        return count >= size ? (0, size) : (Math.Clamp(low - (count - (high - low + 1)) / 2, 0, size - count), count);
    }

    /// <summary>The value that a number of values exceed.</summary>
    private static float Quantile(float[] values, long above)
    {
        float[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted[Math.Max(0, sorted.LongLength - above)];
    }

    private static ((int X, int Y, int Z) Low, (int X, int Y, int Z) High) Extent(ConnectedRegions regions, MapGrid g)
    {
        (int X, int Y, int Z) low = (g.Nx, g.Ny, g.Nz), high = (0, 0, 0);
        for (int region = 0; region < regions.Volumes.Length && regions.Volumes[region] >= RegionShare * regions.Volumes[0]; region++)
        {
            ((int X, int Y, int Z) l, (int X, int Y, int Z) h) = regions.Bounds(region);
            low = (Math.Min(low.X, l.X), Math.Min(low.Y, l.Y), Math.Min(low.Z, l.Z));
            high = (Math.Max(high.X, h.X), Math.Max(high.Y, h.Y), Math.Max(high.Z, h.Z));
        }

        return (low, high);
    }
}
