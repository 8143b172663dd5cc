using Engine.Kernels;

namespace Engine.Core.Models.Cif;

/// <summary>
/// A table of a CIF file: a loop, or tag-value pairs as a table of one row. For tags without a dot (not mmCIF), each pair, and each loop by its first tag, is a
/// category of its own. Rows and columns count from 0; column -1 (not in the file) reads as null everywhere.
/// </summary>
public sealed class CifCategory
{
    private readonly CifDocument document;
    private readonly List<string> tags = [];
    private readonly List<int>? pairTokens;
    private int firstToken;

    internal CifCategory(CifDocument document, string name, bool isLoop)
    {
        (this.document, Name, IsLoop) = (document, name, isLoop);
        if (!isLoop)
            pairTokens = [];
    }

    /// <summary>Name with leading underscore, such as "_atom_site", in the case of the file.</summary>
    public string Name { get; }

    /// <summary>True when written as a loop.</summary>
    public bool IsLoop { get; }

    /// <summary>Full tags, in the order of the columns and the case of the file.</summary>
    public IReadOnlyList<string> Tags => tags;

    /// <summary>Number of columns.</summary>
    public int ColumnCount => tags.Count;

    /// <summary>Number of rows.</summary>
    public int RowCount { get; private set; }

    /// <summary>Where it stands in the text: half-open ranges of offsets, several when its pairs are scattered.</summary>
    internal List<(int Start, int End)> Ranges { get; } = [];

    /// <summary>Column of an item such as "id" (or a full tag), any case; -1 when missing.</summary>
    public int Column(string item)
    {
        for (int c = 0; c < tags.Count; c++)
        {
            if (item.Equals(tags[c], StringComparison.OrdinalIgnoreCase) || ItemOf(tags[c]).Equals(item, StringComparison.OrdinalIgnoreCase))
                return c;
        }

        return -1;
    }

    /// <summary>Column of an item that must be there.</summary>
    /// <exception cref="InputException">The item is missing; names file and tag.</exception>
    public int RequiredColumn(string item)
    {
        int column = Column(item);
        return column >= 0 ? column : throw new InputException($"{document.Name}: {Name} has no item {item}; add the column");
    }

    /// <summary>True for "?", "." and missing columns.</summary>
    public bool IsNull(int row, int column)
    {
        if (column < 0)
            return true;
        CifToken token = Token(row, column);
        return token.Length == 1 && token.Kind == CifTokenKind.Bare && document.Text[token.Start] is (byte)'?' or (byte)'.';
    }

    /// <summary>True for ".": the item does not apply to this row.</summary>
    public bool IsInapplicable(int row, int column) => column >= 0 && IsNull(row, column) && document.Text[Token(row, column).Start] == '.';

    /// <summary>How the value is written: bare, quoted or a text field.</summary>
    public CifTokenKind Kind(int row, int column) => Token(row, column).Kind;

    /// <summary>Bytes of a value without its quotes; empty for null values.</summary>
    public ReadOnlySpan<byte> Bytes(int row, int column) => IsNull(row, column) ? default : document.Bytes(Token(row, column));

    /// <summary>Text of a value without its quotes; null for null values.</summary>
    public string? Text(int row, int column) => IsNull(row, column) ? null : document.String(document.Bytes(Token(row, column)));

    /// <summary>Text of a value, or a default for null values.</summary>
    public string Text(int row, int column, string missing) => Text(row, column) ?? missing;

    /// <summary>A number, without its uncertainty in brackets; the default for null values.</summary>
    /// <exception cref="InputException">The value is not a number; names file, tag, row and value.</exception>
    public double Number(int row, int column, double missing = double.NaN) =>
        IsNull(row, column) ? missing
        : NumberText.TryParseWithUncertainty(document.Bytes(Token(row, column)), out double value) ? value
        : throw NotANumber(row, column);

    /// <summary>A whole number ("2" or "2.0"); the default for null values.</summary>
    /// <exception cref="InputException">The value is not a whole number; names file, tag, row and value.</exception>
    public int Integer(int row, int column, int missing = 0)
    {
        if (IsNull(row, column))
            return missing;
        ReadOnlySpan<byte> bytes = document.Bytes(Token(row, column));
        if (NumberText.TryParse(bytes, out int value))
            return value;
        return NumberText.TryParse(bytes, out double real) && real == (int)real ? (int)real : throw NotANumber(row, column);
    }

    internal void AddPair(string tag, CifToken value)
    {
        tags.Add(tag);
        pairTokens!.Add(document.AddToken(value));
        RowCount = 1;
    }

    internal void AddTag(string tag) => tags.Add(tag);

    internal void SetRows(int first, int rows) => (firstToken, RowCount) = (first, rows);

    internal CifToken Token(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount, nameof(row));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)tags.Count, nameof(column));
        return document.Token(pairTokens != null ? pairTokens[column] : firstToken + row * tags.Count + column);
    }

    internal static ReadOnlySpan<char> ItemOf(string tag) => tag.AsSpan(tag.IndexOf('.', StringComparison.Ordinal) + 1);

    private InputException NotANumber(int row, int column) =>
        new($"{document.Name}: {tags[column]}, row {row + 1}: '{Text(row, column)}' is not a number; correct the value");
}
