using Engine.Kernels;

namespace Engine.Core.Ncs;

/// <summary>Restraints of atoms to where they are.</summary>
public static class PositionRestraints
{
    /// <summary>Makes a site at the present place of each selected atom.</summary>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="selected">One flag per atom.</param>
    /// <param name="sigma">Standard deviation, Å.</param>
    /// <param name="limit">Distance from which the restraint fades, Å; 0 = never.</param>
    /// <exception cref="ArgumentException">The mask has another length than there are atoms.</exception>
    /// <exception cref="UsageException">Sigma is not above zero, or the limit is negative.</exception>
    public static RestraintTable Build(ReadOnlySpan<double> x, bool[] selected, double sigma = 0.5, double limit = 0)
    {
        if (x.Length != 3 * selected.Length)
            throw new ArgumentException($"the mask has {selected.Length} flags for {x.Length / 3} atoms", nameof(selected));
        var sites = new SiteList(selected.Length, sigma, limit);
        for (int i = 0; i < selected.Length; i++)
        {
            if (selected[i])
                sites.Add(i, NcsGroup.At(x, i));
        }

        return sites.ToTable();
    }
}
