using System.IO.Compression;
using System.Text;

namespace Engine.Core.Reports;

/// <summary>Data inside a page: a script element of plain text that holds the base64 form of gzip'd bytes; the page's own script unpacks it.</summary>
internal static class PagePayload
{
    private const int LineLength = 1 << 15;

    /// <summary>Packs bytes; the same bytes give the same result.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.SmallestSize, true))
            stream.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Writes an element.</summary>
    /// <param name="writer">Page.</param>
    /// <param name="id">Its id, a literal of this program.</param>
    /// <param name="packed">What <see cref="Pack"/> made, or a gzip file.</param>
    public static void Write(TextWriter writer, string id, ReadOnlySpan<byte> packed)
    {
        writer.Write($"<script type=\"text/plain\" id=\"{id}\">\n");
        int bytes = LineLength / 4 * 3;
        for (int first = 0; first < packed.Length; first += bytes)
        {
            writer.Write(Convert.ToBase64String(packed.Slice(first, Math.Min(bytes, packed.Length - first))));
            writer.Write('\n');
        }

        writer.Write("</script>\n");
    }

    /// <summary>Writes an element with text.</summary>
    public static void Write(TextWriter writer, string id, string text) => Write(writer, id, Pack(Encoding.UTF8.GetBytes(text)));
}
