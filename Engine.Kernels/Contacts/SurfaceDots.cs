namespace Engine.Kernels;

/// <summary>Points on the surfaces of spheres about the origin, one kind of sphere after the other.</summary>
public sealed class SurfaceDots
{
    /// <summary>The points of a kind are a multiple of this many: the last one is repeated.</summary>
    public const int Multiple = 4;

    /// <summary>Gathers the points of all kinds.</summary>
    /// <param name="kinds">Per kind 3 numbers per point, Å; at least one point.</param>
    /// <exception cref="ArgumentException">A kind has no points, or half a point.</exception>
    public SurfaceDots(IReadOnlyList<double[]> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        Start = new int[kinds.Count + 1];
        for (int kind = 0; kind < kinds.Count; kind++)
        {
            int length = kinds[kind].Length;
            if (length == 0 || length % 3 != 0)
                throw new ArgumentException($"{length} numbers for the points of sphere {kind}", nameof(kinds));
            Start[kind + 1] = Start[kind] + (length / 3 + Multiple - 1) / Multiple * Multiple;
        }

        (X, Y, Z) = (new double[Start[^1]], new double[Start[^1]], new double[Start[^1]]);
        for (int kind = 0; kind < kinds.Count; kind++)
        {
            double[] points = kinds[kind];
            for (int i = Start[kind]; i < Start[kind + 1]; i++)
            {
                int from = Math.Min(3 * (i - Start[kind]), points.Length - 3);
                (X[i], Y[i], Z[i]) = (points[from], points[from + 1], points[from + 2]);
            }
        }
    }

    /// <summary>First point of each kind, and the end of the last.</summary>
    public int[] Start { get; }

    /// <summary>Coordinates of the points, Å.</summary>
    public double[] X { get; }

    /// <summary>Coordinates of the points, Å.</summary>
    public double[] Y { get; }

    /// <summary>Coordinates of the points, Å.</summary>
    public double[] Z { get; }
}
