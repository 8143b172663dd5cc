using System.Globalization;
using System.Text;
using Engine.Core.Restraints;
using Engine.Core.Validation.Backbone;

namespace Engine.Core.Reports;

/// <summary>
/// Outlines of the favoured and allowed regions of the φ, ψ distributions by which residues are judged, as paths of a drawing: φ to the right and ψ upwards, half a degree per unit,
/// -180°, 180° at the upper left. Contours by marching squares, linear between the points of the distribution.
/// </summary>
internal static class RamachandranRegions
{
    /// <summary>Units along each side of a drawing.</summary>
    public const int Side = 720;

    /// <summary>Points along each torsion with one beyond either end, which repeat the other end, and one more outside, which closes all outlines.</summary>
    private const int Points = 184;

    private static readonly Dictionary<(RamachandranClass, double), string> Known = [];
    private static readonly Lock Guard = new();

    /// <summary>Path of the region in which a class of residues has at least a share.</summary>
    /// <param name="kind">Class.</param>
    /// <param name="level">Share, above 0.</param>
    public static string Path(RamachandranClass kind, double level)
    {
        lock (Guard)
        {
            if (!Known.TryGetValue((kind, level), out string? path))
                Known[(kind, level)] = path = Draw(Loops(Sample(kind), level));
            return path;
        }
    }

    /// <summary>Place of φ on a drawing.</summary>
    public static double X(double phi) => 2 * (phi + 180);

    /// <summary>Place of ψ on a drawing.</summary>
    public static double Y(double psi) => 2 * (180 - psi);

    private static double Degrees(double point) => 2 * point - 183;

    private static double[,] Sample(RamachandranClass kind)
    {
        var values = new double[Points, Points];
        for (int i = 1; i < Points - 1; i++)
        {
            for (int j = 1; j < Points - 1; j++)
                values[i, j] = RamachandranDistributions.BuiltIn.At(kind, Wrap(Degrees(i)), Wrap(Degrees(j)));
        }

        return values;
    }

    private static double Wrap(double degrees) => degrees < -180 ? degrees + 360 : degrees > 180 ? degrees - 360 : degrees;

    /// <summary>Closed outlines; what is above the level lies to the left.</summary>
    private static List<List<(double X, double Y)>> Loops(double[,] values, double level)
    {
        var next = new Dictionary<(int, int, bool), (int, int, bool)>();
        for (int i = 0; i + 1 < Points; i++)
        {
            for (int j = 0; j + 1 < Points; j++)
                AddCell(values, level, i, j, next);
        }

        var loops = new List<List<(double, double)>>();
        foreach ((int, int, bool) first in next.Keys.Order().ToArray())
        {
            var loop = new List<(double, double)>();
            (int, int, bool) edge = first;
            while (next.Remove(edge, out (int, int, bool) following))
            {
                loop.Add(Crossing(values, level, edge));
                edge = following;
            }

            if (loop.Count > 2)
                loops.Add(loop);
        }

        return loops;
    }

    /// <summary>The pieces of outline inside one cell, each from the edge where it enters to the edge where it leaves.</summary>
    private static void AddCell(double[,] values, double level, int i, int j, Dictionary<(int, int, bool), (int, int, bool)> next)
    {
        // Corners counter-clockwise from the lower left, and the edge that follows each: true lies along the first index.
        bool[] inside = [values[i, j] >= level, values[i + 1, j] >= level, values[i + 1, j + 1] >= level, values[i, j + 1] >= level];
        (int, int, bool)[] edges = [(i, j, true), (i + 1, j, false), (i, j + 1, true), (i, j, false)];
        for (int k = 0; k < 4; k++)
        {
            if (!inside[k] || inside[(k + 1) % 4])
                continue;

            // The outline enters where the walk round the cell goes out of the region and leaves where it came in.
            int back = k;
            while (inside[(back + 3) % 4])
                back = (back + 3) % 4;
            next[edges[k]] = edges[(back + 3) % 4];
        }
    }

    private static (double X, double Y) Crossing(double[,] values, double level, (int I, int J, bool Along) edge)
    {
        (int i, int j) = edge.Along ? (edge.I + 1, edge.J) : (edge.I, edge.J + 1);
        double a = values[edge.I, edge.J], b = values[i, j], part = (level - a) / (b - a);
        return (X(Degrees(edge.I + part * (i - edge.I))), Y(Degrees(edge.J + part * (j - edge.J))));
    }

    private static string Draw(List<List<(double X, double Y)>> loops)
    {
        var path = new StringBuilder();
        foreach (List<(double X, double Y)> loop in loops)
        {
            (int x, int y) = Round(loop[0]);
            path.Append(CultureInfo.InvariantCulture, $"M{x} {y}");
            foreach ((double X, double Y) point in loop.Skip(1))
            {
                (int px, int py) = Round(point);
                if ((px, py) != (x, y))
                    path.Append(CultureInfo.InvariantCulture, $"l{px - x} {py - y}");
                (x, y) = (px, py);
            }

            path.Append('z');
        }

        return path.ToString();
    }

    private static (int X, int Y) Round((double X, double Y) p) => ((int)Math.Round(p.X), (int)Math.Round(p.Y));
}
