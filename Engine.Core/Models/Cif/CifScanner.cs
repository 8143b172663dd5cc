using Engine.Kernels;

namespace Engine.Core.Models.Cif;

/// <summary>Cuts CIF 1.1 text into tokens. Line ends may be LF, CR LF or CR.</summary>
internal ref struct CifScanner
{
    private readonly ReadOnlySpan<byte> text;
    private readonly string name;

    public CifScanner(ReadOnlySpan<byte> text, string name)
    {
        this.text = text;
        this.name = name;
        Position = text.StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    /// <summary>Offset behind the last token, closing quote included.</summary>
    public int Position { get; private set; }

    /// <summary>Offset of the first byte of the last token, opening quote included.</summary>
    public int TokenStart { get; private set; }

    /// <summary>Reads the next token; kind End when nothing is left.</summary>
    public CifToken Next()
    {
        int p = SkipBlank(Position);
        TokenStart = p;
        if (p >= text.Length)
        {
            Position = p;
            return new CifToken(p, 0, CifTokenKind.End);
        }

        byte first = text[p];
        if (first is (byte)'\'' or (byte)'"')
            return ReadQuoted(p, first);
        if (first == ';' && IsLineStart(p))
            return ReadTextField(p);
        int end = p + 1;
        while (end < text.Length && text[end] > ' ')
            end++;
        Position = end;
        return new CifToken(p, end - p, KindOfWord(text[p..end]));
    }

    /// <summary>An error that names the file and the line of an offset.</summary>
    public readonly InputException Error(int offset, string fault) => new($"{name}, line {LineOf(text, offset)}: {fault}");

    /// <summary>Line number, from 1, of an offset.</summary>
    public static int LineOf(ReadOnlySpan<byte> text, int offset)
    {
        int line = 1;
        for (int i = 0; i < offset && i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n')))
                line++;
        }

        return line;
    }

    private readonly int SkipBlank(int p)
    {
        while (p < text.Length)
        {
            if (text[p] <= ' ')
            {
                p++;
            }
            else if (text[p] == '#')
            {
                int length = text[p..].IndexOfAny((byte)'\n', (byte)'\r');
                p = length < 0 ? text.Length : p + length;
            }
            else
            {
                break;
            }
        }

        return p;
    }

    private readonly bool IsLineStart(int p) => p == 0 || text[p - 1] is (byte)'\n' or (byte)'\r';

    private CifToken ReadQuoted(int p, byte quote)
    {
        for (int end = p + 1; end < text.Length && text[end] is not ((byte)'\n' or (byte)'\r'); end++)
        {
            // A quote inside the value is an ordinary character unless blank follows: 'O5'' is O5'.
            if (text[end] == quote && (end + 1 >= text.Length || text[end + 1] <= ' '))
            {
                Position = end + 1;
                return new CifToken(p + 1, end - p - 1, CifTokenKind.Quoted);
            }
        }

        throw Error(p, "a quoted value does not end on its line; close the quote");
    }

    private CifToken ReadTextField(int p)
    {
        int start = p + 1;
        for (int end = start; end < text.Length; end++)
        {
            int next = text[end..].IndexOf((byte)';');
            if (next < 0)
                break;
            end += next;
            if (!IsLineStart(end))
                continue;
            Position = end + 1;
            int last = end - 1;
            if (last > start && text[last] == '\n' && text[last - 1] == '\r')
                last--;
            return new CifToken(start, Math.Max(0, last - start), CifTokenKind.TextField);
        }

        throw Error(p, "a text field does not end; it needs a line that starts with ';' (is the file cut short?)");
    }

    private static CifTokenKind KindOfWord(ReadOnlySpan<byte> word) => (word[0] | 0x20) switch
    {
        // '_' with bit 5 set is 0x7F.
        0x7F => word[0] == '_' ? CifTokenKind.Tag : CifTokenKind.Bare,
        'l' => Matches(word, "loop_"u8, true) ? CifTokenKind.Loop : CifTokenKind.Bare,
        'd' => Matches(word, "data_"u8, false) ? CifTokenKind.Data : CifTokenKind.Bare,
        's' => Matches(word, "save_"u8, false) ? CifTokenKind.Save : Matches(word, "stop_"u8, true) ? CifTokenKind.Stop : CifTokenKind.Bare,
        'g' => Matches(word, "global_"u8, true) ? CifTokenKind.Global : CifTokenKind.Bare,
        _ => CifTokenKind.Bare,
    };

    private static bool Matches(ReadOnlySpan<byte> word, ReadOnlySpan<byte> keyword, bool whole)
    {
        if (word.Length < keyword.Length || (whole && word.Length > keyword.Length))
            return false;
        for (int i = 0; i < keyword.Length; i++)
        {
            byte c = word[i];
            if ((c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c) != keyword[i])
                return false;
        }

        return true;
    }
}
