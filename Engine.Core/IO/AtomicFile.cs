using System.Security.Cryptography;
using System.Text;
using Engine.Kernels;

namespace Engine.Core.IO;

/// <summary>
/// An output file that appears whole or not at all: bytes go to a temporary file in the same folder, which is flushed to disk and renamed by
/// <see cref="Commit"/>. Disposing without a commit deletes the temporary file and leaves what was there before untouched.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    private const int MaximumStemLength = 80;

    private readonly string temporaryPath;
    private bool isClosed;

    private AtomicFile(string path, string temporaryPath, FileStream stream) => (Path, this.temporaryPath, Stream) = (path, temporaryPath, stream);

    /// <summary>Full path that the file gets; a symbolic link given by the caller is followed.</summary>
    public string Path { get; }

    /// <summary>Where to write the content; seekable. Valid until <see cref="Commit"/> or <see cref="Dispose"/>.</summary>
    public FileStream Stream { get; }

    /// <summary>Opens the temporary file beside the path.</summary>
    /// <param name="path">Path of the output; an existing regular file is replaced on commit.</param>
    /// <exception cref="InputException">The folder is missing or not writable, or the path is a folder or a device.</exception>
    public static AtomicFile Create(string path)
    {
        string? temporary = null;
        try
        {
            string target = ResolveTarget(path);
            string name = System.IO.Path.GetFileName(target);
            string stem = name.Length > MaximumStemLength ? name[..MaximumStemLength] : name;
            temporary = System.IO.Path.Combine(
                System.IO.Path.GetDirectoryName(target)!, $".{stem}.{RandomNumberGenerator.GetHexString(12, lowercase: true)}.tmp");
            return new(target, temporary, new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16));
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw CannotWrite(path, e);
        }
    }

    /// <summary>Writes a file through a callback; nothing is left behind when the callback throws.</summary>
    /// <param name="path">Path of the output.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using AtomicFile file = Create(path);
        try
        {
            write(file.Stream);
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw CannotWrite(path, e);
        }

        file.Commit();
    }

    /// <summary>Writes a text file (UTF-8 without a byte-order mark, lines end with \n) through a callback.</summary>
    /// <param name="path">Path of the output.</param>
    /// <param name="write">Writes the text.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void WriteText(string path, Action<TextWriter> write) => Write(path, stream =>
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });

    /// <summary>Flushes to disk and gives the file its name.</summary>
    /// <exception cref="InputException">The disk is full, or the name cannot be taken.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        try
        {
            Stream.Flush(flushToDisk: true);
            Stream.Dispose();
            File.Move(temporaryPath, Path, overwrite: true);
            isClosed = true;
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw CannotWrite(Path, e);
        }
    }

    /// <summary>Deletes the temporary file unless <see cref="Commit"/> succeeded.</summary>
    public void Dispose()
    {
        if (isClosed)
            return;
        isClosed = true;
        try
        {
            Stream.Dispose();
        }
        catch (Exception e) when (IsFileFault(e))
        {
            // A full disk also fails the last flush; the file goes away anyway.
        }

        try
        {
            File.Delete(temporaryPath);
        }
        catch (Exception e) when (IsFileFault(e))
        {
            // The folder vanished or was locked meanwhile; the error that led here matters more.
        }
    }

    /// <summary>The error for an output that cannot be written, with the reason in one line.</summary>
    /// <param name="path">Path of the output.</param>
    /// <param name="cause">What the system said.</param>
    public static InputException CannotWrite(string path, Exception cause)
    {
        string reason = cause switch
        {
            DirectoryNotFoundException => "the folder does not exist; create it first",
            UnauthorizedAccessException => "permission denied; choose another output path",
            _ => cause.Message.ReplaceLineEndings(" "),
        };
        return new InputException($"{path}: cannot write: {reason}", cause);
    }

    private static bool IsFileFault(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    private static string ResolveTarget(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full) || System.IO.Path.EndsInDirectorySeparator(full))
            throw new IOException("it is a folder; give a file name");
        FileInfo info = new(full);
        if (info.LinkTarget != null)
            full = info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        if (File.Exists(full) && !IsRegular(full))
            throw new IOException("it is not a regular file; give a file name");
        return full;
    }

    /// <summary>False for pipes and devices, which a rename would replace.</summary>
    private static bool IsRegular(string path)
    {
        if (OperatingSystem.IsWindows())
            return (File.GetAttributes(path) & FileAttributes.Device) == 0;
        bool isDevice = path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);
        return !isDevice && !path.StartsWith("/proc/", StringComparison.Ordinal);
    }
}
