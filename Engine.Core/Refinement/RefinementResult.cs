using Engine.Core.Ncs;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>What one macro-cycle did.</summary>
/// <param name="Number">1 for the first; 0 for the model before refinement.</param>
/// <param name="Weight">Weight of the map term.</param>
/// <param name="Iterations">Minimiser iterations.</param>
/// <param name="Evaluations">Target evaluations.</param>
/// <param name="DensityPerAtom">Mean density at the refined atoms, standard deviations of the map.</param>
/// <param name="Energies">Restraint energies.</param>
/// <param name="BondRmsd">Å, heavy atoms.</param>
/// <param name="AngleRmsd">Degrees, heavy atoms.</param>
/// <param name="Shift">Root mean square shift of the movable atoms in this cycle, Å.</param>
/// <param name="CcMask">Correlation in the molecular mask, heavy atoms; null when undefined.</param>
/// <param name="Seconds">Time of the cycle.</param>
public sealed record RefinementCycle(
    int Number, double Weight, int Iterations, int Evaluations, double DensityPerAtom, RestraintEnergies Energies,
    double BondRmsd, double AngleRmsd, double Shift, double? CcMask, double Seconds)
{
    /// <summary>What the coordinates were fitted to: "density" or "model map"; empty for the start.</summary>
    public string Target { get; init; } = "";

    /// <summary>Factor of the repulsion.</summary>
    public double ContactFactor { get; init; } = 1;
}

/// <summary>The outcome of a refinement.</summary>
/// <param name="Positions">3N coordinates of the chosen model, Å.</param>
/// <param name="Cycles">Every macro-cycle, the start first.</param>
/// <param name="Chosen">Number of the macro-cycle that the positions are from.</param>
/// <param name="WeightTrials">Trials of the weight searches.</param>
/// <param name="Cancelled">True when the user stopped it.</param>
/// <param name="WeightSeconds">Time spent on weights.</param>
/// <param name="MinimizeSeconds">Time spent on minimisation.</param>
/// <param name="Hydrogens">Number of riding hydrogens.</param>
public sealed record RefinementResult(
    double[] Positions, IReadOnlyList<RefinementCycle> Cycles, int Chosen, IReadOnlyList<WeightTrial> WeightTrials, bool Cancelled,
    double WeightSeconds, double MinimizeSeconds, int Hydrogens)
{
    /// <summary>B of the chosen model, Å².</summary>
    public double[] B { get; init; } = [];

    /// <summary>Occupancies of the chosen model.</summary>
    public double[] Occupancy { get; init; } = [];

    /// <summary>Steps besides the minimisation of coordinates.</summary>
    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    /// <summary>Factor of the input's B factors in the model map that coordinates were fitted to; below 1 where they were much too large.</summary>
    public double TargetBFactor { get; init; } = 1;

    /// <summary>Weights of chains or domains at the end; empty where all parts have the weight of the model.</summary>
    public IReadOnlyList<GroupWeight> GroupWeights { get; init; } = [];

    /// <summary>Factor of each atom's weight in the map term; null = 1.</summary>
    public double[]? WeightFactors { get; init; }

    /// <summary>Constrained copies with the operators of the chosen model; empty without constraints.</summary>
    public IReadOnlyList<NcsGroup> Copies { get; init; } = [];
}

/// <summary>Everything that a refinement needs to go on after a macro-cycle, with the same result as without the break.</summary>
/// <param name="State">State after the last macro-cycle.</param>
/// <param name="Best">Best state so far.</param>
/// <param name="Chosen">Macro-cycle of the best state.</param>
/// <param name="Weight">Weight of the next macro-cycle.</param>
/// <param name="Hydrogens">Number of riding hydrogens.</param>
/// <param name="Cycles">Macro-cycles so far, the start first.</param>
/// <param name="Steps">Steps so far.</param>
/// <param name="WeightTrials">Trials of the weight search.</param>
public sealed record RefinementProgress(
    RefinementState State, RefinementState Best, int Chosen, double Weight, int Hydrogens, IReadOnlyList<RefinementCycle> Cycles, IReadOnlyList<StepRecord> Steps,
    IReadOnlyList<WeightTrial> WeightTrials)
{
    /// <summary>3N coordinates from which the restraints beyond those of dictionaries were found last, Å.</summary>
    public double[] TermsFrom { get; init; } = [];

    /// <summary>3N coordinates around which the observed map was cut out for model-map targets, Å; null when none was used yet.</summary>
    public double[]? ModelMapFrom { get; init; }

    /// <summary>What steps keep (<see cref="ICheckpointedStep"/>), by their names.</summary>
    public IReadOnlyDictionary<string, string> Saved { get; init; } = new Dictionary<string, string>();
}
