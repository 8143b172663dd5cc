namespace Engine.Core.Refinement.Repair;

/// <summary>How distortions are mended.</summary>
public sealed record RepairOptions
{
    /// <summary>Attempts; each starts from what the one before left.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Minimiser iterations of each of the three stages of a round.</summary>
    public int Iterations { get; init; } = 150;

    /// <summary>Atoms within this distance of a distortion may move, Å; all others stay.</summary>
    public double Zone { get; init; } = 6;

    /// <summary>σ that holds atoms of the zone to where they are, Å; those that are part of a distortion are free.</summary>
    public double HoldSigma { get; init; } = 0.5;

    /// <summary>Only distortions with one of these atoms are mended; null = all.</summary>
    public IReadOnlySet<int>? Within { get; init; }

    /// <summary>Seed of the displacements of coincident atoms.</summary>
    public ulong Seed { get; init; } = 1;
}

/// <summary>One minimisation of a repair.</summary>
/// <param name="Round">1 for the first.</param>
/// <param name="Stage">"soft", "medium" or "full" repulsion.</param>
/// <param name="Iterations">Minimiser iterations.</param>
/// <param name="Start">Energy at the start.</param>
/// <param name="Final">Energy at the end.</param>
public sealed record RepairStage(int Round, string Stage, int Iterations, double Start, double Final);

/// <summary>What a repair did.</summary>
/// <param name="Positions">3N coordinates, Å; those of the input when there was nothing to mend.</param>
/// <param name="Before">Distortions of the input.</param>
/// <param name="After">Distortions that are left.</param>
/// <param name="Separated">Coincident atoms that were displaced at random.</param>
/// <param name="Flipped">Centres that were given the right hand.</param>
/// <param name="Unthreaded">Bonds that were taken out of rings.</param>
/// <param name="Moved">Heavy atoms that moved by more than 0.1 Å.</param>
/// <param name="Stages">Minimisations.</param>
public sealed record RepairResult(
    double[] Positions, IReadOnlyList<Distortion> Before, IReadOnlyList<Distortion> After, int Separated, int Flipped, int Unthreaded, int Moved,
    IReadOnlyList<RepairStage> Stages);
