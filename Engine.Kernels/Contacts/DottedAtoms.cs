namespace Engine.Kernels;

/// <summary>Atoms whose surfaces are covered with dots, with the spheres that the dots may lie in.</summary>
public sealed record DottedAtoms
{
    /// <summary>3N coordinates of all atoms, Å.</summary>
    public required double[] Positions { get; init; }

    /// <summary>N radii, Å.</summary>
    public required float[] Radii { get; init; }

    /// <summary>The M atoms that have dots.</summary>
    public required int[] Centres { get; init; }

    /// <summary>Which dots (<see cref="SurfaceDots.Start"/>) each of the M atoms has.</summary>
    public required int[] Kinds { get; init; }

    /// <summary>M + 1 starts in <see cref="Partners"/>.</summary>
    public required int[] PartnerStart { get; init; }

    /// <summary>Atoms whose spheres overlap that of the centre.</summary>
    public required int[] Partners { get; init; }

    /// <summary>Per partner the overlap that a hydrogen bond allows, Å; 0 when there is none.</summary>
    public required double[] Allowed { get; init; }

    /// <summary>M + 1 starts in <see cref="Hidden"/>.</summary>
    public required int[] HiddenStart { get; init; }

    /// <summary>Atoms near in bonds: dots inside their spheres do not count.</summary>
    public required int[] Hidden { get; init; }

    /// <summary>Number of atoms with dots.</summary>
    public int Count => Centres.Length;

    /// <summary>Checks that the arrays fit each other.</summary>
    /// <param name="dots">The dots.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void Check(SurfaceDots dots)
    {
        ArgumentNullException.ThrowIfNull(dots);
        int n = Radii.Length;
        if (Positions.Length != 3 * n || Kinds.Length != Count || Allowed.Length != Partners.Length)
            throw new ArgumentException($"{Positions.Length} coordinates for {n} atoms, {Kinds.Length} kinds for {Count} centres, {Allowed.Length} allowances for {Partners.Length} partners");
        CheckLists(PartnerStart, Partners, nameof(Partners));
        CheckLists(HiddenStart, Hidden, nameof(Hidden));
        if (Array.Exists(Centres, OutOfRange) || Array.Exists(Kinds, k => k < 0 || k >= dots.Start.Length - 1))
            throw new ArgumentException($"a centre that is not one of {n} atoms, or dots that are not one of {dots.Start.Length - 1} kinds");
    }

    private bool OutOfRange(int atom) => atom < 0 || atom >= Radii.Length;

    private void CheckLists(int[] start, int[] atoms, string name)
    {
        if (start.Length != Count + 1 || start[0] != 0 || start[^1] != atoms.Length || Array.Exists(atoms, OutOfRange))
            throw new ArgumentException($"{name}: {start.Length} starts for {Count} centres, {atoms.Length} atoms out of {Radii.Length}");
        for (int i = 0; i < Count; i++)
        {
            if (start[i + 1] < start[i])
                throw new ArgumentException($"{name}: the list of centre {i} ends before it starts");
        }
    }
}
