using System.Diagnostics;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Core.Scoring;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>
/// Alternates local scaling and refinement (Jakobi, Wilmanns and Sachse 2017, eLife 6, e27131): B factors are refined against the map as it is, the map is scaled locally to the model, coordinates are refined
/// against the scaled map, until the model stays or the rounds are used up. Every model is scored against the map as it is; the best one is kept, that from before the rounds where none is better.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="inputs">Map, selection; the structure's first model gets the coordinates of the rounds.</param>
/// <param name="options">Options of the refinement.</param>
/// <param name="restraints">Restraints of all atoms.</param>
/// <param name="scorer">Scores against the map as it is.</param>
internal sealed class LocScaleCycle(Accelerator accelerator, JobInputs inputs, RefinementOptions options, RestraintModel restraints, MapModelScorer scorer)
{
    private const double Still = 0.02;
    private readonly Model model = inputs.Structure.First;

    /// <summary>Rounds and window.</summary>
    public LocScaleCycleOptions Cycle { get; init; } = new();

    /// <summary>Restraints beyond those of dictionaries.</summary>
    public IReadOnlyList<Func<double[], RestraintTable?>> Extras { get; init; } = [];

    /// <summary>Copies that are images of their masters; null = none.</summary>
    public NcsConstraint? Constraint { get; init; }

    /// <summary>The start is trusted.</summary>
    public bool IsStartHeld { get; init; }

    /// <summary>Called after each macro-cycle.</summary>
    public Action<RefinementCycle>? OnCycle { get; init; }

    /// <summary>Runs the rounds.</summary>
    /// <param name="first">The refinement against the map as it is.</param>
    /// <param name="cancel">Stops; the best model so far is kept.</param>
    public LocScaleCycleOutcome Run(RefinementResult first, CancellationToken cancel)
    {
        var target = new LocScaleTargetMap(accelerator, inputs.Selected, options.Resolution, Cycle);
        var results = new List<RefinementResult> { first };
        var rounds = new List<LocScaleRound>();

        // A map of each round is as large as the input: only two of them are ever there.
        using var maps = new BestAndCurrent<LocScaleTargetResult>();
        maps.Add(Scaled(target, results, rounds, 0, Stopwatch.GetTimestamp()), isBest: true);
        for (int round = 1; round <= Cycle.Rounds && !cancel.IsCancellationRequested; round++)
        {
            long start = Stopwatch.GetTimestamp();
            results.Add(Continued(results[^1], Refine(maps.Current, results[^1], cancel)));
            maps.Release();
            LocScaleTargetResult scaled = Scaled(target, results, rounds, round, start);
            maps.Add(scaled, Best(rounds) == round);
            if (rounds[^1].Shift < Still)
                break;
        }

        int chosen = Best(rounds);
        Coordinates.Set(model, results[chosen].Positions);
        LocScaleTargetResult best = maps.TakeBest();
        return new(results[chosen], best.Result.Map, rounds, chosen, [.. best.Result.Warnings.Select(w => $"local scaling: {w}")]);
    }

    /// <summary>The best round; 0 where none is better than what was before.</summary>
    private static int Best(List<LocScaleRound> rounds) =>
        rounds.OrderByDescending(r => r.CcMaskRefinedB ?? double.MinValue).ThenBy(r => r.Round).First().Round;

    private LocScaleTargetResult Scaled(LocScaleTargetMap target, List<RefinementResult> results, List<LocScaleRound> rounds, int round, long start)
    {
        RefinementResult result = results[^1];
        Coordinates.Set(model, result.Positions);
        LocScaleTargetResult scaled = target.Make(inputs.Map, model, CancellationToken.None);
        GeometrySet geometry = GeometryStatistics.Compute(restraints, result.Positions, inputs.Selected).Heavy;
        double shift = results.Count < 2 ? 0 : Coordinates.Rmsd(results[^2].Positions, result.Positions, inputs.Selected);
        rounds.Add(new(
            round, CcMask(result.Positions, result.B), CcMask(result.Positions, scaled.B), scaled.Result.CorrelationAfter, geometry.Bonds.Rmsd, geometry.Angles.Rmsd, shift, scaled.Result.Windows,
            Stopwatch.GetElapsedTime(start).TotalSeconds));
        return scaled;
    }

    /// <summary>Refines against a scaled map, from a model with the B factors of its reference.</summary>
    private RefinementResult Refine(LocScaleTargetResult scaled, RefinementResult from, CancellationToken cancel)
    {
        Model start = StructureCopy.Copy(inputs.Structure).First;
        Coordinates.Set(start, from.Positions);
        for (int i = 0; i < start.Atoms.Count; i++)
            (start.Atoms[i].BIso, start.Atoms[i].UAniso) = (scaled.B[i], null);
        using var steps = new RefinementSteps(options.Full, IsStartHeld, isFirst: false);
        var refiner = new RealSpaceRefiner(accelerator, options with { Cycles = Cycle.Cycles })
        {
            OnCycle = OnCycle,
            Extras = Extras,
            Constraint = Constraint,
            Steps = steps.All,
            CcMask = x => CcMask(x, from.B),
        };
        return refiner.Run(scaled.Result.Map, start, restraints, inputs.Selected, cancel);
    }

    /// <summary>One history; B factors and occupancies stay those of the first run, which the end of the job refines.</summary>
    private static RefinementResult Continued(RefinementResult first, RefinementResult second)
    {
        int last = first.Cycles[^1].Number;
        return RefinementHistory.Append(first, second) with { Steps = [.. first.Steps, .. second.Steps.Select(s => s with { Cycle = last + s.Cycle })] };
    }

    private double? CcMask(double[] x, double[] b) => DisplacementStage.CcMask(scorer, model, inputs.Selected, x, b, [.. model.Atoms.Select(a => a.Occupancy)]);
}
