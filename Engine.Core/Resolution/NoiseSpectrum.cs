using Engine.Core.HalfMaps;

namespace Engine.Core.Resolution;

/// <summary>
/// The noise of half maps by frequency: the power of half their difference per coefficient, Σ|F₁ - F₂|²/(4 n), from the whole box. Half maps divided by its root have white noise,
/// so that within a band no frequency counts more than its signal deserves.
/// </summary>
internal sealed class NoiseSpectrum
{
    /// <summary>Power of the noise, relative to its largest value, below which a frequency counts as empty.</summary>
    private const double Empty = 1e-7;

    private readonly double width;
    private readonly double[] factors;

    /// <summary>Takes the noise from the sums of a Fourier shell correlation.</summary>
    /// <param name="halves">FSC of the whole boxes of the half maps.</param>
    public NoiseSpectrum(FscCurve halves)
    {
        width = halves.Width;
        var power = new double[halves.Count];
        for (int k = 1; k < power.Length; k++)
        {
            double common = halves.Correlation[k] * Math.Sqrt(halves.FirstPower[k] * halves.SecondPower[k]);
            power[k] = Math.Max(0, halves.FirstPower[k] + halves.SecondPower[k] - 2 * common) / (4 * Math.Max(1, halves.Coefficients[k]));
        }

        double least = Empty * power.Max();
        factors = [.. power.Select(p => p > least ? 1 / Math.Sqrt(p) : 0)];
        int last = Array.FindLastIndex(factors, f => f > 0);
        Finest = last > 0 ? 1 / (last * width) : double.PositiveInfinity;
        IsCut = last < halves.Count - 2;
    }

    /// <summary>Finest resolution at which the half maps differ, Å; infinite when they are the same.</summary>
    public double Finest { get; }

    /// <summary>True when the half maps hold nothing beyond <see cref="Finest"/>, although their grid could.</summary>
    public bool IsCut { get; }

    /// <summary>The factor that whitens a coefficient: 1/√noise, linear between shells, 0 where nothing is.</summary>
    /// <param name="s">Å⁻¹.</param>
    public double Factor(double s)
    {
        double u = s / width;
        int k = (int)u;
        return k + 1 < factors.Length ? factors[k] + (u - k) * (factors[k + 1] - factors[k]) : k < factors.Length ? factors[k] : 0;
    }
}
