using System.Globalization;
using Engine.Core.DensityModification;
using Engine.Core.Jobs;
using Engine.Core.Maps;

namespace Engine.Cli.Output;

/// <summary>A density modification in a few lines for a person.</summary>
internal static class DensityModifyTable
{
    private const int Rows = 12;

    /// <summary>Names of the final weights on the command line and in documents.</summary>
    public static string Name(FinalWeight weight) => weight switch
    {
        FinalWeight.CcRef => "cc-ref",
        FinalWeight.Wiener => "wiener",
        _ => "none",
    };

    public static IEnumerable<string> Lines(DensityModifyOutcome outcome)
    {
        DensityModificationResult r = outcome.Result;
        MapGrid g = outcome.Box.Grid, whole = outcome.Box.Whole;
        yield return Text($"molecule    {outcome.Molecule.Volume / 1000:0} nm³ ({outcome.Molecule.Source}); {outcome.Molecule.Volume / (g.Box.A * g.Box.B * g.Box.C):P1} of the box");
        yield return outcome.Box.IsCut ? Text($"box         {g.Nx} x {g.Ny} x {g.Nz} voxels of {whole.Nx} x {whole.Ny} x {whole.Nz}; the results are 0 outside of it") : Text($"box         all {g.Nx} x {g.Ny} x {g.Nz} voxels");
        yield return Text($"resolution  {r.Resolution:0.00} Å (half maps, inside the mask {outcome.MaskName}); modified up to {r.Limit:0.00} Å");
        if (r.Anisotropy is { } a)
            yield return Text($"anisotropy  principal B {string.Join(", ", a.Principal.Select(p => Text($"{p.B:F0}")))} Å²; taken off for the work");
        if (r.Solvent.HoldsDensity && r.Outside.Worst is { } outside)
            yield return Text($"outside     the half maps agree at some distance from the molecule too (FSC {r.Solvent.Correlation:0.00} from 16 to 8 Å): a micelle, a flexible domain or a solvent content that is too high; at least {outside.Kept:P0} of its amplitude is kept");
        foreach (ModificationCycle c in r.Cycles)
            yield return Text($"cycle {c.Number}     corrected resolution {Resolution(c.Errors.ResolutionAfter)}; {c.Histograms[0].Molecule.Count} + {c.Histograms[0].Solvent.Count} Gaussians; coefficients moved by {c.Phasing.Average(p => p.RelativeShift):P0}");
        yield return "";
        yield return "      d      FSC  FSC after   CC_ref   CC_ref     ±  weight";
        yield return "      Å   halves  corrected   before    after          of Y";
        foreach (ErrorShell s in Chosen(outcome.Errors.Shells))
            yield return Text($"{s.Resolution,7:0.00} {s.Original,8:0.000} {s.Equivalent,10:0.000} {s.CcBefore,8:0.000} {s.CcRef,8:0.000} {s.CcRefDeviation,5:0.000} {s.Weight,7:0.00}{(s.IsMeasured ? "" : "  extrapolated")}");
        yield return "";
        if (outcome.LocalSummary is { } local)
            yield return Text($"local       median {local.Median:0.00} Å (5 % {local.Percentile5:0.00}, 95 % {local.Percentile95:0.00}), modified half maps at FSC {outcome.LocalThreshold:0.00}, their value at the corrected resolution");
        foreach (ExpectationReport e in (outcome.Knowledge?.Expectations ?? []).Where(e => e.Cycle == 1))
            yield return Text($"expected    half {e.Half}: {e.Source}, {e.Covered:P1} of the box, correlation {e.Correlation:0.000} of {e.Attainable:0.000} that could be had");
        if (outcome.Knowledge is { } knowledge)
            yield return $"without     {knowledge.Plain.Message}";
        if (outcome.Knowledge?.Bias is { } bias)
            yield return $"bias        {bias.Message}";
        yield return $"verdict     {r.Verdict.Message}";
        yield return Text($"time        {string.Join(", ", outcome.Seconds.Select(p => Text($"{p.Key} {p.Value:0.0} s")))}");
    }

    private static IEnumerable<ErrorShell> Chosen(IReadOnlyList<ErrorShell> shells) =>
        Enumerable.Range(1, Math.Min(Rows, shells.Count)).Select(i => shells[i * shells.Count / Math.Min(Rows, shells.Count) - 1]);

    private static string Resolution(double? d) => d is { } value ? Text($"{value:0.00} Å") : "at the limit";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
