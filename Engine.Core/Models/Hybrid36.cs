namespace Engine.Core.Models;

/// <summary>
/// Hybrid-36 numbers: decimal as long as it fits the field, then base 36 with upper-case, then with lower-case letters, first digit a letter.
/// Source of the definition: Grosse-Kunstleve, Sauter, Moriarty and Adams, Computational Crystallography Newsletter 3 (2012), and cci.lbl.gov/hybrid_36.
/// </summary>
public static class Hybrid36
{
    /// <summary>Largest number that a field can hold.</summary>
    /// <param name="width">Columns, 1 to 5.</param>
    public static int Maximum(int width) => Power(10, width) + 2 * 26 * Power(36, width - 1) - 1;

    /// <summary>Smallest number that a field can hold, such as -999 for four columns.</summary>
    /// <param name="width">Columns, 1 to 5.</param>
    public static int Minimum(int width) => 1 - Power(10, width - 1);

    /// <summary>Reads a field.</summary>
    /// <param name="field">The columns; blanks around a decimal number are allowed.</param>
    /// <param name="width">Full width of the field: base-36 numbers fill it.</param>
    /// <param name="value">The number, 0 on failure.</param>
    public static bool TryDecode(ReadOnlySpan<byte> field, int width, out int value)
    {
        value = 0;
        ReadOnlySpan<byte> text = NumberText.Trim(field);
        if (text.Length == 0)
            return false;
        bool upper = text[0] is >= (byte)'A' and <= (byte)'Z', lower = text[0] is >= (byte)'a' and <= (byte)'z';
        if (!upper && !lower)
            return NumberText.TryParse(text, out value);
        if (text.Length != width)
            return false;
        int sum = 0;
        foreach (byte c in text)
        {
            int digit = c switch
            {
                >= (byte)'0' and <= (byte)'9' => c - '0',
                >= (byte)'A' and <= (byte)'Z' when upper => c - 'A' + 10,
                >= (byte)'a' and <= (byte)'z' when lower => c - 'a' + 10,
                _ => -1,
            };
            if (digit < 0)
                return false;
            sum = sum * 36 + digit;
        }

        int letters = Power(36, width - 1);
        value = sum - 10 * letters + Power(10, width) + (lower ? 26 * letters : 0);
        return true;
    }

    /// <summary>Writes a number right-aligned into a field.</summary>
    /// <param name="value">From <see cref="Minimum"/> to <see cref="Maximum"/> of the field's width.</param>
    /// <param name="field">The columns, filled completely.</param>
    /// <returns>False when the number does not fit; the field is then unchanged.</returns>
    public static bool TryEncode(int value, Span<byte> field)
    {
        int width = field.Length;
        if (value < Minimum(width) || value > Maximum(width))
            return false;
        field.Fill((byte)' ');
        if (value < Power(10, width))
        {
            int p = width;
            for (int n = Math.Abs(value); p == width || n > 0; n /= 10)
                field[--p] = (byte)('0' + n % 10);
            if (value < 0)
                field[--p] = (byte)'-';
            return true;
        }

        int letters = Power(36, width - 1), rest = value - Power(10, width);
        char a = rest < 26 * letters ? 'A' : 'a';
        rest = rest % (26 * letters) + 10 * letters;
        for (int p = width - 1; p >= 0; p--, rest /= 36)
            field[p] = (byte)(rest % 36 < 10 ? '0' + rest % 36 : a + rest % 36 - 10);
        return true;
    }

    private static int Power(int x, int n)
    {
        int result = 1;
        for (int i = 0; i < n; i++)
            result *= x;
        return result;
    }
}
