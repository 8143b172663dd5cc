using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;

namespace Engine.Core.Sharpening;

/// <summary>One principal direction of a tensor.</summary>
/// <param name="B">Its B, Å².</param>
/// <param name="Axis">Unit vector x, y, z.</param>
public sealed record PrincipalB(double B, IReadOnlyList<double> Axis);

/// <summary>
/// How the fall-off of a map's amplitudes depends on direction: |F(s)| = A(|s|) exp(-sᵀ ΔB s/4) with a tensor ΔB without trace, since its mean is part of A.
/// </summary>
/// <param name="Deviatoric">ΔB: 11 22 33 12 13 23, Å²; its trace is 0.</param>
/// <param name="MeanB">B_iso of the map, Å², the mean of the principal values.</param>
/// <param name="Principal">Principal values and axes of mean plus ΔB, the largest fall-off first.</param>
/// <param name="Coefficients">Fourier coefficients that took part.</param>
public sealed record AnisotropyFit(IReadOnlyList<double> Deviatoric, double MeanB, IReadOnlyList<PrincipalB> Principal, long Coefficients)
{
    private const int Terms = 5;

    /// <summary>Largest less smallest principal value, Å².</summary>
    public double Range => Principal[0].B - Principal[^1].B;

    /// <summary>
    /// Fits ΔB: ln|F|² less its mean over the shell, against the five independent quadratic forms of s less theirs, by least squares over all coefficients
    /// from 10 Å to the resolution. The logarithm makes every coefficient count the same, whatever its shell's strength.
    /// </summary>
    /// <param name="spectrum">Coefficients of the map.</param>
    /// <param name="meanB">B_iso of the map, Å².</param>
    /// <param name="resolution">Å.</param>
    /// <returns>Null when too few coefficients lie in the range.</returns>
    public static AnisotropyFit? Of(MapSpectrum spectrum, double meanB, double resolution)
    {
        MapGrid g = spectrum.Grid;
        int shells = MapSpectrum.ShellCount(g);
        var planes = new Sums[g.Nz];
        Parallel.For(0, g.Nz, z => planes[z] = SumPlane(spectrum, z, shells, resolution));
        var total = new Sums(shells);
        foreach (Sums plane in planes)
            total.Add(plane);
        double[]? x = Solve(total, out long used);
        if (x == null)
            return null;
        double[] deviatoric = [x[0], x[1], -x[0] - x[1], x[2], x[3], x[4]];
        double[] whole = [deviatoric[0] + meanB, deviatoric[1] + meanB, deviatoric[2] + meanB, x[2], x[3], x[4]];
        (double[] values, double[] vectors) = SymmetricMatrix3.Decompose(whole);
        PrincipalB[] principal = [.. Enumerable.Range(0, 3).OrderByDescending(i => values[i]).Select(i => new PrincipalB(values[i], [vectors[i], vectors[3 + i], vectors[6 + i]]))];
        return new(deviatoric, meanB, principal, used);
    }

    /// <summary>Removes the anisotropy: coefficients times exp(sᵀ ΔB s/4). The mean fall-off stays.</summary>
    /// <param name="spectrum">Coefficients of the map; changed.</param>
    public void Remove(MapSpectrum spectrum)
    {
        MapGrid g = spectrum.Grid;
        int hx = g.Nx / 2 + 1;
        Parallel.For(0, g.Nz, z =>
        {
            foreach (FourierRow at in FourierRow.OfPlane(g, z))
            {
                Span<float> row = spectrum.Values.Slice(at.Offset, 2 * hx);
                for (int h = 0; h < hx; h++)
                {
                    float f = (float)Math.Exp(Math.Min(80, 0.25 * Form(Deviatoric, h / g.Box.A, at.K / g.Box.B, at.L / g.Box.C)));
                    row[2 * h] *= f;
                    row[2 * h + 1] *= f;
                }
            }
        });
    }

    private static double Form(IReadOnlyList<double> b, double x, double y, double z) => b[0] * x * x + b[1] * y * y + b[2] * z * z + 2 * (b[3] * x * y + b[4] * x * z + b[5] * y * z);

