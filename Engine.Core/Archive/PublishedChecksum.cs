using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Engine.Core.Archive;

/// <summary>A checksum of a whole file that a server sends with it: Repr-Digest (RFC 9530), Digest (RFC 3230) or Content-MD5 (RFC 1864).</summary>
/// <param name="Algorithm">Algorithm.</param>
/// <param name="Value">Checksum.</param>
public sealed record PublishedChecksum(HashAlgorithmName Algorithm, byte[] Value)
{
    private static readonly (string Name, HashAlgorithmName Algorithm, int Bytes)[] Known =
        [("sha-512", HashAlgorithmName.SHA512, 64), ("sha-256", HashAlgorithmName.SHA256, 32), ("md5", HashAlgorithmName.MD5, 16)];

    /// <summary>The strongest checksum of the whole file among the headers of a response, or null.</summary>
    /// <param name="headers">Headers of the response.</param>
    /// <param name="content">Headers of its content.</param>
    /// <param name="isPart">Only a part of the file follows: Content-MD5 would be the part's.</param>
    public static PublishedChecksum? Find(HttpResponseHeaders headers, HttpContentHeaders content, bool isPart)
    {
        var found = new List<PublishedChecksum>();
        foreach (string header in new[] { "Repr-Digest", "Digest" })
        {
            if (headers.TryGetValues(header, out IEnumerable<string>? values) || content.TryGetValues(header, out values))
                found.AddRange(values.SelectMany(v => v.Split(',')).Select(Parse).OfType<PublishedChecksum>());
        }

        if (!isPart && content.ContentMD5 is { Length: 16 } md5)
            found.Add(new(HashAlgorithmName.MD5, md5));
        return found.MaxBy(f => f.Value.Length);
    }

    /// <summary>Whether a file has this checksum.</summary>
    /// <param name="path">File.</param>
    public bool Holds(string path)
    {
        using var hash = IncrementalHash.CreateHash(Algorithm);
        using FileStream file = File.OpenRead(path);
        byte[] buffer = new byte[1 << 17];
        int count;
        while ((count = file.Read(buffer)) > 0)
            hash.AppendData(buffer, 0, count);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(Value);
    }

    /// <summary>One "name=value" of a digest header; the value is base64, between colons in Repr-Digest.</summary>
    private static PublishedChecksum? Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return null;
        string name = text[..equals].Trim();
        string value = text[(equals + 1)..].Trim().Trim(':');
        foreach ((string known, HashAlgorithmName algorithm, int bytes) in Known)
        {
            byte[] buffer = new byte[bytes + 3];
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(value, buffer, out int count) && count == bytes)
                return new(algorithm, buffer[..bytes]);
        }

        return null;
    }
}
