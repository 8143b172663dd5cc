namespace Engine.Core.Models.Selection;

/// <summary>A value with the wildcards * (any characters) and ? (one character); a backslash takes the next character literally.</summary>
/// <param name="Text">The pattern.</param>
/// <param name="IsQuoted">True when it was quoted: blanks count, and its case is never changed.</param>
internal sealed record WildcardPattern(string Text, bool IsQuoted)
{
    /// <summary>True when the pattern has blanks at an end, which only the padded form of a value can match.</summary>
    public bool IsPadded => IsQuoted && Text.Trim().Length > 0 && Text.Trim().Length < Text.Length;

    /// <summary>True when the pattern fits a value. Quoted blanks, or nothing between quotes, fit an empty value.</summary>
    /// <param name="value">Value without blanks at its ends.</param>
    /// <param name="ignoreCase">True to ignore case.</param>
    public bool Fits(string value, bool ignoreCase = false) => Fits(IsQuoted && !IsPadded ? Text.Trim() : Text, value, ignoreCase);

    /// <summary>True when the pattern fits a value, blanks included.</summary>
    public bool FitsPadded(string value) => Fits(Text, value, ignoreCase: false);

    /// <summary>1 when all letters are upper case, -1 when all are lower case, 0 when mixed or no letters.</summary>
    public static int CaseOf(IEnumerable<string> texts)
    {
        bool upper = false, lower = false;
        foreach (string text in texts)
        {
            foreach (char c in text)
            {
                upper |= char.IsAsciiLetterUpper(c);
                lower |= char.IsAsciiLetterLower(c);
            }
        }

        return upper == lower ? 0 : upper ? 1 : -1;
    }

    private static bool Fits(string pattern, string value, bool ignoreCase)
    {
        // Greedy with one point of return: linear in practice, and no recursion.
        int p = 0, v = 0, star = -1, starValue = 0;
        while (v < value.Length)
        {
            bool escaped = p + 1 < pattern.Length && pattern[p] == '\\';
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starValue = v;
            }
            else if (p < pattern.Length && ((pattern[p] == '?') || Same(pattern[escaped ? p + 1 : p], value[v], ignoreCase)))
            {
                p += escaped ? 2 : 1;
                v++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                v = ++starValue;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    private static bool Same(char a, char b, bool ignoreCase) => a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
