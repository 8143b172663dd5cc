namespace Engine.Core.Geometry;

/// <summary>Whole numbers on a square grid as a short stream: each as difference from what its neighbours before it foretell, seven bits to a byte. To be compressed.</summary>
internal static class PackedGrid
{
    /// <summary>Writes a grid.</summary>
    /// <param name="stream">Target.</param>
    /// <param name="numbers">nodes × nodes numbers.</param>
    /// <param name="nodes">Numbers along each axis.</param>
    public static void Write(Stream stream, int[] numbers, int nodes)
    {
        for (int k = 0; k < numbers.Length; k++)
        {
            int difference = numbers[k] - Foretold(numbers, k, nodes);
            Write(stream, (difference << 1) ^ (difference >> 31));
        }
    }

    /// <summary>Reads a grid.</summary>
    /// <param name="stream">Source.</param>
    /// <param name="nodes">Numbers along each axis.</param>
    /// <exception cref="InvalidDataException">The stream ends too early or holds something else.</exception>
    public static int[] Read(Stream stream, int nodes)
    {
        int[] numbers = new int[nodes * nodes];
        for (int k = 0; k < numbers.Length; k++)
        {
            int code = Read(stream);
            numbers[k] = Foretold(numbers, k, nodes) + ((code >>> 1) ^ -(code & 1));
        }

        return numbers;
    }

    /// <summary>Writes one number that is not negative, or the bits of one that is.</summary>
    /// <param name="stream">Target.</param>
    /// <param name="value">Number.</param>
    public static void Write(Stream stream, int value)
    {
        uint rest = (uint)value;
        while (rest > 127)
        {
            stream.WriteByte((byte)(rest | 128));
            rest >>= 7;
        }

        stream.WriteByte((byte)rest);
    }

    /// <summary>Reads one number.</summary>
    /// <param name="stream">Source.</param>
    /// <exception cref="InvalidDataException">The stream ends too early or holds something else.</exception>
    public static int Read(Stream stream)
    {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            int next = stream.ReadByte();
            if (next < 0)
                throw new InvalidDataException("the table ends too early");
            value |= (next & 127) << shift;
            if (next < 128)
                return value;
        }

        throw new InvalidDataException("a number of the table does not end");
    }

    /// <summary>A plane through the three neighbours that come before.</summary>
    private static int Foretold(int[] numbers, int k, int nodes)
    {
        int left = k % nodes > 0 ? numbers[k - 1] : 0, above = k >= nodes ? numbers[k - nodes] : 0;
        if (k % nodes == 0)
            return above;
        return k < nodes ? left : left + above - numbers[k - nodes - 1];
    }
}
