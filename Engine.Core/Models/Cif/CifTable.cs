using System.Text;

namespace Engine.Core.Models.Cif;

/// <summary>A category that can be changed and written: cells hold CIF text, quotes included.</summary>
public sealed class CifTable
{
    private readonly List<string> tags = [];
    private readonly List<List<string>> rows = [];

    /// <summary>An empty table.</summary>
    /// <param name="name">Category name such as "_software".</param>
    /// <param name="items">Items (tags without category).</param>
    public CifTable(string name, params string[] items)
    {
        Name = name;
        foreach (string item in items)
            tags.Add($"{name}.{item}");
    }

    /// <summary>A copy of a category of a file; null values stay "?" or "." as they were.</summary>
    public CifTable(CifDocument document, CifCategory source)
    {
        Name = source.Name;
        tags.AddRange(source.Tags);
        for (int r = 0; r < source.RowCount; r++)
        {
            var row = new List<string>(tags.Count);
            for (int c = 0; c < tags.Count; c++)
            {
                CifToken token = source.Token(r, c);
                string text = StringPool.Decode(document.Bytes(token));
                row.Add(token.Kind == CifTokenKind.Bare ? text : Format(text));
            }

            rows.Add(row);
        }
    }

    /// <summary>Category name with leading underscore.</summary>
    public string Name { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => rows.Count;

    /// <summary>Adds a row of unknown values and gives its index.</summary>
    public int AddRow()
    {
        rows.Add([.. Enumerable.Repeat("?", tags.Count)]);
        return rows.Count - 1;
    }

    /// <summary>Adds a row; null becomes "?".</summary>
    /// <param name="values">One per column.</param>
    public void AddRow(params string?[] values)
    {
        if (values.Length != tags.Count)
            throw new ArgumentException($"{values.Length} values for the {tags.Count} columns of {Name}", nameof(values));
        rows.Add([.. values.Select(v => v == null ? "?" : Format(v))]);
    }

    /// <summary>Sets one cell; adds the column when it is missing. Null becomes "?".</summary>
    public void Set(int row, string item, string? value)
    {
        int column = tags.FindIndex(t => CifCategory.ItemOf(t).Equals(item, StringComparison.OrdinalIgnoreCase));
        if (column < 0)
        {
            column = tags.Count;
            tags.Add($"{Name}.{item}");
            foreach (List<string> r in rows)
                r.Add("?");
        }

        rows[row][column] = value == null ? "?" : Format(value);
    }

    /// <summary>Removes the rows for which a test on the text of one item (quotes included) holds.</summary>
    public void RemoveRows(string item, Predicate<string> test)
    {
        int column = tags.FindIndex(t => CifCategory.ItemOf(t).Equals(item, StringComparison.OrdinalIgnoreCase));
        if (column >= 0)
            rows.RemoveAll(r => test(r[column]));
    }

    /// <summary>The table as CIF: pairs for one row, a loop otherwise, columns aligned; no trailing line end. Empty for no rows.</summary>
    public string ToCif()
    {
        if (rows.Count == 0)
            return "";
        var text = new StringBuilder();
        if (rows.Count == 1)
        {
            int width = tags.Max(t => t.Length);
            for (int c = 0; c < tags.Count; c++)
                text.Append(c == 0 ? "" : "\n").Append(tags[c].PadRight(width)).Append(IsField(rows[0][c]) ? '\n' : ' ').Append(rows[0][c]);
            return text.ToString();
        }

        text.Append("loop_");
        foreach (string tag in tags)
            text.Append('\n').Append(tag);
        int[] widths = [.. Enumerable.Range(0, tags.Count).Select(c => rows.Max(r => IsField(r[c]) ? 0 : r[c].Length))];
        foreach (List<string> row in rows)
            AppendRow(text, row, widths);
        return text.ToString();
    }

    /// <summary>Writes a value so that it reads back as the same value: bare, quoted or as a text field. "?" and "." get quotes.</summary>
    /// <param name="value">Any text; line ends become LF.</param>
    public static string Format(string value)
    {
        if (value.Length > 0 && IsSafeBare(value))
            return value;
        bool oneLine = !value.Contains('\n', StringComparison.Ordinal) && !value.Contains('\r', StringComparison.Ordinal);
        if (oneLine && !ClosesEarly(value, '\''))
            return $"'{value}'";
        if (oneLine && !ClosesEarly(value, '"'))
            return $"\"{value}\"";
        // A line of the value must not start with a semicolon: it would end the field.
        return ";" + value.ReplaceLineEndings("\n").Replace("\n;", "\n ;", StringComparison.Ordinal) + "\n;";
    }

    private static void AppendRow(StringBuilder text, List<string> row, int[] widths)
    {
        bool lineStart = true;
        text.Append('\n');
        for (int c = 0; c < row.Count; c++)
        {
            bool field = IsField(row[c]);
            if (!lineStart)
                text.Append(field ? '\n' : ' ');
            text.Append(c == row.Count - 1 || field ? row[c] : row[c].PadRight(widths[c]));
            lineStart = false;
            if (field && c < row.Count - 1)
            {
                text.Append('\n');
                lineStart = true;
            }
        }
    }

    private static bool IsField(string cell) => cell.StartsWith(';') && cell.EndsWith("\n;", StringComparison.Ordinal);

    private static bool ClosesEarly(string value, char quote)
    {
        for (int i = 0; i + 1 < value.Length; i++)
        {
            if (value[i] == quote && value[i + 1] <= ' ')
                return true;
        }

        return false;
    }

    private static bool IsSafeBare(string value)
    {
        if (value is "?" or "." || value[0] is '_' or '#' or '\'' or '"' or ';' or '$' or '[' or ']')
            return false;
        foreach (char c in value)
        {
            if (c <= ' ' || c == 127)
                return false;
        }

        if (value.Length < 5)
            return true;
        foreach (string keyword in (ReadOnlySpan<string>)["data_", "loop_", "save_", "stop_", "global_"])
        {
            if (value.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }
}
