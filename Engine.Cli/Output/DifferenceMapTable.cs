using System.Globalization;
using Engine.Core.DifferenceMaps;

namespace Engine.Cli.Output;

/// <summary>A difference map as lines for a person, and its peaks as comma-separated values.</summary>
internal static class DifferenceMapTable
{
    private const int Shown = 10;

    /// <summary>The result in a few lines.</summary>
    public static IEnumerable<string> Lines(DifferenceMap result, DifferenceMapOptions options, string? mask)
    {
        if (result.Scale is { } scale)
        {
            yield return Text($"scale       {scale.BoxesWithModel} of {scale.Boxes} boxes of {scale.BoxEdge:0.#} Å hold model");
            yield return Text($"k           {scale.K.Least:G4} to {scale.K.Largest:G4}, whole map {scale.OverallK:G4}");
            yield return Text($"B           {scale.B.Least:0} to {scale.B.Largest:0} Å² on top of the model's, whole map {scale.OverallB:0} Å²");
            yield return Text($"R factor    {scale.RFactor:F3} after scaling");
        }

        if (result.Shells is { } shells)
        {
            double? finest = shells.Where(s => s.Weight > 0).Select(s => (double?)s.Resolution).LastOrDefault();
            yield return Text($"weights     {options.Form.ToString().ToLowerInvariant()} form, differences to {finest:F2} Å");
        }

        yield return mask == null ? Text($"sigma       {result.Sigma:G4} within {DifferenceMap.SigmaRadius} Å of the model") : Text($"sigma       {result.Sigma:G4} inside {mask}");
        foreach ((string name, PeakList list) in new[] { ("density without model", result.Positive), ("model without density", result.Negative) })
        {
            yield return "";
            yield return Text($"{name}: {list.Found} peaks from {options.PeakLevel:0.##} σ within {options.PeakDistance:0.##} Å of the model, {list.Far} further away");
            if (list.Peaks.Count > 0)
                yield return "    σ  nearest atom          Å        x        y        z  also near";
            foreach (DifferencePeak p in list.Peaks.Take(Shown))
                yield return Text($"{p.Sigma,5:F1}  {p.Atom,-18}{p.Distance,5:F1} {p.X,8:F1} {p.Y,8:F1} {p.Z,8:F1}  {string.Join(", ", p.Others)}");
            if (list.Peaks.Count > Shown)
                yield return Text($"       and {list.Peaks.Count - Shown} more in the files");
        }
    }

    /// <summary>All listed peaks, positive ones first.</summary>
    public static IEnumerable<string> Csv(DifferenceMap result)
    {
        yield return "rank,sigma,x,y,z,chain,number,icode,residue,atom,distance,others";
        foreach (DifferencePeak p in result.Positive.Peaks.Concat(result.Negative.Peaks))
            yield return Text($"{p.Rank},{p.Sigma:F3},{p.X:F3},{p.Y:F3},{p.Z:F3},{p.Chain},{p.Number},{p.Icode},{p.Residue},{p.Atom.Split(' ')[^1]},{p.Distance:F3},{string.Join("; ", p.Others)}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
