namespace Engine.Core.Refinement;

/// <summary>Limits of one minimisation.</summary>
public sealed record LbfgsOptions
{
    /// <summary>Number of corrections kept.</summary>
    public int History { get; init; } = 10;

    /// <summary>Largest number of iterations.</summary>
    public int MaxIterations { get; init; } = 150;

    /// <summary>Largest shift of any atom in one iteration, Å.</summary>
    public double MaxShift { get; init; } = 0.3;

    /// <summary>Stop when the value fell by less than this fraction over <see cref="Patience"/> iterations.</summary>
    public double RelativeDecrease { get; init; } = 1e-5;

    /// <summary>Iterations over which the decrease is measured.</summary>
    public int Patience { get; init; } = 5;
}

/// <summary>Why a minimisation ended.</summary>
public enum LbfgsStop
{
    /// <summary>The value no longer falls.</summary>
    Converged,

    /// <summary>The iteration limit was reached.</summary>
    IterationLimit,

    /// <summary>No lower point was found along the search direction, twice in a row.</summary>
    LineSearch,

    /// <summary>The caller asked to stop.</summary>
    Cancelled,
}

/// <summary>What a minimisation did.</summary>
/// <param name="Iterations">Accepted steps.</param>
/// <param name="Evaluations">Calls of the objective.</param>
/// <param name="Start">Value at the start.</param>
/// <param name="Final">Value at the end.</param>
/// <param name="Stop">Why it ended.</param>
public sealed record LbfgsResult(int Iterations, int Evaluations, double Start, double Final, LbfgsStop Stop);
