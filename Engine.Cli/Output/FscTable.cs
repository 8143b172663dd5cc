using Engine.Core.HalfMaps;
using Engine.Core.HalfMaps.Mtriage;
using Engine.Core.Jobs;

namespace Engine.Cli.Output;

/// <summary>Fourier shell correlations as lines for a person.</summary>
internal static class FscTable
{
    private static readonly (string Name, string Text)[] Names =
    [
        ("unmasked", "half maps, unmasked"), ("masked", "half maps, masked"), ("corrected", "half maps, masked and corrected"), ("particle", "half maps, volume of the particle"),
        ("model_unmasked", "model and map, unmasked"), ("model_masked", "model and map, masked"),
    ];

    /// <summary>What a curve is, in words; its name when it is not in the table.</summary>
    /// <param name="name">Name of the curve.</param>
    public static string Text(string name) => Array.Find(Names, n => n.Name == name).Text ?? name;

    public static IEnumerable<string> Lines(FscReport report)
    {
        if (report.Mask is { } mask)
        {
            foreach (string line in MaskTable.Lines(mask, report.Grid))
                yield return line;
        }

        yield return "";
        yield return "  FSC falls below, at Å              0.5    0.143        0  mean FSC";
        foreach (NamedFsc curve in report.Curves.Where(c => c.Crossings.Count > 0))
            yield return Format($"  {Text(curve.Name),-32}{At(curve, 0.5),7}{At(curve, 0.143),9}{At(curve, 0),9}{(curve.Average is { } a ? Format($"{a:F3}") : ""),10}");
        yield return "";
        if (report.ResolutionSource is { } source)
            yield return report.Resolution is { } d ? Format($"resolution  {d:F2} Å ({source} FSC 0.143)") : $"resolution  not reached: the {source} FSC stays above 0.143 to the end";
        if (report.Directional is { } by)
            yield return Format($"directions  {Along(by.Best)} to {Along(by.Worst)}, spread {by.Spread:P1}, sphericity {by.Sphericity:F3}");
        if (report.Particle is { } particle)
            yield return Format($"particle    {particle.Volume:0} Å³ ({particle.Source})");
        foreach (string line in Mtriage("unmasked", report.MtriageUnmasked).Concat(Mtriage("masked", report.MtriageMasked)))
            yield return line;
        yield return Format($"time        {string.Join(", ", report.Seconds.Select(p => Format($"{p.Key} {p.Value:F2} s")))}");
    }

    private static IEnumerable<string> Mtriage(string name, MtriageSummary? m)
    {
        if (m == null)
            yield break;
        string halves = m.DFsc is { } d ? Format($", d_FSC {d:F2}, halves {m.D99Half1:F2} and {m.D99Half2:F2}") : "";
        string model = m.DModelB0 == null ? "" : Format($"; d_FSC_model {Number(m.DFscModel05)} (0.5), {Number(m.DFscModel0143)} (0.143), {Number(m.DFscModel0)} (0); d_model {Number(m.DModel)} at b {m.BIsoOverall}, {Number(m.DModelB0)} at b 0");
        yield return Format($"mtriage     {name}: d99 {Number(m.D99)}{halves}{model}");
    }

    private static string Number(double? value) => value is { } v ? Format($"{v:F2}") : "-";

    private static string Along(DirectionResolution d) => Format($"{d.Resolution:F2} Å along ({d.X:F2} {d.Y:F2} {d.Z:F2})");

    private static string At(NamedFsc curve, double threshold)
    {
        FscCrossing? crossing = curve.Crossings.FirstOrDefault(c => Math.Abs(c.Threshold - threshold) < 1e-9);
        return crossing == null ? "" : crossing.Resolution is { } d ? Format($"{d:F2}{(crossing.Recrossings > 0 ? "*" : "")}") : "-";
    }

    private static string Format(FormattableString text) => FormattableString.Invariant(text);
}
