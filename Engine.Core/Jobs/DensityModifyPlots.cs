using Engine.Core.DensityModification;
using Engine.Core.HalfMaps;
using Engine.Core.Plots;

namespace Engine.Core.Jobs;

/// <summary>Correlations, weights and histograms of a density modification as charts (SVG and PNG).</summary>
public static class DensityModifyPlots
{
    private const string FscName = "_denmod_fsc";
    private const string WeightName = "_denmod_weights";
    private const string HistogramName = "_denmod_histograms";

    /// <summary>Endings of the files.</summary>
    public static IReadOnlyList<string> Endings { get; } = [.. new[] { FscName, WeightName, HistogramName }.SelectMany(n => new[] { n + ".svg", n + ".png" })];

    /// <summary>Writes the files.</summary>
    /// <param name="prefix">Path without the endings.</param>
    /// <param name="outcome">What was done.</param>
    /// <returns>Files written.</returns>
    public static IReadOnlyList<string> Write(string prefix, DensityModifyOutcome outcome)
    {
        Correlations(outcome).Save(prefix + FscName);
        Weights(outcome.Errors).Save(prefix + WeightName);
        Histograms(outcome.Result.Histogram).Save(prefix + HistogramName);
        return [.. Endings.Select(e => prefix + e)];
    }

    /// <summary>FSC before and after inside the same mask, corrected for what the modified halves have in common, and the naive one.</summary>
    /// <param name="outcome">What was done.</param>
    public static LineChart Correlations(DensityModifyOutcome outcome)
    {
        ErrorShell[] shells = [.. outcome.Errors.Shells];
        double[] s = [.. shells.Select(v => v.Frequency)];
        double end = s[^1];
        FscCurve naive = outcome.Result.Naive;
        ModificationVerdict verdict = outcome.Result.Verdict;
        return new LineChart(
            FormattableString.Invariant($"Inside one mask: {Text(verdict.Before)} before, {Text(verdict.After)} after (corrected)"),
            new PlotAxis("spatial frequency, 1/Å", 0, end), new PlotAxis("correlation", 0, 1))
            .Add(new PlotLine("FSC of the half maps", s, [.. shells.Select(v => v.Original)]))
            .Add(new PlotLine("FSC after, corrected", s, [.. shells.Select(v => v.Equivalent)]))
            .Add(new PlotLine("expected with the truth, before", s, [.. shells.Select(v => v.CcBefore)], true))
            .Add(new PlotLine("expected with the truth, after", s, [.. shells.Select(v => v.CcRef)], true))
            .Add(new PlotLine("modified halves, not corrected", s, [.. s.Select(naive.At)], true))
            .Add(new PlotLine("0.143", [0, end], [0.143, 0.143], true));
    }

    /// <summary>Weights and errors by shell.</summary>
    /// <param name="errors">Error model.</param>
    public static LineChart Weights(ErrorModel errors)
    {
        double[] s = [.. errors.Shells.Select(v => v.Frequency)];
        PlotLine Line(string name, Func<ErrorShell, double> value, bool isDashed = false) => new(name, s, [.. errors.Shells.Select(value)], isDashed);
        return new LineChart("Weight of the map-phasing maps, and errors", new PlotAxis("spatial frequency, 1/Å", 0, s[^1]), new PlotAxis("weight; error relative to the signal", 0, 2))
            .Add(Line("weight u", v => v.Weight))
            .Add(Line("noise that is kept, alpha", v => v.Retained))
            .Add(Line("half-map noise, √N", v => Math.Sqrt(v.Noise), true))
            .Add(Line("new errors, independent, B", v => Math.Sqrt(v.Independent), true))
            .Add(Line("new errors, common, C", v => Math.Sqrt(v.Common), true))
            .Add(Line("result, E", v => Math.Sqrt(v.Error)));
    }

    /// <summary>Densities in molecule and solvent, with the fitted mixtures.</summary>
    /// <param name="histogram">Histogram.</param>
    public static LineChart Histograms(DensityHistogram histogram)
    {
        double[] middle = [.. Enumerable.Range(0, histogram.Molecule.Count).Select(i => (histogram.Edges[i] + histogram.Edges[i + 1]) / 2)];
        double top = 1.05 * histogram.Molecule.Concat(histogram.Solvent).Concat(histogram.MoleculeFit).Concat(histogram.SolventFit).Max();
        return new LineChart(
            "Densities of half map 1 and the fitted mixtures", new PlotAxis("density, standard deviations of the map", histogram.Edges[0], histogram.Edges[^1]),
            new PlotAxis("probability density", 0, top > 0 ? top : 1))
            .Add(new PlotBars("molecule", histogram.Edges, histogram.Molecule))
            .Add(new PlotBars("solvent", histogram.Edges, histogram.Solvent))
            .Add(new PlotLine("molecule, fitted", middle, histogram.MoleculeFit))
            .Add(new PlotLine("solvent, fitted", middle, histogram.SolventFit));
    }

    private static string Text(double? d) => d is { } value ? FormattableString.Invariant($"{value:0.00} Å") : "at the limit";
}
