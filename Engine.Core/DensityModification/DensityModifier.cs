using System.Diagnostics;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Sharpening;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>
/// Density modification of two half maps: each half goes through map phasing by itself, the errors of original and modified halves are estimated by shell inside one mask, and both are recombined
/// with the weights that make the error least. See docs/density-modification.md.
/// </summary>
public sealed class DensityModifier : IDisposable
{
    private const double Threshold = 0.143;
    private const double WorthwhileChange = 0.02;
    private const double LargestFraction = 0.95;
    private const double WorthwhileAnisotropy = 5;

    // Coarser than 3 d nothing is modified, from 1.8 d on all.
    private const double KeptFactor = 3;
    private const double ModifiedFactor = 1.8;

    private readonly Accelerator accelerator;
    private readonly DensityModificationOptions options;
    private readonly Action<string>? progress;
    private readonly MapGrid grid;
    private readonly FourierPlan plan;
    private readonly MapPhasing phasing;
    private readonly ShellCombiner combiner;
    private readonly List<DeviceBuffer<float>> buffers = [];
    private readonly List<string> warnings = [];
    private readonly Dictionary<string, double> seconds = [];
    private DensityHistogram? histogram;
    private AnisotropyFit? anisotropy;
    private long clock = Stopwatch.GetTimestamp();

    private DensityModifier(Accelerator accelerator, MapGrid grid, DensityModificationOptions options, Action<string>? progress)
    {
        (this.accelerator, this.grid, this.options, this.progress) = (accelerator, grid, options, progress);
        phasing = new MapPhasing(accelerator, grid);
        plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        combiner = new ShellCombiner(accelerator, grid);
    }

