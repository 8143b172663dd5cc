using System.Text;

namespace Engine.Core.Reports;

/// <summary>Two distributions of one score, before (outline) and after (filled), as a drawing.</summary>
internal static class ScoreHistogram
{
    private const int Bins = 20;
    private const double Width = 300, Height = 130, Left = 8, Bottom = 108, Top = 26;

    /// <summary>Writes the drawing.</summary>
    /// <param name="html">Page.</param>
    /// <param name="title">Name of the score.</param>
    /// <param name="low">Smallest value drawn; what is below counts there.</param>
    /// <param name="high">Largest value drawn; what is above counts there.</param>
    /// <param name="moreIsBetter">Which direction is better.</param>
    /// <param name="before">Values before.</param>
    /// <param name="after">Values after.</param>
    public static void Write(StringBuilder html, string title, double low, double high, bool moreIsBetter, double[] before, double[] after)
    {
        int[] first = Count(before, low, high), second = Count(after, low, high);
        int most = Math.Max(1, Math.Max(first.Max(), second.Max()));
        double step = (Width - 2 * Left) / Bins;
        string medians = $"median {HtmlText.Number(Median(before), 2)} → {HtmlText.Number(Median(after), 2)}";
        html.Markup($"<figure><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}: {medians}\">");
        html.Markup($"<text x=\"{Left}\" y=\"14\" class=\"title\">{title}</text><text x=\"{Width - Left}\" y=\"14\" class=\"median\">{medians}</text>");
        for (int i = 0; i < Bins; i++)
        {
            double x = Left + i * step, tall = (Bottom - Top) * second[i] / most, outline = (Bottom - Top) * first[i] / most;
            if (second[i] > 0)
                html.Markup($"<rect class=\"after\" x=\"{x + 1:0.#}\" y=\"{Bottom - tall:0.#}\" width=\"{step - 2:0.#}\" height=\"{tall:0.#}\"/>");
            if (first[i] > 0)
                html.Markup($"<rect class=\"before\" x=\"{x + 1:0.#}\" y=\"{Bottom - outline:0.#}\" width=\"{step - 2:0.#}\" height=\"{outline:0.#}\"/>");
        }

        html.Markup($"<line x1=\"{Left}\" y1=\"{Bottom}\" x2=\"{Width - Left}\" y2=\"{Bottom}\"/><text x=\"{Left}\" y=\"124\">{low}</text>");
        html.Markup($"<text x=\"{Width / 2}\" y=\"124\" class=\"middle\">{(moreIsBetter ? "better →" : "← better")}</text><text x=\"{Width - Left}\" y=\"124\" class=\"end\">{high}</text></svg></figure>\n");
    }

    private static int[] Count(double[] values, double low, double high)
    {
        var counts = new int[Bins];
        foreach (double value in values)
            counts[Math.Clamp((int)((value - low) / (high - low) * Bins), 0, Bins - 1)]++;
        return counts;
    }

    private static double? Median(double[] values)
    {
        if (values.Length == 0)
            return null;
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
