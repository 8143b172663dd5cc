using Engine.Kernels;

namespace Engine.Core.Archive;

/// <summary>A download that did not work out, and whether another attempt at the same server may.</summary>
/// <param name="message">What happened, in one line.</param>
/// <param name="isTransient">Another attempt may work.</param>
/// <param name="cause">What the system said, or null.</param>
public sealed class DownloadException(string message, bool isTransient, Exception? cause = null) : EngineException(message, ExitCode.BadInput, cause)
{
    /// <summary>Another attempt at the same server may work.</summary>
    public bool IsTransient { get; } = isTransient;

    /// <summary>The server has no such file.</summary>
    public bool IsMissing { get; init; }

    /// <summary>How long the server asks to wait, or null.</summary>
    public TimeSpan? Wait { get; init; }
}
