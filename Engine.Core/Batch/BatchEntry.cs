using System.Text.RegularExpressions;

namespace Engine.Core.Batch;

/// <summary>One line of a manifest: an entry to work on.</summary>
public sealed partial record BatchEntry
{
    /// <summary>Name of the entry; also that of its folder. Letters, digits, dots, dashes, underscores.</summary>
    public required string Id { get; init; }

    /// <summary>Model file, full path; null = fetched.</summary>
    public string? Model { get; init; }

    /// <summary>Map file, full path; null = fetched, or the average of the half maps.</summary>
    public string? Map { get; init; }

    /// <summary>First half map, full path, or null.</summary>
    public string? Half1 { get; init; }

    /// <summary>Second half map, full path, or null.</summary>
    public string? Half2 { get; init; }

    /// <summary>Mask, full path, or null.</summary>
    public string? Mask { get; init; }

    /// <summary>Resolution d, Å; null = that of the metadata.</summary>
    public double? Resolution { get; init; }

    /// <summary>Further options of refine, as typed.</summary>
    public string Options { get; init; } = "";

    /// <summary>Why the line cannot be worked on; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Everything has to be fetched from the public archives.</summary>
    public bool IsFetched => Model == null && Map == null && Half1 == null && Half2 == null;

    /// <summary>Whether a text may name an entry: it is safe as the name of a folder on every system and in addresses.</summary>
    /// <param name="text">Text.</param>
    public static bool IsSafeId(string text) => SafeId().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\z")]
    private static partial Regex SafeId();
}