    private static Sums SumPlane(MapSpectrum spectrum, int z, int shells, double resolution)
    {
        MapGrid g = spectrum.Grid;
        int hx = g.Nx / 2 + 1;
        double width = MapSpectrum.ShellWidth(g), low = 1 / GuinierFit.Start, high = 1 / resolution;
        var sums = new Sums(shells);
        Span<double> row = stackalloc double[Terms + 1];
        foreach (FourierRow at in FourierRow.OfPlane(g, z))
        {
            ReadOnlySpan<float> values = spectrum.Values.Slice(at.Offset, 2 * hx);
            double sy = at.K / g.Box.B, sz = at.L / g.Box.C;
            for (int h = 0; h < hx; h++)
            {
                double sx = h / g.Box.A, s = Math.Sqrt(at.Squared(h)), power = (double)values[2 * h] * values[2 * h] + (double)values[2 * h + 1] * values[2 * h + 1];
                int k = MapSpectrum.Shell(s * s, width);
                if (s < low || s > high || k >= shells || !(power > 0) || 2 * h == g.Nx || 2 * at.K == g.Ny || 2 * at.L == g.Nz)
                    continue;

                // ln|F|² = const - sᵀ ΔB s/2, with ΔB33 = -ΔB11 - ΔB22.
                (row[0], row[1]) = (-0.5 * (sx * sx - sz * sz), -0.5 * (sy * sy - sz * sz));
                (row[2], row[3], row[4], row[5]) = (-sx * sy, -sx * sz, -sy * sz, Math.Log(power));
                sums.Add(k, h == 0 ? 1 : 2, row);
            }
        }

        return sums;
    }

    /// <summary>Least squares with the mean of every shell taken off, by elimination with pivots.</summary>
    private static double[]? Solve(Sums sums, out long used)
    {
        double[,] a = new double[Terms, Terms + 1];
        used = 0;
        for (int k = 0; k < sums.Counts.Length; k++)
        {
            double n = sums.Counts[k];
            if (n < 2)
                continue;
            used += (long)n;
            for (int i = 0; i < Terms; i++)
            {
                for (int j = 0; j <= Terms; j++)
                    a[i, j] += sums.Product(k, i, j) - sums.Mean(k, i) * sums.Mean(k, j) / n;
            }
        }

        return used > 100 ? Eliminate(a) : null;
    }

    private static double[]? Eliminate(double[,] a)
    {
        for (int p = 0; p < Terms; p++)
        {
            int pivot = Enumerable.Range(p, Terms - p).MaxBy(i => Math.Abs(a[i, p]));
            if (!(Math.Abs(a[pivot, p]) > 1e-30))
                return null;
            for (int j = 0; j <= Terms; j++)
                (a[p, j], a[pivot, j]) = (a[pivot, j], a[p, j]);
            for (int i = 0; i < Terms; i++)
            {
                double f = i == p ? 0 : a[i, p] / a[p, p];
                for (int j = 0; j <= Terms && f != 0; j++)
                    a[i, j] -= f * a[p, j];
            }
        }

        return [.. Enumerable.Range(0, Terms).Select(i => a[i, Terms] / a[i, i])];
    }

    /// <summary>Sums of the rows and of their products by shell.</summary>
    private sealed class Sums(int shells)
    {
        private const int Width = Terms + 1;
        private readonly double[] means = new double[shells * Width];
        private readonly double[] products = new double[shells * Width * Width];

        public double[] Counts { get; } = new double[shells];

        public double Mean(int shell, int i) => means[shell * Width + i];

        public double Product(int shell, int i, int j) => products[(shell * Width + i) * Width + j];

        public void Add(int shell, double weight, ReadOnlySpan<double> row)
        {
            Counts[shell] += weight;
            for (int i = 0; i < Width; i++)
            {
                double w = weight * row[i];
                means[shell * Width + i] += w;
                for (int j = 0; j < Width; j++)
                    products[(shell * Width + i) * Width + j] += w * row[j];
            }
        }

        public void Add(Sums other)
        {
            Add(Counts, other.Counts);
            Add(means, other.means);
            Add(products, other.products);
        }

        private static void Add(double[] to, double[] from)
        {
            for (int i = 0; i < to.Length; i++)
                to[i] += from[i];
        }
    }
}
