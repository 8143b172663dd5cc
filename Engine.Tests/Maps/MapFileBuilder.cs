using System.Buffers.Binary;
using System.IO.Compression;

namespace Engine.Tests.Maps;

/// <summary>Writes map files byte by byte, independent of the engine's writer, with any header words.</summary>
public sealed class MapFileBuilder
{
    private readonly byte[] header = new byte[1024];

    /// <summary>A mode 2 map of 6 x 5 x 4 voxels of 1.5 Å whose values are x + 10 y + 100 z.</summary>
    public MapFileBuilder()
    {
        SetIntegers(1, 6, 5, 4, 2);
        SetIntegers(8, 6, 5, 4);
        SetFloats(11, 9f, 7.5f, 6f, 90f, 90f, 90f);
        SetIntegers(17, 1, 2, 3);
        SetIntegers(23, 1);
        SetIntegers(28, 20140);
        "MAP DD\0\0"u8.CopyTo(header.AsSpan(208));
    }

    /// <summary>Extended header.</summary>
    public byte[] Extended { get; set; } = [];

    /// <summary>Voxel data.</summary>
    public byte[] Data { get; set; } = Floats(Law(6, 5, 4));

    /// <summary>x + 10 y + 100 z, x fastest.</summary>
    public static float[] Law(int nx, int ny, int nz)
    {
        float[] values = new float[nx * ny * nz];
        for (int i = 0; i < values.Length; i++)
            values[i] = (i % nx) + 10 * (i / nx % ny) + 100 * (i / nx / ny);
        return values;
    }

    /// <summary>Little-endian bytes of floats.</summary>
    public static byte[] Floats(float[] values)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }

    /// <summary>Bytes packed with gzip.</summary>
    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream target = new();
        using (GZipStream packer = new(target, CompressionLevel.Optimal))
            packer.Write(bytes);
        return target.ToArray();
    }

    /// <summary>Sets words, numbered from 1 as in the MRC2014 description.</summary>
    public MapFileBuilder SetIntegers(int word, params int[] values)
    {
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4 * (word - 1 + i)), values[i]);
        return this;
    }

    /// <summary>Sets words, numbered from 1 as in the MRC2014 description.</summary>
    public MapFileBuilder SetFloats(int word, params float[] values)
    {
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(4 * (word - 1 + i)), values[i]);
        return this;
    }

    /// <summary>Sets header bytes.</summary>
    public MapFileBuilder SetBytes(int offset, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(header.AsSpan(offset));
        return this;
    }

    /// <summary>Replaces the voxel data.</summary>
    public MapFileBuilder WithData(byte[] data)
    {
        Data = data;
        return this;
    }

    /// <summary>The file.</summary>
    public byte[] ToBytes() => [.. header, .. Extended, .. Data];
}
