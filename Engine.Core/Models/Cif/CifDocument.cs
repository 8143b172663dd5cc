using System.Text;
using Engine.Kernels;

namespace Engine.Core.Models.Cif;

/// <summary>
/// A CIF 1.1 file: data blocks with their categories, and the original text. Values are read from the text on request;
/// <see cref="CifEditor"/> writes the text back with some categories replaced.
/// </summary>
public sealed class CifDocument
{
    private readonly StringPool pool = new();
    private CifToken[] tokens;
    private int tokenCount;

    private CifDocument(byte[] text, string name)
    {
        (Text, Name) = (text, name);
        tokens = new CifToken[Math.Max(64, text.Length / 10)];
    }

    /// <summary>Path of the file, or a name for messages.</summary>
    public string Name { get; }

    /// <summary>Data blocks in file order. What stands under global_ is a block of its own.</summary>
    public List<CifBlock> Blocks { get; } = [];

    /// <summary>The text of the file, unpacked.</summary>
    public byte[] Text { get; }

    /// <summary>Reads a file; gzip is recognised by content.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InputException">The file cannot be read or is not CIF; names the line.</exception>
    public static CifDocument Read(string path) => Parse(ModelBytes.Read(path), path);

    /// <summary>Parses text that is already in memory.</summary>
    /// <param name="text">UTF-8 text (Latin-1 is tolerated); kept, not copied.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="InputException">The text is not CIF; names the line.</exception>
    public static CifDocument Parse(byte[] text, string name)
    {
        var document = new CifDocument(text, name);
        new CifParser(document).Run();
        return document;
    }

    /// <summary>Parses a string.</summary>
    /// <param name="text">CIF text.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="InputException">The text is not CIF; names the line.</exception>
    public static CifDocument Parse(string text, string name = "text") => Parse(Encoding.UTF8.GetBytes(text), name);

    /// <summary>The block of a name (any case, without "data_"), or null.</summary>
    public CifBlock? Block(string name) => Blocks.Find(b => !b.IsGlobal && b.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Line number, from 1, of an offset in the text.</summary>
    internal int LineOf(int offset) => CifScanner.LineOf(Text, offset);

    internal CifToken Token(int index) => tokens[index];

    internal int AddToken(CifToken token)
    {
        if (tokenCount == tokens.Length)
            Array.Resize(ref tokens, tokens.Length * 2);
        tokens[tokenCount] = token;
        return tokenCount++;
    }

    internal ReadOnlySpan<byte> Bytes(CifToken token) => Text.AsSpan(token.Start, token.Length);

    internal string String(ReadOnlySpan<byte> bytes) => pool.Get(bytes);
}
