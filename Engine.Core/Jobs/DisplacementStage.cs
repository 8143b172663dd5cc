using System.Diagnostics;
using System.Globalization;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Core.Refinement.Displacements;
using Engine.Core.Refinement.Occupancies;
using Engine.Core.Scoring;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>
/// The part of a refinement job that fits B factors and occupancies to the map, after the coordinates: coordinates that were fitted with the input's B stay comparable, and B factors cannot hide a bad fit from
/// the steps before. Kept only when CC_mask rises.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="inputs">Map and selection.</param>
/// <param name="protocol">What is refined.</param>
/// <param name="options">Resolution.</param>
/// <param name="scorer">Scores against the map.</param>
internal sealed class DisplacementStage(Accelerator accelerator, JobInputs inputs, FullProtocol protocol, RefinementOptions options, MapModelScorer scorer)
{
    private readonly Model model = inputs.Structure.First;

    /// <summary>Copies that are images of their masters and share their B factors and occupancies; null = none.</summary>
    public NcsConstraint? Copies { get; init; }

    /// <summary>Refines what the protocol asks for.</summary>
    /// <param name="result">Refined coordinates.</param>
    /// <param name="cancel">Stops early.</param>
    /// <returns>The refinement with new B factors and occupancies and one more step; and what was done, null when nothing was.</returns>
    public (RefinementResult Result, DisplacementResult? Done) Run(RefinementResult result, CancellationToken cancel)
    {
        if (protocol is { BFactors: null, Occupancies: false } || cancel.IsCancellationRequested)
            return (result, null);
        long start = Stopwatch.GetTimestamp();
        var fit = new ModelMapFitOptions { Resolution = options.Resolution, Resolutions = options.LocalResolution };
        var plan = new DisplacementPlan
        {
            BFactors = protocol.BFactors is { } level ? new BFactorOptions { Fit = fit, Level = level } : null,
            Occupancies = protocol.Occupancies ? new OccupancyOptions { Fit = fit } : null,
            Score = (b, occupancy) => CcMask(result.Positions, b, occupancy),
        };
        DisplacementResult done = DisplacementCycle.Run(
            accelerator, inputs.Map, new DisplacementState(model, result.Positions, result.B, result.Occupancy, inputs.Selected), plan, cancel);
        if (Copies != null)
        {
            var state = new RefinementState([.. result.Positions], done.B, done.Occupancy);
            new ConstrainedCopies(model, Copies).Symmetrize(state);
            done = done with { B = state.B, Occupancy = state.Occupancy, ScoreAfter = CcMask(result.Positions, state.B, state.Occupancy) };
        }

        bool kept = !(done.ScoreAfter < done.ScoreBefore);
        RefinementCycle chosen = result.Cycles.First(c => c.Number == result.Chosen);
        var record = new StepRecord(
            result.Chosen, "b factors and occupancies", done.ScoreBefore, done.ScoreAfter, chosen.BondRmsd, chosen.BondRmsd, chosen.AngleRmsd, chosen.AngleRmsd, kept, Describe(done),
            Stopwatch.GetElapsedTime(start).TotalSeconds);
        IReadOnlyList<StepRecord> steps = [.. result.Steps, record];
        return kept ? (result with { B = done.B, Occupancy = done.Occupancy, Steps = steps }, done) : (result with { Steps = steps }, null);
    }

    private static string Describe(DisplacementResult done)
    {
        var parts = new List<string>();
        if (done.BFactors.Count > 0 && done.BFactors[^1].Refined == 0)
        {
            parts.Add("B of no atom");
        }
        else if (done.BFactors.Count > 0)
        {
            BFactorResult last = done.BFactors[^1];
            string level = last.Level switch
            {
                BFactorLevel.Individual => "per atom",
                BFactorLevel.MainAndSideChain => "per main and side chain",
                _ => "per " + last.Level.ToString().ToLowerInvariant(),
            };
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"B {level}, mean {done.BFactors[0].Before.Mean:F1} -> {last.After.Mean:F1} Å²"));
        }

        if (done.Occupancies.Count > 0)
            parts.Add($"{done.Occupancies[^1].Changes.Count} occupancies");
        return string.Join(", ", parts);
    }

    /// <summary>CC_mask of the selected heavy atoms.</summary>
    private double? CcMask(double[] x, double[] b, double[] occupancy) => CcMask(scorer, model, inputs.Selected, x, b, occupancy);

    /// <summary>CC_mask of the selected heavy atoms of any coordinates, B factors and occupancies.</summary>
    internal static double? CcMask(MapModelScorer scorer, Model model, bool[] selected, double[] x, double[] b, double[] occupancy)
    {
        bool[] heavy = [.. selected.Select((s, i) => s && !model.Atoms[i].Element.IsHydrogen)];
        var state = new DisplacementState(model, x, b, occupancy, selected);
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, heavy, scorer.Plan.Options.Scattering, withHydrogens: false, keepAbsent: true);
        atoms.SetPositions(x);
        atoms.MakeIsotropic(i => !state.IsAnisotropic(i));
        atoms.SetB([.. atoms.AtomIndices.Select(i => b[i])]);
        atoms.SetOccupancies([.. atoms.AtomIndices.Select(i => occupancy[i])]);
        return scorer.CcMask(atoms);
    }
}
