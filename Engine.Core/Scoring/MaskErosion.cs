using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Scoring;

/// <summary>Erosion of a set of voxels by a sphere on a periodic grid.</summary>
public static class MaskErosion
{
    private const int WordBits = 64;

    /// <summary>The voxels of a set that have no voxel outside the set at a distance below the radius.</summary>
    /// <param name="mask">A set whose window is the whole grid.</param>
    /// <param name="radius">Radius, Å, less than 63 voxels along x.</param>
    /// <exception cref="ArgumentException">The window is not the whole grid, or the radius is too large.</exception>
    public static VoxelMask Erode(VoxelMask mask, double radius)
    {
        if (mask.Window != VoxelWindow.Whole(mask.Grid))
            throw new ArgumentException("erosion needs the whole grid", nameof(mask));
        (int Dy, int Dz, int HalfWidth)[] rows = SphereRows(mask.Grid.VoxelSize, radius);
        int widest = rows.Length == 0 ? 0 : rows.Max(r => r.HalfWidth);
        if (widest >= WordBits)
            throw new ArgumentException($"erosion radius {radius} Å is more than 63 voxels", nameof(radius));
        var result = new VoxelMask(mask.Grid);
        int ny = mask.Grid.Ny, nz = mask.Grid.Nz;
        Parallel.For(0, nz, z =>
        {
            var padded = new ulong[mask.WordsPerRow + 3];
            for (int y = 0; y < ny; y++)
            {
                Span<ulong> target = result.Row(y, z);
                mask.Row(y, z).CopyTo(target);
                foreach ((int dy, int dz, int halfWidth) in rows)
                {
                    if (target.IndexOfAnyExcept(0UL) < 0)
                        break;
                    Pad(mask.Row(PeriodicIndex.Wrap(y + dy, ny), PeriodicIndex.Wrap(z + dz, nz)), mask.Grid.Nx, widest, padded);
                    KeepWhereAllSet(target, padded, halfWidth);
                }
            }
        });
        return result;
    }

    /// <summary>Rows of the open ball: offsets in y and z and the largest |dx| in voxels.</summary>
    private static (int Dy, int Dz, int HalfWidth)[] SphereRows(Vec3 voxel, double radius)
    {
        var rows = new List<(int, int, int)>();
        double r2 = radius * radius;
        int my = (int)(radius / voxel.Y) + 1, mz = (int)(radius / voxel.Z) + 1;
        for (int dz = -mz; dz <= mz; dz++)
        {
            for (int dy = -my; dy <= my; dy++)
            {
                double rest = dy * voxel.Y * (dy * voxel.Y) + dz * voxel.Z * (dz * voxel.Z);
                if (rest >= r2)
                    continue;
                int dx = 0;
                while ((dx + 1) * voxel.X * ((dx + 1) * voxel.X) + rest < r2)
                    dx++;
                rows.Add((dy, dz, dx));
            }
        }

        return [.. rows];
    }

    /// <summary>Puts a row behind one word for its periodic neighbours on the left, and further neighbours after its end.</summary>
    private static void Pad(ReadOnlySpan<ulong> row, int nx, int neighbours, Span<ulong> padded)
    {
        padded.Clear();
        row.CopyTo(padded[1..]);
        for (int i = 0; i < neighbours; i++)
        {
            Copy(row, PeriodicIndex.Wrap(-1 - i, nx), padded, WordBits - 1 - i);
            Copy(row, PeriodicIndex.Wrap(nx + i, nx), padded, WordBits + nx + i);
        }
    }

    private static void Copy(ReadOnlySpan<ulong> from, int source, Span<ulong> to, int target) =>
        to[target >> 6] |= (from[source >> 6] >> (source & 63) & 1) << (target & 63);

    private static void KeepWhereAllSet(Span<ulong> target, ReadOnlySpan<ulong> padded, int halfWidth)
    {
        for (int w = 0; w < target.Length; w++)
        {
            ulong left = padded[w], middle = padded[w + 1], right = padded[w + 2], all = middle;
            for (int s = 1; s <= halfWidth && all != 0; s++)
            {
                all &= (middle << s) | (left >> (WordBits - s));
                all &= (middle >> s) | (right << (WordBits - s));
            }

            target[w] &= all;
        }
    }
}
