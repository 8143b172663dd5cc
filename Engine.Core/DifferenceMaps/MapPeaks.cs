using Engine.Core.Geometry;
using Engine.Core.Maps;

namespace Engine.Core.DifferenceMaps;

/// <summary>A local maximum of a map.</summary>
/// <param name="Position">Place, by a parabola through the voxel and its neighbours along each axis, Å.</param>
/// <param name="Height">Value there.</param>
internal readonly record struct MapPeak(Vec3 Position, double Height);

/// <summary>Local maxima of maps.</summary>
internal static class MapPeaks
{
    /// <summary>Voxels that are higher than all 26 around, or equal to those that follow in the order of the grid; the box does not repeat, and its faces have no maxima.</summary>
    /// <param name="map">Map on an orthogonal grid.</param>
    /// <param name="level">Least height of the voxel, above 0.</param>
    /// <param name="sign">1 for maxima, -1 for minima, whose heights are given with the opposite sign.</param>
    /// <returns>Highest first.</returns>
    public static List<MapPeak> Find(DensityMap map, double level, int sign)
    {
        MapGrid g = map.Grid;
        var planes = new List<MapPeak>[g.Nz];
        Parallel.For(0, g.Nz, z =>
        {
            planes[z] = [];
            if (z > 0 && z < g.Nz - 1)
                FindInPlane(map, level, sign, z, planes[z]);
        });
        return [.. planes.SelectMany(p => p).OrderByDescending(p => p.Height)];
    }

    private static unsafe void FindInPlane(DensityMap map, double level, int sign, int z, List<MapPeak> peaks)
    {
        MapGrid g = map.Grid;
        float* voxels = map.Values.Pointer;
        long plane = (long)g.Nx * g.Ny;
        for (int y = 1; y < g.Ny - 1; y++)
        {
            for (int x = 1; x < g.Nx - 1; x++)
            {
                float* here = voxels + z * plane + (long)y * g.Nx + x;
                if (sign * *here >= level && IsMaximum(here, g.Nx, plane, sign))
                    peaks.Add(Refine(g, here, plane, sign, (x, y, z)));
            }
        }
    }

    private static unsafe bool IsMaximum(float* here, int row, long plane, int sign)
    {
        float value = sign * *here;
        for (int c = -1; c <= 1; c++)
        {
            for (int b = -1; b <= 1; b++)
            {
                for (int a = -1; a <= 1; a++)
                {
                    long step = c * plane + (long)b * row + a;
                    float other = sign * here[step];
                    if (other > value || (other == value && step < 0))
                        return false;
                }
            }
        }

        return true;
    }

    private static unsafe MapPeak Refine(MapGrid g, float* here, long plane, int sign, (int X, int Y, int Z) at)
    {
        (double dx, double hx) = Vertex(sign * (double)here[-1], sign * (double)*here, sign * (double)here[1]);
        (double dy, double hy) = Vertex(sign * (double)here[-g.Nx], sign * (double)*here, sign * (double)here[g.Nx]);
        (double dz, double hz) = Vertex(sign * (double)here[-plane], sign * (double)*here, sign * (double)here[plane]);
        Vec3 v = g.VoxelSize;
        return new(g.Origin + new Vec3((at.X + dx) * v.X, (at.Y + dy) * v.Y, (at.Z + dz) * v.Z), sign * (double)*here + hx + hy + hz);
    }

    /// <summary>Vertex of the parabola through three values at -1, 0, 1, and how much higher it is than the middle.</summary>
    private static (double At, double Rise) Vertex(double below, double here, double above)
    {
        double bend = below - 2 * here + above;
        if (!(bend < 0))
            return (0, 0);
        double t = (below - above) / (2 * bend);
        return (t, (below - above) * t / -4);
    }
}
