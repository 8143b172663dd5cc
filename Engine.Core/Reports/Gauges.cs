using Engine.Core.Jobs;
using Engine.Core.Jobs.Validate;
using Engine.Core.Validation;

namespace Engine.Core.Reports;

/// <summary>
/// The gauges of a report. Limits are published ones, named with their source; where the literature gives none the bar shows the place of the value only. The archive's distribution at
/// the same resolution is known for the Q-score; percentiles of other measures would need the archive's statistics and are not made up.
/// </summary>
internal static class Gauges
{
    private const string MolProbity = "Colours of MolProbity (Williams et al. 2018, Protein Sci. 27, 293).";

    /// <summary>Fit to the map.</summary>
    public static IEnumerable<Gauge> Fit(ValidationReport report)
    {
        FitMeasures? fit = report.Fit, before = report.Before?.Fit;
        if (fit == null)
            yield break;
        if (fit.Correlations?.CcMask is { } cc)
        {
            yield return new(
                "CC_mask", cc, 3, "",
                new([0, 0.3, 0.6, 1], [Verdict.Poor, Verdict.Caution, Verdict.Good], "Below 0.3 poor, above 0.6 good.", "Classes in use for real-space refinement (P. V. Afonine, ACA 2024)."),
                "map and model map inside the model's mask", before?.Correlations?.CcMask);
        }

        if (fit.QScore.Mean is { } q)
            yield return new("Q-score", q, 3, "", QScale(fit.QScore), FormattableString.Invariant($"mean of {fit.QScore.NAtoms} atoms, σ {fit.QScore.Sigma:0.##} Å"), before?.QScore.Mean);
        if (fit.EmRinger.Score is { } ringer)
        {
            yield return new(
                "EMRinger", ringer, 2, "",
                new([0, 1, 2, 4], [Verdict.None, Verdict.None, Verdict.None], "Above 1 is usual at 3 to 4 Å; it rises with resolution, and says little beyond 4.5 Å.", "Barad et al. 2015, Nat. Methods 12, 943."),
                FormattableString.Invariant($"{fit.EmRinger.NScanned} side chains"), before?.EmRinger.Score);
        }

        yield return new(
            "Atom inclusion", 100 * fit.Inclusion.All, 1, " %",
            new([0, 25, 50, 75, 100], [Verdict.None, Verdict.None, Verdict.None, Verdict.None], "Depends on the contour level: compare only at the same level.", "EMDB validation reports."),
            FormattableString.Invariant($"at level {fit.Inclusion.Level.Value:G4}{(fit.Inclusion.Level.IsRecommended ? "" : ", estimated")}"), 100 * before?.Inclusion.All);
    }

    /// <summary>Geometry of the model.</summary>
    public static IEnumerable<Gauge> Geometry(ValidationReport report)
    {
        ValidationReport? before = report.Before;
        if (report.Clashes is { } clashes)
        {
            yield return new(
                "Clashscore", clashes.Score, 2, "",
                new([100, 40, 20, 10, 5, 0], [Verdict.None, Verdict.None, Verdict.None, Verdict.None, Verdict.None], "Clashes per 1000 atoms: fewer is better. MolProbity ranks it by percentile only.", "Word et al. 1999, J. Mol. Biol. 285, 1711."),
                FormattableString.Invariant($"{clashes.Clashes.Count} clash{(clashes.Clashes.Count == 1 ? "" : "es")} of {clashes.Atoms} atoms with hydrogens"), before?.Clashes?.Score);
        }

        if (report.MolProbity is { } score)
            yield return new("MolProbity score", score, 2, "", MolProbityScale(report.Resolution?.Value), "clashes, rotamers and backbone in one", before?.MolProbity);
        foreach (Gauge gauge in Protein(report).Concat(Nucleic(report)))
            yield return gauge;
    }

