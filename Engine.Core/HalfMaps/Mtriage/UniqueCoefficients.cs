using Engine.Core.Maps;

namespace Engine.Core.HalfMaps.Mtriage;

/// <summary>The coefficients that mtriage looks at: each pair F(h), F(-h) once, out to the corners of the box, without F(000) and the planes of the Nyquist index.</summary>
internal static class UniqueCoefficients
{
    /// <summary>First index along x of a row whose coefficients count.</summary>
    /// <param name="grid">Grid of the map.</param>
    /// <param name="row">Row of the half space.</param>
    /// <returns>0 or 1; -1 when the row lies on a Nyquist plane.</returns>
    public static int First(MapGrid grid, FourierRow row)
    {
        if (2 * Math.Abs(row.K) == grid.Ny || 2 * Math.Abs(row.L) == grid.Nz)
            return -1;
        return row.K > 0 || (row.K == 0 && row.L > 0) ? 0 : 1;
    }

    /// <summary>Index after the last along x.</summary>
    /// <param name="grid">Grid of the map.</param>
    public static int End(MapGrid grid) => (grid.Nx - 1) / 2 + 1;

    /// <summary>Largest s² of all, Å⁻²; 0 when there are none.</summary>
    /// <param name="grid">Grid of the map.</param>
    public static double LargestSquared(MapGrid grid)
    {
        double sx = (grid.Nx - 1) / 2 / grid.Box.A, sy = (grid.Ny - 1) / 2 / grid.Box.B, sz = (grid.Nz - 1) / 2 / grid.Box.C;
        return sx * sx + sy * sy + sz * sz;
    }
}
