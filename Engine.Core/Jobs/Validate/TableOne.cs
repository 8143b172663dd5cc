using System.Globalization;
using Engine.Core.HalfMaps.Mtriage;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Validation.Backbone;

namespace Engine.Core.Jobs.Validate;

/// <summary>One line of "Table 1": a heading when it has no values.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Values">One value per model; empty for headings.</param>
public sealed record TableOneRow(string Label, IReadOnlyList<string> Values);

/// <summary>"Table 1" of cryo-EM papers: composition, B factors, deviations, validation and fit; one column per model.</summary>
public static class TableOne
{
    /// <summary>Ending of the file.</summary>
    public const string Ending = "_table1.txt";

    private const int ColumnWidth = 12;
    private const string None = "-";

    /// <summary>The rows.</summary>
    /// <param name="reports">One per column; such as the one before and the one after a refinement.</param>
    public static IReadOnlyList<TableOneRow> Rows(IReadOnlyList<ValidationReport> reports)
    {
        var rows = new List<TableOneRow>();
        void Head(string label) => rows.Add(new(label, []));
        void Row(string label, Func<ValidationReport, string?> value)
        {
            string[] values = [.. reports.Select(r => value(r) ?? None)];
            if (values.Any(v => v != None))
                rows.Add(new("  " + label, values));
        }

        Head("Data");
        Row("Model", r => Path.GetFileName(r.ModelPath));
        Row("Map", r => r.MapPath == null ? null : string.Join(" + ", r.MapPath.Split(" + ").Select(Path.GetFileName)));
        Row("Resolution (Å)", r => Number(r.Resolution?.Value, 2));
        Row("FSC of half maps 0.143, masked (Å)", r => Number(HalfMaps(r), 2));
        Composition(Head, Row);
        Deviations(Head, Row);
        Validation(Head, Row);
        Fit(Head, Row);
        for (int i = rows.Count - 1; i >= 0; i--)
        {
            if (rows[i].Values.Count == 0 && (i + 1 == rows.Count || rows[i + 1].Values.Count == 0))
                rows.RemoveAt(i);
        }

        return rows;
    }

    /// <summary>The table as aligned text.</summary>
    /// <param name="reports">One per column.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<ValidationReport> reports)
    {
        yield return "Table 1. Model refinement and validation statistics";
        yield return "";
        IReadOnlyList<TableOneRow> rows = Rows(reports);
        int label = rows.Max(r => r.Label.Length);
        int[] widths = [.. reports.Select((_, i) => Math.Max(ColumnWidth, rows.Where(r => r.Values.Count > i).Max(r => r.Values[i].Length)))];
        foreach (TableOneRow row in rows)
            yield return (row.Label.PadRight(label) + string.Concat(row.Values.Select((v, i) => "  " + v.PadLeft(widths[i])))).TrimEnd();
    }

    /// <summary>Mean B factor of the heavy atoms of one class, Å²; null without any.</summary>
    /// <param name="report">Report.</param>
    /// <param name="kind">Class.</param>
    public static double? MeanB(ValidationReport report, ResidueClass kind)
    {
        ResidueValidation[] rows = [.. report.Residues.Where(r => r.Kind == kind && r.HeavyAtoms > 0)];
        return rows.Length == 0 ? null : rows.Sum(r => r.MeanB * r.HeavyAtoms) / rows.Sum(r => r.HeavyAtoms);
    }

    private static void Composition(Action<string> head, Action<string, Func<ValidationReport, string?>> row)
    {
        head("Model composition");
        row("Chains", r => Count(r.Composition?.Chains));
        row("Non-hydrogen atoms", r => Count(r.Composition?.HeavyAtoms));
        row("Hydrogen atoms", r => Count(NotZero(r.Composition?.Hydrogens)));
        row("Protein residues", r => Count(NotZero(r.Composition?.Protein)));
        row("Nucleotides", r => Count(NotZero(r.Composition?.Nucleic)));
        row("Ligands", r => r.Composition is not { Ligands: > 0 } c ? null : string.Join(" ", c.LigandNames.Take(3).Select(l => $"{l.Key}:{l.Value}")) + (c.LigandNames.Count > 3 ? " …" : ""));
        row("Ions", r => Count(NotZero(r.Composition?.Ions)));
        row("Waters", r => Count(NotZero(r.Composition?.Waters)));
        head("B factors (Å², mean)");
        row("Protein", r => Number(MeanB(r, ResidueClass.Protein), 1));
        row("Nucleotides", r => Number(MeanB(r, ResidueClass.Nucleic), 1));
        row("Ligands", r => Number(MeanB(r, ResidueClass.Other), 1));
        row("Ions", r => Number(MeanB(r, ResidueClass.Ion), 1));
        row("Waters", r => Number(MeanB(r, ResidueClass.Water), 1));
    }

    private static void Deviations(Action<string> head, Action<string, Func<ValidationReport, string?>> row)
    {
        head("R.m.s. deviations");
        row("Bond lengths (Å) (# |Z| > 5)", r => Deviation(r, r.Geometry?.Heavy.Bonds, 4, OutlierKind.Bond));
        row("Bond angles (°) (# |Z| > 5)", r => Deviation(r, r.Geometry?.Heavy.Angles, 3, OutlierKind.Angle));
        row("Chirality (Å³)", r => r.Geometry?.Heavy.Chirality is { Count: > 0 } c ? Number(c.Rmsd, 3) : null);
        row("Planarity (Å)", r => r.Geometry?.Heavy.Planes is { Count: > 0 } p ? Number(p.Rmsd, 4) : null);
    }

