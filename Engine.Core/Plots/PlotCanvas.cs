namespace Engine.Core.Plots;

/// <summary>Where a text is held.</summary>
internal enum TextAnchor
{
    /// <summary>At its start.</summary>
    Start,

    /// <summary>At its middle.</summary>
    Middle,

    /// <summary>At its end.</summary>
    End,
}

/// <summary>How a text looks.</summary>
/// <param name="Anchor">Which part of it lies at the given point.</param>
/// <param name="Size">Size of the font, pixels.</param>
/// <param name="IsBold">Bold.</param>
/// <param name="IsVertical">Reads upwards.</param>
internal sealed record TextStyle(TextAnchor Anchor, double Size = 13, bool IsBold = false, bool IsVertical = false);

/// <summary>How a line looks.</summary>
/// <param name="Colour">Colour as #rrggbb.</param>
/// <param name="Width">Width, pixels.</param>
/// <param name="IsDashed">Dashes of 6 with gaps of 4 pixels.</param>
internal sealed record LineStyle(string Colour, double Width = 1, bool IsDashed = false);

/// <summary>Something to draw a chart on; x to the right, y downwards, pixels.</summary>
internal interface IPlotCanvas
{
    /// <summary>Draws a line through points; points that are not finite leave a gap.</summary>
    /// <param name="points">Points.</param>
    /// <param name="style">Look.</param>
    /// <param name="clipped">Draw only inside the frame of the chart.</param>
    void Line(IReadOnlyList<(double X, double Y)> points, LineStyle style, bool clipped = false);

    /// <summary>Fills a rectangle.</summary>
    /// <param name="x">Left.</param>
    /// <param name="y">Top.</param>
    /// <param name="width">Width.</param>
    /// <param name="height">Height.</param>
    /// <param name="colour">Colour as #rrggbb.</param>
    /// <param name="opacity">From 0 to 1.</param>
    void Fill(double x, double y, double width, double height, string colour, double opacity);

    /// <summary>Writes a line of text.</summary>
    /// <param name="x">Point at which it is held.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">Text.</param>
    /// <param name="style">Look.</param>
    void Text(double x, double y, string text, TextStyle style);
}
