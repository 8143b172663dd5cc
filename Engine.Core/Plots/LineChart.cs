using Engine.Core.IO;

namespace Engine.Core.Plots;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="X">Abscissae.</param>
/// <param name="Y">Ordinates, as many; values that are not finite leave a gap.</param>
/// <param name="IsDashed">Dashed instead of solid.</param>
public sealed record PlotLine(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, bool IsDashed = false);

/// <summary>Bars of a histogram.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Edges">Edges of the bars, rising; one more than there are bars.</param>
/// <param name="Heights">Height of each bar, from 0.</param>
public sealed record PlotBars(string Name, IReadOnlyList<double> Edges, IReadOnlyList<double> Heights);

/// <summary>
/// A chart of lines and bars, as SVG (readable on light and dark pages, without scripts or fonts of its own) and as PNG (drawn here, no fonts needed).
/// </summary>
public sealed class LineChart
{
    private const double Width = 720, Height = 420, Left = 78, Right = 20, Top = 44, Bottom = 56;
    private const double PngScale = 2;
    private const double BarOpacity = 0.55;
    private const double LegendOpacity = 0.8;
    private const string GridColour = "#dddddd", FrameColour = "#222222";

    // Okabe and Ito's palette: distinct for people with colour-blindness.
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];

    private readonly PlotAxis x;
    private readonly PlotAxis y;
    private readonly string title;
    private readonly List<PlotLine> lines = [];
    private readonly List<PlotBars> bars = [];

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

    /// <summary>Adds the bars of a histogram; they lie behind the lines.</summary>
    /// <param name="histogram">The bars.</param>
    public LineChart Add(PlotBars histogram)
    {
        if (histogram.Edges.Count != histogram.Heights.Count + 1)
            throw new ArgumentException($"{histogram.Edges.Count} edges for {histogram.Heights.Count} bars", nameof(histogram));
        bars.Add(histogram);
        return this;
    }

    /// <summary>The chart as an SVG document.</summary>
    public string ToSvg()
    {
        var canvas = new SvgCanvas(Width, Height, Frame);
        Draw(canvas);
        return canvas.ToString();
    }

    /// <summary>The chart as a PNG file, twice as many pixels each way as the SVG document has units.</summary>
    public byte[] ToPng()
    {
        var canvas = new RasterCanvas(Width, Height, Frame, PngScale);
        Draw(canvas);
        return canvas.ToPng();
    }

    /// <summary>Writes PREFIX.svg and PREFIX.png; each appears whole or not at all.</summary>
    /// <param name="prefix">Path without ending.</param>
    /// <exception cref="Engine.Kernels.InputException">A file cannot be written.</exception>
    public void Save(string prefix)
    {
        AtomicFile.WriteText(prefix + ".svg", writer => writer.Write(ToSvg()));
        byte[] png = ToPng();
        AtomicFile.Write(prefix + ".png", stream => stream.Write(png));
    }

    private static (double X, double Y, double Width, double Height) Frame => (Left, Top, Width - Left - Right, Height - Top - Bottom);

    private static string Colour(int i) => Colours[i % Colours.Length];

    private double AtX(double value) => Left + x.Fraction(value) * (Width - Left - Right);

    private double AtY(double value) => Height - Bottom - y.Fraction(value) * (Height - Top - Bottom);

    private void Draw(IPlotCanvas canvas)
    {
        canvas.Text(Width / 2, 24, title, new(TextAnchor.Middle, 15, IsBold: true));
        Grid(canvas);
        for (int i = 0; i < bars.Count; i++)
            Draw(canvas, bars[i], Colour(i + lines.Count));
        for (int i = 0; i < lines.Count; i++)
            canvas.Line([.. lines[i].X.Zip(lines[i].Y, (px, py) => (AtX(px), AtY(py)))], new(Colour(i), 1.8, lines[i].IsDashed), clipped: true);
        Legend(canvas);
    }

    private void Grid(IPlotCanvas canvas)
    {
        foreach (double tick in x.Ticks())
        {
            canvas.Line([(AtX(tick), Top), (AtX(tick), Height - Bottom)], new(GridColour));
            canvas.Text(AtX(tick), Height - Bottom + 18, x.Text(tick), new(TextAnchor.Middle));
        }

        foreach (double tick in y.Ticks())
        {
            canvas.Line([(Left, AtY(tick)), (Width - Right, AtY(tick))], new(GridColour));
            canvas.Text(Left - 8, AtY(tick) + 4, y.Text(tick), new(TextAnchor.End));
        }

        canvas.Line([(Left, Top), (Left, Height - Bottom), (Width - Right, Height - Bottom)], new(FrameColour));
        canvas.Text((Left + Width - Right) / 2, Height - 14, x.Label, new(TextAnchor.Middle));
        canvas.Text(18, (Top + Height - Bottom) / 2, y.Label, new(TextAnchor.Middle, IsVertical: true));
    }

    private void Draw(IPlotCanvas canvas, PlotBars histogram, string colour)
    {
        double floor = AtY(Math.Max(y.Low, 0));
        for (int i = 0; i < histogram.Heights.Count; i++)
        {
            double left = Math.Clamp(AtX(histogram.Edges[i]), Left, Width - Right), right = Math.Clamp(AtX(histogram.Edges[i + 1]), Left, Width - Right);
            double top = Math.Clamp(AtY(histogram.Heights[i]), Top, floor);
            if (right > left && top < floor)
                canvas.Fill(left, top, Math.Max(0.5, right - left - 1), floor - top, colour, BarOpacity);
        }
    }

    private void Legend(IPlotCanvas canvas)
    {
        (string Name, bool IsDashed, bool IsBar)[] entries = [.. lines.Select(l => (l.Name, l.IsDashed, false)), .. bars.Select(b => (b.Name, false, true))];
        if (entries.Length == 0)
            return;

        // Curves below the legend shine through its white ground.
        double longest = entries.Max(e => Math.Max(7.2 * e.Name.Length, StrokeFont.Width(e.Name, new TextStyle(TextAnchor.Start).Size)));
        (double left, double top) = LegendCorner(longest + 50, 19 * entries.Length + 6);
        canvas.Fill(left, top, longest + 50, 19 * entries.Length + 6, "#ffffff", LegendOpacity);
        double px = left + 6;
        for (int i = 0; i < entries.Length; i++)
        {
            double py = top + 16 + 19 * i;
            if (entries[i].IsBar)
                canvas.Fill(px, py - 9, 26, 10, Colour(i), BarOpacity);
            else
                canvas.Line([(px, py - 4), (px + 26, py - 4)], new(Colour(i), 2.5, entries[i].IsDashed));
            canvas.Text(px + 34, py, entries[i].Name, new(TextAnchor.Start));
        }
    }

    /// <summary>The corner of the frame in which a box hides least of the lines; the upper right one where several are as good.</summary>
    private (double Left, double Top) LegendCorner(double width, double height)
    {
        double right = Width - Right - 2 - width, low = Height - Bottom - 2 - height;
        (double X, double Y)[] corners = [(right, Top + 2), (right, low), (Left + 2, low), (Left + 2, Top + 2)], points = [.. lines.SelectMany(Along)];
        return corners.MinBy(c => points.Count(p => p.X >= c.X && p.X <= c.X + width && p.Y >= c.Y && p.Y <= c.Y + height));
    }

    /// <summary>Points of a line in steps of a few units of the chart.</summary>
    private IEnumerable<(double X, double Y)> Along(PlotLine line)
    {
        const double Step = 4;
        for (int i = 1; i < line.X.Count; i++)
        {
            double x0 = AtX(line.X[i - 1]), y0 = AtY(line.Y[i - 1]), dx = AtX(line.X[i]) - x0, dy = AtY(line.Y[i]) - y0;
            int steps = double.IsFinite(dx + dy) ? (int)Math.Clamp(Math.Sqrt(dx * dx + dy * dy) / Step, 1, 200) : 0;
            for (int k = 0; k < steps; k++)
                yield return (x0 + dx * k / steps, y0 + dy * k / steps);
        }
    }
}
