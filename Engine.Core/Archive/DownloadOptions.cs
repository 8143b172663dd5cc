namespace Engine.Core.Archive;

/// <summary>How files are downloaded.</summary>
public sealed record DownloadOptions
{
    /// <summary>Servers, asked in this order.</summary>
    public IReadOnlyList<ArchiveMirror> Mirrors { get; init; } = ArchiveMirror.Known;

    /// <summary>Further attempts at one server after one that brought nothing new.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Longest wait for the next bytes.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Wait before the first further attempt; doubled each time, at most a minute.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Largest file, bytes as sent.</summary>
    public long LargestFile { get; init; } = 64L << 30;
}
