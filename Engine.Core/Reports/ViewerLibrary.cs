using System.IO.Compression;
using System.Reflection;
using System.Text;

namespace Engine.Core.Reports;

/// <summary>The Mol* viewer (Sehnal and co-workers 2021, Nucleic Acids Res. 49, W431; MIT licence) as reports hold it: gzip'd, as it was when the program was built.</summary>
/// <param name="Script">Its script, gzip'd.</param>
/// <param name="Style">Its style sheet, gzip'd.</param>
/// <param name="License">Text of its licence.</param>
public sealed record ViewerLibrary(byte[] Script, byte[] Style, string License)
{
    private const string Prefix = "Engine.Core.Viewer.";

    /// <summary>The viewer that this program was built with; null where it could not be fetched then (no npm or no network).</summary>
    public static ViewerLibrary? BuiltIn { get; } = Load();

    private static ViewerLibrary? Load()
    {
        if (Resource("molstar.js.gz") is not { } script || Resource("molstar.css.gz") is not { } style || Resource("molstar.LICENSE.gz") is not { } license)
            return null;
        using var text = new StreamReader(new GZipStream(new MemoryStream(license), CompressionMode.Decompress), Encoding.UTF8);
        return new(script, style, text.ReadToEnd());
    }

    private static byte[]? Resource(string name)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name);
        if (stream is null)
            return null;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
