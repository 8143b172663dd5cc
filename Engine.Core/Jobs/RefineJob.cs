using System.Diagnostics;
using System.Globalization;
using Engine.Core.Chemistry;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Core.Refinement.Occupancies;
using Engine.Core.Refinement.Repair;
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

    /// <summary>Restraints of all atoms.</summary>
    public required RestraintModel Terms { get; init; }

    /// <summary>Restraints beyond those of dictionaries, one line each.</summary>
    public IReadOnlyList<string> Restraints { get; init; } = [];

    /// <summary>What was taken from a reference structure; null without.</summary>
    public ReferenceReport? Reference { get; init; }

    /// <summary>Bonds and angles of the input by conformation-dependent targets.</summary>
    public required BackboneGeometry BackboneBefore { get; init; }

    /// <summary>Bonds and angles of the refined model by conformation-dependent targets.</summary>
    public required BackboneGeometry BackboneAfter { get; init; }

    /// <summary>What the model holds that is treated in a way of its own.</summary>
    public IReadOnlyList<ModelNote> Notes { get; init; } = [];

    /// <summary>What was mended at the start; null when there was nothing to mend.</summary>
    public RepairResult? Repair { get; init; }

    /// <summary>Constrained copies, one line per group with the deviation of the input; empty without constraints.</summary>
    public IReadOnlyList<string> Copies { get; init; } = [];

    /// <summary>The input as it was read.</summary>
    public required Structure Input { get; init; }

    /// <summary>CC_mask of the refined coordinates without hydrogens, with the input's B factors and occupancies; null when undefined.</summary>
    public double? CcMaskHeavyInputB { get; init; }

    /// <summary>What was refined besides coordinates; null when nothing was.</summary>
    public DisplacementResult? Displacements { get; init; }

    /// <summary>The rounds of local scaling and refinement; null when none were asked for.</summary>
    public LocScaleCycleOutcome? LocScale { get; init; }

    /// <summary>What half maps said; null when none were given or nothing was asked of them.</summary>
    public HalfMapOutcome? HalfMaps { get; init; }
}

/// <summary>
/// The main job: reads a model and a map, restrains, refines and scores. The structure of the inputs holds the refined coordinates afterwards. Atoms that are
/// not selected are fixed, still repel, and do not enter the scores.
/// </summary>
public static class RefineJob
{
    /// <summary>CC_mask below which map and model seem not to belong together.</summary>
    private const double LeastFit = 0.15;

