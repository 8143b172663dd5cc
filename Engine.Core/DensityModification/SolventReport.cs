using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>What the surroundings of the molecule look like: noise that tells how well the map is known, or something else.</summary>
/// <param name="Fraction">Part of the box that lies at some distance from the molecule.</param>
/// <param name="NoiseRatio">Variance of the difference of the half maps there, relative to that in the molecule; null where the box holds too little solvent.</param>
/// <param name="Correlation">Correlation of the half maps there from 16 to 8 Å; null as above.</param>
/// <param name="Scatter">Standard deviation of that correlation where there is noise alone.</param>
public sealed record SolventReport(double Fraction, double? NoiseRatio, double? Correlation, double? Scatter)
{
    private const double LeastFraction = 0.02;
    private const double NoNoise = 0.05;
    private const double LittleNoise = 0.5;
    private const double CommonSignal = 0.04;
    private const double SignificantScatters = 4;
    private const double CoarseEnd = 16;
    private const double FineEnd = 8;

    /// <summary>The half maps agree there, beyond their noise: a micelle, a flexible domain, or a solvent content that is too high.</summary>
    public bool HoldsDensity => Correlation is > CommonSignal and var c && c > SignificantScatters * Scatter;

    /// <summary>Looks at the solvent. The maps must not be sharpened: a scale that lowers low frequencies puts a wide halo round the molecule.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="phasing">Makes densities.</param>
    /// <param name="plan">Transform of the grid.</param>
    /// <param name="halves">Half spaces of the half maps as they were given; not changed.</param>
    /// <param name="mask">Mask of the molecule.</param>
    /// <param name="solvent">Mask of the solvent at some distance.</param>
    public static SolventReport Of(Accelerator accelerator, MapPhasing phasing, FourierPlan plan, IReadOnlyList<DeviceBuffer<float>> halves, float[] mask, float[] solvent)
    {
        double fraction = Sum(solvent, s => s) / solvent.LongLength;
        if (fraction < LeastFraction)
            return new(fraction, null, null, null);
        using DeviceBuffer<float> weights = accelerator.Upload((ReadOnlySpan<float>)solvent, "mask of the solvent");
        using DeviceBuffer<float> first = Level(accelerator, phasing, plan, halves[0], weights), second = Level(accelerator, phasing, plan, halves[1], weights);
        MapGrid g = phasing.Grid;
        FscCurve curve = MaskedTransform.Curve(accelerator, first, second, new(g.Nx, g.Ny, g.Nz), MapSpectrum.Shells(g));
        double sum = 0, n = 0;
        for (int k = 1; k < curve.Count; k++)
        {
            if (curve.Frequency(k) >= 1 / CoarseEnd && curve.Frequency(k) <= 1 / FineEnd)
                (sum, n) = (sum + curve.Coefficients[k] * curve.Correlation[k], n + curve.Coefficients[k]);
        }

        double squares = Sum(solvent, s => s * s), fourth = Sum(solvent, s => s * s * s * s), independent = squares * squares / fourth / solvent.LongLength;

        // Of the coefficients of a real map half are independent.
        return new(fraction, Noise(accelerator, phasing, plan, halves, mask, solvent), n > 0 ? sum / n : 0, n > 0 ? 1 / Math.Sqrt(Math.Max(1, n / 2 * independent)) : 1);
    }

    /// <summary>Refuses maps without noise and says what is doubtful.</summary>
    /// <exception cref="InputException">The solvent has no noise.</exception>
    public IEnumerable<string> Judge()
    {
        if (NoiseRatio is not { } noise)
        {
            return [FormattableString.Invariant(
                $"only {Fraction:P1} of the box is solvent at some distance from the molecule: whether it is flat cannot be checked; give maps with more solvent, or check --sequence, --mass or --solvent")];
        }

        if (noise < NoNoise)
        {
            throw new InputException(FormattableString.Invariant(
                $"the noise of the half maps has {noise:P1} of its variance outside of the molecule: they were masked, and their solvent tells nothing; give the unmasked, unfiltered half maps of the reconstruction"));
        }

        var warnings = new List<string>();
        if (noise < LittleNoise)
        {
            warnings.Add(FormattableString.Invariant(
                $"the noise of the half maps is weaker outside of the molecule ({noise:P0} of the variance inside): the halves may have been masked or weighted locally, and the estimates may be too good; give unmasked half maps"));
        }

        return warnings;
    }

    /// <summary>The spectrum of a map inside the mask of the solvent, its mean there taken off.</summary>
    private static DeviceBuffer<float> Level(Accelerator accelerator, MapPhasing phasing, FourierPlan plan, DeviceBuffer<float> half, DeviceBuffer<float> weights)
    {
        DeviceBuffer<float> real = phasing.Density(half);
        MapSums sums = accelerator.Voxels.Sums(real, real, weights, plan.RealLength);
        accelerator.Voxels.Combine(1, real, 0, real, -sums.Observed / sums.Weight, weights, real, plan.RealLength);
        DeviceBuffer<float> result = accelerator.Allocate<float>(plan.HalfLength, "spectrum of the solvent");
        plan.Forward(real, result);
        return result;
    }

    private static double Noise(Accelerator accelerator, MapPhasing phasing, FourierPlan plan, IReadOnlyList<DeviceBuffer<float>> halves, float[] mask, float[] solvent)
    {
        using DeviceBuffer<float> difference = accelerator.Allocate<float>(plan.HalfLength, "difference of the half maps");
        accelerator.Voxels.Combine(1, halves[0], -1, halves[1], 0, null, difference, plan.HalfLength);
        DeviceBuffer<float> real = phasing.Density(difference);
        double Variance(float[] weights)
        {
            using DeviceBuffer<float> w = accelerator.Upload((ReadOnlySpan<float>)weights, "weights");
            MapSums sums = accelerator.Voxels.Sums(real, real, w, plan.RealLength);
            return sums.ObservedSquared / sums.Weight;
        }

        return Variance(solvent) / Variance(mask);
    }

    private static double Sum(float[] values, Func<double, double> term)
    {
        var sums = new double[FixedChunks.Count(values.LongLength)];
        FixedChunks.ForEach(values.LongLength, (chunk, start, length) =>
        {
            double sum = 0;
            foreach (float v in values.AsSpan((int)start, length))
                sum += term(v);
            sums[chunk] = sum;
        });
        return sums.Sum();
    }
}
