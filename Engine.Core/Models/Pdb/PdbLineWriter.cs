using System.Text;

namespace Engine.Core.Models.Pdb;

/// <summary>Puts fields into the 80 columns of a PDB line; columns count from 1, both ends included.</summary>
internal sealed class PdbLineWriter(Stream target)
{
    private readonly byte[] line = new byte[81];

    /// <summary>Starts a line with a record name.</summary>
    public void Start(ReadOnlySpan<byte> record)
    {
        line.AsSpan(0, 80).Fill((byte)' ');
        line[80] = (byte)'\n';
        record.CopyTo(line);
    }

    /// <summary>Starts with an existing line, cut or padded to 80 columns.</summary>
    public void Start(string text)
    {
        Start(""u8);
        Left(1, 80, text);
    }

    /// <summary>Writes a text left-aligned; what does not fit is cut.</summary>
    public void Left(int first, int last, string text)
    {
        for (int i = 0; i < text.Length && first + i <= last; i++)
            line[first - 1 + i] = (byte)text[i];
    }

    /// <summary>Writes a text right-aligned; what does not fit is cut at its end.</summary>
    public void Right(int first, int last, string text) => Left(Math.Max(first, last - text.Length + 1), last, text);

    /// <summary>Writes a character; nothing for '\0'.</summary>
    public void Code(int column, char code)
    {
        if (code != '\0')
            line[column - 1] = (byte)code;
    }

    /// <summary>Writes a number with fixed decimals, right-aligned. The caller has checked that it fits.</summary>
    public void Number(int first, int last, double value, int decimals)
    {
        Span<byte> text = stackalloc byte[24];
        int length = NumberText.WriteFixed(text, value, decimals);
        line.AsSpan(first - 1, last - first + 1).Fill((byte)' ');
        text[..length].CopyTo(line.AsSpan(last - length));
    }

    /// <summary>Writes a decimal or hybrid-36 number over the whole field.</summary>
    public void Integer(int first, int last, int value)
    {
        if (!Hybrid36.TryEncode(value, line.AsSpan(first - 1, last - first + 1)))
            throw new InvalidOperationException($"{value} does not fit columns {first}-{last}");
    }

    /// <summary>Writes a whole number right-aligned, clipped to what fits.</summary>
    public void Clipped(int first, int last, double value)
    {
        int width = last - first + 1;
        double limit = Math.Pow(10, width) - 1, least = 1 - Math.Pow(10, width - 1);
        Number(first, last, Math.Clamp(Math.Round(value), least, limit), 0);
    }

    /// <summary>Ends the line.</summary>
    public void End() => target.Write(line);

    /// <summary>Writes a line of any length as it is.</summary>
    public void Verbatim(string text)
    {
        target.Write(Encoding.UTF8.GetBytes(text));
        target.WriteByte((byte)'\n');
    }
}
