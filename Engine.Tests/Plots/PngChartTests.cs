using System.Buffers.Binary;
using System.IO.Compression;
using Engine.Core.Plots;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Plots;

/// <summary>Charts as pictures: lines, bars and letters lie where they belong.</summary>
[TestFixture]
public sealed class PngChartTests
{
    private const int Width = 1440, Height = 840;

    [Test]
    public void ALineIsDrawnInItsColourBetweenItsPoints()
    {
        // From the lower left to the upper right corner of the frame (156, 728) to (1400, 88).
        byte[] pixels = Pixels(new LineChart("", new PlotAxis("", 0, 1), new PlotAxis("", 0, 1)).Add(new PlotLine("", [0, 1], [0, 1])));
        Assert.Multiple(() =>
        {
            Assert.That(At(pixels, 778, 408), Is.EqualTo((0x00, 0x72, 0xB2)));
            Assert.That(At(pixels, 778, 460), Is.EqualTo((255, 255, 255)));
        });
    }

    [Test]
    public void ABarIsFilledFromTheAxisUp()
    {
        byte[] pixels = Pixels(new LineChart("", new PlotAxis("", 0, 4), new PlotAxis("", 0, 1)).Add(new PlotBars("", [1, 2, 3], [0.5, 0])));
        Assert.Multiple(() =>
        {
            Assert.That(At(pixels, 600, 700), Is.Not.EqualTo((255, 255, 255)));
            Assert.That(At(pixels, 600, 380), Is.EqualTo((255, 255, 255)), "above the bar");
            Assert.That(At(pixels, 900, 700), Is.EqualTo((255, 255, 255)), "a bar of no height");
        });
    }

    [Test]
    public void DashesLeaveGaps()
    {
        byte[] pixels = Pixels(new LineChart("", new PlotAxis("", 0, 1), new PlotAxis("", 0, 1)).Add(new PlotLine("", [0, 1], [0.52, 0.52], true)));
        int y = (int)(728 - 0.52 * 640), coloured = Enumerable.Range(200, 1000).Count(x => At(pixels, x, y).Item1 < 100);
        Assert.That(coloured, Is.InRange(550, 750), "6 of 10, with round ends");
    }

    [Test]
    public void TheTitleIsWrittenInTheMiddle()
    {
        byte[] pixels = Pixels(new LineChart("AAAA", new PlotAxis("", 0, 1), new PlotAxis("", 0, 1)));
        int[] dark = [.. Enumerable.Range(0, Width).Where(x => Enumerable.Range(10, 50).Any(y => At(pixels, x, y).Item1 < 128))];
        Assert.That((dark.Min() + dark.Max()) / 2, Is.EqualTo(Width / 2).Within(3));
        Assert.That(dark.Max() - dark.Min(), Is.InRange(40, 120));
    }

    [Test]
    public void EveryPrintableCharacterHasStrokesAndUnknownOnesAQuestionMark()
    {
        foreach (char c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;-+=()/%<>*_|[]!?#&Å²³⁻¹°±×·σ≥≤")
            Assert.That(StrokeFont.Strokes(c.ToString(), 10).Any(), Is.True, $"'{c}'");
        Assert.That(StrokeFont.Strokes("\u4e2d", 10).Count(), Is.EqualTo(StrokeFont.Strokes("?", 10).Count()));
        Assert.That(StrokeFont.Width("ii", 10), Is.LessThan(StrokeFont.Width("mm", 10)));
    }

    [Test]
    public void SaveWritesBothFiles()
    {
        using var folder = new TemporaryFolder();
        new LineChart("t", new PlotAxis("x", 0, 1), new PlotAxis("y", 0, 1)).Save(folder["chart"]);
        Assert.That(File.ReadAllText(folder["chart.svg"]), Does.StartWith("<svg"));
        Assert.That(File.ReadAllBytes(folder["chart.png"])[1..4], Is.EqualTo("PNG"u8.ToArray()));
    }

    [Test]
    public void BarsNeedOneEdgeMoreThanHeights() =>
        Assert.That(() => new LineChart("", new PlotAxis("", 0, 1), new PlotAxis("", 0, 1)).Add(new PlotBars("", [0, 1], [1, 2])), Throws.ArgumentException);

    private static (int Red, int Green, int Blue) At(byte[] pixels, int x, int y)
    {
        int at = y * (3 * Width + 1) + 1 + 3 * x;
        return (pixels[at], pixels[at + 1], pixels[at + 2]);
    }

    /// <summary>The unpacked rows, each behind its filter byte.</summary>
    private static byte[] Pixels(LineChart chart)
    {
        byte[] file = chart.ToPng();
        Assert.That((BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20))), Is.EqualTo((Width, Height)));
        using var zip = new ZLibStream(new MemoryStream(file, 41, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33))), CompressionMode.Decompress);
        var rows = new byte[Height * (3 * Width + 1)];
        zip.ReadExactly(rows);
        return rows;
    }
}
