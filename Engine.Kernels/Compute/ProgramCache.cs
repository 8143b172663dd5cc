using System.Security.Cryptography;
using System.Text;

namespace Engine.Kernels.Compute;

/// <summary>
/// Compiled programs on disk, one file per key. A file is its content's SHA-256 and then the content, so that a damaged file is
/// recognised; it is then treated as absent and written again.
/// </summary>
/// <param name="folder">Folder of the files; empty to keep nothing.</param>
internal sealed class ProgramCache(string folder)
{
    private const string Extension = ".clbin";

    /// <summary>The cache of this user.</summary>
    public static ProgramCache Default { get; } = new(CacheFolder.Root.Length == 0 ? "" : Path.Combine(CacheFolder.Root, "programs"));

    /// <summary>A file-name-safe key of everything that the compiled code depends on.</summary>
    /// <param name="parts">Source, options, device, driver, ...</param>
    public static string Key(params ReadOnlySpan<string> parts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string part in parts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Path of the file of a key.</summary>
    /// <param name="key">A key.</param>
    public string PathOf(string key) => Path.Combine(folder, key + Extension);

    /// <summary>The content stored for a key; null when there is none or when the file is damaged.</summary>
    /// <param name="key">A key.</param>
    public byte[]? Read(string key)
    {
        if (folder.Length == 0)
            return null;
        try
        {
            byte[] file = File.ReadAllBytes(PathOf(key));
            if (file.Length <= SHA256.HashSizeInBytes)
                return null;
            ReadOnlySpan<byte> content = file.AsSpan(SHA256.HashSizeInBytes);
            return SHA256.HashData(content).AsSpan().SequenceEqual(file.AsSpan(0, SHA256.HashSizeInBytes)) ? content.ToArray() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Stores content under a key. A folder that cannot be written costs time in the next run, nothing else.</summary>
    /// <param name="key">A key.</param>
    /// <param name="content">Compiled code.</param>
    public void Write(string key, ReadOnlySpan<byte> content)
    {
        if (folder.Length == 0 || content.IsEmpty)
            return;
        byte[] file = new byte[SHA256.HashSizeInBytes + content.Length];
        SHA256.HashData(content, file);
        content.CopyTo(file.AsSpan(SHA256.HashSizeInBytes));
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(PathOf(key), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Full disks and read-only folders must not stop a run.
        }
    }
}
