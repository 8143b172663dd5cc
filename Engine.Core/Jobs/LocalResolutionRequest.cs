using Engine.Core.Maps;
using Engine.Core.Resolution;

namespace Engine.Core.Jobs;

/// <summary>What local resolution is wanted.</summary>
public sealed record LocalResolutionRequest
{
    /// <summary>Mask made from density.</summary>
    public const string AutoMask = "auto";

    /// <summary>No mask: the whole box.</summary>
    public const string NoMask = "none";

    /// <summary>One half map.</summary>
    public required string Half1Path { get; init; }

    /// <summary>The other half map.</summary>
    public required string Half2Path { get; init; }

    /// <summary>A mask file, <see cref="AutoMask"/> or <see cref="NoMask"/>.</summary>
    public string Mask { get; init; } = AutoMask;

    /// <summary>A model whose atoms get resolutions; or null.</summary>
    public string? ModelPath { get; init; }

    /// <summary>How local resolution is computed.</summary>
    public LocalResolutionOptions Options { get; init; } = new();

    /// <summary>How maps are read.</summary>
    public MapReadOptions MapOptions { get; init; } = new();

    /// <summary>The mask file; null when none is read.</summary>
    public string? MaskPath => Mask is AutoMask or NoMask ? null : Mask;

    /// <summary>All files that are read.</summary>
    public IReadOnlyList<string> Files => [Half1Path, Half2Path, .. new[] { MaskPath, ModelPath }.OfType<string>()];
}
