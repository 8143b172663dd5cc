using System.CommandLine;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Chemistry;
using Engine.Core.IO;
using Engine.Core.Jobs;
using Engine.Core.Jobs.Validate;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine validate: everything that can be said about a model, a map, or a model in a map.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var command = new Command(
            "validate",
            "Validate a model, a map, or a model in a map: geometry, Ramachandran, rotamers, clashes, nucleic acids, ligands, B factors; CC_mask, Q-score, EMRinger, atom inclusion, FSC.\n\n" +
            "Example: cryoengine validate model.cif map.mrc -d 3.2 --half-maps half1.mrc half2.mrc -o out/model");
        var options = new ValidateOptions();
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var context = new RunContext(parsed);
            return Run(context, options.Request(parsed, context), parsed.GetRequiredValue(options.Output), !parsed.GetValue(options.NoReport));
        });
        return command;
    }

    private static int Run(RunContext context, ValidateRequest request, string prefix, bool hasReport)
    {
        string json = prefix + "_validation.json", rows = prefix + ResidueCsv.Ending, table = prefix + TableOne.Ending;
        string chimeraX = prefix + OutlierScripts.ChimeraXEnding, coot = prefix + OutlierScripts.CootEnding;
        string[] outputs = request.ModelPath == null ? [json, table] : [json, table, rows, chimeraX, coot];
        if (hasReport)
            outputs = [.. outputs, prefix + ".html"];
        OutputFiles.Check(context, outputs);
        request.Check();
        if (context.DryRun)
            return Plan(context, request, outputs);

        using Accelerator accelerator = context.OpenDevice();
        using ValidationInputs inputs = ValidationInputs.Read(request);
        ValidationReport report = ValidateJob.Run(accelerator, inputs, request, new ComponentLibrary(new ComponentLibraryOptions { DictionaryFiles = request.Dictionaries }));
        JsonObject document = ValidationJson.Document(report, accelerator, context);
        JsonOutput.Write(json, document);
        AtomicFile.WriteText(table, writer => WriteLines(writer, TableOne.Lines(report.Before == null ? [report] : [report.Before, report])));
        if (request.ModelPath is { } model)
        {
            ResidueCsv.Write(rows, report.Residues);
            string path = Path.GetFullPath(model);
            string? map = request.MapPath == null ? null : Path.GetFullPath(request.MapPath);
            AtomicFile.WriteText(chimeraX, writer => writer.Write(OutlierScripts.ChimeraX(path, map, report.Fit?.Inclusion.Level.Value, report.Outliers)));
            AtomicFile.WriteText(coot, writer => writer.Write(OutlierScripts.Coot(path, map, report.Outliers)));
        }

        if (hasReport)
            ValidationPage.Write(prefix + ".html", json, report, inputs.Map, accelerator);
        Print(context, report, document, outputs);
        return 0;
    }

    private static int Plan(RunContext context, ValidateRequest request, string[] outputs)
    {
        if (request.ModelPath is { } model && request.MapName != null)
        {
            var job = new JobRequest
            {
                ModelPath = model,
                MapPath = request.MapPath,
                HalfMapPaths = request.HalfMapPaths,
                Resolution = request.Resolution ?? 0,
                Selection = request.Selection,
            };
            return DryRun.Print(context, job, outputs, 0);
        }

        context.Say($"would read {string.Join(", ", request.Files)} and write {string.Join(", ", outputs)}");
        return 0;
    }

    private static void Print(RunContext context, ValidationReport report, JsonObject document, string[] outputs)
    {
        foreach (string warning in report.Warnings)
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        foreach (string line in ValidationTable.Lines(report))
            context.Say(line);
        context.Say($"written: {string.Join(", ", outputs)}");
    }

    private static void WriteLines(TextWriter writer, IEnumerable<string> lines)
    {
        foreach (string line in lines)
            writer.Write(line + "\n");
    }
}
