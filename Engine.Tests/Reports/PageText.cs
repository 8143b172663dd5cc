using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Engine.Tests.Reports;

/// <summary>A report as a reader of its text sees it.</summary>
/// <param name="Html">The page.</param>
internal sealed partial record PageText(string Html)
{
    /// <summary>The page without packed data and own scripts.</summary>
    public string Markup => Script().Replace(Html, "");

    /// <summary>Ids of its packed data.</summary>
    public string[] Payloads => [.. Payload().Matches(Html).Select(m => m.Groups[1].Value)];

    /// <summary>What one packed element holds.</summary>
    public byte[] Unpack(string id)
    {
        Match match = Payload().Matches(Html).Single(m => m.Groups[1].Value == id);
        using var stream = new GZipStream(new MemoryStream(Convert.FromBase64String(match.Groups[2].Value.Replace("\n", "", StringComparison.Ordinal))), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The data of the page's script.</summary>
    public JsonNode Data => JsonNode.Parse(Encoding.UTF8.GetString(Unpack("data")))!;

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<script type=\"text/plain\" id=\"([a-z-]+)\">\n(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Payload();
}
