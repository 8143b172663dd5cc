namespace Engine.Core.Refinement.Convergence;

/// <summary>A kind of step of large radius.</summary>
public enum ConvergenceStepKind
{
    /// <summary>The whole model as one rigid body, from a grid of starts.</summary>
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
/// <param name="Strength">Annealing: temperature at the start, K. Untangling: weight of the map.</param>
public sealed record ConvergenceStep(ConvergenceStepKind Kind, double Resolution, int Count = 1, int Iterations = 100, double Strength = 0);

/// <summary>Which steps a start needs.</summary>
public static class ConvergencePlan
{
    /// <summary>The steps for a start; none for a good one.</summary>
    /// <param name="mode">What the user says.</param>
    /// <param name="start">Measured start.</param>
    /// <param name="resolution">d, Å.</param>
    public static IReadOnlyList<ConvergenceStep> For(StartMode mode, StartAssessment start, double resolution)
    {
        if (mode == StartMode.Good || (mode == StartMode.Auto && !start.IsPoor))
            return [];
        var steps = new List<ConvergenceStep>();
        double smooth = Math.Max(4, resolution), middle = Math.Max(3, resolution);
        if (mode == StartMode.Poor || start.IsDisplaced)
        {
            steps.Add(new(ConvergenceStepKind.RigidWhole, resolution));
            steps.Add(new(ConvergenceStepKind.RigidChains, resolution));
            steps.Add(new(ConvergenceStepKind.RigidDomains, resolution));
        }

        if (start.IsTorn)
            steps.Add(new(ConvergenceStepKind.Untangle, middle, 1, 150, 1));
        if (mode == StartMode.Poor || start.IsDisplaced)
            steps.Add(new(ConvergenceStepKind.Morph, smooth, 3, 40));
        foreach (double level in MapLevels.Descending(resolution, smooth, middle))
            steps.Add(new(ConvergenceStepKind.Fit, level, 2, 80));
        if (start.IsTorn)
        {
            steps.Add(new(ConvergenceStepKind.Anneal, middle, 1, 1000, 3000));
            steps.Add(new(ConvergenceStepKind.Fit, resolution, 3, 80));
        }

        return steps;
    }
}
