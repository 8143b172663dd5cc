using Engine.Core.IO;

namespace Engine.Core.Batch;

/// <summary>
/// How often an entry was attempted. A file, attempt.open, lies in its folder while an attempt runs: found at the start of the next one it says that the last attempt ended together with its scheduler, which
/// is an interruption and not a failure of the entry.
/// </summary>
public sealed class AttemptHistory
{
    private readonly string mark;

    private AttemptHistory(string mark, int failures, int interruptions) => (this.mark, Failures, Interruptions) = (mark, failures, interruptions);

    /// <summary>Attempts that failed before this one.</summary>
    public int Failures { get; }

    /// <summary>Attempts that were interrupted before this one.</summary>
    public int Interruptions { get; }

    /// <summary>Begins an attempt.</summary>
    /// <param name="folder">Folder of the entry.</param>
    /// <param name="before">What is known of earlier attempts.</param>
    public static AttemptHistory Begin(string folder, EntryResult before)
    {
        string mark = Path.Combine(folder, "attempt.open");
        int interruptions = before.Interruptions;
        if (File.Exists(mark))
            interruptions = Math.Max(interruptions, int.TryParse(File.ReadAllText(mark), out int counted) ? counted : 0) + 1;
        AtomicFile.WriteText(mark, writer => writer.Write(interruptions));
        return new(mark, before.Failures, interruptions);
    }

    /// <summary>Ends the attempt: adds the counts to its result.</summary>
    /// <param name="result">Result of the attempt.</param>
    public EntryResult End(EntryResult result)
    {
        Forget();
        return result with { Failures = Failures + (result.State == EntryState.Done ? 0 : 1), Interruptions = Interruptions, Host = MachineIdentity.Host };
    }

    /// <summary>Ends the attempt without counting it.</summary>
    public void Forget() => File.Delete(mark);
}
