using System.Numerics;

namespace Engine.Tests.DensityModification;

/// <summary>
/// The log-likelihood of a small map and its derivatives by one coefficient, by direct sums in double precision: nothing but the definition of the likelihood and of the
/// Fourier transform, and finite differences.
/// </summary>
internal sealed class ReferencePhasing(int nx, int ny, int nz, ReferenceLikelihood likelihood, double[] probability)
{
    /// <summary>Shares, means and deviations of an expected density, noise included; null = none.</summary>
    public (double[] Share, double[] Mean, double[] Deviation)? Expected { get; init; }

    private int Count => nx * ny * nz;

    /// <summary>Σ ln P over the voxels.</summary>
    public double Total(double[] map)
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
            sum += Expected is { } e ? likelihood.At(map[i], probability[i], e.Share[i], e.Mean[i], e.Deviation[i]).L : likelihood.At(map[i], probability[i]).L;
        return sum;
    }

    /// <summary>The plain transform of values at signed indices.</summary>
    public Complex Transform(double[] values, int h, int k, int l)
    {
        Complex sum = 0;
        for (int i = 0; i < Count; i++)
            sum += values[i] * Complex.FromPolarCoordinates(1, -Angle(i, h, k, l));
        return sum;
    }

    /// <summary>The map with a coefficient, and its Friedel mate, changed by an amount.</summary>
    public double[] Changed(double[] map, int h, int k, int l, Complex amount)
    {
        double both = IsReal(h, k, l) ? 1 : 2;
        return [.. map.Select((v, i) => v + both / Count * (amount * Complex.FromPolarCoordinates(1, Angle(i, h, k, l))).Real)];
    }

    /// <summary>First and second derivatives of the log-likelihood by the parts of a coefficient along a direction and across it, by central differences.</summary>
    public (double Along, double Across, double AlongAlong, double AcrossAcross, double AlongAcross) Differences(double[] map, int h, int k, int l, Complex direction, double step)
    {
        double At(double a, double b) => Total(Changed(map, h, k, l, new Complex(a, b) * direction));
        double here = Total(map), pp = At(step, 0), pm = At(-step, 0), qp = At(0, step), qm = At(0, -step);
        return (
            (pp - pm) / (2 * step), (qp - qm) / (2 * step), (pp - 2 * here + pm) / (step * step), (qp - 2 * here + qm) / (step * step),
            (At(step, step) - At(step, -step) - At(-step, step) + At(-step, -step)) / (4 * step * step));
    }

    /// <summary>True for coefficients that are their own Friedel mates.</summary>
    public bool IsReal(int h, int k, int l) => 2 * h % nx == 0 && 2 * k % ny == 0 && 2 * l % nz == 0;

    private double Angle(int i, int h, int k, int l) => 2 * Math.PI * ((double)h * (i % nx) / nx + (double)k * (i / nx % ny) / ny + (double)l * (i / nx / ny) / nz);
}
