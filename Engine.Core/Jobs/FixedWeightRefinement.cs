using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Core.Scoring;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>
/// Repeats the coordinate cycles of a refinement at given weights, or at those it finds, such as against one half map. Restraints that depend on coordinates (hydrogen bonds, rotamers) are found
/// from the refined model first, since a shaken one has lost them, and from the present coordinates in later macro-cycles.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="refined">The refined model; not changed.</param>
/// <param name="restraints">Restraints of all atoms.</param>
/// <param name="movable">Atoms that may move.</param>
/// <param name="options">Options of the refinement that is repeated.</param>
/// <param name="standard">Restraints beyond dictionaries; null = none.</param>
internal sealed class FixedWeightRefinement(
    Accelerator accelerator, Model refined, RestraintModel restraints, bool[] movable, RefinementOptions options, StandardRestraintOptions? standard)
{
    /// <summary>Copies that are images of their masters; null = none.</summary>
    public NcsConstraint? Constraint { get; init; }

    /// <summary>Scales the map locally, with the start as reference, and refines against that; null: against the map as it is.</summary>
    public LocScaleTargetMap? Scaling { get; init; }

    /// <summary>Refines against a map.</summary>
    /// <param name="map">Map; not changed.</param>
    /// <param name="start">Model to start from; not changed.</param>
    /// <param name="weights">Weights of the map term; null = as in the options, found where those hold none.</param>
    /// <param name="cycles">Macro-cycles.</param>
    /// <param name="target">What coordinates are fitted to; null = as in the options.</param>
    /// <param name="cancel">Stops.</param>
    public RefinementResult Run(DensityMap map, Model start, MapWeights? weights, int cycles, CoordinateTarget? target, CancellationToken cancel)
    {
        using var scorer = new MapModelScorer(accelerator, map, options.Resolution);
        bool[] heavy = [.. movable.Select((m, i) => m && restraints.IsHydrogen[i] == 0)];
        ScatteringAtoms scatterers = ScatteringAtoms.Create(start, heavy, scorer.Plan.Options.Scattering);
        RefinementOptions repeated = options with
        {
            Cycles = cycles,
            Target = target ?? options.Target,
            Weight = weights?.Density ?? options.Weight,
            ModelMapWeight = weights?.ModelMap ?? options.ModelMapWeight,
        };
        RealSpaceRefiner Refiner() => new(accelerator, repeated) { CcMask = x => scorer.CcMask(scatterers, x), Extras = Extras(), Constraint = Constraint };
        if (Scaling == null)
            return Refiner().Run(map, start, restraints, movable, cancel);

        // Twice, so that the reference of the second map knows what the first has shown.
        RefinementResult result = RunScaled(Refiner(), map, start, cancel);
        Coordinates.Set(start, result.Positions);
        return cancel.IsCancellationRequested ? result : RunScaled(Refiner(), map, start, cancel);
    }

    private RefinementResult RunScaled(RealSpaceRefiner refiner, DensityMap map, Model start, CancellationToken cancel)
    {
        using LocScaleTargetResult scaled = Scaling!.Make(map, start, CancellationToken.None);
        for (int i = 0; i < start.Atoms.Count; i++)
            (start.Atoms[i].BIso, start.Atoms[i].UAniso) = (scaled.B[i], null);
        return refiner.Run(scaled.Result.Map, start, restraints, movable, cancel);
    }

    private IReadOnlyList<Func<double[], RestraintTable?>> Extras()
    {
        if (standard == null)
            return [];
        var find = new StandardRestraints(refined, restraints, standard);
        double[] reference = Coordinates.Of(refined);
        bool isFirst = true;
        return [x =>
        {
            double[] from = isFirst ? reference : x;
            isFirst = false;
            return find.Find(from);
        }];
    }
}
