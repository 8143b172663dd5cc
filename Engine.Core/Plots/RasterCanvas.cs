using System.Globalization;

namespace Engine.Core.Plots;

/// <summary>Draws a chart as a picture of pixels, with smooth edges: a pixel's cover is how far the line reaches over its middle.</summary>
internal sealed class RasterCanvas : IPlotCanvas
{
    private const string Ink = "#222222";
    private const double DashOn = 6, DashOff = 4;

    private readonly int width;
    private readonly int height;
    private readonly double scale;
    private readonly (double Left, double Top, double Right, double Bottom) frame;
    private readonly byte[] pixels;
    private readonly float[] cover;

    /// <summary>An empty picture on white.</summary>
    /// <param name="width">Width, pixels of the chart.</param>
    /// <param name="height">Height, pixels of the chart.</param>
    /// <param name="frame">The frame of the chart, to which clipped lines are cut.</param>
    /// <param name="scale">Pixels of the picture per pixel of the chart.</param>
    public RasterCanvas(double width, double height, (double X, double Y, double Width, double Height) frame, double scale)
    {
        (this.width, this.height, this.scale) = ((int)(width * scale), (int)(height * scale), scale);
        this.frame = (frame.X * scale, frame.Y * scale, (frame.X + frame.Width) * scale, (frame.Y + frame.Height) * scale);
        pixels = new byte[3 * this.width * this.height];
        pixels.AsSpan().Fill(255);
        cover = new float[this.width * this.height];
    }

    /// <inheritdoc/>
    public void Line(IReadOnlyList<(double X, double Y)> points, LineStyle style, bool clipped = false)
    {
        var area = new Area();
        double walked = 0;
        for (int i = 1; i < points.Count; i++)
        {
            (double X, double Y) a = (points[i - 1].X * scale, points[i - 1].Y * scale), b = (points[i].X * scale, points[i].Y * scale);
            if (!double.IsFinite(a.X + a.Y + b.X + b.Y))
                continue;
            if (!style.IsDashed)
            {
                Cover(a, b, style.Width * scale / 2, clipped, ref area);
                continue;
            }

            double length = Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y)), period = (DashOn + DashOff) * scale;
            for (double start = Math.Floor(walked / period) * period; start < walked + length; start += period)
            {
                // Ends are round: a dash is as much shorter as the line is wide.
                double round = style.Width * scale / 2, from = Math.Max(0, start + round - walked) / length, to = Math.Min(length, start + DashOn * scale - round - walked) / length;
                if (to > from)
                    Cover(Between(a, b, from), Between(a, b, to), style.Width * scale / 2, clipped, ref area);
            }

            walked += length;
        }

        Blend(area, style.Colour, 1);
    }

    /// <inheritdoc/>
    public void Fill(double x, double y, double width, double height, string colour, double opacity)
    {
        (double left, double right, double top, double bottom) = (x * scale, (x + width) * scale, y * scale, (y + height) * scale);
        var area = new Area();
        for (int py = Math.Max(0, (int)top); py < Math.Min(this.height, bottom); py++)
        {
            for (int px = Math.Max(0, (int)left); px < Math.Min(this.width, right); px++)
                Set(px, py, (Math.Min(px + 1, right) - Math.Max(px, left)) * (Math.Min(py + 1, bottom) - Math.Max(py, top)), ref area);
        }

        Blend(area, colour, opacity);
    }

    /// <inheritdoc/>
    public void Text(double x, double y, string text, TextStyle style)
    {
        double width = StrokeFont.Width(text, style.Size), start = style.Anchor switch { TextAnchor.Start => 0, TextAnchor.Middle => -width / 2, _ => -width };
        var area = new Area();
        foreach ((double X, double Y)[] stroke in StrokeFont.Strokes(text, style.Size))
        {
            (double, double)[] placed = [.. stroke.Select(p => style.IsVertical ? ((x + p.Y) * scale, (y - start - p.X) * scale) : ((x + start + p.X) * scale, (y + p.Y) * scale))];
            for (int i = 1; i < placed.Length; i++)
                Cover(placed[i - 1], placed[i], (style.IsBold ? 0.07 : 0.045) * style.Size * scale, false, ref area);
        }

        Blend(area, Ink, 1);
    }

    /// <summary>The picture as a PNG file.</summary>
    public byte[] ToPng() => PngFile.Encode(pixels, width, height, 3);

    private static (double X, double Y) Between((double X, double Y) a, (double X, double Y) b, double t) => (a.X + t * (b.X - a.X), a.Y + t * (b.Y - a.Y));

    /// <summary>Covers the pixels within a distance of a piece of line, the largest cover of all pieces counts.</summary>
    private void Cover((double X, double Y) a, (double X, double Y) b, double radius, bool clipped, ref Area area)
    {
        double reach = radius + 0.5, dx = b.X - a.X, dy = b.Y - a.Y, squared = dx * dx + dy * dy;
        (double left, double top, double right, double bottom) = clipped ? frame : (0, 0, width, height);
        int x0 = (int)Math.Max(left, Math.Min(a.X, b.X) - reach), x1 = (int)Math.Min(right - 1, Math.Max(a.X, b.X) + reach);
        int y0 = (int)Math.Max(top, Math.Min(a.Y, b.Y) - reach), y1 = (int)Math.Min(bottom - 1, Math.Max(a.Y, b.Y) + reach);
        for (int y = y0; y <= y1; y++)
        {
            for (int x = x0; x <= x1; x++)
            {
                double px = x + 0.5 - a.X, py = y + 0.5 - a.Y, t = squared > 0 ? Math.Clamp((px * dx + py * dy) / squared, 0, 1) : 0;
                double ex = px - t * dx, ey = py - t * dy;
                Set(x, y, reach - Math.Sqrt(ex * ex + ey * ey), ref area);
            }
        }
    }

    private void Set(int x, int y, double value, ref Area area)
    {
        if (value <= 0)
            return;
        ref float at = ref cover[y * width + x];
        at = Math.Max(at, (float)Math.Min(1, value));
        area.Add(x, y);
    }

    private void Blend(Area area, string colour, double opacity)
    {
        int rgb = int.Parse(colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        for (int y = area.Top; y <= area.Bottom; y++)
        {
            for (int x = area.Left; x <= area.Right; x++)
            {
                double weight = cover[y * width + x] * opacity;
                cover[y * width + x] = 0;
                for (int c = 0; c < 3 && weight > 0; c++)
                {
                    ref byte pixel = ref pixels[3 * (y * width + x) + c];
                    pixel = (byte)Math.Round(pixel + weight * ((rgb >> (16 - 8 * c) & 255) - pixel));
                }
            }
        }
    }

    /// <summary>The pixels that something covers.</summary>
    private struct Area()
    {
        public int Left = int.MaxValue, Top = int.MaxValue, Right = -1, Bottom = -1;

        public void Add(int x, int y) => (Left, Top, Right, Bottom) = (Math.Min(Left, x), Math.Min(Top, y), Math.Max(Right, x), Math.Max(Bottom, y));
    }
}
