namespace Engine.Kernels;

/// <summary>
/// Spherical atom images to put on a grid, in host memory. One image per isotropic atom; an anisotropic atom is a set of displaced images whose weights
/// add up to its occupancy.
/// </summary>
public sealed class AtomImages
{
    /// <summary>3N coordinates, Å.</summary>
    public required double[] Positions { get; init; }

    /// <summary>Class per image: row of <see cref="ImageProfiles"/>.</summary>
    public required int[] Class { get; init; }

    /// <summary>Factor per image: occupancy, or its part.</summary>
    public required float[] Weight { get; init; }

    /// <summary>Number of images.</summary>
    public int Count => Class.Length;
}
