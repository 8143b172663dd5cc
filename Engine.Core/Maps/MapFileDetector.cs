using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>Tells map files from other files by their content.</summary>
public static class MapFileDetector
{
    /// <summary>
    /// True when a file starts as a map does, also inside gzip or bzip2. A map with faults elsewhere (cut short, a size that makes no sense) still
    /// counts, so that the reader can say what is wrong with it. False for files that are empty, not a map, or packed and damaged.
    /// </summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InputException">The file is missing or cannot be opened.</exception>
    public static bool LooksLikeMap(string path)
    {
        using Stream stream = CompressedFile.OpenRead(path);
        Span<byte> start = stackalloc byte[MapByteOrder.NeededBytes];
        try
        {
            return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && MapByteOrder.LooksLikeMap(start);
        }
        catch (InputException)
        {
            return false;
        }
    }
}
