namespace Engine.Core.Refinement.Displacements;

/// <summary>Distribution of B factors, Å².</summary>
/// <param name="Smallest">Smallest.</param>
/// <param name="Mean">Mean.</param>
/// <param name="Largest">Largest.</param>
/// <param name="Deviation">Standard deviation.</param>
/// <param name="BondedRms">Root mean square difference between bonded atoms.</param>
public sealed record BFactorStatistics(double Smallest, double Mean, double Largest, double Deviation, double BondedRms);

/// <summary>One level of a B refinement.</summary>
/// <param name="Level">What was shared.</param>
/// <param name="Parameters">Number of parameters.</param>
/// <param name="RestraintSigma">σ of the neighbour restraint.</param>
/// <param name="ResidualStart">1 - CC² under the weights before.</param>
/// <param name="ResidualFinal">1 - CC² after.</param>
/// <param name="Iterations">Iterations of the minimiser.</param>
/// <param name="Evaluations">Model maps computed.</param>
public sealed record BFactorStage(
    BFactorLevel Level, int Parameters, double RestraintSigma, double ResidualStart, double ResidualFinal, int Iterations, int Evaluations);

/// <summary>Result of <see cref="BFactorRefinement"/>.</summary>
/// <param name="B">B of every atom of the model, Å².</param>
/// <param name="Refined">Number of atoms whose B was refined.</param>
/// <param name="Hydrogens">Number of hydrogens that took their B from their parent.</param>
/// <param name="Level">The last level.</param>
/// <param name="Stages">Levels in order.</param>
/// <param name="Before">Refined atoms before.</param>
/// <param name="After">Refined atoms after.</param>
/// <param name="CcBefore">CC under the weights of the target before.</param>
/// <param name="CcAfter">CC under the weights of the target after.</param>
/// <param name="Method">How model maps were computed.</param>
/// <param name="Notes">What the user should know, one line each.</param>
/// <param name="Seconds">Time.</param>
public sealed record BFactorResult(
    double[] B, int Refined, int Hydrogens, BFactorLevel Level, IReadOnlyList<BFactorStage> Stages, BFactorStatistics Before, BFactorStatistics After,
    double CcBefore, double CcAfter, string Method, IReadOnlyList<string> Notes, double Seconds);
