using System.Text;
using Engine.Core.HalfMaps.Mtriage;
using Engine.Core.Jobs.Validate;
using Engine.Core.Scoring;
using Engine.Core.Validation;

namespace Engine.Core.Reports;

/// <summary>Fit to the map: Fourier shell correlations, resolutions, correlations by region, inclusion by level, local resolution.</summary>
internal static class FitSection
{
    /// <summary>Writes the section.</summary>
    public static ReportSection Of(ValidationReport report) => ReportSection.Of("fit", "Map and fit", html =>
    {
        if (report.Map == null)
            return;
        html.Append("<div class=\"charts\">");
        Charts(html, report);
        html.Append("</div>\n");
        MapFacts(html, report.Map);
        Resolutions(html, report);
        if (report.Fit is not { } fit)
            return;
        Correlations(html, fit.Correlations, report.Before?.Fit?.Correlations);
        QScores(html, fit.QScore, fit.QScoreFirst);
        Test(html, report.CrossValidation);
    });

    private static void Charts(StringBuilder html, ValidationReport report)
    {
        if (report.Curves.Any(FitCharts.IsOfModel))
            FitCharts.Write(html, FitCharts.ModelFsc(report), "Fourier shell correlation of map and model");
        if (report.Curves.Any(c => !FitCharts.IsOfModel(c)))
            FitCharts.Write(html, FitCharts.HalfMapFsc(report), "Fourier shell correlation of the half maps");
        if (report.Fit is not { } fit)
            return;
        if (report.Residues.Count(r => r.Q is not null) > 1)
            FitCharts.Write(html, FitCharts.QScores(report), "Q-scores of residues");
        if (fit.Inclusion.Curve.Count > 1)
            FitCharts.Write(html, FitCharts.Inclusion(fit, report.Before?.Fit), "Atom inclusion by level");
        double[] local = [.. (fit.Correlations?.Residues ?? []).Select(r => r.Resolution).OfType<double>()];
        if (local.Length > 1 && local.Max() > local.Min())
            FitCharts.Write(html, FitCharts.LocalResolution(local), "Local resolution at residues");
    }

    private static void MapFacts(StringBuilder html, ValidationMap map)
    {
        Geometry.Vec3 v = map.Grid.VoxelSize;
        html.Markup($"<p>Map of {map.Grid.Nx} × {map.Grid.Ny} × {map.Grid.Nz} voxels of {v.X:0.###} × {v.Y:0.###} × {v.Z:0.###} Å; density {map.Statistics.Minimum:G4} to {map.Statistics.Maximum:G4}, mean {map.Statistics.Mean:G4}, σ {map.Statistics.StandardDeviation:G4}.</p>\n");
    }

    private static void Resolutions(StringBuilder html, ValidationReport report)
    {
        if (report.MtriageUnmasked is not { } plain)
            return;
        MtriageSummary? masked = report.MtriageMasked;
        html.Append("<table><caption>Resolutions, Å (rules of mtriage: Afonine et al. 2018, Acta Cryst. D74, 814)</caption><thead><tr><th scope=\"col\">Resolution</th><th scope=\"col\" class=\"n\">Unmasked</th>")
            .Append(masked == null ? "" : "<th scope=\"col\" class=\"n\">Masked</th>").Append("<th scope=\"col\">What it is</th></tr></thead><tbody>\n");
        (string Name, Func<MtriageSummary, double?> Value, string What)[] rows =
        [
            ("d99", m => m.D99, "finest detail of the map by its own coefficients"),
            ("d_FSC", m => m.DFsc, "half maps agree, FSC 0.143"),
            ("d_model", m => m.DModel, "resolution at which the model's map is most like the map"),
            ("d_FSC_model 0.5", m => m.DFscModel05, "model and map agree, FSC 0.5"),
            ("d_FSC_model 0.143", m => m.DFscModel0143, "model and map agree, FSC 0.143"),
            ("d_FSC_model 0", m => m.DFscModel0, "model and map agree, FSC 0"),
        ];
        foreach ((string name, Func<MtriageSummary, double?> value, string what) in rows.Where(r => r.Value(plain) != null || (masked != null && r.Value(masked) != null)))
        {
            html.Append("<tr><td>").Append(name).Append("</td><td class=\"n\">").Append(HtmlText.Number(value(plain), 2)).Append("</td>");
            if (masked != null)
                html.Append("<td class=\"n\">").Append(HtmlText.Number(value(masked), 2)).Append("</td>");
            html.Append("<td>").Append(what).Append("</td></tr>\n");
        }

        html.Append("</tbody></table>\n");
    }