    private static void Validation(Action<string> head, Action<string, Func<ValidationReport, string?>> row)
    {
        head("Validation");
        row("MolProbity score", r => Number(r.MolProbity, 2));
        row("Clashscore", r => Number(r.Clashes?.Score, 2));
        row("Rotamer outliers (%)", r => Number(r.Rotamers?.OutlierPercent, 2));
        row("Cβ outliers (%)", r => r.CBeta is { } c ? Number(100.0 * c.Outliers / c.Count, 2) : null);
        row("Peptide plane, cis proline / general (%)", r => r.Peptides is { } p ? $"{Percent(p.CisProlines, p.Prolines)} / {Percent(p.CisOthers, p.Count - p.Prolines)}" : null);
        row("Peptide plane, twisted (%)", r => r.Peptides is { } p ? Percent(p.Twisted, p.Count) : null);
        head("Ramachandran plot");
        row("Favoured (%)", r => Number(r.Ramachandran?.FavouredPercent, 2));
        row("Allowed (%)", r => Number(r.Ramachandran?.AllowedPercent, 2));
        row("Outliers (%)", r => Number(r.Ramachandran?.OutlierPercent, 2));
        head("Ramachandran Z-score (error)");
        row("Whole", r => ZScore(r.RamachandranZ?.Whole));
        row("Helix", r => ZScore(r.RamachandranZ?.Helix));
        row("Sheet", r => ZScore(r.RamachandranZ?.Sheet));
        row("Loop", r => ZScore(r.RamachandranZ?.Loop));
        head("Nucleic acids");
        row("Sugar pucker outliers (%)", r => r.SugarPuckers is { Count: > 0 } s ? Percent(s.Outliers, s.Count) : null);
        row("Backbone suite outliers (%)", r => r.Suites is { } s ? Percent(s.Outliers, s.Count) : null);
        row("Mean suiteness", r => Number(r.Suites?.MeanSuiteness, 2));
    }

    private static void Fit(Action<string> head, Action<string, Func<ValidationReport, string?>> row)
    {
        head("Model against map");
        row("CC (mask)", r => Number(r.Fit?.Correlations?.CcMask, 4));
        row("CC (box)", r => Number(r.Fit?.Correlations?.CcBox, 4));
        row("CC (peaks)", r => Number(r.Fit?.Correlations?.CcPeaks, 4));
        row("CC (volume)", r => Number(r.Fit?.Correlations?.CcVolume, 4));
        row("Mean CC of ligands", r => r.Ligands.Any(l => l.Cc != null) ? Number(r.Ligands.Average(l => l.Cc), 2) : null);
        row("Q-score (expected)", r => r.Fit?.QScore is { } q ? Number(q.Mean, 3) + (q.Expected is { } e ? $" ({Number(e.Value, 2)})" : "") : null);
        row("Q-score σ (Å)", r => Number(r.Fit?.QScore.Sigma, 2));
        row("EMRinger score", r => Number(r.Fit?.EmRinger.Score, 2));
        row("Atom inclusion, all / backbone", r => r.Fit?.Inclusion is { } i ? $"{Number(i.All, 3)} / {Number(i.Backbone, 3) ?? None}" : null);
        head("Resolutions by mtriage's rules (Å), masked / unmasked");
        row("d99", r => Pair(r, m => m.D99));
        row("d of the model", r => Pair(r, m => m.DModel));
        row("FSC of model and map 0 / 0.143 / 0.5, masked", r => Crossings(r.MtriageMasked));
        row("FSC of model and map 0 / 0.143 / 0.5", r => Crossings(r.MtriageUnmasked));
    }

    private static double? HalfMaps(ValidationReport r) => (r.Curves.FirstOrDefault(c => c.Name == "corrected") ?? r.Curves.FirstOrDefault(c => c.Name == "masked"))?.Resolution(HalfMapReport.HalfMapThreshold);

    private static string? Deviation(ValidationReport r, GeometryClass? terms, int digits, OutlierKind kind) =>
        terms is { Count: > 0 } t ? $"{Number(t.Rmsd, digits)} ({r.Outliers.Count(o => o.Kind == kind)})" : null;

    private static string? ZScore(RamachandranZ? z) => z == null ? null : Number(z.Z, 2) + (z.Error is { } e ? $" ({Number(e, 2)})" : "");

    private static string? Pair(ValidationReport r, Func<MtriageSummary, double?> value) =>
        r.MtriageUnmasked == null ? null : r.MtriageMasked == null ? Number(value(r.MtriageUnmasked), 2) : $"{Number(value(r.MtriageMasked), 2) ?? None} / {Number(value(r.MtriageUnmasked), 2) ?? None}";

    private static string? Crossings(MtriageSummary? m) => m?.DFscModel0 == null && m?.DFscModel05 == null
        ? null : $"{Number(m.DFscModel0, 2) ?? None} / {Number(m.DFscModel0143, 2) ?? None} / {Number(m.DFscModel05, 2) ?? None}";

    private static int? NotZero(int? value) => value == 0 ? null : value;

    private static string? Count(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string Percent(int part, int whole) => whole == 0 ? None : (100.0 * part / whole).ToString("F2", CultureInfo.InvariantCulture);

    private static string? Number(double? value, int digits) => value?.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
