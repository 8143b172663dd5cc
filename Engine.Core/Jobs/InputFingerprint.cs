using System.Security.Cryptography;

namespace Engine.Core.Jobs;

/// <summary>An input file and its SHA-256.</summary>
/// <param name="Path">Path as the user gave it.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record InputFingerprint(string Path, string Sha256)
{
    /// <summary>Reads a file and computes its fingerprint.</summary>
    /// <param name="path">File.</param>
    public static InputFingerprint Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return new(path, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
