using Engine.Core.Maps;
using Engine.Core.Refinement;

namespace Engine.Core.Jobs;

/// <summary>How refinement and local scaling alternate.</summary>
public sealed record LocScaleCycleOptions
{
    /// <summary>Rounds at most.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Side of the windows, Å.</summary>
    public double Window { get; init; } = 25;

    /// <summary>Macro-cycles of a round.</summary>
    internal int Cycles { get; init; } = 3;
}

/// <summary>A model between two rounds, scored against the map as it is.</summary>
/// <param name="Round">0: refined against the map as it is; then the rounds.</param>
/// <param name="CcMask">CC_mask of the heavy atoms with the B factors of the input; null when undefined.</param>
/// <param name="CcMaskRefinedB">The same with B factors refined against the map as it is.</param>
/// <param name="CcScaled">Correlation of the locally scaled map with its reference, this model, inside the mask.</param>
/// <param name="BondRmsd">Bond rmsd, Å.</param>
/// <param name="AngleRmsd">Angle rmsd, degrees.</param>
/// <param name="Shift">Rms shift of the refined atoms in the round, Å.</param>
/// <param name="Windows">Windows of the map that was scaled with this model as reference.</param>
/// <param name="Seconds">Time of the round, its scaled map included.</param>
public sealed record LocScaleRound(
    int Round, double? CcMask, double? CcMaskRefinedB, double? CcScaled, double BondRmsd, double AngleRmsd, double Shift, long Windows, double Seconds);

/// <summary>What the cycle of refinement and local scaling gave.</summary>
/// <param name="Refinement">The refinement with what the rounds added; the one before them where they are not kept.</param>
/// <param name="Map">The map scaled with the final model as reference.</param>
/// <param name="Rounds">Every model, round 0 first.</param>
/// <param name="Chosen">Round of the final model; 0 = that before the first.</param>
/// <param name="Warnings">What the user should know.</param>
public sealed record LocScaleCycleOutcome(RefinementResult Refinement, DensityMap Map, IReadOnlyList<LocScaleRound> Rounds, int Chosen, IReadOnlyList<string> Warnings) : IDisposable
{
    /// <summary>Whether CC_mask against the map as it is, with refined B, is higher than before the first round.</summary>
    public bool IsRaised => Chosen > 0 && Rounds[Chosen].CcMaskRefinedB > Rounds[0].CcMaskRefinedB;

    /// <summary>The outcome in one line.</summary>
    public string Message => FormattableString.Invariant(
        $"CC_mask against the map as it is, B refined: {Rounds[0].CcMaskRefinedB:F4} before the rounds, {Rounds[Chosen].CcMaskRefinedB:F4} after round {Chosen}{(Chosen == 0 ? FormattableString.Invariant($" (best round {Rounds.Skip(1).Max(r => r.CcMaskRefinedB):F4}: it did not rise, the model from before is kept)") : IsRaised ? ": it rose" : "")}");

    /// <summary>Frees the map.</summary>
    public void Dispose() => Map.Dispose();
}
