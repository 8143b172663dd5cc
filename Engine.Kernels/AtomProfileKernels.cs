namespace Engine.Kernels;

/// <summary>The atoms that can take points from each other, as lists one after the other.</summary>
/// <param name="Positions">3N coordinates, Å.</param>
/// <param name="Start">N + 1 numbers: where the list of each atom starts, and the end of the last.</param>
/// <param name="Neighbors">Indices of other atoms; the nearest first, which is fastest.</param>
public sealed record ProfileAtoms(double[] Positions, int[] Start, int[] Neighbors)
{
    /// <summary>Number of atoms.</summary>
    public int Count => Start.Length - 1;

    /// <summary>Checks that the arrays fit each other.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void Check()
    {
        if (Start.Length == 0 || Positions.Length != 3 * Count || Start[0] != 0 || Start[^1] != Neighbors.Length)
            throw new ArgumentException($"{Positions.Length} coordinates, {Start.Length} starts and {Neighbors.Length} neighbours");
        for (int i = 0; i < Count; i++)
        {
            if (Start[i + 1] < Start[i])
                throw new ArgumentException($"the list of atom {i} ends before it starts");
        }

        if (Array.Exists(Neighbors, n => n < 0 || n >= Count))
            throw new ArgumentException($"a neighbour that is not one of {Count} atoms");
    }
}

/// <summary>Density sampled round atoms, <see cref="ShellRule.Stride"/> numbers each per atom.</summary>
/// <param name="Sums">
/// The density v₀ at the atom (NaN where the position is not a number), then Σ (v - v₀) over the points of each shell, then Σ (v - v₀)² over all of them.
/// </param>
/// <param name="Counts">1 where the atom lies in the grid, then the number of points of each shell, then how many free points lay outside the grid.</param>
public sealed record AtomProfiles(double[] Sums, int[] Counts);

/// <summary>Density on shells round atoms: what the Q-score of any width is computed from.</summary>
public abstract class AtomProfileKernels
{
    /// <summary>
    /// Samples a map, trilinearly. On each shell the first try with at least <see cref="ShellRule.Points"/> free points counts, with all its free points; where no try has so many, the shell has
    /// none. Points outside a grid that does not repeat are free, but add no density. Atoms outside such a grid, or with a position that is no number, have no points at all.
    /// </summary>
    /// <param name="map">Voxel values, x fastest.</param>
    /// <param name="frame">Where the grid lies.</param>
    /// <param name="atoms">Atoms and their neighbours within <see cref="ShellRule.Reach"/>.</param>
    /// <param name="points">Shells and points.</param>
    /// <exception cref="ArgumentException">Arrays do not fit each other.</exception>
    public AtomProfiles Sample(DeviceBuffer<float> map, in GridFrame frame, ProfileAtoms atoms, ShellPoints points)
    {
        atoms.Check();
        if (map.Length < frame.VoxelCount)
            throw new ArgumentException($"{map.Length} voxels for a grid of {frame.VoxelCount}", nameof(map));
        int length = checked(points.Rule.Stride * atoms.Count);
        var profiles = new AtomProfiles(new double[length], new int[length]);
        if (atoms.Count > 0)
            Sample(map, frame, atoms, points, profiles);
        return profiles;
    }

    /// <summary>Fills the profiles; all arguments are checked.</summary>
    private protected abstract void Sample(DeviceBuffer<float> map, in GridFrame frame, ProfileAtoms atoms, ShellPoints points, AtomProfiles profiles);
}
