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

    /// <summary>Every end that was turned, in order.</summary>
    public List<AmideFlip> Flips { get; } = [];

    /// <inheritdoc/>
    public bool RunsIn(int cycle, int cycles) => cycle >= 2;

    /// <inheritdoc/>
    public string? Run(StepContext context, RefinementState state, CancellationToken cancel)
    {
        AmideFlipResult result = AmideFlipper.Run(context.Model, state.Positions, context.Restraints.Table, context.Movable);
        if (result.Flips.Count == 0)
            return null;
        Flips.AddRange(result.Flips);
        result.Positions.CopyTo(state.Positions, 0);
        return string.Create(
            CultureInfo.InvariantCulture, $"{result.Flips.Count} of {result.Examined} ends turned, hydrogen-bond score {result.Flips.Sum(f => f.ScoreBefore):0.0} -> {result.Flips.Sum(f => f.ScoreAfter):0.0}");
    }
}
