using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Takes coefficients through a <see cref="FourierFilter"/>. exp(blur s²/4) is a product of three factors, one per axis, so a coefficient inside the window
/// costs three multiplications; only those on the slope of the window need a root and a cosine.
/// </summary>
internal sealed unsafe class CpuFilter
{
    private const int Lanes = 4;

    private readonly FourierFilter filter;
    private readonly HalfSpaceShape sourceShape;
    private readonly HalfSpaceShape targetShape;
    private readonly double[] squares;
    private readonly double[] factors;

    /// <summary>Makes the tables along x.</summary>
    public CpuFilter(HalfSpaceShape sourceShape, HalfSpaceShape targetShape, FourierFilter filter)
    {
        (this.sourceShape, this.targetShape, this.filter) = (sourceShape, targetShape, filter);
        int count = (Math.Min(sourceShape.Nx, targetShape.Nx) + 1) / 2;
        (squares, factors) = (new double[count + Lanes], new double[count + Lanes]);
        Array.Fill(squares, double.PositiveInfinity);
        for (int h = 0; h < count; h++)
            (squares[h], factors[h]) = (Square(h / filter.CellX), Factor(h / filter.CellX));
    }

    private int SourceRow => sourceShape.Nx / 2 + 1;

    private int TargetRow => targetShape.Nx / 2 + 1;

    /// <summary>Filters everything.</summary>
    public void Run(CpuWorkers workers, float* source, float* target) => workers.Run(targetShape.Nz, z =>
    {
        int l = Signed(z, targetShape.Nz);
        for (int y = 0; y < targetShape.Ny; y++)
        {
            int k = Signed(y, targetShape.Ny);
            float* to = target + 2 * ((long)z * targetShape.Ny + y) * TargetRow;
            if (Inside(l, sourceShape.Nz, targetShape.Nz) && Inside(k, sourceShape.Ny, targetShape.Ny))
            {
                long row = (long)(l < 0 ? l + sourceShape.Nz : l) * sourceShape.Ny + (k < 0 ? k + sourceShape.Ny : k);
                Row(source + 2 * row * SourceRow, to, k, l);
            }
            else if (!filter.Accumulate)
            {
                new Span<float>(to, 2 * TargetRow).Clear();
            }
        }
    });

    /// <summary>True when an index is below the Nyquist limit of both sizes.</summary>
    private static bool Inside(int index, int sourceCount, int targetCount) => 2 * Math.Abs(index) < Math.Min(sourceCount, targetCount);

    private static int Signed(int index, int count) => 2 * index < count ? index : index - count;

    private static double Square(double s) => s * s;

    private double Factor(double s) => Math.Exp(0.25 * filter.Blur * s * s);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Row(float* from, float* to, int k, int l)
    {
        double sy = k / filter.CellY, sz = l / filter.CellZ, across = sy * sy + sz * sz;
        double factor = filter.Scale * Factor(sy) * Factor(sz);
        int end = Below(filter.SOuter * filter.SOuter, across, false), flat = Math.Min(end, Below(filter.SInner * filter.SInner, across, true));
        (float re, float im) = filter.Accumulate ? (to[0], to[1]) : (0, 0);
        fixed (double* square = squares, along = factors)
        {
            for (int h = 0; h < end; h += Lanes)
            {
                Vector256<double> f = factor * Vector256.Load(along + h);
                if (h + Lanes > flat)
                    f *= Window(Vector256.Load(square + h) + Vector256.Create(across));
                Store(from + 2 * h, to + 2 * h, f, Math.Min(Lanes, end - h));
            }
        }

        if (!filter.Accumulate)
            new Span<float>(to + 2 * end, 2 * (TargetRow - end)).Clear();
        if (k == 0 && l == 0 && !filter.KeepOrigin)
            (to[0], to[1]) = (re, im);
    }

    /// <summary>The number of indices of a row with s² below a limit, or equal to it when asked.</summary>
    private int Below(double limit, double across, bool orEqual)
    {
        int count = squares.Length - Lanes;
        if (limit < across)
            return 0;
        int h = (int)Math.Min(count, Math.Sqrt(limit - across) * filter.CellX);
        while (h > 0 && !Holds(h - 1))
            h--;
        while (h < count && Holds(h))
            h++;
        return h;

        bool Holds(int i) => across + squares[i] < limit || (orEqual && across + squares[i] == limit);
    }

    /// <summary>The window at four squared frequencies; 1 where they are within the flat part.</summary>
    private Vector256<double> Window(Vector256<double> s2)
    {
        Vector256<double> beyond = Vector256.Max(Vector256.Sqrt(s2) - Vector256.Create(filter.SInner), Vector256<double>.Zero);
        Vector256<double> phase = Math.PI / (filter.SOuter - filter.SInner) * beyond;
        Vector256<double> window = Vector256.Create(0.5) + 0.5 * Vector256.Cos(phase);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(beyond, Vector256<double>.Zero), window, Vector256<double>.One);
    }

    /// <summary>Multiplies up to four complex numbers by real factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(float* from, float* to, Vector256<double> factors, int count)
    {
        Vector128<float> f = Vector128.Narrow(factors.GetLower(), factors.GetUpper());
        if (count == Lanes)
        {
            Vector256<float> each = Vector256.Create(
                Vector128.Shuffle(f, Vector128.Create(0, 0, 1, 1)), Vector128.Shuffle(f, Vector128.Create(2, 2, 3, 3)));
            Vector256<float> values = each * Vector256.Load(from);
            (filter.Accumulate ? values + Vector256.Load(to) : values).Store(to);
            return;
        }

        for (int i = 0; i < 2 * count; i++)
            to[i] = f[i / 2] * from[i] + (filter.Accumulate ? to[i] : 0);
    }
}
