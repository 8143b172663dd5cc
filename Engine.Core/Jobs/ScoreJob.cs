using Engine.Core.Chemistry;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Scoring;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Everything that is said about one model in one map: the score keys of every command.</summary>
/// <param name="Scores">Map-model correlations of the selected atoms, with and without hydrogens.</param>
/// <param name="Geometry">Deviations from ideal geometry, heavy atoms and hydrogens apart.</param>
public sealed record FitReport(MapModelScores Scores, GeometryStatistics Geometry);

/// <summary>Scores a model against a map: correlations and geometry. Atoms that are not selected are absent.</summary>
public static class ScoreJob
{
    /// <summary>Runs the job.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="inputs">Files.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="library">Restraint dictionaries.</param>
    /// <param name="warnings">Receives what the user should know.</param>
    public static FitReport Run(Accelerator accelerator, JobInputs inputs, JobRequest request, ComponentLibrary library, List<string> warnings)
    {
        Model model = StructureCopy.Select(inputs.Structure.First, inputs.Selected);
        RestraintModel restraints = RestraintBuilder.Build(model, inputs.Structure.Links, library, new RestraintOptions { Strict = request.Strict });
        warnings.AddRange(library.Warnings);
        warnings.AddRange(restraints.Warnings);
        var all = new bool[model.Atoms.Count];
        Array.Fill(all, true);
        AtomResolutions? local = null;
        if (request.LocalResolution is { IsLocal: true } source)
        {
            local = source.Resolve(inputs.Structure, request.MapOptions, inputs.Map.Grid, warnings).Of(inputs.Selected);
            if (source.Column == ResolutionColumn.B)
                throw new UsageException("--resolution-from b: the scores need the B column for B factors; write the resolutions to another file, or give --local-resolution MAP");
        }

        using var scorer = new MapModelScorer(accelerator, inputs.Map, request.Resolution);
        MapModelScores scores = scorer.Score(model, all, local);
        warnings.AddRange(scores.Warnings);
        return new(scores, GeometryStatistics.Compute(restraints, Coordinates.Of(model)));
    }
}
