using System.Globalization;
using System.Text;

namespace Engine.Core.Reports;

/// <summary>One line of the summary: a value, where it lies on its scale, and the value before.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Value.</param>
/// <param name="Digits">Digits behind the point.</param>
/// <param name="Unit">Unit, with its blank; empty for none.</param>
/// <param name="Scale">Scale.</param>
/// <param name="Detail">Counts behind the value; empty for none.</param>
/// <param name="Before">Value of the model that this one is compared with; null without one.</param>
internal sealed record Gauge(string Name, double Value, int Digits, string Unit, GaugeScale Scale, string Detail = "", double? Before = null)
{
    private const int Width = 320, Height = 34, Top = 8, Thickness = 9, Margin = 12;

    /// <summary>Verdict on the value.</summary>
    public Verdict Verdict => Scale.Judge(Value);

    /// <summary>Writes the row of the summary's table.</summary>
    /// <param name="html">Page.</param>
    /// <param name="compares">A column for the value before is there.</param>
    public void Write(StringBuilder html, bool compares)
    {
        html.Append("<tr><th scope=\"row\">").Append(HtmlText.Escape(Name));
        if (Detail.Length > 0)
            html.Append("<small>").Append(HtmlText.Escape(Detail)).Append("</small>");
        html.Append("</th>");
        if (compares)
            html.Append("<td class=\"n before\">").Append(Text(Before)).Append("</td>");
        html.Append("<td class=\"n value\">").Append(Text(Value)).Append("</td><td>").Append(Badge(Verdict)).Append("</td><td class=\"bar\">").Append(Bar());
        html.Append("<small>").Append(HtmlText.Escape(Scale.Meaning)).Append(" <span class=\"source\">").Append(HtmlText.Escape(Scale.Source)).Append("</span></small></td></tr>\n");
    }

    /// <summary>A verdict as a word on its colour, so that it is read without colours too.</summary>
    public static string Badge(Verdict verdict) => verdict switch
    {
        Verdict.Good => "<span class=\"badge good\">good</span>",
        Verdict.Caution => "<span class=\"badge caution\">look</span>",
        Verdict.Poor => "<span class=\"badge poor\">poor</span>",
        _ => "",
    };

    /// <summary>Name of the class of a verdict in the style sheet.</summary>
    public static string Class(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    private string Text(double? value) => HtmlText.Number(value, Digits) + (value is null ? "" : HtmlText.Escape(Unit));

    private string Bar()
    {
        var svg = new StringBuilder();
        string text = Verdict == Verdict.None ? "no limit" : Class(Verdict);
        svg.Markup($"<svg class=\"gauge\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{100 * Scale.Place(Value):0} of 100 on the scale, {text}\">");
        double zone = (Width - 2.0 * Margin) / Scale.Zones.Count;
        for (int k = 0; k < Scale.Zones.Count; k++)
            svg.Markup($"<rect class=\"z-{Class(Scale.Zones[k])}\" x=\"{Margin + k * zone:0.#}\" y=\"{Top}\" width=\"{zone:0.#}\" height=\"{Thickness}\"/>");
        for (int k = 0; k < Scale.Stops.Count; k++)
            svg.Markup($"<text x=\"{Margin + k * zone:0.#}\" y=\"{Height - 2}\">{(k > 0 && Scale.Stops[k] == Scale.Stops[k - 1] ? "" : Scale.Stops[k].ToString("0.##", CultureInfo.InvariantCulture))}</text>");
        if (Scale.Expected is { } expected)
            svg.Markup($"<path class=\"expected\" d=\"M{At(expected):0.#} {Top - 4}v{Thickness + 8}\"><title>expected at this resolution</title></path>");
        if (Before is { } before)
            svg.Markup($"<circle class=\"was\" cx=\"{At(before):0.#}\" cy=\"{Top + Thickness / 2.0}\" r=\"5.5\"><title>before</title></circle>");
        return svg.Markup($"<path class=\"now\" d=\"M{At(Value):0.#} {Top + Thickness + 5}l-6-9.5 6-9.5 6 9.5z\"/></svg>").ToString();
    }

    private double At(double value) => Margin + (Width - 2 * Margin) * Scale.Place(value);
}
