using System.Runtime.InteropServices;
using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Cli.Relion;

/// <summary>
/// This process as a RELION External job: says with empty files in the folder of the job how it ended (RELION_JOB_EXIT_SUCCESS, _FAILURE, _ABORTED), stops when the user presses Abort
/// (RELION_JOB_ABORT_NOW), and lists what it made for RELION's graph of jobs (RELION_OUTPUT_NODES.star, labels as of RELION 4).
/// </summary>
internal sealed class RelionJob : IDisposable
{
    private const string Success = "RELION_JOB_EXIT_SUCCESS", Failure = "RELION_JOB_EXIT_FAILURE", Aborted = "RELION_JOB_EXIT_ABORTED", AbortNow = "RELION_JOB_ABORT_NOW", Nodes = "RELION_OUTPUT_NODES.star";

    private readonly string folder;
    private readonly DateTime start = DateTime.UtcNow.AddSeconds(-2);
    private readonly PosixSignalRegistration[] signals;
    private readonly Timer watch;
    private readonly Lock ending = new();
    private bool hasEnded;

    /// <summary>Begins: what an earlier run said, or was told, is taken away.</summary>
    /// <param name="folder">Folder of the job, as typed.</param>
    public RelionJob(string folder)
    {
        this.folder = folder;
        try
        {
            Directory.CreateDirectory(folder);
            foreach (string name in new[] { AbortNow, Success, Failure, Aborted, Nodes })
                File.Delete(Path.Combine(folder, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.CannotWrite(folder, e);
        }

        signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(s => PosixSignalRegistration.Create(s, Abort))];
        watch = new(_ => LookForAbort(), null, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    /// <summary>Runs a command line of RELION.</summary>
    /// <param name="arguments">Verb, then what RELION adds.</param>
    /// <param name="run">Runs a command line of this engine.</param>
    public static int Run(string[] arguments, Func<string[], int> run)
    {
        if (RelionArguments.FolderOf(arguments) is not { Length: > 0 } place)
        {
            RelionArguments.Read(arguments);
            return (int)ExitCode.Usage;
        }

        using var job = new RelionJob(place);
        int code = (int)ExitCode.Numerical;
        try
        {
            var translated = RelionArguments.Read(arguments);
            foreach (string warning in translated.Warnings)
                RunContext.Warn(warning);
            code = run(translated.Command);
        }
        catch (EngineException e)
        {
            code = (int)e.ExitCode;
            throw;
        }
        finally
        {
            job.End(code);
        }

        return code;
    }

    public void Dispose()
    {
        watch.Dispose();
        foreach (PosixSignalRegistration signal in signals)
            signal.Dispose();
    }

    /// <summary>Says how the job ended. A batch that finished with some entries parked has succeeded: its table says which.</summary>
    private void End(int code)
    {
        lock (ending)
        {
            if (hasEnded)
                return;
            hasEnded = true;
            bool isDone = code is (int)ExitCode.Success or (int)ExitCode.PartialBatch;
            if (isDone)
                RelionNodes.Write(Path.Combine(folder, Nodes), folder, start);
            File.WriteAllBytes(Path.Combine(folder, isDone ? Success : code == (int)ExitCode.Cancelled ? Aborted : Failure), []);
            File.Delete(Path.Combine(folder, AbortNow));
        }
    }

    private void LookForAbort()
    {
        if (File.Exists(Path.Combine(folder, AbortNow)))
            Stop();
    }

    private void Abort(PosixSignalContext context)
    {
        context.Cancel = true;
        Stop();
    }

    /// <summary>Asks the verb to stop; ends the process where the verb cannot be asked.</summary>
    private void Stop()
    {
        if (hasEnded || CancelOnInterrupt.CancelAll())
            return;
        End((int)ExitCode.Cancelled);
        Environment.Exit((int)ExitCode.Cancelled);
    }
}
