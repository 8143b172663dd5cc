using Engine.Core.Chemistry;
using Engine.Core.HalfMaps.Mtriage;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Jobs.Validate;

/// <summary>Validates a model, a map, or a model in a map.</summary>
public sealed class ValidateJob
{
    private readonly Accelerator accelerator;
    private readonly ValidationInputs inputs;
    private readonly ValidateRequest request;
    private readonly ComponentLibrary library;

    private ValidateJob(Accelerator accelerator, ValidationInputs inputs, ValidateRequest request, ComponentLibrary library) =>
        (this.accelerator, this.inputs, this.request, this.library) = (accelerator, inputs, request, library);

    /// <summary>Runs the job.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="inputs">Files as read.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="library">Restraint dictionaries.</param>
    /// <exception cref="InputException">The files do not go together.</exception>
    public static ValidationReport Run(Accelerator accelerator, ValidationInputs inputs, ValidateRequest request, ComponentLibrary library)
    {
        var job = new ValidateJob(accelerator, inputs, request, library);
        ValidationReport report = job.Run(inputs.Structure, request.ModelPath, null);
        return inputs.Before == null ? report : report with { Before = job.Run(inputs.Before, request.ComparePath, report) };
    }

    /// <summary>Validates one model; <paramref name="main"/> is the report whose map and resolution it shares.</summary>
    private ValidationReport Run(Structure? structure, string? path, ValidationReport? main)
    {
        var clock = new StageClock();
        var warnings = new List<string>(main == null ? inputs.Warnings : []);
        Task<ModelChecks>? checks = structure == null ? null : Task.Run(() => ModelValidation.Run(accelerator, structure, library, request, clock));
        ValidationReport fit = main == null ? Density(structure, clock, warnings) : Density(structure!, main, clock);
        ModelChecks? model = checks?.GetAwaiter().GetResult();
        ValidationReport report = (model?.Report ?? new ValidationReport()) with
        {
            ModelPath = path,
            MapPath = request.MapName,
            Selection = request.Selection,
            Resolution = fit.Resolution,
            Map = fit.Map,
            Fit = fit.Fit,
            MtriageUnmasked = fit.MtriageUnmasked,
            MtriageMasked = fit.MtriageMasked,
            Curves = fit.Curves,
            CrossValidation = main == null ? CrossValidation() : null,
            Fingerprints = inputs.Fingerprints,
            Warnings = [.. warnings.Concat(fit.Warnings).Concat(model?.Report.Warnings ?? []).Distinct()],
            Absent = [.. (model?.Report.Absent ?? []).Concat(fit.Absent)],
        };
        if (model != null && structure != null)
            report = clock.Time("rows", () => ResidueRows.AddTo(report, model));
        return report with { Seconds = clock.Seconds, TotalSeconds = clock.Total };
    }

    /// <summary>All that needs the map.</summary>
    private ValidationReport Density(Structure? structure, StageClock clock, List<string> warnings)
    {
        if (inputs.Map is not { } map)
            return new() { Resolution = Given(structure, null), Absent = ["fit to a map: no map is given"] };
        FscReport? curves = structure == null && inputs.Halves == null ? null : clock.Time("fsc", () => Curves(map, structure));
        ValidationResolution? resolution = Given(structure, curves);
        if (resolution == null && structure != null)
            warnings.Add("no resolution is given, nor found in the model file: there are no correlations (CC_mask and others) and no expected Q-scores; give it with -d");
        var report = new ValidationReport
        {
            Resolution = resolution,
            Map = new(map.Grid, MapStatisticsCalculator.Compute(map)),
            Curves = curves?.Curves ?? [],
            Warnings = curves?.Warnings ?? [],
        };
        if (structure == null)
        {
            using var analysis = new MtriageAnalysis(accelerator, map, inputs.Halves);
            return report with
            {
                MtriageUnmasked = clock.Time("mtriage", () => analysis.Run(null, null)),
                MtriageMasked = inputs.Mask == null ? null : clock.Time("mtriage", () => analysis.Run(inputs.Mask.Values, null)),
                Absent = ["all measures of a model: no model is given"],
            };
        }

        return WithFit(report, structure, clock);
    }

    /// <summary>The same for a model to compare with.</summary>
    private ValidationReport Density(Structure structure, ValidationReport main, StageClock clock)
    {
        if (inputs.Map is not { } map)
            return new() { Resolution = main.Resolution };
        FscReport curves = clock.Time("fsc", () => FscJob.Run(accelerator, FscRequest(), map, null, (structure.First, All(structure)), inputs.Mask));
        return WithFit(new() { Resolution = main.Resolution, Map = main.Map, Curves = [.. main.Curves.Where(c => !c.Name.StartsWith("model_", StringComparison.Ordinal)), .. curves.Curves] }, structure, clock);
    }

    private ValidationReport WithFit(ValidationReport report, Structure structure, StageClock clock)
    {
        List<string> warnings = [.. report.Warnings];
        AtomResolutions? local = inputs.LocalResolutions is { } source && report.Resolution is { } d && structure == inputs.Structure ? source(d.Value, warnings) : null;
        var options = new FitOptions { Resolution = report.Resolution?.Value, Sigma = request.Sigma, Level = request.Level, Local = local };
        FitMeasures fit = FitStage.Run(accelerator, inputs.Map!, inputs.Halves, structure.First, All(structure), options);
        foreach ((string stage, double seconds) in fit.Seconds)
            clock.Add(stage, seconds);
        return report with { Fit = fit, MtriageUnmasked = fit.MtriageUnmasked, MtriageMasked = fit.MtriageMasked, Warnings = [.. warnings.Concat(fit.Warnings)] };
    }

    private HalfMapValidationRecord? CrossValidation() =>
        (request.RefinementPath ?? (request.ModelPath is { } model ? RefinementStats.Beside(model) : null)) is { } stats ? RefinementStats.Read(stats) : null;

    private FscReport Curves(DensityMap map, Structure? structure) =>
        FscJob.Run(accelerator, FscRequest(), map, inputs.Halves, structure == null ? null : (structure.First, All(structure)), inputs.Mask);

    private FscRequest FscRequest() => new()
    {
        MapPaths = request.MapPath == null ? request.HalfMapPaths : [request.MapPath],
        ModelPath = request.ModelPath,
        Resolution = request.Resolution,
        Directional = false,
        Mtriage = false,
        Seed = request.Seed,
    };

    private ValidationResolution? Given(Structure? structure, FscReport? curves)
    {
        if (request.Resolution is { } d)
            return new(d, "-d");
        if (structure != null && RecordedResolution.Of(structure) is { } recorded)
            return new(recorded.Value, $"{Path.GetFileName(structure.Name)}: {recorded.Source}");
        return curves?.Resolution is { } found ? new(found, $"FSC of the half maps 0.143, {curves.ResolutionSource}") : null;
    }

    private static bool[] All(Structure structure)
    {
        var all = new bool[structure.First.Atoms.Count];
        Array.Fill(all, true);
        return all;
    }
}
