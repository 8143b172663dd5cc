namespace Engine.Cli;

/// <summary>Turns Ctrl-C and SIGTERM into a cancellation, so that the best result so far is written before the process ends with 130.</summary>
internal sealed class CancelOnInterrupt : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly System.Runtime.InteropServices.PosixSignalRegistration interrupt;
    private readonly System.Runtime.InteropServices.PosixSignalRegistration terminate;

    public CancelOnInterrupt()
    {
        interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, Handle);
        terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, Handle);
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
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
