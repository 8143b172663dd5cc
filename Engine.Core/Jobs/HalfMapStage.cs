using System.Diagnostics;
using Engine.Core.HalfMaps;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>What half maps said about a refinement.</summary>
/// <param name="Refinement">The refinement, continued where another weight was chosen.</param>
/// <param name="Weights">Weights of the map term at the end of the refinement.</param>
/// <param name="HalfWeights">Weights against one half: those of the refinement over 1 + the correlation of the halves.</param>
/// <param name="Search">Choice of the weight by FSC_test; null when there was none.</param>
/// <param name="Report">Cross-validation; null when it was not asked for or stopped.</param>
/// <param name="Seconds">Time.</param>
public sealed record HalfMapOutcome(
    RefinementResult Refinement, MapWeights Weights, MapWeights HalfWeights, HalfMapWeightSearch? Search, HalfMapReport? Report, double Seconds)
{
    /// <summary>Cross-validation with rounds of local scaling where the refinement was kept without them, without where they were kept; null when no rounds were asked for.</summary>
    public HalfMapReport? OtherWay { get; init; }

    /// <summary>Whether <see cref="Report"/> is that of a refinement with rounds of local scaling.</summary>
    public bool IsScaled { get; init; }
}

/// <summary>
/// The part of a refinement job that needs half maps: the weight by FSC_test, and the cross-validation. A half map gets the weight over 1 + C, C the correlation of the halves:
/// with signal S and noise N per half, the least-squares term, which is relative to the power of the map, has its likelihood weight at (S + N)/N
/// for a half and (S + N/2)/(N/2) for the average, whose ratio is 1 + S/(S + N) = 1 + C.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="inputs">Files with both halves; the structure's first model holds the refined coordinates and gets those of a continued refinement.</param>
/// <param name="half">What to do.</param>
/// <param name="options">Options of the refinement.</param>
/// <param name="restraints">Restraints of all atoms.</param>
/// <param name="standard">Restraints beyond dictionaries; null = none.</param>
internal sealed class HalfMapStage(
    Accelerator accelerator, JobInputs inputs, HalfMapOptions half, RefinementOptions options, RestraintModel restraints, StandardRestraintOptions? standard)
{
    private readonly Model model = inputs.Structure.First;
    private double[]? factors;

    /// <summary>Copies that are images of their masters; null = none.</summary>
    public NcsConstraint? Constraint { get; init; }

    /// <summary>Scales maps locally before the test refines against them; null: no rounds of local scaling were asked for.</summary>
    public LocScaleTargetMap? Scaling { get; init; }

    /// <summary>The refinement is one with rounds of local scaling.</summary>
    public bool IsScaled { get; init; }

    /// <summary>Runs it.</summary>
    /// <param name="result">The refinement.</param>
    /// <param name="cancel">Stops.</param>
    public HalfMapOutcome Run(RefinementResult result, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        MapWeights weights = MapWeights.Of(result);
        factors = result.WeightFactors;
        bool[] refined = [.. inputs.Selected.Select((s, i) => s && restraints.IsHydrogen[i] == 0)];
        using var pair = new HalfMapPair(accelerator, inputs.Halves[0], inputs.Halves[1], SoftAtomMask.Create(inputs.Map.Grid, model, refined));
        double scale = 1 / (1 + Math.Max(0, pair.Correlation));
        HalfMapWeightSearch? search = null;
        if (half.ChooseWeight && options.Weight == null)
        {
            search = FindFactor(pair, weights.Times(scale), cancel);
            if (search.Factor != 1 && !cancel.IsCancellationRequested)
            {
                weights = weights.Times(search.Factor);
                result = RefinementHistory.Append(result, Protocol(standard, false).Run(inputs.Map, model, weights, half.Cycles, LastTarget, cancel));
                Coordinates.Set(model, result.Positions);
            }
        }

        HalfMapReport? Report(bool isScaled) =>
            half.Test && !cancel.IsCancellationRequested && Test(pair, weights.Times(scale), isScaled, cancel) is { Verdict: not null } report ? report : null;
        HalfMapReport? kept = Report(IsScaled), other = Scaling == null ? null : Report(!IsScaled);
        return new(result, weights, weights.Times(scale), search, kept, Stopwatch.GetElapsedTime(start).TotalSeconds) { OtherWay = other, IsScaled = IsScaled };
    }

    private CoordinateTarget LastTarget => options.Target == CoordinateTarget.Auto ? CoordinateTarget.LeastSquares : options.Target;

    /// <summary>Restraints of refinements that start from a shaken model: it is not held near a start that both halves have shaped.</summary>
    private StandardRestraintOptions? Shaken => standard == null ? null : standard with { Start = null };

    private FixedWeightRefinement Protocol(StandardRestraintOptions? extra, bool isScaled) =>
        new(accelerator, StructureCopy.Copy(inputs.Structure).First, restraints, inputs.Selected, options with { WeightFactors = factors }, extra) { Constraint = Constraint, Scaling = isScaled ? Scaling : null };

    private HalfMapWeightSearch FindFactor(HalfMapPair pair, MapWeights weights, CancellationToken cancel)
    {
        FixedWeightRefinement protocol = Protocol(Shaken, false);
        bool[] heavy = [.. model.Atoms.Select(a => !a.Element.IsHydrogen)];
        return HalfMapWeightSearch.Run(
            factor =>
            {
                Model shaken = HalfMapValidation.Shaken(inputs.Structure, inputs.Selected, half.Shake, half.Seed);
                RefinementResult result = protocol.Run(pair.Half1, shaken, weights.Times(factor), half.Cycles, null, cancel);
                if (cancel.IsCancellationRequested)
                    return null;
                Coordinates.Set(shaken, result.Positions);
                (FscCurve work, FscCurve test) = pair.WithModel(shaken, heavy);
                RefinementCycle last = result.Cycles[^1];
                return (new(factor, last.BondRmsd, last.AngleRmsd, work.Average(options.Resolution), test.Average(options.Resolution)), test);
            },
            options.Resolution);
    }

    private HalfMapReport Test(HalfMapPair pair, MapWeights weights, bool isScaled, CancellationToken cancel)
    {
        FixedWeightRefinement protocol = Protocol(Shaken, isScaled);
        return HalfMapValidation.Run(
            pair, inputs.Structure, inputs.Selected, (map, shaken, stop) => Coordinates.Set(shaken, protocol.Run(map, shaken, weights, half.Cycles, null, stop).Positions),
            new HalfMapValidationOptions { Resolution = options.Resolution, Shake = half.Shake, Seed = half.Seed }, cancel);
    }
}
