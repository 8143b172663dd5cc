using System.Numerics;
using Engine.Kernels.Likelihood;

namespace Engine.Kernels.SelfTests;

/// <summary>The Newton step of coefficients by a plain loop over the half space, in double precision.</summary>
internal static class ReferenceNewton
{
    /// <summary>Coefficients after the step; coefficients changed, fallbacks, power before and power of the step.</summary>
    public static (float[] Result, double[] Sums) Step(float[] f, float[] a, float[] b, HalfSpaceShape shape, NewtonStep step)
    {
        (int nx, int ny, int nz) = (shape.Nx, shape.Ny, shape.Nz);
        float[] result = [.. f];
        double[] sums = new double[4];
        double m = step.MeanCurvature;
        for (int z = 0; z < nz; z++)
        {
            for (int y = 0; y < ny; y++)
            {
                for (int h = 0; h <= nx / 2; h++)
                {
                    int i = 2 * ((z * ny + y) * (nx / 2 + 1) + h), k = 2 * y > ny ? y - ny : y, l = 2 * z > nz ? z - nz : z;
                    double s = Math.Sqrt(Math.Pow(h / step.CellX, 2) + Math.Pow(k / step.CellY, 2) + Math.Pow(l / step.CellZ, 2));
                    if (i == 0 || s >= step.Limit)
                        continue;
                    Complex curvature = Whole(b, shape, 2 * h, 2 * k, 2 * l) / ((double)nx * ny * nz), first = new(a[i], a[i + 1]), d;
                    bool isReal = 2 * h % nx == 0 && 2 * k % ny == 0 && 2 * l % nz == 0, isFallback = curvature.Magnitude > 0.9 * Math.Abs(m);
                    if (isReal)
                        d = -first.Real / m;
                    else if (isFallback)
                        d = -first / m;
                    else
                        d = Solve(m + curvature.Real, curvature.Imaginary, m - curvature.Real, -first);
                    (result[i], result[i + 1]) = ((float)(f[i] + d.Real), (float)(f[i + 1] + d.Imaginary));
                    double weight = h == 0 || 2 * h == nx ? 1 : 2;
                    double[] terms = [1, isFallback && !isReal ? 1 : 0, (double)f[i] * f[i] + (double)f[i + 1] * f[i + 1], d.Magnitude * d.Magnitude];
                    for (int q = 0; q < 4; q++)
                        sums[q] += weight * terms[q];
                }
            }
        }

        return (result, sums);
    }

    private static Complex Solve(double xx, double xy, double yy, Complex right)
    {
        double det = xx * yy - xy * xy;
        return new((yy * right.Real - xy * right.Imaginary) / det, (xx * right.Imaginary - xy * right.Real) / det);
    }

    /// <summary>A coefficient of the whole space by its signed indices.</summary>
    private static Complex Whole(float[] half, HalfSpaceShape shape, int h, int k, int l)
    {
        int x = Wrap(h, shape.Nx), y = Wrap(k, shape.Ny), z = Wrap(l, shape.Nz);
        if (x <= shape.Nx / 2)
            return At(x, y, z);
        return Complex.Conjugate(At(shape.Nx - x, Wrap(-y, shape.Ny), Wrap(-z, shape.Nz)));

        Complex At(int i, int j, int m)
        {
            int at = 2 * ((m * shape.Ny + j) * (shape.Nx / 2 + 1) + i);
            return new(half[at], half[at + 1]);
        }
    }

    private static int Wrap(int index, int count) => (index % count + count) % count;
}
