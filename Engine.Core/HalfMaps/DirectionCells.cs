using Engine.Core.Geometry;

namespace Engine.Core.HalfMaps;

/// <summary>Small cells of directions, a direction and its opposite being one: squares on three faces of a cube, at most 3.6° wide.</summary>
internal static class DirectionCells
{
    private const int Side = 32;

    /// <summary>Number of cells.</summary>
    public const int Count = 3 * Side * Side;

    /// <summary>The cell of a vector.</summary>
    /// <param name="x">Component along x.</param>
    /// <param name="y">Component along y.</param>
    /// <param name="z">Component along z; not all are 0.</param>
    public static int Of(double x, double y, double z)
    {
        double ax = Math.Abs(x), ay = Math.Abs(y), az = Math.Abs(z);
        if (ax >= ay && ax >= az)
            return Cell(0, y / x, z / x);
        return ay >= az ? Cell(1, z / y, x / y) : Cell(2, x / z, y / z);
    }

    /// <summary>The unit vector at the middle of a cell.</summary>
    /// <param name="cell">Cell.</param>
    public static Vec3 Middle(int cell)
    {
        double u = (cell % Side + 0.5) * 2 / Side - 1, v = (cell / Side % Side + 0.5) * 2 / Side - 1;
        return ((cell / (Side * Side)) switch { 0 => new Vec3(1, u, v), 1 => new Vec3(v, 1, u), _ => new Vec3(u, v, 1) }).Normalized();
    }

    private static int Cell(int face, double u, double v) => (face * Side + Index(v)) * Side + Index(u);

    private static int Index(double u) => Math.Min(Side - 1, (int)((u + 1) * (Side / 2)));
}
