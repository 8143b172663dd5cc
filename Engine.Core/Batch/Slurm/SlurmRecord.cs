using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Batch.Slurm;

/// <summary>A job array that was submitted for a folder.</summary>
/// <param name="Job">Number of the job.</param>
/// <param name="Tasks">Tasks of the array.</param>
/// <param name="Entries">Entries that were not finished then.</param>
/// <param name="Submitted">When, UTC.</param>
/// <param name="Host">Machine that it was submitted from.</param>
public sealed record SlurmSubmitted(string Job, int Tasks, int Entries, DateTime Submitted, string Host);

/// <summary>
/// What a batch folder knows of Slurm: slurm/job.sh, slurm/log, and slurm/jobs.jsonl with the jobs that were submitted. Its jobs have a name that is made from the path of the folder, so that they are
/// found in the queue even if the process that submitted them ended before it could write the number down, and so that a copy of the folder does not take them for its own.
/// </summary>
public sealed class SlurmRecord
{
    private readonly string root;

    /// <summary>The record of a folder.</summary>
    /// <param name="root">Folder of the batch.</param>
    /// <exception cref="InputException">The path cannot be named to Slurm.</exception>
    public SlurmRecord(string root)
    {
        this.root = RealPath(Path.GetFullPath(root));
        if (this.root.Any(c => c == '\\' || char.IsControl(c)))
            throw new InputException($"{this.root.ReplaceLineEndings("?")}: the path of a folder for Slurm may hold neither backslashes nor control characters; choose another -o FOLDER");
        JobName = "cryoengine-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(this.root)))[..12];
    }

    /// <summary>Name of the jobs of this folder.</summary>
    public string JobName { get; }

    /// <summary>Folder of the batch with no links in its path.</summary>
    public string Root => root;

    /// <summary>The script.</summary>
    public string Script => Path.Combine(Folder, "job.sh");

    /// <summary>The file that a task writes to, as Slurm reads it.</summary>
    public string Log => Path.Combine(Folder, "log").Replace("%", "%%", StringComparison.Ordinal) + "/%A_%a.txt";

    /// <summary>The jobs that were submitted, oldest first.</summary>
    public IReadOnlyList<SlurmSubmitted> Jobs => File.Exists(List) ? [.. File.ReadLines(List).Select(BatchJson.Read<SlurmSubmitted>).OfType<SlurmSubmitted>()] : [];

    private string Folder => Path.Combine(root, "slurm");

    private string List => Path.Combine(Folder, "jobs.jsonl");

    /// <summary>Makes the folders and keeps other submissions out until the result is disposed.</summary>
    /// <exception cref="InputException">Another process is submitting, or the folder cannot be written.</exception>
    public IDisposable Begin()
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(Folder, "log"));
            return new FileStream(Path.Combine(Folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException e)
        {
            throw new InputException($"{Folder}: another process is submitting this batch, or the folder cannot be written: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw AtomicFile.CannotWrite(Folder, e);
        }
    }

    /// <summary>Keeps a job that was submitted.</summary>
    /// <param name="job">Job.</param>
    public void Add(SlurmSubmitted job)
    {
        IReadOnlyList<SlurmSubmitted> all = [.. Jobs, job];
        AtomicFile.WriteText(List, writer =>
        {
            foreach (SlurmSubmitted one in all)
                writer.WriteLine(JsonSerializer.Serialize(one, BatchJson.Line));
        });
    }

    /// <summary>A path with its links followed, so that a folder has one name whichever way it is reached.</summary>
    private static string RealPath(string path)
    {
        string real = "/";
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (Directory.Exists(real) && new DirectoryInfo(real).ResolveLinkTarget(returnFinalTarget: true) is { } target)
                real = RealPath(target.FullName);
        }

        return real;
    }
}
