using System.Text;

namespace Engine.Core.Models.Cif;

/// <summary>Writes a document with some categories replaced, removed or added. Everything else, comments and layout included, keeps its bytes.</summary>
public sealed class CifEditor(CifDocument document)
{
    private readonly List<(int Start, int End, byte[] Text)> edits = [];

    /// <summary>Replaces a category, or removes it.</summary>
    /// <param name="category">A category of the document.</param>
    /// <param name="text">Its new CIF text (<see cref="CifTable.ToCif"/>) without a trailing line end; empty to remove it.</param>
    public void Replace(CifCategory category, string text) => Replace(category, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Replace(CifCategory, string)"/>
    public void Replace(CifCategory category, byte[] text)
    {
        for (int k = 0; k < category.Ranges.Count; k++)
            edits.Add((category.Ranges[k].Start, category.Ranges[k].End, k == 0 ? text : []));
    }

    /// <summary>Adds text behind the last item of a block.</summary>
    /// <param name="block">A block of the document.</param>
    /// <param name="text">CIF text without a trailing line end.</param>
    public void Append(CifBlock block, string text) => edits.Add((block.End, block.End, Encoding.UTF8.GetBytes($"\n#\n{text}")));

    /// <summary>Adds text behind a category.</summary>
    /// <param name="category">A category of the document.</param>
    /// <param name="text">CIF text without a trailing line end.</param>
    public void InsertAfter(CifCategory category, byte[] text)
    {
        int end = category.Ranges[^1].End;
        edits.Add((end, end, [.. "\n#\n"u8, .. text]));
    }

    /// <summary>Writes the result.</summary>
    public void Write(Stream target)
    {
        int position = 0;
        foreach ((int start, int end, byte[] text) in edits.OrderBy(e => e.Start).ThenBy(e => e.End))
        {
            target.Write(document.Text, position, Math.Max(0, start - position));
            target.Write(text);
            position = Math.Max(position, end);
        }

        target.Write(document.Text, position, document.Text.Length - position);
        if (document.Text.Length > 0 && document.Text[^1] is not ((byte)'\n' or (byte)'\r'))
            target.WriteByte((byte)'\n');
    }
}
