using System.Globalization;
using System.Runtime.InteropServices;
using Engine.Core.Batch;
using Engine.Core.Batch.Slurm;
using Engine.Kernels;

namespace Engine.Cli.Slurm;

/// <summary>
/// This process as a task of a job array: it ends on SIGTERM (scancel) and on SIGUSR1, which Slurm sends some time before the time limit. After the latter it asks to be put back into the queue while
/// there is work left.
/// </summary>
internal sealed class SlurmTaskRun : IDisposable
{
    private const int Usr1 = 10;

    private readonly int requeues;
    private readonly CancelOnInterrupt interrupt = new();
    private readonly CancellationTokenSource source;
    private readonly PosixSignalRegistration timeLimit;
    private volatile bool timeIsUp;

    /// <summary>Begins to listen to signals.</summary>
    /// <param name="requeues">How often the task may be put back into the queue.</param>
    public SlurmTaskRun(int requeues)
    {
        this.requeues = requeues;
        source = CancellationTokenSource.CreateLinkedTokenSource(interrupt.Token);
        timeLimit = PosixSignalRegistration.Create((PosixSignal)Usr1, signal =>
        {
            signal.Cancel = true;
            timeIsUp = true;
            source.Cancel();
        });
    }

    /// <summary>Cancelled when the task has to end.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Ends the task.</summary>
    /// <param name="context">Global options.</param>
    /// <param name="folder">Folder.</param>
    /// <param name="code">Exit code of the batch.</param>
    /// <returns>Exit code of the task: parked entries are results of the batch and no failure of the task.</returns>
    public int End(RunContext context, BatchFolder folder, int code)
    {
        if (code != (int)ExitCode.Cancelled)
            return code == (int)ExitCode.PartialBatch ? 0 : code;
        if (!timeIsUp || interrupt.Token.IsCancellationRequested)
            return code;
        int left = folder.Entries.Count() - folder.Finished.Count, before = Number("SLURM_RESTART_COUNT");
        if (left == 0)
            return 0;
        if (before >= requeues || Environment.GetEnvironmentVariable("SLURM_JOB_ID") is not { Length: > 0 } job)
        {
            RunContext.Warn($"the time limit of the task is near, and it was put back into the queue {before} times already: {left} entries are left; submit again, with more time");
            return code;
        }

        context.Say($"the time limit of the task is near: it goes back into the queue, {left} entries are left");
        new SlurmTools().Requeue(job);
        return 0;
    }

    public void Dispose()
    {
        timeLimit.Dispose();
        source.Dispose();
        interrupt.Dispose();
    }

    private static int Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
