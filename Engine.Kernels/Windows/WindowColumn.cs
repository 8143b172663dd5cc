using System.Numerics;

namespace Engine.Kernels.Windows;

/// <summary>The wanted windows of a region that start at one of <see cref="Lanes"/> equally spaced x: one bit per lane for every y and z.</summary>
/// <param name="region">Region.</param>
/// <param name="x">First x of the windows of lane 0.</param>
/// <param name="spacing">Voxels from lane to lane.</param>
internal sealed class WindowColumn(WindowRegion region, int x, int spacing)
{
    /// <summary>Windows that are computed together, one per SIMD lane.</summary>
    public const int Lanes = 8;

    /// <summary>Largest distance of lanes, voxels.</summary>
    public const int LargestSpacing = 32;

    private readonly byte[] bits = new byte[(region.YEnd - region.YStart) * (region.ZEnd - region.ZStart)];

    /// <summary>Region.</summary>
    public WindowRegion Region => region;

    /// <summary>First x of the windows of lane 0.</summary>
    public int X => x;

    /// <summary>Voxels from lane to lane.</summary>
    public int Spacing => spacing;

    /// <summary>Smallest z of a centre.</summary>
    public int ZFirst { get; private set; } = int.MaxValue;

    /// <summary>Largest z of a centre.</summary>
    public int ZLast { get; private set; } = int.MinValue;

    private int Depth => region.ZEnd - region.ZStart;

    /// <summary>Lanes that are wanted at a centre's y and z.</summary>
    public byte this[int y, int z] => bits[(y - region.YStart) * Depth + z - region.ZStart];

    /// <summary>Sorts voxels into columns.</summary>
    /// <param name="region">Region.</param>
    /// <param name="voxels">Centres.</param>
    /// <param name="nx">Voxels along x.</param>
    /// <param name="ny">Voxels along y.</param>
    /// <param name="radius">Half the side of a window.</param>
    public static WindowColumn[] Sort(WindowRegion region, List<int> voxels, int nx, int ny, int radius)
    {
        int spacing = CommonSpacing(voxels, nx), width = Lanes * spacing;
        int first = voxels.Count > 0 ? (voxels[0] % nx - radius) % spacing : 0;
        var columns = new WindowColumn?[nx / width + 1];
        foreach (int voxel in voxels)
        {
            int start = voxel % nx - radius - first, y = voxel / nx % ny, z = voxel / nx / ny;
            WindowColumn column = columns[start / width] ??= new(region, first + start / width * width, spacing);
            column.bits[(y - region.YStart) * column.Depth + z - region.ZStart] |= (byte)(1 << (start % width / spacing));
            (column.ZFirst, column.ZLast) = (Math.Min(column.ZFirst, z), Math.Max(column.ZLast, z));
        }

        return [.. columns.OfType<WindowColumn>()];
    }

    /// <summary>The largest spacing that all x have in common: centres on a coarse grid fill all lanes as neighbours do. 1 where it is larger than <see cref="LargestSpacing"/>.</summary>
    private static int CommonSpacing(List<int> voxels, int nx)
    {
        int common = 0;
        foreach (int voxel in voxels)
        {
            common = (int)BigInteger.GreatestCommonDivisor(common, voxel % nx - voxels[0] % nx);
            if (common == 1)
                break;
        }

        return common is > 0 and <= LargestSpacing ? common : 1;
    }

    /// <summary>Runs of z at one y: within a run, the distance of wanted centres is below a limit.</summary>
    /// <param name="y">Centre's y.</param>
    /// <param name="limit">Distance from which a new run starts.</param>
    /// <param name="runs">Receives first and last z.</param>
    public void Runs(int y, int limit, List<(int First, int Last)> runs)
    {
        runs.Clear();
        ReadOnlySpan<byte> row = bits.AsSpan((y - region.YStart) * Depth, Depth);
        for (int i = 0; i < row.Length; i++)
        {
            if (row[i] == 0)
                continue;
            int z = region.ZStart + i;
            if (runs.Count > 0 && z - runs[^1].Last < limit)
                runs[^1] = (runs[^1].First, z);
            else
                runs.Add((z, z));
        }
    }
}
