namespace Engine.Kernels;

/// <summary>Process exit codes, the same for every command.</summary>
public enum ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    Success = 0,

    /// <summary>An input file or value is wrong.</summary>
    BadInput = 1,

    /// <summary>The command line cannot be understood.</summary>
    Usage = 2,

    /// <summary>No such device, a device fault, or not enough memory.</summary>
    Device = 3,

    /// <summary>NaN, all-zero, or diverged numbers.</summary>
    Numerical = 4,

    /// <summary>A batch finished, some entries failed.</summary>
    PartialBatch = 5,

    /// <summary>Cancelled by the user.</summary>
    Cancelled = 130,
}

/// <summary>An error that the user can act on. The message is one line: file, field, value and the way out.</summary>
public abstract class EngineException(string message, ExitCode exitCode, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The exit code that a command ends with after this error.</summary>
    public ExitCode ExitCode { get; } = exitCode;
}

/// <summary>An input file, or a value in it, is wrong (exit code 1).</summary>
public sealed class InputException(string message, Exception? inner = null) : EngineException(message, ExitCode.BadInput, inner);

/// <summary>The command line asks for something that makes no sense (exit code 2).</summary>
public sealed class UsageException(string message, Exception? inner = null) : EngineException(message, ExitCode.Usage, inner);

/// <summary>A device is missing or failed (exit code 3).</summary>
public class DeviceException(string message, Exception? inner = null) : EngineException(message, ExitCode.Device, inner);

/// <summary>A device, or the host, has not enough memory (exit code 3).</summary>
/// <param name="requestedBytes">What was asked for, bytes.</param>
/// <param name="availableBytes">What is free as far as known, bytes; negative when unknown.</param>
/// <param name="stage">What the memory was for.</param>
/// <param name="advice">What the user can do.</param>
public sealed class DeviceOutOfMemoryException(long requestedBytes, long availableBytes, string stage, string advice)
    : DeviceException(Describe(requestedBytes, availableBytes, stage, advice))
{
    /// <summary>What was asked for, bytes.</summary>
    public long RequestedBytes { get; } = requestedBytes;

    /// <summary>What is free as far as known, bytes; negative when unknown.</summary>
    public long AvailableBytes { get; } = availableBytes;

    /// <summary>What the memory was for.</summary>
    public string Stage { get; } = stage;

    private static string Describe(long requested, long available, string stage, string advice) =>
        available < 0
            ? $"out of memory: {stage} needs {requested / 1048576.0:F0} MiB; {advice}"
            : $"out of memory: {stage} needs {requested / 1048576.0:F0} MiB and {available / 1048576.0:F0} MiB are free; {advice}";
}

/// <summary>A computation gave NaN, infinity, all zeros, or diverged (exit code 4).</summary>
public sealed class NumericalException(string message, Exception? inner = null) : EngineException(message, ExitCode.Numerical, inner);
