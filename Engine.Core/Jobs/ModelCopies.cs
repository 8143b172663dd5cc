using Engine.Core.Chemistry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>How copies of a model are made for density modification.</summary>
public sealed record ModelCopiesOptions
{
    /// <summary>Resolution, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>Copies for each half map, 1 or more.</summary>
    public int Count { get; init; } = 4;

    /// <summary>Root mean square shake of each copy, Å.</summary>
    public double Shake { get; init; } = 0.5;

    /// <summary>Seed of the first shake; the next copies take the next seeds.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Macro-cycles of refinement.</summary>
    public int Cycles { get; init; } = 3;
}

/// <summary>
/// Copies of a model, each shaken at random and refined against one half map alone, so that what they agree on is what that half map shows. Coordinates only, with secondary
/// structure and Ramachandran restraints; B factors stay those of the model.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="structure">Model file; not changed.</param>
/// <param name="library">Restraint dictionaries.</param>
/// <param name="options">How.</param>
public sealed class ModelCopies(Accelerator accelerator, Structure structure, ComponentLibrary library, ModelCopiesOptions options)
{
    private readonly RestraintModel restraints = RestraintBuilder.Build(structure.First, structure.Links, library, new RestraintOptions());

    /// <summary>One flag per atom: true where it is not a hydrogen.</summary>
    public bool[] Heavy { get; } = [.. structure.First.Atoms.Select(a => !a.Element.IsHydrogen)];

    /// <summary>What the restraints have to say.</summary>
    public IReadOnlyList<string> Warnings => restraints.Warnings;

    /// <summary>Refines the copies against a half map.</summary>
    /// <param name="half">Half map as it was read; not changed.</param>
    /// <param name="cancel">Stops; an empty list is returned.</param>
    public IReadOnlyList<Model> Refine(DensityMap half, CancellationToken cancel)
    {
        bool[] all = [.. Enumerable.Repeat(true, Heavy.Length)];
        var refinement = new FixedWeightRefinement(
            accelerator, structure.First, restraints, all, new RefinementOptions { Resolution = options.Resolution }, new StandardRestraintOptions { Resolution = options.Resolution });
        List<Model> copies = [];
        for (int n = 0; n < options.Count && !cancel.IsCancellationRequested; n++)
        {
            Model copy = HalfMapValidation.Shaken(structure, all, options.Shake, options.Seed + (ulong)n);
            Coordinates.Set(copy, refinement.Run(half, copy, null, options.Cycles, null, cancel).Positions);
            copies.Add(copy);
        }

        return cancel.IsCancellationRequested ? [] : copies;
    }
}
