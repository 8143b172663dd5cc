namespace Engine.Kernels.Likelihood;

/// <summary>The Newton step of the coefficients of one plane of a half space.</summary>
/// <param name="shape">Size of the half space.</param>
/// <param name="step">Cell, limit and mean curvature.</param>
internal sealed unsafe class NewtonPlane(HalfSpaceShape shape, NewtonStep step)
{
    private readonly int width = shape.Nx / 2 + 1;

    /// <summary>Steps.</summary>
    /// <param name="coefficients">F.</param>
    /// <param name="gradient">Transform of L'.</param>
    /// <param name="curvature">Transform of L''.</param>
    /// <param name="result">Receives F + D.</param>
    /// <param name="z">Plane.</param>
    public NewtonSums Run(float* coefficients, float* gradient, float* curvature, float* result, int z)
    {
        NewtonSums sums = default;
        int l = Signed(z, shape.Nz), z2 = Twice(z, shape.Nz);
        double sz = l / step.CellZ, limit = step.Limit * step.Limit;
        for (int y = 0; y < shape.Ny; y++)
        {
            double sy = Signed(y, shape.Ny) / step.CellY, across = sy * sy + sz * sz;
            int y2 = Twice(y, shape.Ny);
            long row = 2 * Row(z, y);
            var rows = new Rows(
                coefficients + row, gradient + row, result + row, curvature + 2 * Row(z2, y2), curvature + 2 * Row(Opposite(z2, shape.Nz), Opposite(y2, shape.Ny)));
            int end = Reach(across, limit);
            sums = Step(rows, end, z2 == 0 && y2 == 0, row == 0, sums);
            if (end < width && rows.To != rows.F)
                new ReadOnlySpan<float>(rows.F + 2 * end, 2 * (width - end)).CopyTo(new Span<float>(rows.To + 2 * end, 2 * (width - end)));
        }

        return sums;
    }

    private static int Signed(int index, int count) => 2 * index > count ? index - count : index;

    /// <summary>The index of 2h modulo the grid.</summary>
    private static int Twice(int index, int count) => 2 * index % count;

    private static int Opposite(int index, int count) => index == 0 ? 0 : count - index;

    private long Row(int z, int y) => ((long)z * shape.Ny + y) * width;

    /// <summary>The number of coefficients of a row, from its start, that lie below the limit.</summary>
    private int Reach(double across, double limit)
    {
        int end = across < limit ? Math.Min(width, (int)(Math.Sqrt(limit - across) * step.CellX) + 2) : 0;
        while (end > 0 && !(Squared(end - 1, across) < limit))
            end--;
        return end;
    }

    private double Squared(int h, double across)
    {
        double s = h / step.CellX;
        return across + s * s;
    }

    private NewtonSums Step(Rows rows, int end, bool acrossIsReal, bool hasOrigin, NewtonSums sums)
    {
        double m = step.MeanCurvature, largest = step.LargestRatio * step.LargestRatio * m * m, perPoint = 1 / ((double)shape.Nx * shape.Ny * shape.Nz);
        double changed = 0, fallbacks = 0, power = 0, shift = 0;
        for (int h = 0; h < end; h++)
        {
            double fr = rows.F[2 * h], fi = rows.F[2 * h + 1], dr = 0, di = 0;
            if (h > 0 || !hasOrigin)
            {
                // 2h lies in the stored half, or its Friedel mate does, with the opposite imaginary part.
                bool isStored = 2 * h < width;
                int at = isStored ? 2 * h : shape.Nx - 2 * h;
                float* from = (isStored ? rows.Curvature : rows.Mate) + 2 * at;
                double br = from[0] * perPoint, bi = (isStored ? from[1] : -from[1]) * perPoint, ar = rows.A[2 * h], ai = rows.A[2 * h + 1];
                double squared = br * br + bi * bi;
                bool isReal = acrossIsReal && at == 0, isFallback = !(squared <= largest);
                if (isReal || isFallback)
                {
                    (dr, di) = (-ar / m, isReal ? 0 : -ai / m);
                }
                else
                {
                    double scale = -1 / (m * m - squared);
                    (dr, di) = (scale * ((m - br) * ar - bi * ai), scale * ((m + br) * ai - bi * ar));
                }

                double weight = h == 0 || 2 * h == shape.Nx ? 1 : 2;
                changed += weight;
                fallbacks += isFallback && !isReal ? weight : 0;
                power += weight * (fr * fr + fi * fi);
                shift += weight * (dr * dr + di * di);
            }

            rows.To[2 * h] = (float)(fr + dr);
            rows.To[2 * h + 1] = (float)(fi + di);
        }

        return new(sums.Changed + changed, sums.Fallbacks + fallbacks, sums.Power + power, sums.Shift + shift);
    }

    /// <summary>The rows that a row's step reads and writes; of the curvature those of (2k, 2l) and (-2k, -2l).</summary>
    private readonly struct Rows(float* f, float* a, float* to, float* curvature, float* mate)
    {
        public readonly float* F = f;
        public readonly float* A = a;
        public readonly float* To = to;
        public readonly float* Curvature = curvature;
        public readonly float* Mate = mate;
    }
}
