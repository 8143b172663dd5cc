using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Sharpening;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>What was done to the half maps before map phasing.</summary>
/// <param name="Scale">Factors by shell.</param>
/// <param name="Anisotropy">What was taken off; or null.</param>
internal sealed record WorkingInput(double[] Scale, AnisotropyFit? Anisotropy);

/// <summary>Makes the maps of the result from the spectra and the error model of the last cycle.</summary>
internal sealed class ResultMaps
{
    private readonly ShellCombiner combiner;
    private readonly FourierPlan plan;
    private readonly ErrorModel errors;
    private readonly FinalWeight weight;
    private readonly Func<ErrorShell, double> amplitude;
    private readonly double? deviation;
    private readonly double[]? working;
    private readonly AnisotropyFit? anisotropy;
    private readonly float[] solvent;
    private double scale = 1;

    /// <summary>Prepares.</summary>
    /// <param name="combiner">Device and grid.</param>
    /// <param name="plan">Transform of the grid.</param>
    /// <param name="options">Options.</param>
    /// <param name="resolution">d, Å.</param>
    /// <param name="deviation">Standard deviation that a sharpened initial map gets.</param>
    /// <param name="input">What the half maps went through before map phasing.</param>
    /// <param name="mask">Mask of the molecule.</param>
    /// <param name="last">Last cycle.</param>
    public ResultMaps(ShellCombiner combiner, FourierPlan plan, DensityModificationOptions options, double resolution, double deviation, WorkingInput input, float[] mask, ModificationCycle last)
    {
        (this.combiner, this.plan, errors, weight) = (combiner, plan, last.Errors, options.Weight);
        solvent = [.. mask.Select(m => 1 - m)];
        if (options.Scale == OutputScale.Original)
        {
            (working, anisotropy) = (input.Scale, input.Anisotropy);
            amplitude = s => Math.Exp(-options.Blur * s.Frequency * s.Frequency / 4);
            return;
        }

        this.deviation = deviation;
        double b = (1 - options.ScaleExponent) * WorkingScale.BPerResolution * resolution + options.Blur;
        amplitude = s => Math.Exp(-b * s.Frequency * s.Frequency / 4) / last.Errors.SignalAmplitude(s);
    }

    /// <summary>The average of the half maps, or the full map, weighted as by its own expected correlation with the truth. To be made first: it sets the common scale.</summary>
    public DensityMap Initial(DeviceBuffer<float>[] halves, DeviceBuffer<float>? full, DensityMap like)
    {
        using DeviceBuffer<float> mean = full == null ? combiner.Mean(halves[0], halves[1]) : combiner.Scaled(full, errors.Table(_ => 1));
        combiner.Scale(mean, errors.Table(s => amplitude(s) * Weighted(s.CcBefore)));
        if (deviation is { } wanted && combiner.Deviation(combiner.Correlate(mean, mean)) is > 0 and var own)
            scale = wanted / own;
        return Map(mean, "initial map", like);
    }

    /// <summary>The recombined full map.</summary>
    public DensityMap Modified(DeviceBuffer<float>[] halves, DeviceBuffer<float>? full, DeviceBuffer<float>[] modified, DensityMap like)
    {
        using DeviceBuffer<float> y = combiner.Mean(modified[0], modified[1]);
        using DeviceBuffer<float>? x = full == null ? combiner.Mean(halves[0], halves[1]) : null;
        return Recombined(x ?? full!, y, "density-modified map", like);
    }

    /// <summary>The recombined half maps, and their FSC inside the mask.</summary>
    public (FscCurve Naive, DensityMap First, DensityMap Second) Halves(
        DeviceBuffer<float>[] halves, DeviceBuffer<float>[] modified, MaskedTransform masked, DensityMap like1, DensityMap like2)
    {
        using DeviceBuffer<float> first = combiner.Combine(halves[0], modified[0], errors, Factor), second = combiner.Combine(halves[1], modified[1], errors, Factor);
        FscCurve naive = masked.Between(first, second);
        return (naive, Map(first, $"density-modified {like1.Name}", like1), Map(second, $"density-modified {like2.Name}", like2));
    }

    private DensityMap Recombined(DeviceBuffer<float> x, DeviceBuffer<float> y, string name, DensityMap like)
    {
        using DeviceBuffer<float> sum = combiner.Combine(x, y, errors, Factor);
        return Map(sum, name, like);
    }

    private double Factor(ErrorShell shell) => amplitude(shell) * Weighted(shell.CcRef);

    private double Weighted(double cc) => weight switch
    {
        FinalWeight.CcRef => cc,
        FinalWeight.Wiener => cc * cc,
        _ => 1,
    };

    /// <summary>The level of the solvent, which becomes 0 as what lies outside of a box is; 0 where there is hardly any solvent.</summary>
    private double Level(Accelerator accelerator, DeviceBuffer<float> real)
    {
        const double LeastSolvent = 0.02;
        using DeviceBuffer<float> weights = accelerator.Upload((ReadOnlySpan<float>)solvent, "solvent");
        MapSums sums = accelerator.Voxels.Sums(real, real, weights, plan.RealLength);
        return sums.Weight < LeastSolvent * plan.RealLength ? 0 : sums.Observed / sums.Weight;
    }

    private DensityMap Map(DeviceBuffer<float> half, string name, DensityMap like)
    {
        Accelerator accelerator = combiner.Accelerator;
        if (working != null)
            combiner.Unscale(half, working);
        if (anisotropy != null)
            AnisotropyRemoval.Restore(combiner, anisotropy, half);
        using DeviceBuffer<float> real = accelerator.Allocate<float>(plan.RealLength, name);
        plan.Inverse(half, real);
        accelerator.Voxels.Combine(scale, real, 0, real, -scale * Level(accelerator, real), null, real, plan.RealLength);
        var values = new NativeBuffer<float>(plan.RealLength, name);
        accelerator.Download(real, values);
        return new(combiner.Grid, values) { Name = name, Labels = like.Labels };
    }
}
