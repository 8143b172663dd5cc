namespace Engine.Kernels;

/// <summary>
/// Per-atom data from which the repulsive contacts are found. The contact distance of a pair is r_i + r_j; if one is a
/// hydrogen-bond donor and the other an acceptor it is at most <see cref="HydrogenBondDistance"/>; 1-4 pairs are scaled by
/// <see cref="Scale14"/>; the result is never below <see cref="MinimumDistance"/>. E = c_rep max(0, contact - r)⁴.
/// </summary>
public sealed record NonbondedTable
{
    /// <summary>Van der Waals (or ionic) radius per atom, Å.</summary>
    public required float[] Radius { get; init; }

    /// <summary>Bit 0 donor, bit 1 acceptor, per atom.</summary>
    public required byte[] HydrogenBond { get; init; }

    /// <summary>
    /// Alternate conformation per atom: 0 = common to all; two atoms with different non-zero values do not see each other.
    /// </summary>
    public required int[] Conformer { get; init; }

    /// <summary>0 = the atom takes no part (zero occupancy).</summary>
    public required byte[] Active { get; init; }

    /// <summary>0 = a fixed atom: pairs of two fixed atoms are left out.</summary>
    public required byte[] Movable { get; init; }

    /// <summary>CSR starts (N+1) of <see cref="ExcludedAtoms"/>: 1-2 and 1-3 neighbours, both directions, sorted.</summary>
    public required int[] ExcludedStart { get; init; }

    /// <summary>1-2 and 1-3 neighbours.</summary>
    public required int[] ExcludedAtoms { get; init; }

    /// <summary>CSR starts (N+1) of <see cref="Atoms14"/>: 1-4 neighbours that are not 1-2 or 1-3, both directions, sorted.</summary>
    public required int[] Start14 { get; init; }

    /// <summary>1-4 neighbours.</summary>
    public required int[] Atoms14 { get; init; }

    /// <summary>Factor of the contact distance of 1-4 pairs.</summary>
    public double Scale14 { get; init; } = 0.8;

    /// <summary>Contact distance of donor-acceptor pairs, Å.</summary>
    public double HydrogenBondDistance { get; init; } = 2.55;

    /// <summary>Smallest contact distance, Å.</summary>
    public double MinimumDistance { get; init; } = 1.0;

    /// <summary>Repulsion constant c_rep, Å⁻⁴.</summary>
    public double Repulsion { get; init; } = 100;
}

/// <summary>
/// Contacts as full neighbour lists: the partners of atom i are Atoms[Start[i] .. Start[i+1]-1], each pair appears from
/// both sides, sorted by partner index. Contact[k] is the contact distance in Å.
/// </summary>
/// <param name="Start">N+1 starts.</param>
/// <param name="Atoms">Partners.</param>
/// <param name="Contact">Contact distances, Å.</param>
public sealed record NonbondedPairs(int[] Start, int[] Atoms, float[] Contact)
{
    /// <summary>Number of pairs, each counted once.</summary>
    public long PairCount => Atoms.LongLength / 2;
}
