using Engine.Core.Geometry;
using Engine.Core.Maps;

namespace Engine.Core.Masks;

/// <summary>
/// The exact Euclidean distance from every voxel to the nearest voxel of a set, in time linear in the number of voxels: one lower envelope of parabolas per line
/// and axis (Felzenszwalb and Huttenlocher 2012, Theory Comput. 8, 415). Voxels may have different edges; the box does not repeat.
/// </summary>
public static class DistanceTransform
{
    /// <summary>Lines along y or z that are handled together, so that memory is read in whole cache lines.</summary>
    private const int Lines = 16;

    /// <summary>Squared distances to the set of voxels where the mask is at least 0.5.</summary>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="mask">One value per voxel, x fastest.</param>
    /// <param name="toOutside">Measure to the nearest voxel below 0.5 instead.</param>
    /// <returns>Å², 0 for the voxels of the set; infinite everywhere when the set is empty.</returns>
    /// <exception cref="ArgumentException">The numbers of values and voxels differ.</exception>
    public static float[] Squared(MapGrid grid, float[] mask, bool toOutside = false)
    {
        if (mask.LongLength != grid.VoxelCount)
            throw new ArgumentException($"{mask.LongLength} mask values for {grid.VoxelCount} voxels", nameof(mask));
        var squared = new float[mask.Length];
        Vec3 voxel = grid.VoxelSize;
        int nx = grid.Nx, ny = grid.Ny, nz = grid.Nz, plane = nx * ny;
        Parallel.For(0, nz, z =>
        {
            for (int y = 0; y < ny; y++)
                AlongX(mask.AsSpan((z * ny + y) * nx, nx), squared.AsSpan((z * ny + y) * nx, nx), voxel.X, toOutside);
            var envelope = new ParabolaEnvelope(ny, voxel.Y);
            for (int x = 0; x < nx; x += Lines)
                Across(squared, z * plane + x, nx, Math.Min(Lines, nx - x), envelope);
        });
        Parallel.For(0, ny, y =>
        {
            var envelope = new ParabolaEnvelope(nz, voxel.Z);
            for (int x = 0; x < nx; x += Lines)
                Across(squared, y * nx + x, plane, Math.Min(Lines, nx - x), envelope);
        });
        return squared;
    }

    /// <summary>Squared distances along one row: a sweep in each direction.</summary>
    private static void AlongX(ReadOnlySpan<float> mask, Span<float> squared, double voxel, bool toOutside)
    {
        int last = int.MinValue / 2;
        for (int x = 0; x < mask.Length; x++)
        {
            last = mask[x] >= 0.5f != toOutside ? x : last;
            squared[x] = last < 0 ? float.PositiveInfinity : x - last;
        }

        last = int.MaxValue / 2;
        for (int x = mask.Length - 1; x >= 0; x--)
        {
            last = squared[x] == 0 ? x : last;
            double steps = Math.Min(squared[x], last == int.MaxValue / 2 ? double.PositiveInfinity : last - x) * voxel;
            squared[x] = (float)(steps * steps);
        }
    }

    /// <summary>Adds the distances along some neighbouring lines across the rows.</summary>
    private static void Across(float[] squared, int start, int stride, int lines, ParabolaEnvelope envelope)
    {
        int count = envelope.Count;
        Span<double> values = envelope.Values(lines);
        for (int i = 0; i < count; i++)
        {
            for (int line = 0; line < lines; line++)
                values[line * count + i] = squared[start + i * stride + line];
        }

        for (int line = 0; line < lines; line++)
            envelope.Lower(values.Slice(line * count, count));
        for (int i = 0; i < count; i++)
        {
            for (int line = 0; line < lines; line++)
                squared[start + i * stride + line] = (float)values[line * count + i];
        }
    }
}
