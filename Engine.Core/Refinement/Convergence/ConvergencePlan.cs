namespace Engine.Core.Refinement.Convergence;

/// <summary>A kind of step of large radius.</summary>
public enum ConvergenceStepKind
{
    /// <summary>The whole model as one rigid body.</summary>
    RigidWhole,

    /// <summary>Chains as rigid bodies.</summary>
    RigidChains,

    /// <summary>Found domains as rigid bodies.</summary>
    RigidDomains,

    /// <summary>Torn geometry is brought back with springs to the start.</summary>
    Untangle,

    /// <summary>A smooth field of shifts, then a short fit.</summary>
    Morph,

    /// <summary>Minimisation against a level of the map.</summary>
    Fit,

    /// <summary>Simulated annealing.</summary>
    Anneal,
}

/// <summary>One step of a plan.</summary>
/// <param name="Kind">What.</param>
/// <param name="Resolution">Level of the map, Å; for rigid bodies the last level.</param>
/// <param name="Count">Cycles of morphing, rounds of a fit; 1 otherwise.</param>
/// <param name="Iterations">Minimiser iterations per round, or steps of time.</param>
/// <param name="Strength">Annealing: temperature at the start, K. Untangling: weight of the map. Whole model: above 0 to search from a grid of starts.</param>
public sealed record ConvergenceStep(ConvergenceStepKind Kind, double Resolution, int Count = 1, int Iterations = 100, double Strength = 0);

/// <summary>
/// Which steps a start needs, in parts, each chosen by what the part before left: torn geometry first, because random errors of the atoms look like a displaced model until they are
/// gone; then rigid bodies; then morphing. The steps only deliver the start of the refinement: there is no fit at the end, because without the refinement's restraints of main chain,
/// side chains and secondary structure a fit at low resolution loses what untangling has won (docs/refinement.md, "Poor starts").
/// </summary>
public static class ConvergencePlan
{
    /// <summary>Beyond this share of displaced residues the whole model is searched for from a grid of starts.</summary>
    private const double MostlyDisplaced = 0.6;

    /// <summary>The parts in their order; each is given the start as it is by then.</summary>
    public static IReadOnlyList<Func<StartMode, StartAssessment, double, IReadOnlyList<ConvergenceStep>>> Parts { get; } = [Untangling, RigidBodies, Flexible];

    /// <summary>Untangling of torn geometry; none for sound geometry.</summary>
    /// <param name="mode">What the user says.</param>
    /// <param name="start">Measured start.</param>
    /// <param name="resolution">d, Å.</param>
    public static IReadOnlyList<ConvergenceStep> Untangling(StartMode mode, StartAssessment start, double resolution) =>
        mode != StartMode.Good && start.IsTorn ? [new(ConvergenceStepKind.Untangle, Math.Max(3, resolution), 1, 150, 1)] : [];

    /// <summary>Rigid bodies from large to small; none when nothing is displaced.</summary>
    /// <param name="mode">What the user says.</param>
    /// <param name="start">Measured start.</param>
    /// <param name="resolution">d, Å.</param>
    public static IReadOnlyList<ConvergenceStep> RigidBodies(StartMode mode, StartAssessment start, double resolution)
    {
        if (!Moves(mode, start))
            return [];
        bool search = start.ShareDisplaced > MostlyDisplaced || start.Score < StartAssessment.LeastScore;
        return
        [
            new(ConvergenceStepKind.RigidWhole, resolution, 1, 60, search ? 1 : 0),
            new(ConvergenceStepKind.RigidChains, resolution),
            new(ConvergenceStepKind.RigidDomains, resolution),
        ];
    }

    /// <summary>What follows the rigid bodies; none for a start that is good now.</summary>
    /// <param name="mode">What the user says.</param>
    /// <param name="start">Start as measured after the rigid bodies.</param>
    /// <param name="resolution">d, Å.</param>
    public static IReadOnlyList<ConvergenceStep> Flexible(StartMode mode, StartAssessment start, double resolution) =>
        Moves(mode, start) ? [new(ConvergenceStepKind.Morph, Math.Max(4, resolution), 3, 40)] : [];

    private static bool Moves(StartMode mode, StartAssessment start) => mode == StartMode.Poor || (mode == StartMode.Auto && start.IsDisplaced);
}