    /// <summary>Runs the job.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="inputs">Files; the structure's first model is changed.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="options">How to refine.</param>
    /// <param name="library">Restraint dictionaries.</param>
    /// <param name="readSeconds">Time that reading took.</param>
    /// <param name="onCycle">Called after each macro-cycle.</param>
    /// <param name="cancel">Stops the refinement; the best model so far is scored and returned.</param>
    /// <param name="checkpoint">Where the state after each macro-cycle is kept; null for nowhere.</param>
    /// <param name="resume">Where an earlier run stopped; null starts anew.</param>
    public static RefineOutcome Run(
        Accelerator accelerator, JobInputs inputs, JobRequest request, RefinementOptions options, ComponentLibrary library, double readSeconds,
        Action<RefinementCycle>? onCycle, CancellationToken cancel, CheckpointFile? checkpoint = null,
        RefinementProgress? resume = null)
    {
        Stopwatch total = Stopwatch.StartNew(), restraintClock = Stopwatch.StartNew(), scoreClock = new();
        var warnings = new List<string>(inputs.Warnings);
        Structure input = StructureCopy.Copy(inputs.Structure);
        Model model = inputs.Structure.First;
        RestraintModel restraints = RestraintBuilder.Build(
            model, inputs.Structure.Links, library, new RestraintOptions { Strict = request.Strict });
        warnings.AddRange(library.Warnings);
        warnings.AddRange(restraints.Warnings);
        restraintClock.Stop();
        AtomResolutions? local = LocalResolutions(inputs, request, warnings);
        options = local == null ? options : options with { LocalResolution = local.Values };

        scoreClock.Start();
        double[] start = Coordinates.Of(model);
        using var scorer = new MapModelScorer(accelerator, inputs.Map, request.Resolution);
        MapModelScores scoresBefore = scorer.Score(model, inputs.Selected, local);
        GeometryStatistics geometryBefore = GeometryStatistics.Compute(restraints, start, inputs.Selected);
        warnings.AddRange(scoresBefore.Warnings);
        if (scoresBefore.CcMask is { } fit && fit < LeastFit)
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"the model hardly fits the map, CC_mask {fit:F2}: do they belong together? Parts that lie beside their density need --start auto"));
        scoreClock.Stop();

        LooseAtoms loose = LooseAtoms.Find(model, restraints, request.Resolution);
        IReadOnlyList<ModelNote> notes = ModelNotes.Find(model, inputs.Selected, inputs.Map.Grid, library, loose, restraints.Table, options.Full);
        NcsDecision? copies = options.Full?.Ncs == NcsMode.Constraints ? CopyConstraints.Find(model, inputs.Selected, request.ModelPath) : null;
        bool[] heavy = [.. inputs.Selected.Select((s, i) => s && restraints.IsHydrogen[i] == 0)];
        ScatteringAtoms scatterers = ScatteringAtoms.Create(model, heavy, scorer.Plan.Options.Scattering);
        bool isStartHeld = options.Full is { } held && (held.HoldStart ?? request.HalfMapPaths.Count == 2);
        using var steps = new RefinementSteps(options.Full, isStartHeld, isFirst: true);
        FixedRestraints? given = options.Full is { } files ? FixedRestraints.Read(files, model, warnings) : null;
        StandardRestraintOptions? wanted = options.Full is { } full
            ? new StandardRestraintOptions
            {
                Resolution = request.Resolution,
                SecondaryStructure = full.SecondaryStructure,
                Rotamers = full.Rotamers,
                Ncs = copies == null ? full.Ncs : NcsMode.None,
                Start = isStartHeld ? start : null,
                Fixed = given!.Tables,
            }
            : null;
        StandardRestraints? standard = wanted == null ? null : new StandardRestraints(model, restraints, wanted);
        var refiner = new RealSpaceRefiner(accelerator, options)
        {
            OnCycle = onCycle,
            OnProgress = checkpoint == null ? null : checkpoint.Write,
            Resume = resume,
            Constraint = copies == null ? null : NcsConstraint.Create(copies.Constrained, model.Atoms.Count, inputs.Selected),
            Extras = standard != null ? [standard.Find] : loose.IsEmpty ? [] : [_ => loose.Table],
            Steps = steps.All,
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
        LocScaleCycleOutcome? scaling = request.LocScale is { } rounds && !result.Cancelled
            ? new LocScaleCycle(accelerator, inputs, options, restraints, scorer) { Cycle = rounds, Extras = refiner.Extras, Constraint = refiner.Constraint, IsStartHeld = isStartHeld, OnCycle = onCycle }.Run(result, cancel)
            : null;
        result = scaling?.Refinement ?? result;
        warnings.AddRange(scaling?.Warnings ?? []);
        HalfMapOutcome? halves = request.HalfMaps is { } half && inputs.Halves.Count == 2 && !result.Cancelled
            ? new HalfMapStage(accelerator, inputs, half with { ChooseWeight = half.ChooseWeight && scaling is not { Chosen: > 0 } }, options, restraints, wanted)
            {
                Constraint = refiner.Constraint,
                Scaling = request.LocScale is { } cycle ? new LocScaleTargetMap(accelerator, inputs.Selected, options.Resolution, cycle) : null,
                IsScaled = scaling is { Chosen: > 0 },
            }.Run(result, cancel)
            : null;
        result = halves?.Refinement ?? result;
        double? inputB = scorer.CcMask(scatterers, result.Positions);
        DisplacementResult? displacements = null;
        if (options.Full is { } finish)
            (result, displacements) = new DisplacementStage(accelerator, inputs, finish, options, scorer) { Copies = result.Copies.Count > 0 ? refiner.Constraint!.Refit(result.Positions) : null }.Run(result, cancel);
        new RefinementState(result.Positions, result.B, result.Occupancy).WriteTo(model);
        if (result.TargetBFactor < 1)
            warnings.Add(FormattableString.Invariant($"B factors of the input are much larger than the map's: coordinates were fitted with {result.TargetBFactor:0.00} times them, because a model that is blurred too much swells"));
        if (steps.Repair.Warning != null)
            warnings.Add(steps.Repair.Warning);

        scoreClock.Start();
        MapModelScores scoresAfter = scorer.Score(model, inputs.Selected, local);
        GeometryStatistics geometryAfter = GeometryStatistics.Compute(restraints, result.Positions, inputs.Selected);
        scoreClock.Stop();
        var seconds = new Dictionary<string, double>
        {
            ["read"] = readSeconds,
            ["restraints"] = restraintClock.Elapsed.TotalSeconds,
            ["weight"] = result.WeightSeconds,
            ["refine"] = result.MinimizeSeconds,
            ["locscale"] = scaling?.Rounds.Sum(r => r.Seconds) ?? 0,
            ["half_maps"] = halves?.Seconds ?? 0,
            ["score"] = scoreClock.Elapsed.TotalSeconds,
            ["total"] = readSeconds + total.Elapsed.TotalSeconds,
        };
        FitReport before = new(scoresBefore, geometryBefore), after = new(scoresAfter, geometryAfter);
        ModelQuality qualityBefore = ModelQuality.Of(model, start), qualityAfter = ModelQuality.Of(model, result.Positions);
        return new(before, after, result, seconds, [.. warnings.Distinct()], Coordinates.Rmsd(start, result.Positions, inputs.Selected), result.Cancelled)
        {
            Terms = restraints,
            QualityBefore = qualityBefore,
            QualityAfter = qualityAfter,
            Decision = RefinementDecision.Make(before, after, inputB, qualityBefore, qualityAfter),
            Restraints = standard?.Summary ?? [],
            Reference = given?.Reference,
            BackboneBefore = BackboneGeometry.Of(model, restraints.Table, start, inputs.Selected),
            BackboneAfter = BackboneGeometry.Of(model, restraints.Table, result.Positions, inputs.Selected),
            Notes = notes,
            Copies = copies?.Reasons ?? [],
            Repair = steps.Repair.Result,
            Input = input,
            HalfMaps = halves,
            LocScale = scaling,
            CcMaskHeavyInputB = inputB,
            Displacements = displacements,
        };
    }

    private static AtomResolutions? LocalResolutions(JobInputs inputs, JobRequest request, List<string> warnings)
    {
        if (request.LocalResolution is not { IsLocal: true } source)
            return null;
        if (source.Column == ResolutionColumn.B)
            throw new UsageException("--resolution-from b: refinement needs the B column for B factors; write the resolutions to another file, or give --local-resolution MAP");
        return source.Resolve(inputs.Structure, request.MapOptions, inputs.Map.Grid, warnings);
    }
}
