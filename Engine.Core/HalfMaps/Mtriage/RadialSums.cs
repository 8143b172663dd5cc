using Engine.Core.Maps;

namespace Engine.Core.HalfMaps.Mtriage;

/// <summary>Sums over thin shells of equal width in s, so thin that resolutions and B factors can be tried on the sums alone.</summary>
internal sealed class RadialSums
{
    private const int Bins = 1 << 15;
    private const int Slabs = 8;
    private const int Stride = 4;

    private RadialSums(double end, double[] sums, double largest)
    {
        (Width, LargestFrequency) = (end / Bins, largest);
        for (int i = 0; i < Bins; i++)
        {
            (Cross[i], First[i], Second[i]) = (sums[Stride * i], sums[Stride * i + 1], sums[Stride * i + 2]);
            InPlane[i] = sums[Stride * i + 3];
        }
    }

    /// <summary>Number of shells.</summary>
    public static int Count => Bins;

    /// <summary>Width of a shell, Å⁻¹.</summary>
    public double Width { get; }

    /// <summary>s of the outermost coefficient, Å⁻¹.</summary>
    public double LargestFrequency { get; }

    /// <summary>Σ Re F₁ F₂*.</summary>
    public double[] Cross { get; } = new double[Bins];

    /// <summary>Σ |F₁|².</summary>
    public double[] First { get; } = new double[Bins];

    /// <summary>Σ |F₁|² of the plane l = 0.</summary>
    public double[] InPlane { get; } = new double[Bins];

    /// <summary>Σ |F₂|².</summary>
    public double[] Second { get; } = new double[Bins];

    /// <summary>s at the middle of a shell, Å⁻¹.</summary>
    public double Frequency(int shell) => (shell + 0.5) * Width;

    /// <summary>Number of shells whose coefficients have d above a resolution.</summary>
    /// <param name="d">Å.</param>
    public int CountAbove(double d) => (int)Math.Clamp(1 / (d * Width), 0, Bins);

    /// <summary>Sums two maps up.</summary>
    /// <param name="first">Coefficients.</param>
    /// <param name="second">Others on the same grid; may be the same.</param>
    public static RadialSums Of(MapSpectrum first, MapSpectrum second)
    {
        MapGrid g = first.Grid;
        double largest = Math.Sqrt(UniqueCoefficients.LargestSquared(g)), end = Math.Max(largest * (1 + 1e-9), 1e-9);
        int slabs = Math.Min(Slabs, g.Nz);
        double[] squaredX = [.. Enumerable.Range(0, UniqueCoefficients.End(g)).Select(h => h / g.Box.A * (h / g.Box.A))];
        var parts = new double[slabs][];
        Parallel.For(0, slabs, slab =>
        {
            parts[slab] = new double[Stride * Bins];
            for (int z = slab * g.Nz / slabs; z < (slab + 1) * g.Nz / slabs; z++)
                AddPlane(first, second, z, squaredX, Bins / end, parts[slab]);
        });
        for (int slab = 1; slab < slabs; slab++)
        {
            for (int i = 0; i < parts[0].Length; i++)
                parts[0][i] += parts[slab][i];
        }

        return new(end, parts[0], largest);
    }

    private static void AddPlane(MapSpectrum first, MapSpectrum second, int z, double[] squaredX, double scale, double[] sums)
    {
        MapGrid g = first.Grid;
        int row = 2 * (g.Nx / 2 + 1);
        foreach (FourierRow at in FourierRow.OfPlane(g, z))
        {
            int start = UniqueCoefficients.First(g, at);
            if (start < 0)
                continue;
            ReadOnlySpan<float> a = first.Values.Slice(at.Offset, row), b = second.Values.Slice(at.Offset, row);
            for (int x = start; x < squaredX.Length; x++)
            {
                int to = Stride * (int)(Math.Sqrt(squaredX[x] + at.SquaredAcross) * scale);
                double ar = a[2 * x], ai = a[2 * x + 1], br = b[2 * x], bi = b[2 * x + 1];
                sums[to] += ar * br + ai * bi;
                sums[to + 1] += ar * ar + ai * ai;
                sums[to + 2] += br * br + bi * bi;
                sums[to + 3] += at.L == 0 ? ar * ar + ai * ai : 0;
            }
        }
    }
}
