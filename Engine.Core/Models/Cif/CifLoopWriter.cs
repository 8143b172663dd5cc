using System.Text;

namespace Engine.Core.Models.Cif;

/// <summary>Collects the cells of a large loop row by row and writes them with aligned columns.</summary>
public sealed class CifLoopWriter
{
    private readonly string[] tags;
    private readonly int[] widths;
    private byte[] bytes = new byte[1 << 16];
    private int[] ends = new int[1 << 12];
    private int length;
    private int cells;

    /// <summary>Starts a loop.</summary>
    /// <param name="tags">Full tags.</param>
    public CifLoopWriter(IReadOnlyList<string> tags)
    {
        this.tags = [.. tags];
        widths = new int[this.tags.Length];
    }

    /// <summary>Number of complete rows.</summary>
    public int RowCount => cells / tags.Length;

    /// <summary>Adds a cell that already is CIF text, quotes included.</summary>
    public void AddRaw(ReadOnlySpan<byte> text)
    {
        if (bytes.Length - length < text.Length)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + text.Length));
        text.CopyTo(bytes.AsSpan(length));
        EndCell(text.Length);
    }

    /// <summary>Adds a text value; quotes are added where needed. Null and empty become "?".</summary>
    public void AddText(string? value) => AddText(value, "?"u8);

    /// <summary>Adds a text value, "." for empty ones.</summary>
    public void AddTextOrDot(string? value) => AddText(value, "."u8);

    /// <summary>Adds a character; '\0' becomes the null value given.</summary>
    public void AddCode(char code, char missing)
    {
        if (code == '\0')
            AddRaw([(byte)missing]);
        else
            AddText(code.ToString());
    }

    /// <summary>Adds a number with fixed decimals.</summary>
    public void AddNumber(double value, int decimals)
    {
        Span<byte> text = stackalloc byte[24];
        AddRaw(text[..NumberText.WriteFixed(text, value, decimals)]);
    }

    /// <summary>The loop as CIF text, without a trailing line end; empty for no rows.</summary>
    public byte[] ToBytes()
    {
        if (cells == 0)
            return [];
        if (cells % tags.Length != 0)
            throw new InvalidOperationException($"{cells} cells are no whole number of rows of {tags.Length}");
        byte[] head = Encoding.UTF8.GetBytes("loop_\n" + string.Join('\n', tags));
        int rowBytes = tags.Length + widths.Sum();
        byte[] text = new byte[head.Length + (long)RowCount * rowBytes + FieldBytes()];
        head.CopyTo(text, 0);
        int p = head.Length, start = 0;
        for (int c = 0; c < cells; c++)
        {
            int column = c % tags.Length;
            ReadOnlySpan<byte> cell = bytes.AsSpan(start, ends[c] - start);
            start = ends[c];
            bool field = IsField(cell);
            text[p++] = column == 0 || field || IsField(text.AsSpan(head.Length, p - head.Length)) ? (byte)'\n' : (byte)' ';
            cell.CopyTo(text.AsSpan(p));
            p += cell.Length;
            if (!field && column < tags.Length - 1)
            {
                text.AsSpan(p, widths[column] - cell.Length).Fill((byte)' ');
                p += widths[column] - cell.Length;
            }
        }

        return text[..p];
    }

    private void AddText(string? value, ReadOnlySpan<byte> missing)
    {
        if (string.IsNullOrEmpty(value))
        {
            AddRaw(missing);
            return;
        }

        string text = CifTable.Format(value);
        Span<byte> utf8 = stackalloc byte[96];
        if (text.Length <= 32)
            AddRaw(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
        else
            AddRaw(Encoding.UTF8.GetBytes(text));
    }

    private static bool IsField(ReadOnlySpan<byte> cell) => cell.Length > 2 && cell.EndsWith("\n;"u8);

    private void EndCell(int cellLength)
    {
        length += cellLength;
        if (cells == ends.Length)
            Array.Resize(ref ends, ends.Length * 2);
        ends[cells] = length;
        ref int width = ref widths[cells % tags.Length];
        if (cellLength > width && !IsField(bytes.AsSpan(length - cellLength, cellLength)))
            width = cellLength;
        cells++;
    }

    private int FieldBytes()
    {
        int sum = 0, start = 0;
        for (int c = 0; c < cells; c++)
        {
            if (IsField(bytes.AsSpan(start, ends[c] - start)))
                sum += ends[c] - start + 2;
            start = ends[c];
        }

        return sum;
    }
}
