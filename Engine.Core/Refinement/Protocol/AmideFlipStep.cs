using System.Globalization;
using Engine.Core.Refinement.Flips;

namespace Engine.Core.Refinement;

/// <summary>Turns the ends of Asn, Gln and His round where hydrogen bonds and contacts say so.</summary>
public sealed class AmideFlipStep : IRefinementStep
{
    /// <inheritdoc/>
    public string Name => "Asn/Gln/His flips";

    /// <inheritdoc/>
    public StepPhase Phase => StepPhase.BeforeCoordinates;

    /// <inheritdoc/>
    public double AllowedLoss => 1e-3;

    /// <inheritdoc/>
    public IReadOnlyList<StepChange> Changes { get; private set; } = [];

    /// <inheritdoc/>
    public bool RunsIn(int cycle, int cycles) => cycle >= 2;

    /// <inheritdoc/>
    public string? Run(StepContext context, RefinementState state, CancellationToken cancel)
    {
        AmideFlipResult result = AmideFlipper.Run(context.Model, state.Positions, context.Restraints.Table, context.Movable);
        if (result.Flips.Count == 0)
            return null;
        Changes = [.. result.Flips.Select(f => StepChange.Of(
            context.Model, f.Residue, context.Model.Residues[f.Residue].Name.ToLowerInvariant(), f.ScoreAfter - f.ScoreBefore, FormattableString.Invariant($"hydrogen-bond score {f.ScoreBefore:0.0} -> {f.ScoreAfter:0.0}")))];
        result.Positions.CopyTo(state.Positions, 0);
        return string.Create(
            CultureInfo.InvariantCulture, $"{result.Flips.Count} of {result.Examined} ends turned, hydrogen-bond score {result.Flips.Sum(f => f.ScoreBefore):0.0} -> {result.Flips.Sum(f => f.ScoreAfter):0.0}");
    }
}
