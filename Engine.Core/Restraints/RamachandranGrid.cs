using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>A published φ, ψ distribution: the share of residues with rarer torsions, on a grid of 2° with points at odd degrees (Top8000; Richardson Laboratory, Duke University; CC BY 4.0).</summary>
public sealed class RamachandranGrid
{
    /// <summary>Points along each torsion.</summary>
    public const int Size = 180;

    private const double Spacing = 360.0 / Size;

    internal RamachandranGrid(double[] values) => Values = values;

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
    public double At(double phi, double psi) => PeriodicGrid.Interpolate<double>(Values, [Size, Size], [(phi + 179) / Spacing, (psi + 179) / Spacing]);

    /// <summary>The share of residues that each cell of the grid holds: how common its torsions are.</summary>
    public double[] Population() => PeriodicGrid.Population(Values);

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static int? Index(string text)
    {
        double at = ((Number(text) ?? double.NaN) + 179) / Spacing;
        return at >= 0 && at < Size && at == Math.Floor(at) ? (int)at : null;
    }
}
