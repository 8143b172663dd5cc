using System.Globalization;
using Engine.Core.HalfMaps;
using Engine.Core.Jobs;

namespace Engine.Cli.Output;

/// <summary>Fourier shell correlations as a STAR file with the blocks and labels of RELION's postprocessing.</summary>
internal static class FscStar
{
    public static IEnumerable<string> Lines(FscReport report, FscRequest request)
    {
        FscCurve unmasked = (report["unmasked"] ?? report.Curves[0]).Curve;
        FscCurve? masked = report["masked"]?.Curve, corrected = report["corrected"]?.Curve, random = report["randomized"]?.Curve, particle = report["particle"]?.Curve;
        yield return "";
        yield return "data_general";
        yield return "";
        double? final = report.Resolution ?? (report["model_masked"] ?? report["model_unmasked"])?.Resolution(0.5);
        if (final is { } d)
            yield return Text($"_rlnFinalResolution {d:F6}");
        if (report.RandomizedFrom is { } from)
            yield return Text($"_rlnRandomiseFrom {from:F6}");
        if (request.MapPaths.Count == 2)
        {
            yield return $"_rlnUnfilteredMapHalf1 {Quoted(request.MapPaths[0])}";
            yield return $"_rlnUnfilteredMapHalf2 {Quoted(request.MapPaths[1])}";
        }

        if (request.HasMaskFile)
            yield return $"_rlnMaskName {Quoted(request.Mask)}";
        yield return "";
        yield return "data_fsc";
        yield return "";
        yield return "loop_";
        (string Label, Func<int, double> Value)[] columns = [.. Columns(report, unmasked, masked, corrected, random, particle)];
        yield return "_rlnSpectralIndex #1";
        for (int i = 0; i < columns.Length; i++)
            yield return $"_{columns[i].Label} #{i + 2}";
        for (int k = 0; k < unmasked.Count; k++)
        {
            int shell = k;
            yield return Text($"{k,6}") + string.Concat(columns.Select(c => Text($" {c.Value(shell),14:F6}")));
        }

        yield return "";
    }

    private static IEnumerable<(string Label, Func<int, double> Value)> Columns(
        FscReport report, FscCurve unmasked, FscCurve? masked, FscCurve? corrected, FscCurve? random, FscCurve? particle)
    {
        yield return ("rlnResolution", unmasked.Frequency);
        yield return ("rlnAngstromResolution", k => k == 0 ? 999 : 1 / unmasked.Frequency(k));
        if (report["unmasked"] == null)
        {
            foreach (NamedFsc curve in report.Curves)
                yield return (curve.Name == "model_masked" ? "rlnFourierShellCorrelationMaskedMaps" : "rlnFourierShellCorrelationUnmaskedMaps", k => curve.Curve.Correlation[k]);
            yield break;
        }

        yield return ("rlnFourierShellCorrelationCorrected", k => (corrected ?? unmasked).Correlation[k]);
        if (particle != null)
            yield return ("rlnFourierShellCorrelationParticleMaskFraction", k => particle.Correlation[k]);
        yield return ("rlnFourierShellCorrelationUnmaskedMaps", k => unmasked.Correlation[k]);
        if (masked != null && random != null)
        {
            yield return ("rlnFourierShellCorrelationMaskedMaps", k => masked.Correlation[k]);
            yield return ("rlnCorrectedFourierShellCorrelationPhaseRandomizedMaskedMaps", k => random.Correlation[k]);
        }
    }

    private static string Quoted(string path) => path.Any(char.IsWhiteSpace) ? $"\"{path}\"" : path;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
