namespace Engine.Core.ModelMaps;

/// <summary>What builds the radial profiles of atom images.</summary>
public enum ImageBuilder
{
    /// <summary>The one that was measured to be the faster on the accelerator (<see cref="ImageBuilders.For"/>).</summary>
    Auto,

    /// <summary>The profile matrix: exact for any form factor and edge.</summary>
    Matrix,

    /// <summary>The decomposition into Gaussian shells.</summary>
    Shells,
}

/// <summary>How a map is summed from resolution-limited atom images.</summary>
public sealed record ImageMapOptions
{
    /// <summary>Half width w of the resolution edge, in units of 1/d: 0 (sharp) to 0.5.</summary>
    public double Edge { get; init; } = 0.2;

    /// <summary>Wanted rms error of the map over its standard deviation; it sets the radius of the images.</summary>
    public double Accuracy { get; init; } = 0.005;

    /// <summary>Radius of the images in units of d; null takes it from <see cref="Accuracy"/>.</summary>
    public double? Radius { get; init; }

    /// <summary>What builds the profiles.</summary>
    public ImageBuilder Builder { get; init; } = ImageBuilder.Auto;

    /// <summary>Atoms near a face continue on the other side, as in the Fourier methods; false cuts them off at the face.</summary>
    public bool Wrap { get; init; } = true;
}
