using System.Text;

namespace Engine.Core.Reports;

/// <summary>How a column of a table looks and sorts.</summary>
/// <param name="Title">Heading.</param>
/// <param name="IsNumber">Numbers: aligned to the right and sorted by value.</param>
/// <param name="Hint">Explanation of the heading; null for none.</param>
/// <param name="IsKey">A name that is not to be broken into lines.</param>
internal sealed record TableColumn(string Title, bool IsNumber = false, string? Hint = null, bool IsKey = false);

/// <summary>One row of a table.</summary>
/// <param name="Residue">Index of the residue that a click on the row shows in the view; null for none.</param>
/// <param name="Cells">Text of the cells, as it comes from files.</param>
internal sealed record TableRow(int? Residue, params string[] Cells);

/// <summary>A table that the page's script sorts and whose rows move the view. Only the first rows of a long table are shown, and the page says where the others are.</summary>
/// <param name="columns">Columns.</param>
/// <param name="caption">What the table shows, for readers of the page that do not see its headings.</param>
internal sealed class HtmlTable(string caption, params TableColumn[] columns)
{
    /// <summary>More rows make pages slow; the files beside the page hold all.</summary>
    public const int MostRows = 500;

    /// <summary>Writes the table.</summary>
    /// <param name="html">Page.</param>
    /// <param name="rows">All rows, the most telling ones first.</param>
    /// <param name="rest">Where the rest is, when there are too many rows.</param>
    public void Write(StringBuilder html, IReadOnlyList<TableRow> rows, string rest)
    {
        html.Append("<div class=\"scroll\" tabindex=\"0\"><table class=\"sort\"><caption>").Append(HtmlText.Escape(caption)).Append("</caption><thead><tr>");
        foreach (TableColumn c in columns)
            html.Append(c.IsNumber ? "<th scope=\"col\" class=\"n\"" : "<th scope=\"col\"").Append(c.Hint is { } hint ? $" title=\"{HtmlText.Escape(hint)}\"" : "").Append('>').Append(HtmlText.Escape(c.Title)).Append("</th>");
        html.Append("</tr></thead><tbody>\n");
        foreach (TableRow row in rows.Take(MostRows))
            Write(html, row);
        html.Append("</tbody></table></div>\n");
        if (rows.Count > MostRows)
            html.Append("<p class=\"note\">The first ").Append(MostRows).Append(" of ").Append(HtmlText.Count(rows.Count)).Append("; all are in ").Append(HtmlText.Escape(rest)).Append(".</p>\n");
    }

    private void Write(StringBuilder html, TableRow row)
    {
        if (row.Cells.Length != columns.Length)
            throw new ArgumentException($"{row.Cells.Length} cells for {columns.Length} columns", nameof(row));
        html.Append(row.Residue is { } r ? FormattableString.Invariant($"<tr class=\"pick\" data-r=\"{r}\" tabindex=\"0\">") : "<tr>");
        for (int i = 0; i < row.Cells.Length; i++)
            html.Append(columns[i].IsNumber ? "<td class=\"n\">" : columns[i].IsKey ? "<td class=\"k\">" : "<td>").Append(HtmlText.Escape(row.Cells[i])).Append("</td>");
        html.Append("</tr>\n");
    }
}
