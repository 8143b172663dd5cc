using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Sharpening;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>One sharpening: measures the map, finds the factor of the chosen route, applies it and judges the result.</summary>
internal sealed class SharpenRun(Accelerator accelerator, SharpenRequest request, List<string> warnings, Action<string> lap)
{
    private const double CoarsestForMetric = 4.5;
    private const double PoorContrast = 4;

    public SharpenHalves? Halves { get; init; }

    public Model? Model { get; init; }

    public bool[] Selected { get; init; } = [];

    public double? Resolution { get; init; }

    public string ResolutionSource { get; init; } = "";

    /// <summary>Resolution for curves where none is known: the end of the spectrum.</summary>
    private double Finest(FscCurve curve) => Resolution ?? 1 / curve.Frequency(curve.Count - 1);

    public (DensityMap Map, SharpenReport Report) Execute(DensityMap input)
    {
        double zeros = SharpenJob.ZeroFraction(input, warnings);
        using MapSpectrum spectrum = MapSpectrum.Of(accelerator, input);
        FscCurve before = spectrum.Correlate(spectrum);
        double d = Finest(before);
        GuinierFit? guinier = GuinierFit.OfMap(before, d);
        AnisotropyFit? anisotropy = request.Anisotropic ? RemoveAnisotropy(spectrum, guinier, d) : null;
        using DensityMap? isotropic = anisotropy == null ? null : spectrum.ToMap(accelerator, input.Name, input);
        DensityMap map = isotropic ?? input;
        lap("measure");
        using var plan = new SharpeningPlan(accelerator, map);
        SharpeningSearchResult? search = null;
        Func<double, double> factor = Factor(map, plan, before, guinier, ref search);
        double? lowPass = LowPass();
        if (lowPass is { } low)
            factor = factor.Times(SharpeningFactor.LowPass(low));
        lap("search");
        DensityMap output = plan.Filter(factor, "sharpened");
        FscCurve after = Shells(output);
        GuinierFit? result = GuinierFit.OfMap(after, d);
        double? noise = Halves?.Noise(factor);
        double? own = Halves == null ? guinier?.B : SignalB(d), b = own + SharpeningFactor.EffectiveB(factor, Math.Min(9, d));
        SharpnessVerdict inputVerdict = SharpnessCheck.Judge("the input", own, search?.BIso, d);
        SharpnessVerdict resultVerdict = SharpnessCheck.Judge("the result", Halves == null ? result?.B : b, search?.BIso, d, noise);
        foreach (SharpnessVerdict verdict in new[] { inputVerdict, resultVerdict }.Where(v => v.Result is Sharpness.OverSharpened || (v == resultVerdict && v.Result == Sharpness.OverBlurred)))
            warnings.Add(verdict.Message);
        lap("sharpen");
        return (output, new SharpenReport
        {
            Route = request.Chosen,
            Resolution = Resolution,
            ResolutionSource = ResolutionSource,
            LowPass = lowPass,
            BApplied = request.Chosen == SharpenRoute.B ? request.B : search?.B ?? SharpeningFactor.EffectiveB(factor, Math.Min(9, d)),
            BIsoBefore = guinier?.B,
            BIsoAfter = result?.B,
            ZeroFraction = zeros,
            GuinierBefore = guinier,
            GuinierAfter = result,
            HalfMaps = Halves == null ? null : new(
                Crossing(Halves.Pair.Masked), Crossing(Halves.Pair.Unmasked), Halves.Mask, SignalB(d), Halves.Noise(_ => 1), noise ?? 0),
            Anisotropy = anisotropy,
            Search = search,
            Input = inputVerdict,
            Result = resultVerdict,
            Shells = [.. Enumerable.Range(1, before.Count - 1).Select(k => new SharpenShell(
                before.Frequency(k), 1 / before.Frequency(k), Amplitude(before, k), Amplitude(after, k), factor(before.Frequency(k))))],
        });
    }

    private static double? Crossing(FscCurve curve) => curve.Crossing(0.143).Resolution;

    private static double Amplitude(FscCurve curve, int k) => Math.Sqrt(curve.FirstPower[k] / Math.Max(1, curve.Coefficients[k]));

    private double? SignalB(double d) => GuinierFit.OfSignal(Halves!.Pair.Masked, d)?.B;

    private FscCurve Shells(DensityMap map)
    {
        using MapSpectrum spectrum = MapSpectrum.Of(accelerator, map);
        return spectrum.Correlate(spectrum);
    }

    private double? LowPass() => request.LowPass == 0 ? null : request.LowPass ?? Resolution;

