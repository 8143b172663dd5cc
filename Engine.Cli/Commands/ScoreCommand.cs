using System.CommandLine;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Chemistry;
using Engine.Core.Jobs;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine score: how well a model fits a map, and how good its geometry is.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var command = new Command(
            "score",
            "Score a model against a map: CC_mask, CC_box, CC_volume, CC_peaks, per chain and residue, and deviations from ideal geometry.\n\n" +
            "Example: cryoengine score model.pdb map.mrc -d 3.2 --select \"not water\" -o out/model");
        var options = new JobOptions();
        options.AddTo(command);
        var local = new ResolutionOptions();
        local.AddTo(command);
        command.SetAction(parsed =>
        {
            JobRequest request = options.Request(parsed);
            request = request with { LocalResolution = local.Request(parsed, request.Resolution) };
            return Run(new RunContext(parsed), request, parsed.GetRequiredValue(options.Output));
        });
        return command;
    }

    private static int Run(RunContext context, JobRequest request, string prefix)
    {
        string path = prefix + "_scores.json";
        OutputFiles.Check(context, path);
        if (context.DryRun)
            return DryRun.Print(context, request, [path], 0);
        using Accelerator accelerator = context.OpenDevice();
        using JobInputs inputs = JobInputs.Read(request);
        var warnings = new List<string>(inputs.Warnings);
        var library = new ComponentLibrary(new ComponentLibraryOptions { DictionaryFiles = request.Dictionaries });
        FitReport report = ScoreJob.Run(accelerator, inputs, request, library, warnings);
        JsonObject json = ReportJson.Scores(report, request);
        JsonObject document = ReportJson.Header("cryoengine.scores/1", inputs.Fingerprints, accelerator, context);
        foreach ((string key, JsonNode? value) in json.ToArray())
        {
            json.Remove(key);
            document[key] = value;
        }

        document["warnings"] = new JsonArray([.. warnings.Distinct().Select(w => JsonValue.Create(w))]);
        JsonOutput.Write(path, document);
        foreach (string warning in warnings.Distinct())
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        foreach (string line in ReportTable.Scores(report, request))
            context.Say(line);
        context.Say($"written: {path}");
        return 0;
    }
}
