using System.Globalization;
using System.Security;
using System.Text;

namespace Engine.Core.Plots;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="X">Abscissae.</param>
/// <param name="Y">Ordinates, as many; values that are not finite leave a gap.</param>
/// <param name="IsDashed">Dashed instead of solid.</param>
public sealed record PlotLine(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, bool IsDashed = false);

/// <summary>A line chart as SVG: readable on light and dark pages, without scripts or fonts of its own.</summary>
public sealed class LineChart
{
    private const double Width = 720, Height = 420, Left = 78, Right = 20, Top = 44, Bottom = 56;

    // Okabe and Ito's palette: distinct for people with colour-blindness.
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];

    private readonly PlotAxis x;
    private readonly PlotAxis y;
    private readonly string title;
    private readonly List<PlotLine> lines = [];

    /// <summary>An empty chart.</summary>
    /// <param name="title">Title.</param>
    /// <param name="x">Horizontal axis.</param>
    /// <param name="y">Vertical axis.</param>
    public LineChart(string title, PlotAxis x, PlotAxis y) => (this.title, this.x, this.y) = (title, x, y);

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line.</param>
    public LineChart Add(PlotLine line)
    {
        if (line.X.Count != line.Y.Count)
            throw new ArgumentException($"{line.X.Count} abscissae for {line.Y.Count} ordinates", nameof(line));
        lines.Add(line);
        return this;
    }

    /// <summary>The chart as an SVG document.</summary>
    public string ToSvg()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        Write(svg, Width / 2, 24, title, "middle", "font-weight=\"bold\" font-size=\"15\"");
        Grid(svg);
        svg.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"area\"><rect x=\"{Left}\" y=\"{Top}\" width=\"{Width - Left - Right}\" height=\"{Height - Top - Bottom}\"/></clipPath>\n");
        for (int i = 0; i < lines.Count; i++)
            Draw(svg, lines[i], Colours[i % Colours.Length]);
        Legend(svg);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Write(StringBuilder svg, double px, double py, string text, string anchor, string more = "") =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{px:0.#}\" y=\"{py:0.#}\" text-anchor=\"{anchor}\" fill=\"#222222\" {more}>{SecurityElement.Escape(text)}</text>\n");

    private double AtX(double value) => Left + x.Fraction(value) * (Width - Left - Right);

    private double AtY(double value) => Height - Bottom - y.Fraction(value) * (Height - Top - Bottom);

    private void Grid(StringBuilder svg)
    {
        foreach (double tick in x.Ticks())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{AtX(tick):0.#} {Top}V{Height - Bottom}\" stroke=\"#dddddd\"/>\n");
            Write(svg, AtX(tick), Height - Bottom + 18, x.Text(tick), "middle");
        }

        foreach (double tick in y.Ticks())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {AtY(tick):0.#}H{Width - Right}\" stroke=\"#dddddd\"/>\n");
            Write(svg, Left - 8, AtY(tick) + 4, y.Text(tick), "end");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Top}V{Height - Bottom}H{Width - Right}\" fill=\"none\" stroke=\"#222222\"/>\n");
        Write(svg, (Left + Width - Right) / 2, Height - 14, x.Label, "middle");
        double middle = (Top + Height - Bottom) / 2;
        Write(svg, 18, middle, y.Label, "middle", FormattableString.Invariant($"transform=\"rotate(-90 18 {middle:0.#})\""));
    }

    private void Draw(StringBuilder svg, PlotLine line, string colour)
    {
        var path = new StringBuilder();
        bool drawing = false;
        for (int i = 0; i < line.X.Count; i++)
        {
            bool usable = double.IsFinite(line.X[i]) && double.IsFinite(line.Y[i]);
            if (usable)
                path.Append(CultureInfo.InvariantCulture, $"{(drawing ? 'L' : 'M')}{AtX(line.X[i]):0.##} {AtY(line.Y[i]):0.##}");
            drawing = usable;
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path clip-path=\"url(#area)\" d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\"{(line.IsDashed ? " stroke-dasharray=\"6 4\"" : "")}/>\n");
    }

    private void Legend(StringBuilder svg)
    {
        double longest = lines.Count == 0 ? 0 : lines.Max(l => l.Name.Length), px = Width - Right - 46 - 7.2 * longest;
        for (int i = 0; i < lines.Count; i++)
        {
            double py = Top + 18 + 19 * i;
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{px:0.#} {py - 4:0.#}h26\" stroke=\"{Colours[i % Colours.Length]}\" stroke-width=\"2.5\"{(lines[i].IsDashed ? " stroke-dasharray=\"6 4\"" : "")}/>\n");
            Write(svg, px + 34, py, lines[i].Name, "start");
        }
    }
}
