using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>Where the atoms lie with respect to a map's box. The box is periodic, so an atom near a face contributes on the other side too.</summary>
public static class BoxPlacement
{
    /// <summary>Checks the place of a model in a map.</summary>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <param name="dMin">Resolution, Å; atoms within 2 d of a face are near it.</param>
    /// <param name="periodic">The box repeats; otherwise what lies outside is lost.</param>
    /// <returns>Warnings, one line each.</returns>
    /// <exception cref="InputException">Every atom lies outside the box.</exception>
    public static IReadOnlyList<string> Check(MapGrid grid, ReadOnlySpan<double> positions, double dMin, bool periodic = true)
    {
        int count = positions.Length / 3, outside = 0, near = 0;
        Vec3 box = new(grid.Box.A, grid.Box.B, grid.Box.C);
        Vec3 low = new(double.MaxValue, double.MaxValue, double.MaxValue), high = -low;
        for (int i = 0; i < count; i++)
        {
            Vec3 p = new(positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]), r = p - grid.Origin;
            low = new Vec3(Math.Min(low.X, p.X), Math.Min(low.Y, p.Y), Math.Min(low.Z, p.Z));
            high = new Vec3(Math.Max(high.X, p.X), Math.Max(high.Y, p.Y), Math.Max(high.Z, p.Z));
            double margin = Math.Min(Margin(r.X, box.X), Math.Min(Margin(r.Y, box.Y), Margin(r.Z, box.Z)));
            if (margin < 0)
                outside++;
            else if (margin < 2 * dMin)
                near++;
        }

        if (count > 0 && outside == count)
        {
            throw new InputException(
                $"the model lies outside the map: model from {Text(low)} to {Text(high)}, map from {Text(grid.Origin)} to {Text(grid.Origin + box)} Å; check the map's origin or move the model");
        }

        var warnings = new List<string>();
        if (outside > 0)
            warnings.Add($"{outside} of {count} atoms lie outside the map's box; {(periodic ? "the box is treated as periodic, so their density appears on its other side" : "their density outside is lost")}");
        if (near > 0)
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{near} of {count} atoms lie within {2 * dMin:0.##} Å of a face of the map's box; their density {(periodic ? "wraps around" : "is cut off there")}"));
        return warnings;
    }

    private static double Margin(double x, double edge) => Math.Min(x, edge - x);

    private static string Text(Vec3 p) => string.Create(CultureInfo.InvariantCulture, $"({p.X:0.0}, {p.Y:0.0}, {p.Z:0.0})");
}
