using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Takes coefficients through a <see cref="RadialFilter"/>, four at a time: roots in lanes, one table segment per lane.</summary>
internal sealed unsafe class CpuRadialFilter
{
    private const int Lanes = 4;

    private readonly RadialFilter filter;
    private readonly HalfSpaceShape sourceShape;
    private readonly HalfSpaceShape targetShape;
    private readonly double[] squares;
    private readonly double[] segments;
    private readonly int count;

    /// <summary>Makes the tables.</summary>
    public CpuRadialFilter(HalfSpaceShape sourceShape, HalfSpaceShape targetShape, RadialFilter filter)
    {
        (this.sourceShape, this.targetShape, this.filter) = (sourceShape, targetShape, filter);
        segments = filter.Segments();
        count = sourceShape.Nx == targetShape.Nx ? SourceRow : (Math.Min(sourceShape.Nx, targetShape.Nx) + 1) / 2;
        squares = new double[count + Lanes];
        for (int h = 0; h < count; h++)
        {
            double s = h / filter.CellX;
            squares[h] = s * s;
        }
    }

    private int SourceRow => sourceShape.Nx / 2 + 1;

    private int TargetRow => targetShape.Nx / 2 + 1;

    /// <summary>Filters everything.</summary>
    public void Run(CpuWorkers workers, float* source, float* target) => workers.Run(targetShape.Nz, z =>
    {
        for (int y = 0; y < targetShape.Ny; y++)
        {
            float* to = target + 2 * ((long)z * targetShape.Ny + y) * TargetRow;
            (int k, int l) = (Signed(y, targetShape.Ny), Signed(z, targetShape.Nz));
            if (Inside(l, sourceShape.Nz, targetShape.Nz) && Inside(k, sourceShape.Ny, targetShape.Ny))
            {
                long row = (long)((l + sourceShape.Nz) % sourceShape.Nz) * sourceShape.Ny + (k + sourceShape.Ny) % sourceShape.Ny;
                Row(source + 2 * row * SourceRow, to, k / filter.CellY, l / filter.CellZ);
            }
            else if (!filter.Accumulate)
            {
                new Span<float>(to, 2 * TargetRow).Clear();
            }
        }
    });

    /// <summary>Between equal sizes every index is taken, else those below the Nyquist limit of both.</summary>
    private static bool Inside(int index, int sourceCount, int targetCount) =>
        sourceCount == targetCount || 2 * Math.Abs(index) < Math.Min(sourceCount, targetCount);

    private static int Signed(int index, int count) => 2 * index > count ? index - count : index;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Row(float* from, float* to, double sy, double sz)
    {
        double across = sy * sy + sz * sz, end = filter.Table.Length - 1;
        fixed (double* square = squares, table = segments)
        {
            for (int h = 0; h < count; h += Lanes)
            {
                Vector256<double> u = Vector256.Sqrt(Vector256.Create(across) + Vector256.Load(square + h)) / Vector256.Create(filter.Step);
                Vector256<double> node = Vector256.ConditionalSelect(
                    Vector256.GreaterThan(u, Vector256.Create(end)), Vector256.Create(end + 1), Vector256.Floor(u));
                Vector256<double> rest = u - node;
                int n = Math.Min(Lanes, count - h);
                for (int i = 0; i < n; i++)
                {
                    double* segment = table + 2 * (int)node.GetElement(i);
                    float f = (float)(segment[0] + (segment[1] == 0 ? 0 : rest.GetElement(i) * segment[1]));
                    int at = 2 * (h + i);
                    (to[at], to[at + 1]) = filter.Accumulate ? (to[at] + f * from[at], to[at + 1] + f * from[at + 1]) : (f * from[at], f * from[at + 1]);
                }
            }
        }

        if (!filter.Accumulate)
            new Span<float>(to + 2 * count, 2 * (TargetRow - count)).Clear();
    }
}
