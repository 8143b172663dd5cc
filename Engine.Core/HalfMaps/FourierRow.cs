using Engine.Core.Maps;

namespace Engine.Core.HalfMaps;

/// <summary>One row of a half space: the coefficients with the same indices k and l, h from 0 up.</summary>
/// <param name="K">Index along y, negative in the upper half of the array.</param>
/// <param name="L">Index along z, likewise.</param>
/// <param name="Offset">Index of the row's first float in the array.</param>
/// <param name="SquaredAcross">(k/b)² + (l/c)², Å⁻².</param>
/// <param name="CellX">Edge of the box along x, Å.</param>
internal readonly record struct FourierRow(int K, int L, long Offset, double SquaredAcross, double CellX)
{
    /// <summary>s² of a coefficient of the row, Å⁻².</summary>
    /// <param name="h">Index along x.</param>
    public double Squared(int h) => h / CellX * (h / CellX) + SquaredAcross;

    /// <summary>The rows of one plane, in the order of the array.</summary>
    /// <param name="grid">Grid of the map.</param>
    /// <param name="z">Plane of the array.</param>
    public static IEnumerable<FourierRow> OfPlane(MapGrid grid, int z)
    {
        int hx = grid.Nx / 2 + 1, l = z <= grid.Nz / 2 ? z : z - grid.Nz;
        double sz = l / grid.Box.C, cellY = grid.Box.B, cellX = grid.Box.A;
        for (int y = 0; y < grid.Ny; y++)
        {
            int k = y <= grid.Ny / 2 ? y : y - grid.Ny;
            double sy = k / cellY;
            yield return new(k, l, 2L * ((long)z * grid.Ny + y) * hx, sy * sy + sz * sz, cellX);
        }
    }
}
