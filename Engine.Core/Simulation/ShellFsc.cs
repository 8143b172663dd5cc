namespace Engine.Core.Simulation;

/// <summary>Fourier shell sums of two half-space arrays: enough for an FSC curve and its crossing.</summary>
internal sealed class ShellFsc
{
    private readonly double[] cross;
    private readonly double[] first;
    private readonly double[] second;
    private readonly double width;

    /// <summary>Sums shell by shell; the shell of a coefficient is round(s × longest edge); F(000) is left out.</summary>
    public ShellFsc(float[] a, float[] b, int nx, int ny, int nz, double voxel)
    {
        width = 1 / (voxel * Math.Max(nx, Math.Max(ny, nz)));
        int shells = (int)(Math.Sqrt(3) * 0.5 / voxel / width) + 2, hx = nx / 2 + 1;
        (cross, first, second) = (new double[shells], new double[shells], new double[shells]);
        for (int z = 0; z < nz; z++)
        {
            double sz = (z <= nz / 2 ? z : z - nz) / (nz * voxel);
            for (int y = 0; y < ny; y++)
            {
                double sy = (y <= ny / 2 ? y : y - ny) / (ny * voxel);
                for (int x = 0; x < hx; x++)
                {
                    double sx = x / (nx * voxel), weight = x == 0 || 2 * x == nx ? 1 : 2;
                    int shell = (int)Math.Round(Math.Sqrt(sx * sx + sy * sy + sz * sz) / width);
                    long at = 2 * (((long)z * ny + y) * hx + x);
                    cross[shell] += weight * (a[at] * (double)b[at] + a[at + 1] * (double)b[at + 1]);
                    first[shell] += weight * (a[at] * (double)a[at] + a[at + 1] * (double)a[at + 1]);
                    second[shell] += weight * (b[at] * (double)b[at] + b[at + 1] * (double)b[at + 1]);
                }
            }
        }
    }

    /// <summary>Number of shells.</summary>
    public int Count => cross.Length;

    /// <summary>FSC of a shell; 1 for empty shells.</summary>
    public double this[int shell] => first[shell] > 0 && second[shell] > 0 ? cross[shell] / Math.Sqrt(first[shell] * second[shell]) : 1;

    /// <summary>Resolution (Å) where the curve first falls below a value, linear between shells; null when it never does before s = <paramref name="sMax"/>.</summary>
    public double? Crossing(double value, double sMax)
    {
        for (int k = 2; k < Count && k * width <= sMax; k++)
        {
            if (this[k] >= value)
                continue;
            double high = this[k - 1], t = high > value ? (high - value) / (high - this[k]) : 0;
            return 1 / ((k - 1 + t) * width);
        }

        return null;
    }
}
