namespace Engine.Core.Plots;

/// <summary>Grey pictures as PNG files (ISO/IEC 15948): 8 bits per pixel, no filter, deflate.</summary>
public static class GreyPng
{
    /// <summary>Encodes a picture.</summary>
    /// <param name="pixels">Grey values, row by row from the top; 0 is black.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="ArgumentException">The number of pixels is not width × height.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height) => PngFile.Encode(pixels, width, height, 1);
}
