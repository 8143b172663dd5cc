using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Kernels;

namespace Engine.Core.Sharpening;

/// <summary>
/// The correlation that a map, sharpened by some B, can be expected to have inside the molecule with the atoms of its model at rest, from the map alone:
/// <code>CC(B) = Σ n √S A e / √(Σ n (S + f N) e² · Σ n A²),  e = exp(-B s²/4)</code>
/// over the shells from 10 Å to the resolution, n their coefficients. f N is the power of the noise inside the molecule, S that of the signal, the rest; A is the amplitude of atoms at rest, a straight
/// line in the Guinier plot with the mean B of protein models. Noise comes from two sources, and the larger counts: the power of the map in its solvent, times the part f of the box
/// that is molecule; and the resolution itself, which says that the FSC of the half maps falls to 0.143 there, so that noise has three times the power of the signal. The second is all there is
/// for masked maps. Without noise the largest value lies where the signal falls off as A does; noise moves it to less sharpening, as in a Wiener filter.
/// </summary>
public sealed class ExpectedCorrelation
{
    /// <summary>
    /// Guinier B from 10 Å to 1.75 - 4.5 Å of the exact model maps of proteins with B = 0, Å²: mean of five models, whose values are 12, 4, 38, 9 and -1 (standard deviation 14); form factors fall off, and the
    /// distances in secondary structure make the rest.
    /// </summary>
    public const double AtRestB = 13;

    /// <summary>Noise over signal power of the average of two half maps whose FSC is 0.143: FSC = 1/(1 + 2 r).</summary>
    private const double NoiseAtResolution = 3;

    /// <summary>How fast that ratio falls towards low resolution, r = 3 exp(-β (1 - s² d²)): with β = 6 the FSC is 0.5 at 0.84 of the frequency of 0.143, as curves usually run.</summary>
    private const double NoiseRise = 6;

    private const double SolventDistance = 3;
    private const double SolventEdge = 6;
    private const double LeastSolvent = 0.02;

    private readonly (double S2, double N, double Signal, double Noise, double Atoms)[] shells;

    private ExpectedCorrelation((double S2, double N, double Signal, double Noise, double Atoms)[] shells, double solvent, double noise) =>
        (this.shells, Solvent, NoiseShare) = (shells, solvent, noise);

    /// <summary>Part of the box where the noise was measured, 0 when there is too little solvent: then the map counts as free of noise.</summary>
    public double Solvent { get; }

    /// <summary>Part of the power inside the molecule from 10 Å to the resolution that is noise by the solvent of the map.</summary>
    public double NoiseShare { get; }

    /// <summary>Measures signal and noise of a map.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="plan">The map.</param>
    /// <param name="molecule">Where the molecule is.</param>
    /// <param name="power">Power of the map by shell: correlation of its spectrum with itself.</param>
    /// <param name="resolution">d, Å, below 10.</param>
    /// <returns>Null when fewer than five shells with signal lie in the range.</returns>
    public static ExpectedCorrelation? Of(Accelerator accelerator, SharpeningPlan plan, MoleculeVolume molecule, FscCurve power, double resolution)
    {
        (double[] noise, double solvent) = NoiseRatio(accelerator, plan, molecule, power, resolution);
        var shells = new List<(double, double, double, double, double)>();
        double all = 0, bad = 0;
        for (int k = 1; k < power.Count; k++)
        {
            double s = power.Frequency(k), n = power.Coefficients[k];
            if (s < 1 / GuinierFit.Start || s > 1 / resolution || n == 0)
                continue;
            double mean = power.FirstPower[k] / n, measured = molecule.Fraction * noise[k] * mean, inside = (1 - noise[k]) * mean + measured;
            double ratio = NoiseAtResolution * Math.Exp(-NoiseRise * (1 - s * s * resolution * resolution)), used = Math.Max(measured, inside * ratio / (1 + ratio));
            shells.Add((s * s, n, inside - used, used, Math.Exp(-AtRestB * s * s / 4)));
            all += n * inside;
            bad += n * measured;
        }

        return shells.Count(x => x.Item3 > 0) < GuinierFit.LeastShells ? null : new([.. shells], solvent, all > 0 ? bad / all : 0);
    }

    /// <summary>CC(B).</summary>
    /// <param name="b">B applied, Å²; negative sharpens.</param>
    public double At(double b)
    {
        // The exponents are taken relative to the largest, so that strong sharpening of an already steep map does not overflow.
        double most = shells.Max(x => -b * x.S2 / 4), product = 0, map = 0, atoms = 0;
        foreach ((double s2, double n, double signal, double noise, double a) in shells)
        {
            double e = Math.Exp(-b * s2 / 4 - most);
            product += n * Math.Sqrt(signal) * a * e;
            map += n * (signal + noise) * e * e;
            atoms += n * a * a;
        }

        return map > 0 ? product / Math.Sqrt(map * atoms) : 0;
    }

    /// <summary>The B that makes CC largest, to 0.1 Å².</summary>
    /// <param name="low">Lowest B, Å².</param>
    /// <param name="high">Highest B, Å².</param>
    public double Best(double low, double high)
    {
        const int Steps = 200;
        double step = (high - low) / Steps, best = low + step * Enumerable.Range(0, Steps + 1).MaxBy(i => At(low + i * step));
        while ((step /= 2) > 0.05)
            best = new[] { best - step, best, best + step }.Select(b => Math.Clamp(b, low, high)).MaxBy(At);
        return best;
    }

    /// <summary>
    /// Power of the solvent over power of the map by shell, per volume. All shells are first given the same power: else, in a map that is steep or over-sharpened, the strong shells leak into the weak
    /// ones through the edge of the window.
    /// </summary>
    private static (double[] Ratio, double Solvent) NoiseRatio(Accelerator accelerator, SharpeningPlan plan, MoleculeVolume molecule, FscCurve power, double resolution)
    {
        using DensityMap flat = plan.Filter(MoleculeVolume.Whitening(power, double.PositiveInfinity, resolution / (1 + SharpeningFactor.Edge)), "whitened");
        float[] inside = SoftEdge.Apply(flat.Grid, molecule.Mask, SolventDistance, SolventEdge);
        using MapSpectrum whole = MapSpectrum.Of(accelerator, flat);
        double weight = 0, level = 0, squares = 0;
        Span<float> values = flat.Values.Slice(0, inside.Length);
        for (int i = 0; i < inside.Length; i++)
        {
            double w = 1.0 - inside[i];
            weight += w;
            level += w * values[i];
            squares += w * w;
        }

        double solvent = squares / inside.Length;
        if (solvent < LeastSolvent)
            return (new double[power.Count], 0);
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)((1.0 - inside[i]) * (values[i] - level / weight));
        using MapSpectrum outside = MapSpectrum.Of(accelerator, flat);
        FscCurve both = outside.Correlate(whole);
        return ([.. both.FirstPower.Zip(both.SecondPower, (o, w) => w > 0 ? Math.Min(1, o / solvent / w) : 0)], solvent);
    }
}