    private AnisotropyFit? RemoveAnisotropy(MapSpectrum spectrum, GuinierFit? guinier, double d)
    {
        AnisotropyFit? fit = guinier == null ? null : AnisotropyFit.Of(spectrum, guinier.B, d);
        if (fit == null)
            warnings.Add(FormattableString.Invariant($"--anisotropic: too few Fourier coefficients between 10 and {d:0.##} Å to fit a tensor: nothing was removed"));
        else
            fit.Remove(spectrum);
        return fit;
    }

    private Func<double, double> Factor(DensityMap map, SharpeningPlan plan, FscCurve shells, GuinierFit? guinier, ref SharpeningSearchResult? search)
    {
        double Own() => guinier?.B ?? throw new InputException(FormattableString.Invariant(
            $"{map.Name}: fewer than {GuinierFit.LeastShells} Fourier shells lie between 10 Å and {Finest(shells):0.##} Å in a box of {map.Grid.Box.A:0.#} x {map.Grid.Box.B:0.#} x {map.Grid.Box.C:0.#} Å: B_iso cannot be measured; give the B to apply with --b"));
        switch (request.Chosen)
        {
            case SharpenRoute.B:
                return SharpeningFactor.Uniform(request.B);
            case SharpenRoute.BIso:
                return SharpeningFactor.Uniform(request.B - Own());
            case SharpenRoute.Guinier:
                return SharpeningFactor.Uniform(-(Halves == null ? Own() : SignalB(Resolution!.Value) ?? Own()));
            case SharpenRoute.HalfMaps:
                return SharpeningFactor.Shells(FscWeightedMap.Weights(Halves!.Pair.Masked).Weights, Halves.Pair.Masked.Width).Times(SharpeningFactor.Uniform(-(SignalB(Resolution!.Value) ?? Own())));
            case SharpenRoute.HalfMapShells:
                using (MapSpectrum masked = MapSpectrum.Of(accelerator, map, Halves!.Pair.Mask))
                    return SharpeningFactor.Shells(ShellScaling.FromHalfMaps(Halves.Pair.Masked, masked.Correlate(masked)), Halves.Pair.Masked.Width);
            case SharpenRoute.Model:
                return FromModel(map);
            default:
                search = Search(map, plan, shells, Own());
                double b = search?.B ?? SharpnessCheck.TypicalB(Resolution!.Value) - Own();
                return LowPass() == null ? SharpeningFactor.ToCut(b, Resolution!.Value) : SharpeningFactor.Uniform(b);
        }
    }

    /// <summary>The correlation is that of the model as it is; the amplitudes to reach are those of its atoms at rest, or as they are.</summary>
    private Func<double, double> FromModel(DensityMap map)
    {
        float[] mask = SoftAtomMask.Create(map.Grid, Model!, Selected);
        FscCurve curve = ModelFsc.Between(accelerator, map, Model!, Selected, mask);
        FscCurve? atRest = null;
        if (request.ModelAtRest)
        {
            foreach (Atom atom in Model!.Atoms)
                (atom.BIso, atom.UAniso) = (0, null);
            atRest = ModelFsc.Between(accelerator, map, Model, Selected, mask);
        }

        double[] factors = ShellScaling.FromModel(curve, Resolution!.Value, atRest);
        return factors.Max() > 0
            ? SharpeningFactor.Shells(factors, curve.Width)
            : throw new InputException($"{map.Name}: the model does not correlate with the map at low resolution; do they belong together, and is the map's origin right?");
    }

    private SharpeningSearchResult? Search(DensityMap map, SharpeningPlan plan, FscCurve shells, double own)
    {
        double d = Resolution!.Value;
        if (d > CoarsestForMetric)
        {
            warnings.Add(FormattableString.Invariant(
                $"at {d:0.##} Å contours do not show detail that a search could go by (limit {CoarsestForMetric} Å): the map is taken to the typical B_iso of its resolution, {SharpnessCheck.TypicalB(d):F0} Å²"));
            return null;
        }

        MoleculeVolume molecule = MoleculeVolume.Find(accelerator, plan, shells, d);
        ExpectedCorrelation? expected = ExpectedCorrelation.Of(accelerator, plan, molecule, shells, d);
        if (expected?.Solvent == 0)
            warnings.Add("the box holds too little solvent to measure noise: the map counts as free of noise");
        SharpeningSearchResult result = SharpeningSearch.Run(accelerator, map, molecule, expected, own, d, request.Search);
        if (result.AtLimit)
        {
            warnings.Add(FormattableString.Invariant(
                $"the best B_iso of the search, {result.BIso:F0} Å², lies at the end of its range ({request.Search.Low} to {request.Search.High} Å²): look at the curve, or give --b"));
        }

        if (request.Search.Metric != SharpeningMetric.Correlation && result.Contrast < PoorContrast)
            warnings.Add(FormattableString.Invariant($"the search curve hardly stands out of its scatter ({result.Contrast:F1} times): the B found is uncertain; look at the curve, or give --b"));
        return result;
    }
}
