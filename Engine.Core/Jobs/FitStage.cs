using System.Diagnostics;
using Engine.Core.HalfMaps.Mtriage;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Scoring;
using Engine.Core.Validation;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>How the fit of a model to a map is measured.</summary>
public sealed record FitOptions
{
    /// <summary>Resolution d, Å; null when it is not known: there are no correlations then, and no expected Q-scores.</summary>
    public required double? Resolution { get; init; }

    /// <summary>Width of the Gaussian of the Q-score, Å.</summary>
    public double Sigma { get; init; } = QScoreAnalysis.DefaultSigma;

    /// <summary>Contour level for atom inclusion, map units; null = that of the molecule's volume.</summary>
    public double? Level { get; init; }

    /// <summary>Resolutions of the atoms' own, for correlations beside the uniform ones; or null.</summary>
    public AtomResolutions? Local { get; init; }
}

/// <summary>Everything that says how well a model fits a map.</summary>
/// <param name="Correlations">CC_mask and its kin, by chain and residue too; null without a resolution.</param>
/// <param name="QScore">Q-scores with the width asked for.</param>
/// <param name="QScoreFirst">Q-scores with the width of the first publication, 0.6 Å.</param>
/// <param name="EmRinger">EMRinger.</param>
/// <param name="Inclusion">Atom inclusion.</param>
/// <param name="MtriageUnmasked">Resolutions by mtriage's rules, without mask.</param>
/// <param name="MtriageMasked">The same with a soft mask round the model.</param>
/// <param name="Seconds">Seconds by stage.</param>
public sealed record FitMeasures(
    MapModelScores? Correlations, QScoreReport QScore, QScoreReport QScoreFirst, EmRingerReport EmRinger, AtomInclusion Inclusion, MtriageSummary MtriageUnmasked, MtriageSummary MtriageMasked,
    IReadOnlyDictionary<string, double> Seconds)
{
    /// <summary>What the user should know, one line each.</summary>
    public IReadOnlyList<string> Warnings => [.. (Correlations?.Warnings ?? []).Concat(QScore.Warnings).Concat(EmRinger.Warnings).Concat(Inclusion.Warnings).Distinct()];
}

/// <summary>Measures the fit of a model to a map.</summary>
public static class FitStage
{
    /// <summary>What smooths the mask of a constant map whose resolution is not known, Å.</summary>
    private const double UnknownResolution = 3;

    /// <summary>Runs all measures.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map on an orthogonal grid.</param>
    /// <param name="halves">Both half maps for their resolutions, or null.</param>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom; the others are treated as absent.</param>
    /// <param name="options">Resolution and choices.</param>
    /// <exception cref="InputException">The model and the map do not go together, or only hydrogens are selected.</exception>
    public static FitMeasures Run(Accelerator accelerator, DensityMap map, (DensityMap First, DensityMap Second)? halves, Model model, bool[] selection, FitOptions options)
    {
        var seconds = new Dictionary<string, double>();
        MapModelScores? correlations = options.Resolution is not { } d ? null : Timed("correlations", () =>
        {
            using var scorer = new MapModelScorer(accelerator, map, d);
            return scorer.Score(model, selection, options.Local);
        });
        ContourLevel level = Timed("contour_level", () => options.Level is { } given ? ContourLevel.Given(given) : ContourLevel.OfVolume(map, model, selection));
        using var onDevice = new DeviceMap(accelerator, map);
        QScoreAnalysis shells = Timed("q_score", () => QScoreAnalysis.Sample(onDevice, model, selection));
        EmRingerReport ringer = Timed("emringer", () => EmRinger.Run(onDevice, model, selection));
        AtomInclusion inclusion = Timed("atom_inclusion", () => AtomInclusion.Compute(onDevice, model, selection, level));
        (MtriageSummary unmasked, MtriageSummary masked) = Timed("mtriage", () =>
        {
            using var analysis = new MtriageAnalysis(accelerator, map, halves);
            analysis.SetModel(model, selection);
            MtriageSummary whole = analysis.Run(null, null);
            double radius = 2 * (options.Resolution ?? whole.D99 ?? UnknownResolution);
            float[] mask = ModelMask.Smooth(accelerator, map.Grid, ScatteringAtoms.Create(model, selection, ScatteringTable.Electron), radius);
            return (whole, analysis.Run(mask, radius));
        });
        return new(
            correlations, shells.Report(options.Sigma, options.Resolution, options.Local?.Values), shells.Report(QScoreAnalysis.FirstSigma, options.Resolution, options.Local?.Values), ringer, inclusion, unmasked, masked, seconds);

        T Timed<T>(string stage, Func<T> action)
        {
            long start = Stopwatch.GetTimestamp();
            T result = action();
            seconds[stage] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            return result;
        }
    }
}
