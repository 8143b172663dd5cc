using System.Globalization;

namespace Engine.Core.Models;

/// <summary>Reads and writes decimal numbers as bytes, without strings and without culture.</summary>
public static class NumberText
{
    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Removes blanks at both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim((byte)' ').Trim((byte)'\t');

    /// <summary>Reads a number such as "-1.5", "+.5", "3." or "1.2e-3". The result is the double nearest to the decimal value.</summary>
    /// <param name="text">ASCII digits, no blanks.</param>
    /// <param name="value">The number, 0 on failure.</param>
    /// <returns>False when the text is not a finite number.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        int i = 0;
        bool negative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            i = 1;
        }

        ulong mantissa = 0;
        int digits = 0, decimals = 0;
        bool point = false;
        for (; i < text.Length; i++)
        {
            uint d = (uint)(text[i] - '0');
            if (d <= 9)
            {
                mantissa = mantissa * 10 + d;
                digits++;
                if (point)
                    decimals++;
            }
            else if (text[i] == '.' && !point)
            {
                point = true;
            }
            else
            {
                break;
            }
        }

        if (digits == 0)
            return false;

        // Exact when both mantissa and power of ten are exact doubles; everything else takes the general way.
        if (i == text.Length && digits <= 15)
        {
            value = mantissa / PowersOfTen[decimals];
            if (negative)
                value = -value;
            return true;
        }

        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    /// <summary>Reads a whole number with an optional sign.</summary>
    /// <param name="text">ASCII digits, no blanks.</param>
    /// <param name="value">The number, 0 on failure.</param>
    /// <returns>False when the text is not a whole number of 32 bits.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        int i = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        if (i == text.Length)
            return false;
        long sum = 0;
        for (; i < text.Length; i++)
        {
            uint d = (uint)(text[i] - '0');
            if (d > 9)
                return false;
            sum = sum * 10 + d;
            if (sum > int.MaxValue)
                return false;
        }

        value = (int)(text[0] == '-' ? -sum : sum);
        return true;
    }

    /// <summary>Reads a number that may carry its standard uncertainty in brackets: "1.23(4)".</summary>
    /// <param name="text">ASCII digits, no blanks.</param>
    /// <param name="value">The number without the uncertainty, 0 on failure.</param>
    public static bool TryParseWithUncertainty(ReadOnlySpan<byte> text, out double value)
    {
        if (text.Length > 3 && text[^1] == ')')
        {
            int open = text.IndexOf((byte)'(');
            if (open > 0 && TryParse(text[(open + 1)..^1], out int _))
                return TryParse(text[..open], out value);
        }

        return TryParse(text, out value);
    }

    /// <summary>Writes a number with a fixed number of decimals, halves away from zero, never "-0.000".</summary>
    /// <param name="target">Where to write.</param>
    /// <param name="value">Finite, below 9e15 / 10^decimals.</param>
    /// <param name="decimals">0 to 6.</param>
    /// <returns>Number of bytes written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is too large or not finite, or the target too short.</exception>
    public static int WriteFixed(Span<byte> target, double value, int decimals)
    {
        double scaled = Math.Round(Math.Abs(value) * PowersOfTen[decimals], MidpointRounding.AwayFromZero);
        if (!(scaled < 9e15))
            throw new ArgumentOutOfRangeException(nameof(value), value, "not a number that can be written with fixed decimals");
        ulong n = (ulong)scaled;
        Span<byte> digits = stackalloc byte[24];
        int p = digits.Length;
        for (int k = 0; k < decimals; k++, n /= 10)
            digits[--p] = (byte)('0' + n % 10);
        if (decimals > 0)
            digits[--p] = (byte)'.';
        do
        {
            digits[--p] = (byte)('0' + n % 10);
            n /= 10;
        }
        while (n > 0);
        if (value < 0 && scaled > 0)
            digits[--p] = (byte)'-';
        if (target.Length < digits.Length - p)
            throw new ArgumentOutOfRangeException(nameof(target), target.Length, "the target is too short");
        digits[p..].CopyTo(target);
        return digits.Length - p;
    }

    /// <summary>Writes a number with a fixed number of decimals as a string.</summary>
    public static string Fixed(double value, int decimals)
    {
        Span<byte> target = stackalloc byte[24];
        return System.Text.Encoding.ASCII.GetString(target[..WriteFixed(target, value, decimals)]);
    }
}
