using System.Globalization;
using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>A published φ, ψ distribution: the share of residues with rarer torsions, on a grid of 2° with points at odd degrees (Top8000; Richardson Laboratory, Duke University; CC BY 4.0).</summary>
public sealed class RamachandranGrid
{
    /// <summary>Points along each torsion.</summary>
    public const int Size = 180;

    private const double Spacing = 360.0 / Size;

    private RamachandranGrid(double[] values) => Values = values;

    /// <summary>Shares, 0 to 1; ψ fastest; point i lies at -179 + 2i degrees.</summary>
    public double[] Values { get; }

    /// <summary>Reads a published file, compressed or not: '#' starts a comment, other lines hold φ, ψ and the value; points that are left out are 0.</summary>
    /// <param name="path">File.</param>
    /// <exception cref="InputException">A line does not fit.</exception>
    public static RamachandranGrid Read(string path)
    {
        var values = new double[Size * Size];
        using var reader = new StreamReader(CompressedFile.OpenRead(path));
        int line = 0;
        while (reader.ReadLine() is string text)
        {
            line++;
            if (text.Length == 0 || text[0] == '#')
                continue;
            string[] fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length != 3 || Index(fields[0]) is not int i || Index(fields[1]) is not int j || Number(fields[2]) is not double value || !(value >= 0 && value <= 1))
                throw new InputException($"{path}: line {line}: '{text}' is not φ, ψ (odd degrees, -179 to 179) and a share of 0 to 1");
            values[i * Size + j] = value;
        }

        return values.Max() > 0 ? new(values) : throw new InputException($"{path}: no values: give a Top8000 distribution of φ and ψ");
    }

    /// <summary>The share at any torsions, bilinear between the grid's points.</summary>
    /// <param name="phi">φ, degrees.</param>
    /// <param name="psi">ψ, degrees.</param>
    public double At(double phi, double psi) => Interpolate(phi, psi, Values);

    /// <summary>
    /// How common the torsions are: the share of residues that one cell of the grid holds. A cell's value ranks it among all residues, so the cells of a value hold the step from
    /// it to the next higher one.
    /// </summary>
    public double[] Population()
    {
        double[] levels = [.. Values.Distinct().Order()];
        Dictionary<double, int> counts = Values.CountBy(v => v).ToDictionary();
        var population = new double[Values.Length];
        for (int k = 0; k < Values.Length; k++)
        {
            int at = Array.BinarySearch(levels, Values[k]);
            double next = at + 1 < levels.Length ? levels[at + 1] : 1;
            population[k] = Values[k] > 0 ? (next - Values[k]) / counts[Values[k]] : 0;
        }

        return population;
    }

    private static double Interpolate(double phi, double psi, double[] values)
    {
        double u = (phi + 179) / Spacing, v = (psi + 179) / Spacing, low = Math.Floor(u), left = Math.Floor(v);
        int i = Wrapped((int)low), i1 = Wrapped((int)low + 1), j = Wrapped((int)left), j1 = Wrapped((int)left + 1);
        double a = u - low, b = v - left;
        return (1 - a) * ((1 - b) * values[i * Size + j] + b * values[i * Size + j1]) + a * ((1 - b) * values[i1 * Size + j] + b * values[i1 * Size + j1]);
    }

    private static int Wrapped(int i) => ((i % Size) + Size) % Size;

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static int? Index(string text)
    {
        double at = ((Number(text) ?? double.NaN) + 179) / Spacing;
        return at >= 0 && at < Size && at == Math.Floor(at) ? (int)at : null;
    }
}
