namespace Engine.Core.Maps;

/// <summary>How to write a map.</summary>
public sealed record MapWriteOptions
{
    /// <summary>How voxels are stored: <see cref="MapMode.Float32"/> or <see cref="MapMode.Float16"/>.</summary>
    public MapMode Mode { get; init; } = MapMode.Float32;

    /// <summary>Text of the label that the writer adds, at most 80 ASCII characters; null for the program's name and version.</summary>
    public string? Label { get; init; }
}
