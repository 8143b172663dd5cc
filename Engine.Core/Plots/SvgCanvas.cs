using System.Globalization;
using System.Security;
using System.Text;

namespace Engine.Core.Plots;

/// <summary>Draws a chart as an SVG document without scripts or fonts of its own.</summary>
internal sealed class SvgCanvas : IPlotCanvas
{
    private readonly StringBuilder svg = new();

    /// <summary>An empty picture on white.</summary>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <param name="frame">The frame of the chart, to which clipped lines are cut.</param>
    public SvgCanvas(double width, double height, (double X, double Y, double Width, double Height) frame)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"area\"><rect x=\"{frame.X}\" y=\"{frame.Y}\" width=\"{frame.Width}\" height=\"{frame.Height}\"/></clipPath>\n");
    }

    /// <inheritdoc/>
    public void Line(IReadOnlyList<(double X, double Y)> points, LineStyle style, bool clipped = false)
    {
        var path = new StringBuilder();
        bool drawing = false;
        foreach ((double x, double y) in points)
        {
            bool usable = double.IsFinite(x) && double.IsFinite(y);
            if (usable)
                path.Append(CultureInfo.InvariantCulture, $"{(drawing ? 'L' : 'M')}{x:0.##} {y:0.##}");
            drawing = usable;
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path {(clipped ? "clip-path=\"url(#area)\" " : "")}d=\"{path}\" fill=\"none\" stroke=\"{style.Colour}\" stroke-width=\"{style.Width}\"{(style.IsDashed ? " stroke-dasharray=\"6 4\"" : "")}/>\n");
    }

    /// <inheritdoc/>
    public void Fill(double x, double y, double width, double height, string colour, double opacity) =>
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" fill=\"{colour}\" fill-opacity=\"{opacity}\"/>\n");

    /// <inheritdoc/>
    public void Text(double x, double y, string text, TextStyle style)
    {
        string anchor = style.Anchor switch { TextAnchor.Start => "start", TextAnchor.Middle => "middle", _ => "end" };
        string turn = style.IsVertical ? FormattableString.Invariant($" transform=\"rotate(-90 {x:0.#} {y:0.#})\"") : "";
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" font-size=\"{style.Size}\"{(style.IsBold ? " font-weight=\"bold\"" : "")} fill=\"#222222\"{turn}>{SecurityElement.Escape(text)}</text>\n");
    }

    /// <summary>The document.</summary>
    public override string ToString() => svg + "</svg>\n";
}
