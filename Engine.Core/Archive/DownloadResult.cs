namespace Engine.Core.Archive;

/// <summary>A file that arrived.</summary>
/// <param name="Address">Where it came from.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, lower-case hexadecimal.</param>
/// <param name="Verified">What was checked: length, the published checksum's name, gzip.</param>
public sealed record DownloadResult(Uri Address, long Bytes, string Sha256, string Verified);
