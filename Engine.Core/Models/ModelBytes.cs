using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Models;

/// <summary>Reads a whole text file into memory, unpacked.</summary>
internal static class ModelBytes
{
    /// <summary>Largest file, unpacked, that is read; token lengths have 28 bits and offsets 31.</summary>
    public const int Limit = 1_000_000_000;

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="InputException">The file is missing, unreadable, damaged, or larger than <see cref="Limit"/>.</exception>
    public static byte[] Read(string path)
    {
        using Stream stream = CompressedFile.OpenRead(path, Limit);
        long onDisk = new FileInfo(path).Length;
        byte[] bytes = new byte[Math.Min(onDisk, Limit) + 1];
        int length = 0;
        for (int read; (read = stream.Read(bytes, length, bytes.Length - length)) > 0;)
        {
            length += read;
            if (length == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(Math.Max(4096, 3L * length), Limit + 1L));
        }

        return length == bytes.Length ? bytes : bytes[..length];
    }
}
