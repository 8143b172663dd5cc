using System.Globalization;
using System.Security.Cryptography;
using Engine.Core.IO;

namespace Engine.Core.Batch;

/// <summary>
/// The sign of life of one scheduler in a shared folder: a file that it touches every few seconds. Whoever sees a sign that has not been touched for long, by the clock of the file system, or whose process
/// on the same machine is gone, may take back what that scheduler had claimed.
/// </summary>
public sealed class WorkerSign : IDisposable
{
    private readonly string path;

    /// <summary>Makes a sign in a folder.</summary>
    /// <param name="folder">Folder of the signs.</param>
    public WorkerSign(string folder)
    {
        Directory.CreateDirectory(folder);
        Name = string.Create(CultureInfo.InvariantCulture, $"{MachineIdentity.Host}-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        path = Path.Combine(folder, Name);
        string start = MachineIdentity.StartOf(Environment.ProcessId) ?? "";
        AtomicFile.WriteText(path, writer => writer.Write(string.Create(CultureInfo.InvariantCulture, $"{MachineIdentity.Space}\n{Environment.ProcessId}\n{start}\n")));
    }

    /// <summary>Name of the scheduler: host, process, random digits. Holds letters, digits and dashes.</summary>
    public string Name { get; }

    /// <summary>Touches the sign and gives the time that the file system wrote down.</summary>
    public DateTime Touch()
    {
        // Over a network the clock that counts is the server's: let it write the time itself.
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.Seek(0, SeekOrigin.End);
            stream.WriteByte((byte)'\n');
            stream.SetLength(stream.Length - 1);
        }

        return File.GetLastWriteTimeUtc(path);
    }

    /// <summary>Whether a sign was touched after a time.</summary>
    /// <param name="path">File of the sign.</param>
    /// <param name="since">Time by the clock of the file system.</param>
    public static bool IsTouchedSince(string path, DateTime since) => File.GetLastWriteTimeUtc(path) > since;

    /// <summary>Host in the name of a scheduler.</summary>
    /// <param name="name">Name as in <see cref="Name"/>.</param>
    public static string HostOf(string name)
    {
        string[] parts = name.Split('-');
        return parts.Length > 2 ? string.Join('-', parts[..^2]) : name;
    }

    /// <summary>Whether the owner of a sign is gone.</summary>
    /// <param name="path">File of the sign.</param>
    /// <param name="now">Now, by the clock of the file system.</param>
    /// <param name="patience">How long a sign may go untouched.</param>
    public static bool IsDead(string path, DateTime now, TimeSpan patience)
    {
        try
        {
            string[] lines = File.ReadAllLines(path);
            if (lines.Length >= 3 && lines[0] == MachineIdentity.Space && int.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out int process))
                return MachineIdentity.StartOf(process) != lines[2];
            return now - File.GetLastWriteTimeUtc(path) > patience;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(path);
}
