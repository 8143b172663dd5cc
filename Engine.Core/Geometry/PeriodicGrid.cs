using System.Numerics;

namespace Engine.Core.Geometry;

/// <summary>Published distributions of torsions: values on a grid that is periodic along each of its axes, last axis fastest.</summary>
internal static class PeriodicGrid
{
    /// <summary>The value at any place, linear between the grid's points.</summary>
    /// <param name="values">Values of the points.</param>
    /// <param name="size">Points along each axis.</param>
    /// <param name="at">Place in units of the spacing, 0 = the first point; any number of periods away.</param>
    public static double Interpolate<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> size, ReadOnlySpan<double> at)
        where T : INumber<T>
    {
        Span<int> low = stackalloc int[size.Length], high = stackalloc int[size.Length];
        Span<double> rest = stackalloc double[size.Length];
        for (int d = 0; d < size.Length; d++)
        {
            double floor = Math.Floor(at[d]);
            rest[d] = at[d] - floor;
            low[d] = Wrapped((int)floor, size[d]);
            high[d] = Wrapped((int)floor + 1, size[d]);
        }

        double sum = 0;
        for (int corner = 0; corner < 1 << size.Length; corner++)
        {
            double weight = 1;
            int index = 0;
            for (int d = 0; d < size.Length; d++)
            {
                bool upper = (corner >> d & 1) != 0;
                weight *= upper ? rest[d] : 1 - rest[d];
                index = index * size[d] + (upper ? high[d] : low[d]);
            }

            sum += weight * double.CreateChecked(values[index]);
        }

        return sum;
    }

    /// <summary>
    /// The share of residues that each point stands for, where a value is the share of residues with rarer torsions: it ranks the point among all, so the points of a value hold the step from it to
    /// the next higher one.
    /// </summary>
    /// <param name="values">Values of the points, 0 to 1.</param>
    public static double[] Population<T>(T[] values)
        where T : INumber<T>
    {
        T[] levels = [.. values.Distinct().Order()];
        Dictionary<T, int> counts = values.CountBy(v => v).ToDictionary();
        var population = new double[values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            int at = Array.BinarySearch(levels, values[k]);
            double here = double.CreateChecked(values[k]), next = at + 1 < levels.Length ? double.CreateChecked(levels[at + 1]) : 1;
            population[k] = here > 0 ? (next - here) / counts[values[k]] : 0;
        }

        return population;
    }

    private static int Wrapped(int i, int n) => ((i % n) + n) % n;
}
