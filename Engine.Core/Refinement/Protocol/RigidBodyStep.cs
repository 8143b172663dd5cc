using System.Globalization;
using Engine.Core.Models.Selection;
using Engine.Core.Refinement.Convergence;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>Moves bodies that the user chose as wholes into their density, at resolutions from 8 Å to that of the map, before anything else is refined.</summary>
/// <param name="selections">One selection per body; an atom of several belongs to the first.</param>
public sealed class RigidBodyStep(IReadOnlyList<string> selections) : IRefinementStep
{
    /// <inheritdoc/>
    public string Name => "rigid bodies";

    /// <inheritdoc/>
    public StepPhase Phase => StepPhase.BeforeCoordinates;

    /// <inheritdoc/>
    public bool RunsIn(int cycle, int cycles) => cycle == 1;

    /// <inheritdoc/>
    /// <exception cref="InputException">A selection has fewer than three movable atoms that are in none before it.</exception>
    public string? Run(StepContext context, RefinementState state, CancellationToken cancel)
    {
        IReadOnlyList<AtomGroup> bodies = AtomGroup.Selections([.. selections.Select(s => (s, AtomSelection.Parse(s).Apply(context.Model)))], context.Movable);
        foreach (string selection in selections)
        {
            if (bodies.All(b => b.Name != selection))
                throw new InputException($"--rigid-body \"{selection}\": fewer than {AtomGroup.Fewest} of its atoms may move and are in no body before it; give another selection");
        }

        using var levels = new MapLevels(context.Accelerator, context.Map, context.Options.Interpolation);
        var refiner = new RigidBodyRefiner(context.Accelerator, levels, new RigidBodyOptions { Resolution = context.Options.Resolution });
        float[] weights = RefinementProblem.Create(context.Restraints, context.Movable, context.Options.TorsionScale, null).MapWeights;
        RigidBodyResult result = refiner.Run(bodies, state.Positions, weights, cancel);
        if (!result.AnyMoved)
            return null;
        result.Positions.CopyTo(state.Positions, 0);
        return string.Join("; ", result.Moves.Select(m => m.Accepted
            ? string.Create(CultureInfo.InvariantCulture, $"{m.Name} by {m.Shift:F2} Å and {m.Degrees:F1}°")
            : $"{m.Name} stays"));
    }
}
