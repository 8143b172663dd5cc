using Engine.Kernels;

namespace Engine.Core.LocScale;

/// <summary>Pieces of a grid that are worked on one after the other. Their size never depends on the machine: a window's last digits depend on the piece it lies in.</summary>
internal static class WindowRegions
{
    private const int Edge = 64;

    /// <summary>The pieces that hold selected voxels, in the order of the grid, with their number.</summary>
    /// <param name="plan">Grid.</param>
    /// <param name="selected">One byte per voxel.</param>
    public static List<(WindowRegion Region, long Count)> Of(WindowPlan plan, byte[] selected)
    {
        var regions = new List<(WindowRegion, long)>();
        for (int z = 0; z < plan.Nz; z += Edge)
        {
            for (int y = 0; y < plan.Ny; y += Edge)
            {
                var region = new WindowRegion(y, Math.Min(plan.Ny, y + Edge), z, Math.Min(plan.Nz, z + Edge));
                long count = 0;
                foreach (int _ in Voxels(plan, region, selected))
                    count++;
                if (count > 0)
                    regions.Add((region, count));
            }
        }

        return regions;
    }

    /// <summary>The selected voxels of a piece in the order of the grid.</summary>
    /// <param name="plan">Grid.</param>
    /// <param name="region">Piece.</param>
    /// <param name="selected">One byte per voxel.</param>
    public static IEnumerable<int> Voxels(WindowPlan plan, WindowRegion region, byte[] selected)
    {
        for (int z = region.ZStart; z < region.ZEnd; z++)
        {
            for (int y = region.YStart; y < region.YEnd; y++)
            {
                int row = (z * plan.Ny + y) * plan.Nx;
                for (int x = row; x < row + plan.Nx; x++)
                {
                    if (selected[x] != 0)
                        yield return x;
                }
            }
        }
    }
}
