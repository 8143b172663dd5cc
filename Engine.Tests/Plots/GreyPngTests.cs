using System.Buffers.Binary;
using System.IO.Compression;
using Engine.Core.Plots;
using NUnit.Framework;

namespace Engine.Tests.Plots;

/// <summary>PNG files by the standard: signature, sizes, checksums, pixels back.</summary>
public class GreyPngTests
{
    /// <summary>The picture that comes back is the one that went in.</summary>
    [Test]
    public void PixelsComeBack()
    {
        byte[] pixels = [.. Enumerable.Range(0, 35).Select(i => (byte)(7 * i))];
        byte[] file = GreyPng.Encode(pixels, 7, 5);
        Assert.Multiple(() =>
        {
            Assert.That(file[..8], Is.EqualTo(new byte[] { 137, 80, 78, 71, 13, 10, 26, 10 }));
            Assert.That(BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), Is.EqualTo(7));
            Assert.That(BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)), Is.EqualTo(5));

            // The last chunk has no data and the checksum that every PNG file ends with.
            Assert.That(file[^8..], Is.EqualTo("IEND"u8.ToArray().Concat(new byte[] { 0xAE, 0x42, 0x60, 0x82 }).ToArray()));
        });
        int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33));
        using var zip = new ZLibStream(new MemoryStream(file, 41, length), CompressionMode.Decompress);
        var rows = new byte[40];
        zip.ReadExactly(rows);
        for (int y = 0; y < 5; y++)
            Assert.That(rows[(8 * y + 1)..(8 * y + 8)], Is.EqualTo(pixels[(7 * y)..(7 * y + 7)]));
    }

    /// <summary>A wrong size is refused.</summary>
    [Test]
    public void WrongSizeIsRefused() => Assert.Throws<ArgumentException>(() => GreyPng.Encode(new byte[6], 4, 2));
}
