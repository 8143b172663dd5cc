using System.Globalization;
using Engine.Core.Refinement.Convergence;

namespace Engine.Core.Refinement;

/// <summary>Prepares a start that is torn or far away: rigid bodies, untangling and morphing as far as the start's score asks for them.</summary>
/// <param name="mode">good: nothing; poor: everything; auto: what the start needs.</param>
/// <param name="seed">Seed of everything random.</param>
public sealed class StartStep(StartMode mode, ulong seed) : IRefinementStep
{
    /// <inheritdoc/>
    public string Name => "start";

    /// <inheritdoc/>
    public StepPhase Phase => StepPhase.BeforeCoordinates;

    /// <summary>What was found about the start; null before the step ran.</summary>
    public StartAssessment? Assessment { get; private set; }

    /// <inheritdoc/>
    public bool RunsIn(int cycle, int cycles) => cycle == 1;

    /// <inheritdoc/>
    public string? Run(StepContext context, RefinementState state, CancellationToken cancel)
    {
        var done = new List<string>();
        using var levels = new MapLevels(context.Accelerator, context.Map, context.Options.Interpolation);
        var protocol = new ConvergenceProtocol(
            context.Accelerator, levels, context.Model, context.Restraints, context.Movable,
            new ConvergenceOptions { Resolution = context.Options.Resolution, Start = mode, Seed = seed });
        ConvergenceResult result = protocol.Run(state.Positions, cancel);
        Assessment = result.Start;
        if (result.Ran)
        {
            result.Positions.CopyTo(state.Positions, 0);
            done.Add(string.Join(", ", result.Steps.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Step.Kind} at {s.Step.Resolution:0.#} Å"))));
        }

        return done.Count == 0 ? null : string.Join("; ", done);
    }
}
