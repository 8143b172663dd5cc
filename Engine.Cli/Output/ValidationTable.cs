using System.Globalization;
using Engine.Core.HalfMaps.Mtriage;
using Engine.Core.Jobs;
using Engine.Core.Jobs.Validate;

namespace Engine.Cli.Output;

/// <summary>A validation as lines of text for a person.</summary>
internal static class ValidationTable
{
    private const int Shown = 15;

    public static IEnumerable<string> Lines(ValidationReport r)
    {
        yield return Title(r);
        foreach (string line in r.Before == null ? Summary(r) : TableOne.Lines([r.Before, r]).Skip(2))
            yield return line;
        if (r.Structure != null)
        {
            yield return "";
            foreach (string line in Outliers(r))
                yield return line;
        }

        foreach (string line in r.Absent)
            yield return $"absent: {line}";
    }

    private static string Title(ValidationReport r)
    {
        string model = r.ModelPath ?? "no model", map = r.MapPath == null ? "" : $" in {r.MapPath}";
        return (r.ModelPath == null ? r.MapPath! : model + map) + (r.Resolution is { } d ? Text($" at {d.Value:0.##} Å ({d.Source})") : "");
    }

    private static IEnumerable<string> Summary(ValidationReport r)
    {
        if (r.Composition is { } c)
            yield return $"  {c.Chains} chain{(c.Chains == 1 ? "" : "s")}, {c.Residues} residues (protein {c.Protein}, nucleic {c.Nucleic}, ligands {c.Ligands}, ions {c.Ions}, waters {c.Waters}), {c.Atoms} atoms, {c.Hydrogens} of them hydrogens";
        foreach (string line in Geometry(r).Concat(Fit(r)).Concat(Map(r)))
            yield return line;
    }

    private static IEnumerable<string> Geometry(ValidationReport r)
    {
        if (r.Geometry?.Heavy is { Bonds.Count: > 0 } g)
            yield return Text($"  bonds            {g.Bonds.Rmsd,8:F4} Å   angles {g.Angles.Rmsd:F2}°   planes {g.Planes.Rmsd:F4} Å   chirality {g.Chirality.Rmsd:F3} Å³");
        if (r.Clashes is { } c)
            yield return Text($"  clashscore       {c.Score,8:F2}   {c.Clashes.Count} clashes of {c.Atoms} atoms{(c.Collisions.Count > 0 ? $", {c.Collisions.Count} collisions" : "")}");
        if (r.MolProbity is { } m)
            yield return Text($"  MolProbity score {m,8:F2}");
        if (r.Ramachandran is { } a)
            yield return Text($"  Ramachandran     {a.FavouredPercent,8:F2} % favoured, {a.AllowedPercent:F2} % allowed, {a.Outliers} outliers of {a.Count}");
        if (r.RamachandranZ?.Whole is { } z)
            yield return Text($"  Ramachandran Z   {z.Z,8:F2}{(z.Error is { } e ? Text($" ± {e:F2}") : "")}{(z.IsPoor ? "   poor" : "")}");
        if (r.Rotamers is { } s)
            yield return Text($"  rotamers         {s.OutlierPercent,8:F2} % outliers, {s.Outliers} of {s.Count}");
        if (r.CBeta is { } b)
            yield return Text($"  Cβ               {b.Outliers,8} outliers of {b.Count}, largest deviation {b.Largest:F2} Å");
        if (r.Peptides is { } p)
            yield return $"  peptides         {p.CisOthers,8} cis, {p.Twisted} twisted of {p.Count}; {p.CisProlines} of {p.Prolines} prolines cis";
        if (r.SugarPuckers is { Count: > 0 } n)
            yield return $"  sugar puckers    {n.Outliers,8} outliers of {n.Count}";
        if (r.Suites is { } u)
            yield return Text($"  RNA suites       {u.Outliers,8} outliers of {u.Count}, mean suiteness {u.MeanSuiteness:F2}");
        foreach (LigandValidation l in r.Ligands.OrderByDescending(l => l.WorstZ ?? 0).Take(5))
            yield return Ligand(l);
        if (r.BFactors?.All is { Count: > 0 } f)
            yield return Text($"  B factors        {f.Mean,8:F1} Å² mean, {f.Minimum:F1} to {f.Maximum:F1}, {r.BFactors.Steps.Count} steps between bonded atoms");
    }

