using System.Runtime.InteropServices;

namespace Engine.Cli.Batch;

/// <summary>Signals to other processes.</summary>
internal static partial class PosixSignals
{
    private const int Term = 15;

    /// <summary>Asks a process to end (SIGTERM).</summary>
    public static void Terminate(int process) => _ = Kill(process, Term);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