    private static void Correlations(StringBuilder html, MapModelScores? scores, MapModelScores? before)
    {
        if (scores == null)
            return;
        (string Name, Func<MapModelScores, double?> Value, Func<LocalResolutionScores, double?> Local)[] rows =
        [
            ("CC_mask", s => s.CcMask, s => s.CcMask), ("CC_box", s => s.CcBox, s => s.CcBox), ("CC_volume", s => s.CcVolume, s => s.CcVolume), ("CC_peaks", s => s.CcPeaks, s => s.CcPeaks),
            ("Main chain", s => s.CcMainChain, s => s.CcMainChain), ("Side chains", s => s.CcSideChain, s => s.CcSideChain),
        ];
        html.Append("<table><caption>Correlation of map and model map by region").Append(scores.Local == null ? "" : ", with one resolution and with the atoms' own").Append("</caption><thead><tr><th scope=\"col\">Region</th>")
            .Append(before == null ? "" : "<th scope=\"col\" class=\"n\">Before</th>").Append("<th scope=\"col\" class=\"n\">CC</th>").Append(scores.Local == null ? "" : "<th scope=\"col\" class=\"n\">Local resolution</th>").Append("</tr></thead><tbody>\n");
        foreach ((string name, Func<MapModelScores, double?> value, Func<LocalResolutionScores, double?> local) in rows)
        {
            html.Append("<tr><td>").Append(name).Append("</td>");
            if (before != null)
                html.Append("<td class=\"n\">").Append(HtmlText.Number(value(before), 3)).Append("</td>");
            html.Append("<td class=\"n\">").Append(HtmlText.Number(value(scores), 3)).Append("</td>");
            if (scores.Local is { } l)
                html.Append("<td class=\"n\">").Append(HtmlText.Number(local(l), 3)).Append("</td>");
            html.Append("</tr>\n");
        }

        html.Append("</tbody></table>\n");
    }

    private static void QScores(StringBuilder html, QScoreReport q, QScoreReport first)
    {
        html.Markup($"<table><caption>Q-scores by kind of residue, σ {q.Sigma:0.##} and {first.Sigma:0.##} Å</caption><thead><tr><th scope=\"col\">Kind</th><th scope=\"col\" class=\"n\">Atoms</th><th scope=\"col\" class=\"n\">Q</th><th scope=\"col\" class=\"n\">Expected</th><th scope=\"col\" class=\"n\">Q, σ {first.Sigma:0.##}</th></tr></thead><tbody>\n");
        foreach (GroupQScore group in q.Classes)
        {
            html.Append("<tr><td>").Append(HtmlText.Escape(group.Name)).Append("</td><td class=\"n\">").Append(HtmlText.Count(group.NAtoms)).Append("</td><td class=\"n\">").Append(HtmlText.Number(group.Q, 3)).Append("</td><td class=\"n\">")
                .Append(HtmlText.Number(group.Expected, 2)).Append("</td><td class=\"n\">").Append(HtmlText.Number(first.Classes.FirstOrDefault(c => c.Name == group.Name)?.Q, 3)).Append("</td></tr>\n");
        }

        html.Append("</tbody></table>\n");
    }

    private static void Test(StringBuilder html, HalfMapValidationRecord? test)
    {
        if (test == null)
            return;
        string verdict = test.IsOverfitted switch { true => "over-fitting was found", false => "no over-fitting was found", _ => "it was stopped before it could tell" };
        html.Append("<p>Half-map test of the refinement (").Append(HtmlText.Escape(test.File))
            .Append(FormattableString.Invariant($"): mean FSC to {test.Resolution:0.0#} Å is {test.AverageWork:0.000} with the half refined against, {test.AverageTest:0.000} with the other, {test.AverageFull:0.000} with both: ")).Append(verdict).Append(".</p>\n");
    }
}
