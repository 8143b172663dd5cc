using System.Buffers.Binary;

namespace Engine.Core.Maps;

/// <summary>Reads the 4-byte words of a map header, numbered from 1 as in the MRC2014 description, in one of the two byte orders.</summary>
/// <param name="bytes">The header, or the start of it.</param>
/// <param name="isBigEndian">Byte order.</param>
internal readonly ref struct HeaderWords(ReadOnlySpan<byte> bytes, bool isBigEndian)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>A word as an integer.</summary>
    public int Integer(int word) =>
        isBigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes[(4 * (word - 1))..]) : BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * (word - 1))..]);

    /// <summary>A word as a float.</summary>
    public float Float(int word) => BitConverter.Int32BitsToSingle(Integer(word));

    /// <summary>Three words as integers.</summary>
    public (int First, int Second, int Third) Integers(int word) => (Integer(word), Integer(word + 1), Integer(word + 2));

    /// <summary>Three words as floats.</summary>
    public Geometry.Vec3 Floats(int word) => new(Float(word), Float(word + 1), Float(word + 2));

    /// <summary>Text: printable ASCII kept, other characters become "?", blanks and zero bytes at the ends are dropped.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    public string Text(int offset, int count)
    {
        Span<char> text = stackalloc char[count];
        for (int i = 0; i < count; i++)
            text[i] = bytes[offset + i] switch { 0 => ' ', >= 32 and < 127 => (char)bytes[offset + i], _ => '?' };
        return new string(text).Trim();
    }
}
