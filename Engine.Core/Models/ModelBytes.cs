using System.IO.Compression;
using Engine.Kernels;

namespace Engine.Core.Models;

/// <summary>Reads a whole text file into memory, unpacking gzip by its first bytes, whatever the file is called.</summary>
internal static class ModelBytes
{
    /// <summary>Largest file, unpacked, that is read: offsets are 32-bit.</summary>
    public const int Limit = 1_000_000_000;

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="InputException">The file is missing, unreadable, a broken gzip stream, or too large.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            if (file.Length > Limit)
                throw TooLarge(path);
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) ? Unpack(path, bytes) : bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException or ArgumentException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private static byte[] Unpack(string path, byte[] packed)
    {
        using GZipStream stream = new(new MemoryStream(packed), CompressionMode.Decompress);
        byte[] bytes = new byte[Math.Max(1024, packed.Length * 5)];
        int length = 0;
        for (int read; (read = stream.Read(bytes, length, bytes.Length - length)) > 0;)
        {
            length += read;
            if (length > Limit)
                throw TooLarge(path);
            if (length == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(2L * length, Limit + 1L));
        }

        return bytes[..length];
    }

    private static InputException TooLarge(string path) => new($"{path}: larger than {Limit / 1_000_000} MB unpacked; split the model");
}