    private static string Ligand(LigandValidation l) => $"  ligand {l.Name}: " + (l.Source == null || l.BondRmsZ == null ? "no dictionary knows it" : Text($"bonds rmsZ {l.BondRmsZ:F2}, angles rmsZ {l.AngleRmsZ:F2}"))
        + (l.Cc is { } cc ? Text($", CC {cc:F2}") : "") + (l.Q is { } q ? Text($", Q {q:F2}") : "");

    private static IEnumerable<string> Fit(ValidationReport r)
    {
        if (r.Fit is not { } fit)
            yield break;
        if (fit.Correlations is { } s)
            yield return $"  CC_mask          {Number(s.CcMask, 4),8}   CC_box {Number(s.CcBox, 4)}   CC_volume {Number(s.CcVolume, 4)}   CC_peaks {Number(s.CcPeaks, 4)}   main chain {Number(s.CcMainChain, 4)}   side chain {Number(s.CcSideChain, 4)}";
        string expected = fit.QScore.Expected is { } e ? Text($"   expected {e.Value:F2} ({e.Low:F2} to {e.High:F2})") : "";
        yield return Text($"  Q-score          {Number(fit.QScore.Mean, 3),8}   σ {fit.QScore.Sigma} Å{expected}   σ 0.6 Å: {Number(fit.QScoreFirst.Mean, 3)}");
        yield return $"  EMRinger         {Number(fit.EmRinger.Score, 2),8}   {fit.EmRinger.NScanned} side chains";
        yield return Text($"  atom inclusion   {fit.Inclusion.All,8:F3}   backbone {Number(fit.Inclusion.Backbone, 3)}, level {fit.Inclusion.Level.Value:G4} ({fit.Inclusion.Level.Source})");
    }

    private static IEnumerable<string> Map(ValidationReport r)
    {
        if (r.MtriageUnmasked is { } whole)
            yield return Mtriage("resolutions", whole, r.MtriageMasked);
        foreach (NamedFsc curve in r.Curves.Where(c => c.Crossings.Count > 0))
            yield return $"  FSC {curve.Name,-15} " + string.Join("   ", curve.Crossings.Select(x => Text($"{x.Threshold:0.###}: {Number(x.Resolution, 2)} Å")));
        if (r.CrossValidation is { } v)
            yield return Text($"  half-map test    FSC_work {v.AverageWork:F3}, FSC_test {v.AverageTest:F3} ({(v.IsOverfitted switch { true => "over-fitted", false => "sound", null => "stopped" })}; {v.File})");
    }

    private static string Mtriage(string name, MtriageSummary whole, MtriageSummary? masked)
    {
        string Both(Func<MtriageSummary, double?> value) => masked == null ? Number(value(whole), 2) : $"{Number(value(masked), 2)} ({Number(value(whole), 2)})";
        return $"  {name,-16} d99 {Both(m => m.D99)}" + (whole.DFscModel05 == null && whole.DModel == null ? " Å" : $"   d_model {Both(m => m.DModel)}   FSC model 0.5 {Both(m => m.DFscModel05)} Å, masked (unmasked)");
    }

    private static IEnumerable<string> Outliers(ValidationReport r)
    {
        if (r.Outliers.Count == 0)
        {
            yield return "no outliers";
            yield break;
        }

        int places = r.Outliers.Select(o => o.Residue).Distinct().Count();
        int[] number = [.. Enum.GetValues<OutlierSeverity>().Select(s => r.Outliers.Count(o => o.Severity == s))];
        yield return $"{r.Outliers.Count} outlier{(r.Outliers.Count == 1 ? "" : "s")} ({number[0]} severe, {number[1]} moderate, {number[2]} minor) at {places} residue{(places == 1 ? "" : "s")}, gravest places first:";
        foreach (Outlier o in r.Outliers.Take(Shown))
            yield return $"  {ResidueCsv.Word(o.Severity),-9} {o.Text}";
        if (r.Outliers.Count > Shown)
            yield return $"  … and {r.Outliers.Count - Shown} more in the files";
    }

    private static string Number(double? value, int digits) => value is { } v ? v.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "-";

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
