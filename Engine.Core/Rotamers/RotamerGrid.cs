using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Rotamers;

/// <summary>A published χ distribution: the share of residues with rarer torsions, on a grid of one to three torsions (Top8000; Richardson Laboratory, Duke University; CC BY 4.0).</summary>
public sealed class RotamerGrid
{
    /// <summary>Makes a grid.</summary>
    /// <param name="bins">Cells along each torsion.</param>
    /// <param name="periods">Range of each torsion, degrees, from 0.</param>
    /// <param name="values">Shares, 0 to 1, of the cells' centres, last torsion fastest.</param>
    /// <exception cref="ArgumentException">Sizes differ.</exception>
    public RotamerGrid(int[] bins, double[] periods, float[] values)
    {
        if (bins.Length != periods.Length || bins.Aggregate(1, (a, b) => a * b) != values.Length)
            throw new ArgumentException($"{values.Length} values for {string.Join(" x ", bins)} cells", nameof(values));
        (Bins, Periods, Values) = (bins, periods, values);
    }

    /// <summary>Cells along each torsion.</summary>
    public int[] Bins { get; }

    /// <summary>Range of each torsion, degrees.</summary>
    public double[] Periods { get; }

    /// <summary>Shares of the cells' centres, last torsion fastest.</summary>
    public float[] Values { get; }

    /// <summary>Reads a published file, compressed or not. Lines "# x1: 0.0 360.0 72 true" give the cells; other lines hold the torsions and the share.</summary>
    /// <param name="path">File.</param>
    /// <exception cref="InputException">A line does not fit.</exception>
    public static RotamerGrid Read(string path)
    {
        List<int> bins = [];
        List<double> periods = [];
        float[]? values = null;
        using var reader = new StreamReader(CompressedFile.OpenRead(path));
        for (int line = 1; reader.ReadLine() is string text; line++)
        {
            string[] fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 6 && fields[0] == "#" && fields[1].StartsWith('x'))
            {
                periods.Add(Number(path, line, fields[3], 1, 360));
                bins.Add((int)Number(path, line, fields[4], 4, 720));
            }
            else if (fields.Length > 0 && fields[0] != "#")
            {
                values ??= new float[bins.Count is > 0 and < 4 ? bins.Aggregate(1, (a, b) => a * b) : throw new InputException($"{path}: line {line}: no cells given before it: give a Top8000 distribution")];
                if (fields.Length != bins.Count + 1)
                    throw new InputException($"{path}: line {line}: {fields.Length} numbers instead of {bins.Count + 1}");
                int at = 0;
                for (int d = 0; d < bins.Count; d++)
                    at = at * bins[d] + Math.Min(bins[d] - 1, (int)(Number(path, line, fields[d], 0, periods[d]) / periods[d] * bins[d]));
                values[at] = (float)Number(path, line, fields[^1], 0, 1);
            }
        }

        return values == null ? throw new InputException($"{path}: no values: give a Top8000 distribution of χ") : new([.. bins], [.. periods], values);
    }

    /// <summary>The share at any torsions, linear between the centres of the cells.</summary>
    /// <param name="chi">One value per dimension, degrees.</param>
    public double At(ReadOnlySpan<double> chi)
    {
        Span<double> at = stackalloc double[Bins.Length];
        for (int d = 0; d < at.Length; d++)
            at[d] = chi[d] / Periods[d] * Bins[d] - 0.5;
        return PeriodicGrid.Interpolate<float>(Values, Bins, at);
    }

    /// <summary>The share of residues that each cell holds.</summary>
    public double[] Population() => PeriodicGrid.Population(Values);

    private static double Number(string path, int line, string text, double low, double high) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= low && value <= high
            ? value
            : throw new InputException(FormattableString.Invariant($"{path}: line {line}: '{text}' is not a number from {low} to {high}"));
}
