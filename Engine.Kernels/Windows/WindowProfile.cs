namespace Engine.Kernels.Windows;

/// <summary>
/// What is known about one window: mean amplitudes |F| by shell of the map and of the reference (plain, unnormalised transforms of the window), and the parts of
/// the central voxel. If the coefficients of the map's window are multiplied by a scale that is given at the whole radii |k| = r, linear between them and constant
/// beyond half the side, the central voxel becomes Σ_r scale(r) Central[r]. With a scale of 1 that is the voxel of the map.
/// </summary>
/// <param name="values">3 × shells numbers.</param>
public readonly ref struct WindowProfile(ReadOnlySpan<float> values)
{
    private readonly ReadOnlySpan<float> values = values;

    /// <summary>Mean amplitude of the map by shell.</summary>
    public ReadOnlySpan<float> Map => values[..(values.Length / 3)];

    /// <summary>Mean amplitude of the reference by shell; 0 where there is no reference.</summary>
    public ReadOnlySpan<float> Reference => values[(values.Length / 3)..(2 * values.Length / 3)];

    /// <summary>Parts of the central voxel by radius.</summary>
    public ReadOnlySpan<float> Central => values[(2 * values.Length / 3)..];
}

/// <summary>Receives the profiles of some windows. May be called by several threads at once, for different windows, in any order.</summary>
/// <param name="voxels">Index of the central voxel of each window in the map, x fastest.</param>
/// <param name="profiles">One <see cref="WindowProfile"/> after the other.</param>
public delegate void WindowConsumer(ReadOnlySpan<int> voxels, ReadOnlySpan<float> profiles);
