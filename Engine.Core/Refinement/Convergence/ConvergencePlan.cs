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
/// Which steps a start needs, in two parts: rigid bodies first, and what is left to do once they are in place. The choices follow measurements with Engine.Benchmarks convergence (docs/refinement.md, "Poor starts").
/// </summary>
public static class ConvergencePlan
{
    /// <summary>Beyond this share of displaced residues the whole model is searched for from a grid of starts.</summary>
    private const double MostlyDisplaced = 0.6;

    /// <summary>True when anything of large radius is to be done.</summary>
    /// <param name="mode">What the user says.</param>
    /// <param name="start">Measured start.</param>
    public static bool IsNeeded(StartMode mode, StartAssessment start) => mode == StartMode.Poor || (mode == StartMode.Auto && start.IsPoor);

    /// <summary>Rigid bodies from large to small; none when nothing is displaced.</summary>
    /// <param name="mode">What the user says.</param>
    /// <param name="start">Measured start.</param>
    /// <param name="resolution">d, Å.</param>
    public static IReadOnlyList<ConvergenceStep> RigidBodies(StartMode mode, StartAssessment start, double resolution)
    {
        if (!IsNeeded(mode, start) || (mode == StartMode.Auto && !start.IsDisplaced))
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
    public static IReadOnlyList<ConvergenceStep> Flexible(StartMode mode, StartAssessment start, double resolution)
    {
        if (!IsNeeded(mode, start))
            return [];
        var steps = new List<ConvergenceStep>();
        double smooth = Math.Max(4, resolution), middle = Math.Max(3, resolution);
        if (start.IsTorn)
            steps.Add(new(ConvergenceStepKind.Untangle, middle, 1, 150, 1));
        if (mode == StartMode.Poor || start.IsDisplaced)
        {
            steps.Add(new(ConvergenceStepKind.Morph, smooth, 3, 40));
            steps.Add(new(ConvergenceStepKind.Fit, middle, 1, 80));
        }

        steps.Add(new(ConvergenceStepKind.Fit, resolution, 2, 80));
        return steps;
    }
}
