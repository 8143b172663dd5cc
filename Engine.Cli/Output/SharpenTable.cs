using System.Globalization;
using Engine.Core.Jobs;

namespace Engine.Cli.Output;

/// <summary>A sharpening in a few lines for a person.</summary>
internal static class SharpenTable
{
    /// <summary>Names of the routes on the command line and in documents.</summary>
    public static IReadOnlyDictionary<SharpenRoute, string> Names { get; } = new Dictionary<SharpenRoute, string>
    {
        [SharpenRoute.B] = "b",
        [SharpenRoute.BIso] = "b-iso",
        [SharpenRoute.Guinier] = "guinier",
        [SharpenRoute.HalfMaps] = "half-maps",
        [SharpenRoute.HalfMapShells] = "half-map-shells",
        [SharpenRoute.Model] = "model",
        [SharpenRoute.Auto] = "auto",
    };

    public static string Name(SharpenRoute route) => Names[route];

    public static IEnumerable<string> Lines(SharpenOutcome outcome)
    {
        SharpenReport r = outcome.Report;
        yield return Text($"route       {Name(r.Route)}: {How(r)}");
        yield return r.Resolution is { } d ? Text($"resolution  {d:0.##} Å ({r.ResolutionSource}); low-pass {(r.LowPass is { } low ? Text($"{low:0.##} Å") : r.Search != null ? "none, blurred beyond" : "none")}") : "resolution  unknown; no low-pass";
        if (r.HalfMaps is { } h)
        {
            yield return Text($"half maps   FSC 0.143 at {Resolution(h.Masked)} masked, {Resolution(h.Unmasked)} unmasked; mask {h.Mask}");
            yield return Text($"noise       {h.NoiseBefore:P0} of the power inside the mask before, {h.NoiseAfter:P0} after");
        }

        yield return Text($"B applied   {r.BApplied:F1} Å² ({(r.BApplied < 0 ? "sharpened" : "blurred")}){(r.Route is SharpenRoute.HalfMaps or SharpenRoute.HalfMapShells or SharpenRoute.Model ? ", the one nearest to the shells' factors" : "")}");
        yield return Text($"B_iso       {Number(r.BIsoBefore)} before, {Number(r.BIsoAfter)} after (Guinier, 10 Å to the resolution{(r.HalfMaps?.SignalB is { } b ? Text($"; of the signal {b:F1} before") : "")})");
        if (r.Anisotropy is { } a)
        {
            yield return Text($"anisotropy  principal B {string.Join(", ", a.Principal.Select(p => Text($"{p.B:F1} along ({p.Axis[0]:F2} {p.Axis[1]:F2} {p.Axis[2]:F2})")))} Å²; removed");
        }

        if (r.Search is { } s)
        {
            yield return Text($"search      {s.Trials.Count} trial maps on a {s.Spacing:0.##} Å grid, best B_iso {s.BIso:F1} Å² by {SharpenPlots.Name(s.Metric)} (correlation {Number(s.Best.Correlation)}, surface {Number(s.Best.Surface)}, kurtosis {Number(s.Best.Kurtosis)})");
            yield return Text($"molecule    {s.Molecule.Fraction:P1} of the box, {s.Molecule.Volume / 1000:F0} nm³; {r.ZeroFraction:P1} of the voxels are exactly zero; noise is {s.NoiseShare:P1} of the power inside");
        }

        yield return $"sharpness   {r.Input.Message}";
        yield return $"            {r.Result.Message}";
        yield return Text($"time        {string.Join(", ", outcome.Seconds.Select(p => Text($"{p.Key} {p.Value:0.00} s")))}");
    }

    private static string How(SharpenReport r) => r.Route switch
    {
        SharpenRoute.B => "the B given",
        SharpenRoute.BIso => "to the B_iso given",
        SharpenRoute.Guinier => "to B_iso 0",
        SharpenRoute.HalfMaps => "C* of the half maps and the Guinier B of their signal",
        SharpenRoute.HalfMapShells => "C* of the half maps, all shells to the same amplitude",
        SharpenRoute.Model => "shells to the model's amplitudes, weighted by its correlation with the map",
        _ => r.Search == null ? "to the B_iso typical of the resolution" : "search for the best B",
    };

    private static string Resolution(double? d) => d is { } value ? Text($"{value:0.##} Å") : "the end";

    private static string Number(double? b) => b is { } value ? Text($"{value:F1} Å²") : "not measurable";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
