namespace Engine.Kernels.Cpu;

/// <summary>Copies coefficients between half spaces with a filter; see <see cref="FourierKernels.Truncate"/>.</summary>
internal static unsafe class CpuTruncation
{
    /// <summary>Runs it on plain arrays.</summary>
    public static void Run(
        CpuWorkers workers, float* source, HalfSpaceShape sourceShape, float* target, HalfSpaceShape targetShape,
        (double X, double Y, double Z) cell, double blur, double sMax, double scale, bool keepOrigin)
    {
        int sourceRow = sourceShape.Nx / 2 + 1, targetRow = targetShape.Nx / 2 + 1;
        workers.Run(targetShape.Nz, z =>
        {
            int l = 2 * z < targetShape.Nz ? z : z - targetShape.Nz;
            for (int y = 0; y < targetShape.Ny; y++)
            {
                int k = 2 * y < targetShape.Ny ? y : y - targetShape.Ny;
                float* row = target + 2 * ((long)z * targetShape.Ny + y) * targetRow;
                bool inside = Inside(l, sourceShape.Nz, targetShape.Nz) && Inside(k, sourceShape.Ny, targetShape.Ny);
                float* from = inside
                    ? source + 2 * ((long)(l < 0 ? l + sourceShape.Nz : l) * sourceShape.Ny + (k < 0 ? k + sourceShape.Ny : k)) * sourceRow
                    : null;
                double sy = k / cell.Y, sz = l / cell.Z, base2 = sy * sy + sz * sz;
                for (int h = 0; h < targetRow; h++)
                {
                    double s2 = base2 + h / cell.X * (h / cell.X);
                    bool kept = inside && Inside(h, sourceShape.Nx, targetShape.Nx) && s2 < sMax * sMax && (s2 > 0 || keepOrigin);
                    float factor = kept ? (float)(scale * Math.Exp(0.25 * blur * s2)) : 0;
                    (row[2 * h], row[2 * h + 1]) = kept ? (factor * from[2 * h], factor * from[2 * h + 1]) : (0, 0);
                }
            }
        });
    }

    /// <summary>True when an index is below the Nyquist limit of both sizes.</summary>
    private static bool Inside(int index, int sourceCount, int targetCount) => 2 * Math.Abs(index) < Math.Min(sourceCount, targetCount) || index == 0;
}