    private static IEnumerable<Gauge> Protein(ValidationReport report)
    {
        ValidationReport? before = report.Before;
        if (report.Ramachandran is { Count: > 0 } rama)
        {
            yield return new(
                "Ramachandran favoured", rama.FavouredPercent, 2, " %",
                new([80, 95, 98, 100], [Verdict.Poor, Verdict.Caution, Verdict.Good], "Goal: above 98 %; below 95 % poor.", MolProbity), $"{rama.Favoured} of {rama.Count} residues", before?.Ramachandran?.FavouredPercent);
            yield return new(
                "Ramachandran outliers", rama.OutlierPercent, 2, " %",
                new([3, 0.5, 0.05, 0], [Verdict.Poor, Verdict.Caution, Verdict.Good], "Goal: below 0.05 %; above 0.5 % poor.", MolProbity), $"{rama.Outliers} of {rama.Count} residues", before?.Ramachandran?.OutlierPercent);
        }

        if (report.RamachandranZ?.Whole is { } z)
        {
            yield return new(
                "Ramachandran Z", z.Z, 2, "",
                new([-5, -3, -2, 2, 3, 5], [Verdict.Poor, Verdict.Caution, Verdict.Good, Verdict.Caution, Verdict.Poor], "|Z| below 2 is usual, above 3 is not: both too odd and too good.", "Sobolev et al. 2020, Structure 28, 1249."),
                z.Error is { } error ? FormattableString.Invariant($"± {error:0.00}, {z.Count} residues") : "", before?.RamachandranZ?.Whole?.Z);
        }

        if (report.Rotamers is { Count: > 0 } rotamers)
        {
            yield return new(
                "Rotamer outliers", rotamers.OutlierPercent, 2, " %",
                new([20, 5, 0.3, 0], [Verdict.Poor, Verdict.Caution, Verdict.Good], "Goal: below 0.3 %; above 5 % poor.", MolProbity), $"{rotamers.Outliers} of {rotamers.Count} side chains", before?.Rotamers?.OutlierPercent);
        }

        if (report.CBeta is { Count: > 0 } cbeta)
        {
            yield return new(
                "Cβ deviations", 100.0 * cbeta.Outliers / cbeta.Count, 2, " %",
                new([20, 5, 0, 0], [Verdict.Poor, Verdict.Caution, Verdict.Good], "Goal: none of 0.25 Å or more; above 5 % poor.", MolProbity), $"{cbeta.Outliers} of {cbeta.Count} residues",
                before?.CBeta is { Count: > 0 } b ? 100.0 * b.Outliers / b.Count : null);
        }
    }

    private static IEnumerable<Gauge> Nucleic(ValidationReport report)
    {
        if (report.SugarPuckers is { Count: > 0 } sugars)
        {
            yield return new(
                "Sugar puckers that do not fit", 100.0 * sugars.Outliers / sugars.Count, 2, " %",
                new([20, 5, 0, 0], [Verdict.Poor, Verdict.Caution, Verdict.Good], "Goal: none; above 5 % poor.", MolProbity), $"{sugars.Outliers} of {sugars.Count} sugars",
                report.Before?.SugarPuckers is { Count: > 0 } b ? 100.0 * b.Outliers / b.Count : null);
        }

        if (report.Suites is { Count: > 0 } suites)
        {
            yield return new(
                "RNA backbone outliers", 100.0 * suites.Outliers / suites.Count, 2, " %",
                new([50, 15, 5, 0], [Verdict.Poor, Verdict.Caution, Verdict.Good], "Goal: at most 5 %; above 15 % poor.", MolProbity), FormattableString.Invariant($"{suites.Outliers} of {suites.Count} suites, mean suiteness {suites.MeanSuiteness:0.00}"),
                report.Before?.Suites is { Count: > 0 } b ? 100.0 * b.Outliers / b.Count : null);
        }
    }

    private static GaugeScale QScale(QScoreReport q)
    {
        if (q.Expected is not { } e || q.Resolution is not { } d)
            return new([0, 0.25, 0.5, 0.75, 1], [Verdict.None, Verdict.None, Verdict.None, Verdict.None], "It falls with resolution: no expected value without one.", "Pintilie et al. 2020, Nat. Methods 17, 328.");
        double low = Math.Round(e.Low, 2), high = Math.Round(e.High, 2), width = high - low;
        return new(
            [Math.Round(low - width, 2), low, high, Math.Round(high + width, 2)], [Verdict.Poor, Verdict.Good, Verdict.Good],
            FormattableString.Invariant($"Structures of the EMDB at {d:0.0#} Å: {e.Value:0.00}, usually {low:0.00} to {high:0.00}."), "Pintilie et al. 2020, Nat. Methods 17, 328; fits of MapQ.", e.Value);
    }

    private static GaugeScale MolProbityScale(double? resolution)
    {
        const string Source = "Chen et al. 2010, Acta Cryst. D66, 12.";
        if (resolution is not { } d || d < 1)
            return new([5, 4, 3, 2, 1, 0.5], [Verdict.None, Verdict.None, Verdict.None, Verdict.None, Verdict.None], "On the scale of the resolution of crystal structures: lower is better.", Source);
        return new([d + 2, d, 0.5], [Verdict.Poor, Verdict.None], FormattableString.Invariant($"Crystal structures at {d:0.0#} Å have about {d:0.0#}; lower is better."), Source, d);
    }
}
