using System.Numerics;

namespace Engine.Kernels.SelfTests;

/// <summary>One window in double precision: its whole transform, its radial profile by a plain reading of the rule, and the inverse transform of the scaled coefficients.</summary>
internal sealed class ReferenceWindow
{
    private readonly int side;
    private readonly Complex[] transform;

    /// <summary>Transforms a window.</summary>
    /// <param name="map">Map, x fastest.</param>
    /// <param name="nx">Voxels along x.</param>
    /// <param name="ny">Voxels along y.</param>
    /// <param name="centre">Index of the central voxel.</param>
    /// <param name="side">Even side.</param>
    public ReferenceWindow(float[] map, int nx, int ny, int centre, int side)
    {
        this.side = side;
        int x0 = centre % nx - side / 2, y0 = centre / nx % ny - side / 2, z0 = centre / nx / ny - side / 2;
        var values = new Complex[side * side * side];
        for (int i = 0; i < values.Length; i++)
            values[i] = map[((z0 + i / side / side) * ny + y0 + i / side % side) * nx + x0 + i % side];
        transform = Transform(values, side, -1);
    }

    /// <summary>Mean amplitude by shell.</summary>
    /// <param name="octant">LocScale 2's rule: raw indices from 0 to side/2 only, floor of the radius; otherwise all coefficients of the whole space, rounded.</param>
    public double[] Profile(bool octant)
    {
        int half = side / 2;
        double[] sums = new double[half + 1], counts = new double[half + 1];
        for (int z = 0; z < side; z++)
        {
            for (int y = 0; y < side; y++)
            {
                for (int x = 0; x < side; x++)
                {
                    // numpy's real transform holds x up to half the side; larger raw y and z give radii beyond the last shell.
                    if (octant && x > half)
                        continue;
                    double radius = octant ? Math.Floor(Math.Sqrt(x * x + y * y + z * z)) : Math.Floor(Length(x, y, z) + 0.5);
                    if (radius > half)
                        continue;
                    sums[(int)radius] += transform[(z * side + y) * side + x].Magnitude;
                    counts[(int)radius]++;
                }
            }
        }

        return [.. sums.Select((s, r) => s / counts[r])];
    }

    /// <summary>The central voxel after scaling, by an inverse transform of the whole window.</summary>
    /// <param name="scale">Factor at |k| = 0, 1, … side/2.</param>
    public double Central(double[] scale)
    {
        var scaled = new Complex[transform.Length];
        for (int i = 0; i < scaled.Length; i++)
        {
            double length = Math.Min(side / 2, Length(i % side, i / side % side, i / side / side));
            int r = Math.Min(side / 2 - 1, (int)length);
            scaled[i] = transform[i] * (scale[r] + (length - r) * (scale[r + 1] - scale[r]));
        }

        Complex[] window = Transform(scaled, side, 1);
        return window[((side / 2 * side) + side / 2) * side + side / 2].Real / window.Length;
    }

    private double Length(int x, int y, int z)
    {
        double a = Math.Min(x, side - x), b = Math.Min(y, side - y), c = Math.Min(z, side - z);
        return Math.Sqrt(a * a + b * b + c * c);
    }

    private static Complex[] Transform(Complex[] values, int n, int sign)
    {
        Complex[] result = values;
        foreach (int stride in (int[])[1, n, n * n])
        {
            var next = new Complex[result.Length];
            for (int i = 0; i < next.Length; i++)
            {
                int k = i / stride % n, first = i - k * stride;
                for (int j = 0; j < n; j++)
                    next[i] += result[first + j * stride] * Complex.FromPolarCoordinates(1, sign * 2 * Math.PI * (k * j % n) / n);
            }

            result = next;
        }

        return result;
    }
}
