namespace Engine.Core.Archive;

/// <summary>What is fetched of an entry.</summary>
[Flags]
public enum FetchParts
{
    /// <summary>Only the header of the map's entry.</summary>
    Metadata = 0,

    /// <summary>Primary map.</summary>
    Map = 1,

    /// <summary>Half maps.</summary>
    HalfMaps = 2,

    /// <summary>Masks.</summary>
    Masks = 4,

    /// <summary>Fourier shell correlations.</summary>
    Fsc = 8,

    /// <summary>Model.</summary>
    Model = 16,

    /// <summary>Everything.</summary>
    All = Map | HalfMaps | Masks | Fsc | Model,
}

/// <summary>What to fetch, and where to keep it.</summary>
public sealed record FetchRequest
{
    /// <summary>The cache folder; each entry has a folder of its own in it.</summary>
    public required string Folder { get; init; }

    /// <summary>Which files.</summary>
    public FetchParts Parts { get; init; } = FetchParts.All;

    /// <summary>Compute the checksums of files that are there already, and fetch anew those that changed. Without it their sizes count.</summary>
    public bool VerifyCached { get; init; }

    /// <summary>How long to wait for another process that fetches the same entry.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromHours(2);
}
