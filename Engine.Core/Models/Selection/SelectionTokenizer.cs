namespace Engine.Core.Models.Selection;

/// <summary>A word of a selection.</summary>
/// <param name="Text">The word, without quotes.</param>
/// <param name="IsQuoted">True when it stood between quotes.</param>
/// <param name="Start">Offset in the selection.</param>
internal readonly record struct SelectionWord(string Text, bool IsQuoted, int Start)
{
    /// <summary>True for an unquoted word, any case.</summary>
    public bool Is(string word) => !IsQuoted && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Cuts a selection into words, quoted values and parentheses. A quote inside a word belongs to it: O5' needs no quotes.</summary>
internal static class SelectionTokenizer
{
    public static List<SelectionWord> Tokenize(string text)
    {
        var words = new List<SelectionWord>();
        for (int i = 0; i < text.Length;)
        {
            char c = text[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (c is '(' or ')')
            {
                words.Add(new SelectionWord(c.ToString(), false, i++));
            }
            else if (c is '\'' or '"')
            {
                int end = text.IndexOf(c, i + 1);
                if (end < 0)
                    throw SelectionParser.Error(text, i, "the quote is not closed");
                words.Add(new SelectionWord(text[(i + 1)..end], true, i));
                i = end + 1;
            }
            else
            {
                int start = i;
                while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('(' or ')'))
                    i++;
                words.Add(new SelectionWord(text[start..i], false, start));
            }
        }

        return words;
    }
}
