namespace Engine.Core.Models.Pdb;

/// <summary>
/// Decodes serial or residue numbers of one file in their order: decimal, hybrid-36, the hexadecimal numbers that VMD writes past the decimal limit,
/// and stars, which count on from the number before.
/// </summary>
internal sealed class PdbNumbers(int width)
{
    private readonly int decimalLimit = width == 5 ? 99_999 : 9_999;
    private int last;
    private bool isHexadecimal;

    /// <summary>True when the last field held stars.</summary>
    public bool WasStars { get; private set; }

    /// <summary>Forgets the previous number, at the start of a chain or model.</summary>
    public void Restart() => (last, isHexadecimal) = (0, false);

    /// <summary>Decodes a field.</summary>
    /// <param name="field">The columns.</param>
    /// <param name="starsAdvance">What stars add to the previous number: 1, or 0 inside a residue.</param>
    /// <param name="value">The number; the previous one on failure.</param>
    public bool TryDecode(ReadOnlySpan<byte> field, int starsAdvance, out int value)
    {
        ReadOnlySpan<byte> text = NumberText.Trim(field);
        WasStars = text.Length > 0 && text.IndexOfAnyExcept((byte)'*') < 0;
        bool ok = true;
        if (WasStars)
            value = last + starsAdvance;
        else if (TryHexadecimal(text, out value))
            isHexadecimal = true;
        else if (Hybrid36.TryDecode(field, width, out value))
            isHexadecimal = false;
        else
            (value, ok) = (last, false);
        last = value;
        return ok;
    }

    private bool TryHexadecimal(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text.Length < width || text[0] is < (byte)'0' or > (byte)'9')
            return false;
        bool hasLetter = false;
        foreach (byte c in text)
        {
            int digit = c switch
            {
                >= (byte)'0' and <= (byte)'9' => c - '0',
                >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
                _ => -1,
            };
            if (digit < 0)
                return false;
            hasLetter |= digit > 9;
            value = value * 16 + digit;
        }

        // All digits: hexadecimal only as the continuation of a count that has passed the decimal limit.
        return value > decimalLimit && (hasLetter || ((isHexadecimal || last >= decimalLimit) && value >= last && value <= last + 2));
    }
}
