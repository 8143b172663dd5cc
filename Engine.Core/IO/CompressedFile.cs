using System.IO.Compression;
using System.Text;
using Engine.Kernels;

namespace Engine.Core.IO;

/// <summary>Opens files that may be packed with gzip or bzip2; the first bytes decide, not the name.</summary>
public static class CompressedFile
{
    private const int BufferBytes = 1 << 17;

    // Without this switch .NET takes gzip data that are cut short for complete. Our programs also set it in their runtime configuration, because
    // .NET looks at it only once; here it serves other hosts.
    static CompressedFile() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <summary>Opens a file for reading and unpacks it on the way.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="limitBytes">Most unpacked bytes that may be read; more is an error (a guard against packed bombs).</param>
    /// <returns>
    /// A stream of the unpacked bytes, not seekable. Damaged or cut-short data throw <see cref="InputException"/> with the path.
    /// </returns>
    /// <exception cref="InputException">The file is missing or cannot be read.</exception>
    public static Stream OpenRead(string path, long limitBytes = long.MaxValue)
    {
        FileStream file = OpenFile(path);
        try
        {
            FileCompression compression = Detect(file, path);
            Stream inner = compression switch
            {
                FileCompression.Gzip => new GZipStream(file, CompressionMode.Decompress),
                FileCompression.Bzip2 => new Bzip2ReadStream(file),
                _ => file,
            };
            return new GuardedReadStream(inner, path, compression, limitBytes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a text file (UTF-8; other bytes become replacement characters) for reading and unpacks it on the way.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="limitBytes">Most unpacked bytes that may be read.</param>
    /// <exception cref="InputException">The file is missing or cannot be read.</exception>
    public static StreamReader OpenText(string path, long limitBytes = long.MaxValue) =>
        new(OpenRead(path, limitBytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferBytes);

    /// <summary>How a file is packed, from its first bytes.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InputException">The file is missing or cannot be read.</exception>
    public static FileCompression Detect(string path)
    {
        using FileStream file = OpenFile(path);
        return Detect(file, path);
    }

    /// <summary>How bytes are packed, from the first of them.</summary>
    /// <param name="start">The first bytes, ten or more where the data has them.</param>
    public static FileCompression Detect(ReadOnlySpan<byte> start)
    {
        if (start.Length >= 3 && start[0] == 0x1f && start[1] == 0x8b && start[2] == 8)
            return FileCompression.Gzip;
        if (start.Length >= 10 && start[..3].SequenceEqual("BZh"u8) && start[3] is >= (byte)'1' and <= (byte)'9'
            && (start[4..10].SequenceEqual<byte>([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
                || start[4..10].SequenceEqual<byte>([0x17, 0x72, 0x45, 0x38, 0x50, 0x90])))
            return FileCompression.Bzip2;
        return FileCompression.None;
    }

    /// <summary>Opens a regular file for reading.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InputException">The file is missing or cannot be read.</exception>
    public static FileStream OpenFile(string path)
    {
        try
        {
            if (Directory.Exists(path))
                throw new InputException($"{path}: is a folder; give a file");
            FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
            if (file.CanSeek)
                return file;
            file.Dispose();
            throw new InputException($"{path}: is a pipe or a device; write it to a file first");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = e switch
            {
                FileNotFoundException or DirectoryNotFoundException => "no such file; check the path",
                UnauthorizedAccessException => "permission denied; make it readable",
                _ => "cannot read: " + e.Message.ReplaceLineEndings(" "),
            };
            throw new InputException($"{path}: {reason}", e);
        }
    }

    private static FileCompression Detect(FileStream file, string path)
    {
        try
        {
            Span<byte> start = stackalloc byte[10];
            int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            file.Position = 0;
            return Detect(start[..count]);
        }
        catch (IOException e)
        {
            throw new InputException($"{path}: cannot read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
