using System.Globalization;
using System.Text;

namespace Engine.Core.Resolution;

/// <summary>A ChimeraX command script that opens a map and colours it by local resolution, with a key.</summary>
public static class ChimeraXScript
{
    private const double LeastRange = 0.2;

    // Okabe and Ito's colours from fine to coarse: distinct for people with colour-blindness.
    private static readonly string[] Colours = ["#0072B2", "#56B4E9", "#009E73", "#F0E442", "#E69F00", "#D55E00"];

    /// <summary>The resolutions of the palette's colours: from the 5 % to the 95 % percentile, never an empty range.</summary>
    /// <param name="summary">Distribution of the resolutions.</param>
    public static double[] Palette(LocalResolutionSummary summary)
    {
        double low = Math.Round(summary.Percentile5, 2), high = Math.Round(summary.Percentile95, 2);
        if (high - low < LeastRange)
        {
            double middle = (low + high) / 2;
            (low, high) = (Math.Max(0.01, middle - LeastRange / 2), Math.Max(0.01, middle - LeastRange / 2) + LeastRange);
        }

        return [.. Colours.Select((_, i) => low + (high - low) * i / (Colours.Length - 1))];
    }

    /// <summary>Writes the script.</summary>
    /// <param name="map">Map to show, as the script finds it.</param>
    /// <param name="resolutions">Local-resolution map.</param>
    /// <param name="model">Model to show with it; or null.</param>
    /// <param name="summary">Distribution of the resolutions.</param>
    /// <param name="level">Contour level in standard deviations of the map.</param>
    public static string Text(string map, string resolutions, string? model, LocalResolutionSummary summary, double level = 5)
    {
        double[] palette = Palette(summary);
        var text = new StringBuilder();
        text.Append("# Local resolution, Å. Open with: chimerax THIS_FILE\n");
        text.Append(CultureInfo.InvariantCulture, $"open {Quoted(map)} id #1\n");
        text.Append(CultureInfo.InvariantCulture, $"open {Quoted(resolutions)} id #2\n");
        text.Append("volume #2 hide\n");
        text.Append(CultureInfo.InvariantCulture, $"volume #1 style surface step 1 sdLevel {level:0.###}\n");
        string colours = string.Join(":", palette.Select((d, i) => FormattableString.Invariant($"{d:0.00},{Colours[i]}")));
        text.Append(CultureInfo.InvariantCulture, $"color sample #1 map #2 palette {colours}\n");
        text.Append("key ").Append(string.Join(" ", palette.Select((d, i) => FormattableString.Invariant($"{Colours[i]}:{d:0.0}")))).Append('\n');
        if (model != null)
        {
            text.Append(CultureInfo.InvariantCulture, $"open {Quoted(model)} id #3\n");
            text.Append("hide #3 atoms\ncartoon #3\n");
        }

        return text.Append("view\n").ToString();
    }

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
