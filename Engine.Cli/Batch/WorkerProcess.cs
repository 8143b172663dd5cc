using System.Diagnostics;
using System.Globalization;
using Engine.Core.Batch;
using Engine.Kernels;

namespace Engine.Cli.Batch;

/// <summary>A process that works on entries, one after the other. It is started anew when it dies.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int KeptLines = 20;
    private readonly Queue<string> errors = new();
    private Process? process;

    /// <summary>Resident memory now, bytes.</summary>
    public long Memory => process is { HasExited: false } running ? MemoryPeak.OfProcess(running.Id) : 0;

    /// <summary>Works on an entry; does not throw when the process dies, but says so in the reply.</summary>
    public async Task<AttemptReply> Work(AttemptOrder order)
    {
        Process worker = Started();
        try
        {
            await worker.StandardInput.WriteLineAsync(order.ToLine()).ConfigureAwait(false);
            await worker.StandardInput.FlushAsync().ConfigureAwait(false);
            string? line = await worker.StandardOutput.ReadLineAsync().ConfigureAwait(false);
            if (line != null && AttemptReply.FromLine(line) is { } reply)
                return reply;
        }
        catch (IOException)
        {
            // The pipe broke: the process has died.
        }

        await worker.WaitForExitAsync().ConfigureAwait(false);
        return Died(order.Entry.Id, worker.ExitCode);
    }

    /// <summary>Asks the process to stop; what it worked on can be gone on with.</summary>
    public void Terminate()
    {
        if (process is { HasExited: false } running)
            PosixSignals.Terminate(running.Id);
    }

    /// <summary>Ends the process at once.</summary>
    public void Kill()
    {
        if (process is { HasExited: false } running)
            running.Kill(entireProcessTree: true);
    }

    public void Dispose()
    {
        Kill();
        process?.Dispose();
    }

    private AttemptReply Died(string id, int code)
    {
        string last;
        lock (errors)
            last = errors.LastOrDefault(l => l.Trim().Length > 0) ?? "";
        string how = code > 128 ? string.Create(CultureInfo.InvariantCulture, $"signal {code - 128}") : string.Create(CultureInfo.InvariantCulture, $"exit code {code}");
        string reason = $"its process ended with {how}{(last.Length > 0 ? ": " + last.Trim() : "")}";
        return new(new() { Id = id, State = EntryState.Failed, Reason = reason, Version = RunContext.Version }, MayRetry: true, Cancelled: code == (int)ExitCode.Cancelled);
    }

    private Process Started()
    {
        if (process is { HasExited: false } running)
            return running;
        process?.Dispose();
        lock (errors)
            errors.Clear();
        ProcessStartInfo start = OwnProgram.Start("batch-worker");
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        process = Process.Start(start) ?? throw new DeviceException("a worker process cannot be started");
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginErrorReadLine();
        return process;
    }

    private void Keep(string? line)
    {
        if (line == null)
            return;
        lock (errors)
        {
            errors.Enqueue(line);
            if (errors.Count > KeptLines)
                errors.Dequeue();
        }
    }
}