    /// <summary>Modifies density.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="half1">One half map, neither masked nor filtered, on an orthogonal grid; not changed.</param>
    /// <param name="half2">The other, on the same grid; not changed.</param>
    /// <param name="full">A full map of all particles in place of the average of the halves, on the same grid; or null.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Gets lines about the progress of the work; or null.</param>
    /// <param name="cancel">Stops between steps.</param>
    /// <exception cref="InputException">The maps do not suit: other grids, the same map twice, masked, too little agreement.</exception>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public static DensityModificationResult Run(
        Accelerator accelerator, DensityMap half1, DensityMap half2, DensityMap? full, DensityModificationOptions options, Action<string>? progress = null, CancellationToken cancel = default)
    {
        options.Check();
        HalfMapPair.Check(half1, half2);
        if (full != null)
            MapAverage.CheckSameGrid(half1, full);
        if (!(options.Volume > 0))
            throw new ArgumentException("the volume of the molecule is not known", nameof(options));
        using var modifier = new DensityModifier(accelerator, half1.Grid, options, progress);
        return modifier.Run(half1, half2, full, cancel);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DeviceBuffer<float> buffer in buffers)
            buffer.Dispose();
        plan.Dispose();
        phasing.Dispose();
    }

    private DensityModificationResult Run(DensityMap half1, DensityMap half2, DensityMap? full, CancellationToken cancel)
    {
        DeviceBuffer<float>[] raw = [Spectrum(half1), Spectrum(half2)];
        DeviceBuffer<float>? whole = full == null ? null : Spectrum(full);
        FscCurve unmasked = combiner.Correlate(raw[0], raw[1]);
        warnings.AddRange(HalfMapInspection.Look(half1, half2, unmasked));
        Lap("transform");
        double resolution = Resolution(raw, unmasked);
        double limit = Limit(resolution);
        cancel.ThrowIfCancellationRequested();
        Lap("resolution");
        anisotropy = options.RemoveAnisotropy ? RemoveAnisotropy(raw, whole, unmasked, resolution) : null;
        Lap("anisotropy");
        double input = combiner.Deviation(unmasked);
        double[] scale = WorkingScale.Factors(unmasked, resolution, limit, grid.VoxelCount);
        DeviceBuffer<float>[] halves = [combiner.Scaled(raw[0], scale), combiner.Scaled(raw[1], scale)];
        buffers.AddRange(halves);
        using MoleculeProbability probability = Probability(halves, resolution);
        warnings.AddRange(probability.Warnings);
        float[] mask = options.Mask ?? Mask(probability, resolution);
        SolventReport solvent = SolventReport.Of(accelerator, phasing, plan, raw, mask, MoleculeRegions.Solvent(accelerator, grid, mask, resolution));
        Free(raw);
        warnings.AddRange(solvent.Judge());
        Lap("molecule");
        cancel.ThrowIfCancellationRequested();
        using var masked = new MaskedTransform(accelerator, plan, grid, mask);
        (List<ModificationCycle> cycles, DeviceBuffer<float>[] modified) = Cycles(halves, probability, masked, resolution, limit, cancel);
        ModificationCycle last = cycles[^1];
        ModificationVerdict verdict = ModificationVerdict.Of(last.Errors, resolution, limit);
        if (!verdict.IsImproved)
            warnings.Add(verdict.Message);
        OutsideReport outside = Outside(mask, halves, modified, last.Errors, scale, resolution);
        if (outside.Warning() is { } lost)
            warnings.Add(lost);
        var maps = new ResultMaps(combiner, plan, options, resolution, input, new(scale, anisotropy), mask, last);
        if (whole != null)
            FullMapScale(whole, scale, halves);
        DensityMap initial = maps.Initial(halves, whole, half1);
        DensityMap recombined = maps.Modified(halves, whole, modified, half1);
        (FscCurve naive, DensityMap first, DensityMap second) = maps.Halves(halves, modified, masked, half1, half2);
        DensityModificationResult result = new()
        {
            Initial = initial,
            Modified = recombined,
            Halves = [first, second],
            Naive = naive,
            Histogram = histogram!,
            Resolution = resolution,
            Limit = limit,
            Whole = unmasked,
            Mask = mask,
            MoleculeFraction = probability.Fraction,
            Anisotropy = anisotropy,
            Solvent = solvent,
            Outside = outside,
            Cycles = cycles,
            Verdict = verdict,
            Warnings = [.. warnings.Distinct()],
            Seconds = seconds,
        };
        Lap("maps");
        return result;
    }

    private double Limit(double resolution) => Math.Max(options.LimitFactor * resolution, 2 * Math.Max(grid.VoxelSize.X, Math.Max(grid.VoxelSize.Y, grid.VoxelSize.Z)));

    private double SolventFraction()
    {
        double fraction = options.VolumeFactor * options.Volume / (grid.Box.A * grid.Box.B * grid.Box.C);
        if (fraction > LargestFraction)
            warnings.Add(FormattableString.Invariant($"the molecule fills nearly all of the box ({fraction:P0}): there is hardly any solvent to learn from; give maps with more solvent"));
        double room = options.Mask == null ? 1 : (double)options.Mask.LongCount(m => m > 0.5f) / options.Mask.LongLength;
        return 1 - Math.Min(fraction, Math.Min(LargestFraction, room));
    }

    /// <summary>
    /// Resolution inside the mask. Without one the FSC of the molecule's own volume gives a first value, with which the molecule is found.
    /// </summary>
    private double Resolution(DeviceBuffer<float>[] halves, FscCurve unmasked)
    {
        double nyquist = Limit(0), box = grid.Box.A * grid.Box.B * grid.Box.C;
        double first = options.Resolution ?? new ParticleVolume(options.Volume, "the molecule").Apply(unmasked, box).Crossing(Threshold).Resolution ?? nyquist;
        double[] scale = WorkingScale.Factors(unmasked, first, Limit(first), grid.VoxelCount);
        DeviceBuffer<float>[] copies = [combiner.Scaled(halves[0], scale), combiner.Scaled(halves[1], scale)];
        try
        {
            float[]? mask = options.Mask;
            if (mask == null)
            {
                using MoleculeProbability probability = Probability(copies, first);
                mask = Mask(probability, first);
            }

            using var masked = new MaskedTransform(accelerator, plan, grid, mask);
            FscCurve curve = masked.Between(copies[0], copies[1]);
            double? crossing = curve.Crossing(Threshold).Resolution;
            if (curve.Average(Math.Max(2 * first, nyquist)) < Threshold)
                throw new InputException("the half maps hardly agree inside the mask: there is no signal to modify; check that they belong together and that they are centred");
            if (options.Resolution is { } given && crossing is { } found && given < 0.9 * found)
                warnings.Add(FormattableString.Invariant($"-d {given} is finer than the half maps' resolution of {found:0.##} Å (FSC 0.143 inside the mask): shells beyond it hold mostly noise"));
            return Math.Max(nyquist, options.Resolution ?? crossing ?? first);
        }
        finally
        {
            foreach (DeviceBuffer<float> copy in copies)
                copy.Dispose();
        }
    }

    private AnisotropyFit? RemoveAnisotropy(DeviceBuffer<float>[] halves, DeviceBuffer<float>? full, FscCurve unmasked, double resolution)
    {
        AnisotropyFit? fit = AnisotropyRemoval.Fit(combiner, halves, unmasked, resolution);
        if (fit == null || fit.Range < WorthwhileAnisotropy)
            return null;
        foreach (DeviceBuffer<float> half in full == null ? halves : [.. halves, full])
            AnisotropyRemoval.Remove(combiner, fit, half);
        return fit;
    }

    private MoleculeProbability Probability(DeviceBuffer<float>[] halves, double resolution)
    {
        using DeviceBuffer<float> average = combiner.Mean(halves[0], halves[1]);
        return MoleculeProbability.Find(accelerator, phasing.Density(average), grid, resolution, SolventFraction(), options.Mask);
    }

    private float[] Mask(MoleculeProbability probability, double resolution)
    {
        var values = new float[grid.VoxelCount];
        accelerator.Download(probability.Values, values.AsSpan());
        return MoleculeRegions.Molecule(accelerator, grid, values, resolution);
    }

    /// <summary>
    /// Map phasing, error model, recombination; the recombined halves go into the next cycle. The error model always compares with the original halves, and the mask stays the same.
    /// </summary>
    private (List<ModificationCycle> Cycles, DeviceBuffer<float>[] Modified) Cycles(
        DeviceBuffer<float>[] halves, MoleculeProbability first, MaskedTransform masked, double resolution, double limit, CancellationToken cancel)
    {
        var cycles = new List<ModificationCycle>();
        DeviceBuffer<float>[] modified = [], start = halves;
        for (int number = 1; number <= options.Cycles; number++)
        {
            progress?.Invoke($"cycle {number} of {options.Cycles}");
            using MoleculeProbability? found = number == 1 ? null : Probability(start, resolution);
            MoleculeProbability probability = found ?? first;
            DeviceBuffer<float>[] next = [New(), New()];
            var histograms = new DensityHistograms[2];
            var steps = new MapPhasingResult[2];
            for (int i = 0; i < 2; i++)
            {
                cancel.ThrowIfCancellationRequested();
                histograms[i] = DensityHistograms.Fit(accelerator, phasing.Density(start[i]), probability.Values, grid.VoxelCount, Fit(resolution));
                var input = new ExpectationInput(i, number, start[i], phasing, probability, limit, anisotropy);
                steps[i] = phasing.Modify(start[i], next[i], probability.Values, histograms[i], limit, options.Expectation?.Invoke(input));
            }

            histogram ??= DensityHistogram.Of(DensityTally.Of(accelerator, phasing.Density(start[0]), probability.Values, grid.VoxelCount), histograms[0]);
            Lap($"cycle {number}: map phasing");
            FourMapCorrelations correlations = FourMapCorrelations.Measure(masked, halves, next);
            ErrorModel errors = ErrorModel.Of(correlations, limit, options.Errors with { Coarse = options.Errors.Coarse ?? (KeptFactor * resolution, ModifiedFactor * resolution) });
            Lap($"cycle {number}: error model");
            double gain = cycles.Count == 0 ? double.MaxValue : Gain(cycles[^1].Errors, errors, limit);
            if (gain > 0)
            {
                Free(modified);
                modified = next;
                cycles.Add(new(number, errors, histograms, steps, correlations));
            }
            else
            {
                Free(next);
            }

            if (start != halves)
                Free(start);
            start = halves;
            if (gain < WorthwhileChange || number == options.Cycles)
                break;
            start = [combiner.Combine(halves[0], modified[0], errors, CycleFactor(errors, resolution)), combiner.Combine(halves[1], modified[1], errors, CycleFactor(errors, resolution))];
            buffers.AddRange(start);
        }

        return (cycles, modified);
    }

    /// <summary>What is left of density outside of the mask, in the scale of the input: a scale that lowers low frequencies puts a wide halo round the molecule.</summary>
    private OutsideReport Outside(float[] mask, DeviceBuffer<float>[] halves, DeviceBuffer<float>[] modified, ErrorModel errors, double[] scale, double resolution)
    {
        using var outside = new MaskedTransform(accelerator, plan, grid, [.. mask.Select(m => 1 - m)]);
        DeviceBuffer<float> Part(DeviceBuffer<float> spectrum)
        {
            using (spectrum)
            {
                combiner.Unscale(spectrum, scale);
                DeviceBuffer<float> part = outside.Of(spectrum);
                buffers.Add(part);
                return part;
            }
        }

        DeviceBuffer<float>[] x = [.. halves.Select(h => Part(combiner.Scaled(h, errors.Table(_ => 1))))];
        DeviceBuffer<float>[] y = [.. halves.Select((h, i) => Part(combiner.Combine(h, modified[i], errors, _ => 1)))];
        OutsideReport report = OutsideReport.Of(outside, x, y, resolution);
        Free(x);
        Free(y);
        return report;
    }

    private static double Gain(ErrorModel before, ErrorModel after, double limit) => (before.ResolutionAfter ?? limit) - (after.ResolutionAfter ?? limit);

    private DensityFitOptions Fit(double resolution)
    {
        Geometry.Vec3 v = grid.VoxelSize;
        return new() { IndependentFraction = Math.Min(1, 4 * Math.PI / 3 * v.X * v.Y * v.Z / Math.Pow(resolution, 3)) };
    }

    /// <summary>The factor that gives the signal of the recombined halves the amplitude CC_ref exp(-10 d s²/4).</summary>
    private static Func<ErrorShell, double> CycleFactor(ErrorModel errors, double resolution) =>
        s => s.CcRef * Math.Exp(-WorkingScale.BPerResolution * resolution * s.Frequency * s.Frequency / 4) / errors.SignalAmplitude(s);

    /// <summary>Gives a full map the scale of the working halves, and by shell the power of their average.</summary>
    private void FullMapScale(DeviceBuffer<float> full, double[] scale, DeviceBuffer<float>[] halves)
    {
        combiner.Scale(full, scale);
        using DeviceBuffer<float> mean = combiner.Mean(halves[0], halves[1]);
        FscCurve curve = combiner.Correlate(full, mean);
        double agreement = curve.Average(2 * Limit(0));
        if (agreement < 0.5)
            warnings.Add(FormattableString.Invariant($"the full map agrees poorly with the average of the half maps (mean FSC {agreement:0.00}): check that it belongs to them and was not sharpened locally"));
        combiner.Scale(full, [.. Enumerable.Range(0, scale.Length).Select(k => curve.FirstPower[k] > 0 ? Math.Sqrt(curve.SecondPower[k] / curve.FirstPower[k]) : 0)]);
    }

    private DeviceBuffer<float> Spectrum(DensityMap map)
    {
        using DeviceBuffer<float> real = accelerator.Upload(map.Values, "map");
        DeviceBuffer<float> half = New();
        plan.Forward(real, half);
        return half;
    }

    private DeviceBuffer<float> New()
    {
        DeviceBuffer<float> buffer = accelerator.Allocate<float>(plan.HalfLength, "spectrum of a map");
        buffers.Add(buffer);
        return buffer;
    }

    private void Free(DeviceBuffer<float>[] list)
    {
        foreach (DeviceBuffer<float> buffer in list)
        {
            buffers.Remove(buffer);
            buffer.Dispose();
        }
    }

    private void Lap(string stage)
    {
        seconds[stage] = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        clock = Stopwatch.GetTimestamp();
        progress?.Invoke(FormattableString.Invariant($"{stage}: {seconds[stage]:0.0} s"));
    }
}
