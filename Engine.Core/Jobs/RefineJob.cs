using System.Diagnostics;
using Engine.Core.Chemistry;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Core.Scoring;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>What a refinement job gave.</summary>
/// <param name="Before">Scores of the input model.</param>
/// <param name="After">Scores of the refined model.</param>
/// <param name="Refinement">Macro-cycles.</param>
/// <param name="Seconds">Time by stage: read, restraints, weight, refine, score, total.</param>
/// <param name="Warnings">What the user should know.</param>
/// <param name="Shift">Root mean square shift of the selected atoms, Å.</param>
/// <param name="Cancelled">True when the user stopped it.</param>
public sealed record RefineOutcome(
    FitReport Before, FitReport After, RefinementResult Refinement, IReadOnlyDictionary<string, double> Seconds,
    IReadOnlyList<string> Warnings, double Shift, bool Cancelled)
{
    /// <summary>Validation of the input model.</summary>
    public required ModelQuality QualityBefore { get; init; }

    /// <summary>Validation of the refined model.</summary>
    public required ModelQuality QualityAfter { get; init; }

    /// <summary>Whether the refined model replaces the input.</summary>
    public required RefinementDecision Decision { get; init; }

    /// <summary>Restraints beyond those of dictionaries, one line each.</summary>
    public IReadOnlyList<string> Restraints { get; init; } = [];

    /// <summary>3N coordinates of the input, Å.</summary>
    public required double[] Start { get; init; }
}

/// <summary>
/// The main job: reads a model and a map, restrains, refines and scores. The structure of the inputs holds the refined coordinates afterwards. Atoms that are
/// not selected are fixed, still repel, and do not enter the scores.
/// </summary>
public static class RefineJob
{
    /// <summary>Runs the job.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="inputs">Files; the structure's first model is changed.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="options">How to refine.</param>
    /// <param name="library">Restraint dictionaries.</param>
    /// <param name="readSeconds">Time that reading took.</param>
    /// <param name="onCycle">Called after each macro-cycle.</param>
    /// <param name="cancel">Stops the refinement; the best model so far is scored and returned.</param>
    public static RefineOutcome Run(
        Accelerator accelerator, JobInputs inputs, JobRequest request, RefinementOptions options, ComponentLibrary library, double readSeconds,
        Action<RefinementCycle>? onCycle, CancellationToken cancel)
    {
        Stopwatch total = Stopwatch.StartNew(), restraintClock = Stopwatch.StartNew(), scoreClock = new();
        var warnings = new List<string>(inputs.Warnings);
        Model model = inputs.Structure.First;
        RestraintModel restraints = RestraintBuilder.Build(
            model, inputs.Structure.Links, library, new RestraintOptions { Strict = request.Strict });
        warnings.AddRange(library.Warnings);
        warnings.AddRange(restraints.Warnings);
        restraintClock.Stop();

        scoreClock.Start();
        double[] start = Coordinates.Of(model);
        using var scorer = new MapModelScorer(accelerator, inputs.Map, request.Resolution);
        MapModelScores scoresBefore = scorer.Score(model, inputs.Selected);
        GeometryStatistics geometryBefore = GeometryStatistics.Compute(restraints, start, inputs.Selected);
        warnings.AddRange(scoresBefore.Warnings);
        scoreClock.Stop();

        bool[] heavy = [.. inputs.Selected.Select((s, i) => s && restraints.IsHydrogen[i] == 0)];
        ScatteringAtoms scatterers = ScatteringAtoms.Create(model, heavy, scorer.Plan.Options.Scattering);
        using RotamerStep? rotamers = options.Full?.Rotamers == true ? new RotamerStep() : null;
        using PeptideFlipStep? peptides = options.Full?.Flips == true ? new PeptideFlipStep(false) : null, mending = options.Full?.Flips == true ? new PeptideFlipStep(true) : null;
        StandardRestraints? standard = options.Full is { } full
            ? new StandardRestraints(model, restraints, new StandardRestraintOptions
            {
                Resolution = request.Resolution,
                SecondaryStructure = full.SecondaryStructure,
                Rotamers = full.Rotamers,
                Ncs = full.Ncs,
                Fixed = FixedRestraints.Read(full, model, warnings),
            })
            : null;
        var refiner = new RealSpaceRefiner(accelerator, options)
        {
            OnCycle = onCycle,
            Extras = standard == null ? [] : [standard.Find],
            Steps = [.. new IRefinementStep?[] { options.Full is { } f ? new StartStep(f.Start, f.Seed) : null, peptides, rotamers, options.Full?.Flips == true ? new AmideFlipStep() : null, mending }.OfType<IRefinementStep>()],
            CcMask = x =>
            {
                scoreClock.Start();
                double? cc = scorer.CcMask(scatterers, x);
                scoreClock.Stop();
                return cc;
            },
        };
        RefinementResult result = refiner.Run(inputs.Map, model, restraints, inputs.Selected, cancel);
        Coordinates.Set(model, result.Positions);

        scoreClock.Start();
        MapModelScores scoresAfter = scorer.Score(model, inputs.Selected);
        GeometryStatistics geometryAfter = GeometryStatistics.Compute(restraints, result.Positions, inputs.Selected);
        scoreClock.Stop();
        var seconds = new Dictionary<string, double>
        {
            ["read"] = readSeconds,
            ["restraints"] = restraintClock.Elapsed.TotalSeconds,
            ["weight"] = result.WeightSeconds,
            ["refine"] = result.MinimizeSeconds,
            ["score"] = scoreClock.Elapsed.TotalSeconds,
            ["total"] = readSeconds + total.Elapsed.TotalSeconds,
        };
        FitReport before = new(scoresBefore, geometryBefore), after = new(scoresAfter, geometryAfter);
        ModelQuality qualityBefore = ModelQuality.Of(model, start), qualityAfter = ModelQuality.Of(model, result.Positions);
        return new(before, after, result, seconds, [.. warnings.Distinct()], Coordinates.Rmsd(start, result.Positions, inputs.Selected), result.Cancelled)
        {
            QualityBefore = qualityBefore,
            QualityAfter = qualityAfter,
            Decision = RefinementDecision.Make(before, after, qualityBefore, qualityAfter),
            Restraints = standard?.Summary ?? [],
            Start = start,
        };
    }
}
