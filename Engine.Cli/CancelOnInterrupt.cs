namespace Engine.Cli;

/// <summary>Turns Ctrl-C and SIGTERM into a cancellation, so that the best result so far is written before the process ends with 130.</summary>
internal sealed class CancelOnInterrupt : IDisposable
{
    private static readonly List<CancelOnInterrupt> Live = [];

    private readonly CancellationTokenSource source = new();
    private readonly System.Runtime.InteropServices.PosixSignalRegistration interrupt;
    private readonly System.Runtime.InteropServices.PosixSignalRegistration terminate;

    public CancelOnInterrupt()
    {
        interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, Handle);
        terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, Handle);
        lock (Live)
            Live.Add(this);
    }

    public CancellationToken Token => source.Token;

    /// <summary>Cancels what can be cancelled in this process, as a signal does.</summary>
    /// <returns>False when there is nothing.</returns>
    public static bool CancelAll()
    {
        lock (Live)
        {
            foreach (CancelOnInterrupt one in Live)
                one.source.Cancel();
            return Live.Count > 0;
        }
    }

    public void Dispose()
    {
        lock (Live)
            Live.Remove(this);
        interrupt.Dispose();
        terminate.Dispose();
        source.Dispose();
    }

    private void Handle(System.Runtime.InteropServices.PosixSignalContext context)
    {
        context.Cancel = true;
        source.Cancel();
    }
}
