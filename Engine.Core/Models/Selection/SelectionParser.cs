using System.Globalization;
using Engine.Kernels;

namespace Engine.Core.Models.Selection;

/// <summary>Recursive descent: or, and, not, then conditions and parentheses.</summary>
internal sealed class SelectionParser(string text)
{
    /// <summary>The words a condition can start with.</summary>
    public const string KnownWords =
        "all none chain resseq resid icode resname name altloc element segid water protein nucleic hetero backbone sidechain and or not ( )";

    // Parsing and evaluation recurse: hostile input must not exhaust the stack.
    private const int MaximumDepth = 200;
    private const int MaximumWords = 10_000;

    private readonly List<SelectionWord> words = SelectionTokenizer.Tokenize(text);
    private int position;
    private int depth;

    /// <summary>Parses the whole text.</summary>
    public SelectionNode Parse()
    {
        if (words.Count == 0)
            throw Error(text, 0, "the selection is empty; 'all' selects every atom");
        if (words.Count > MaximumWords)
            throw Error(text[..40], 40, $"more than {MaximumWords} words");
        SelectionNode node = ParseOr();
        if (position < words.Count)
        {
            SelectionWord word = words[position];
            throw Error(text, word.Start, word.Is(")") ? "this parenthesis was never opened" : $"'and' or 'or' is missing before '{word.Text}'");
        }

        return node;
    }

    /// <summary>An error that marks a place in the selection.</summary>
    public static UsageException Error(string text, int place, string fault) =>
        new($"selection: {fault}, at ^ in \"{text[..place].ReplaceLineEndings(" ")}^{text[place..].ReplaceLineEndings(" ")}\"; known words: {KnownWords}");

    private SelectionNode ParseOr()
    {
        SelectionNode left = ParseAnd();
        while (TryTake("or"))
            left = new OrNode(left, ParseAnd());
        return left;
    }

    private SelectionNode ParseAnd()
    {
        SelectionNode left = ParseNot();
        while (TryTake("and"))
            left = new AndNode(left, ParseNot());
        return left;
    }

    private SelectionNode ParseNot()
    {
        if (++depth > MaximumDepth)
            throw Error(text, position < words.Count ? words[position].Start : text.Length, $"more than {MaximumDepth} levels of 'not' and parentheses");
        SelectionNode node = TryTake("not") ? new NotNode(ParseNot()) : ParseCondition();
        depth--;
        return node;
    }

    private SelectionNode ParseCondition()
    {
        if (position == words.Count)
            throw Error(text, text.Length, "a condition is missing at the end");
        SelectionWord word = words[position++];
        if (word.Is("("))
        {
            SelectionNode inner = ParseOr();
            if (!TryTake(")"))
                throw Error(text, position < words.Count ? words[position].Start : text.Length, "a closing parenthesis is missing");
            return inner;
        }

        return (word.IsQuoted ? "" : word.Text.ToLowerInvariant()) switch
        {
            "all" => new ConstantNode(true),
            "none" => new ConstantNode(false),
            "chain" => new TextNode(c => c.ChainId, Pattern(word)),
            "resname" => new TextNode(c => c.ResidueName, Pattern(word)),
            "name" => new TextNode(c => c.AtomName, Pattern(word)),
            "altloc" or "altid" => new TextNode(c => c.AltLoc, Pattern(word)),
            "icode" => new TextNode(c => c.InsertionCode, Pattern(word)),
            "segid" => new TextNode(c => c.SegmentId, Pattern(word)),
            "element" => new ElementNode(Pattern(word)),
            "resseq" => ParseNumbers(word, withCode: false),
            "resid" or "resi" => ParseNumbers(word, withCode: true),
            "water" => new ClassNode(c => c.IsWater),
            "protein" or "peptide" or "pepnames" => new ClassNode(c => c.IsProtein),
            "nucleic" or "nucleotide" => new ClassNode(c => c.IsNucleic),
            "hetero" or "hetatm" => new ClassNode(c => c.IsHetero),
            "backbone" => new ClassNode(c => c.IsBackbone),
            "sidechain" => new ClassNode(c => c.IsSidechain),
            "and" or "or" or ")" => throw Error(text, word.Start, $"a condition is missing before '{word.Text}'"),
            _ => throw Error(text, word.Start, $"'{word.Text}' is not understood"),
        };
    }

    private bool TryTake(string word)
    {
        if (position == words.Count || !words[position].Is(word))
            return false;
        position++;
        return true;
    }

    private SelectionWord TakeValue(SelectionWord keyword)
    {
        if (position == words.Count || words[position].Is("(") || words[position].Is(")") || words[position].Is("and") || words[position].Is("or"))
            throw Error(text, position == words.Count ? text.Length : words[position].Start, $"a value is missing after '{keyword.Text}'");
        return words[position++];
    }

    private WildcardPattern Pattern(SelectionWord keyword)
    {
        SelectionWord value = TakeValue(keyword);
        return new WildcardPattern(value.Text, value.IsQuoted);
    }

    private SelectionNode ParseNumbers(SelectionWord keyword, bool withCode)
    {
        SelectionWord value = TakeValue(keyword);
        string range = value.Text;
        // The colon may stand apart: 10 : 50.
        if (!range.Contains(':', StringComparison.Ordinal) && position < words.Count && words[position].Text.StartsWith(':'))
            range += words[position++].Text;
        if (range.EndsWith(':') && position < words.Count && !words[position].IsQuoted && IsNumberStart(words[position].Text))
            range += words[position++].Text;
        if (TryTake("through"))
            range += ":" + TakeValue(keyword).Text;
        int colon = range.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return new TextNode(withCode ? c => c.ResidueId : c => c.ResidueNumber, new WildcardPattern(range.Trim(), IsQuoted: false));
        (int Number, char Code)? first = End(range[..colon], keyword, value, withCode), last = End(range[(colon + 1)..], keyword, value, withCode);
        if (first != null && last != null && first.Value.CompareTo(last.Value) > 0)
            throw Error(text, value.Start, $"the range {range} ends before it starts");
        return new RangeNode(first, last, withCode);
    }

    private static bool IsNumberStart(string word) => char.IsAsciiDigit(word[0]) || (word[0] == '-' && word.Length > 1 && char.IsAsciiDigit(word[1]));

    private (int Number, char Code)? End(string end, SelectionWord keyword, SelectionWord place, bool withCode)
    {
        string trimmed = end.Trim();
        if (trimmed.Length == 0)
            return null;
        char code = withCode && trimmed.Length > 1 && char.IsAsciiLetter(trimmed[^1]) ? trimmed[^1] : '\0';
        if (int.TryParse(code == '\0' ? trimmed : trimmed[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            return (number, code);
        throw Error(text, place.Start, $"'{end}' is not a residue number for '{keyword.Text}'");
    }
}
