namespace Engine.Kernels.Windows;

/// <summary>Which Fourier coefficients of a window make up a shell of its amplitude profile.</summary>
public enum WindowBinning
{
    /// <summary>All coefficients, each in the shell round(|k|).</summary>
    Rounded,

    /// <summary>
    /// Only those with all three indices from 0 to half the side, in the shell floor(|k|): the rule of LocScale 2, whose radii are those of raw array indices.
    /// </summary>
    Octant,
}

/// <summary>Cubic windows of a map. The centre of a window is its voxel side/2 along every axis.</summary>
public readonly record struct WindowShape
{
    /// <summary>Smallest side, voxels.</summary>
    public const int SmallestSide = 4;

    /// <summary>Largest side, voxels.</summary>
    public const int LargestSide = 256;

    /// <summary>Describes windows.</summary>
    /// <param name="side">Voxels along an edge: even, <see cref="SmallestSide"/> to <see cref="LargestSide"/>.</param>
    /// <param name="binning">Shells of the amplitude profile.</param>
    /// <exception cref="ArgumentOutOfRangeException">The side is odd, too small or too large.</exception>
    public WindowShape(int side, WindowBinning binning = WindowBinning.Rounded)
    {
        if (side % 2 != 0 || side < SmallestSide || side > LargestSide)
            throw new ArgumentOutOfRangeException(nameof(side), side, $"an even number from {SmallestSide} to {LargestSide}");
        (Side, Binning) = (side, binning);
    }

    /// <summary>Voxels along an edge.</summary>
    public int Side { get; }

    /// <summary>Shells of the amplitude profile.</summary>
    public WindowBinning Binning { get; }

    /// <summary>Half the side: the index of the Nyquist frequency, and of the centre.</summary>
    public int Radius => Side / 2;

    /// <summary>Number of shells, 0 to <see cref="Radius"/>.</summary>
    public int Shells => Radius + 1;

    /// <summary>Numbers in the <see cref="WindowProfile"/> of one window.</summary>
    public int ProfileLength => 3 * Shells;

    /// <summary>Voxels of a window.</summary>
    public long Voxels => (long)Side * Side * Side;
}
