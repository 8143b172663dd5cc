namespace Engine.Core.Maps;

/// <summary>Splits long arrays into chunks whose size never depends on the machine, so that what is summed up does not either.</summary>
internal static class FixedChunks
{
    /// <summary>Elements in a chunk: 1 MiB of floats, small enough to stay in a core's cache.</summary>
    public const int Size = 1 << 18;

    /// <summary>Number of chunks of an array.</summary>
    /// <param name="length">Number of elements.</param>
    public static int Count(long length) => checked((int)((length + Size - 1) / Size));

    /// <summary>Runs a body on every chunk, in parallel.</summary>
    /// <param name="length">Number of elements.</param>
    /// <param name="body">Gets the chunk's number, its first element and its length.</param>
    public static void ForEach(long length, Action<int, long, int> body)
    {
        int chunks = Count(length);
        if (chunks == 1)
            body(0, 0, (int)length);
        else
            Parallel.For(0, chunks, chunk => body(chunk, (long)chunk * Size, LengthOf(chunk, length)));
    }

    private static int LengthOf(int chunk, long length) => (int)Math.Min(Size, length - (long)chunk * Size);
}
