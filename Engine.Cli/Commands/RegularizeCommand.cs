using System.CommandLine;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Jobs;
using Engine.Core.Models;
using Engine.Core.Refinement.Regularize;
using Engine.Core.Refinement.Repair;
using Engine.Core.SecondaryStructure;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine regularize: better geometry without a map.</summary>
internal static class RegularizeCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "model (PDB, mmCIF), also packed (.gz, .bz2)" };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "prefix of the files to write", HelpName = "PREFIX", Required = true };

    private static readonly Option<string> Select = new("--select")
    {
        Description = "atoms that may move, such as \"chain A\" (see docs/selection.md)",
        DefaultValueFactory = _ => "all",
        HelpName = "SELECTION",
    };

    private static readonly Option<string[]> Dictionaries = new("--dictionary")
    {
        Description = "restraint dictionaries (CIF) for ligands; may be given more than once",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> Strict = new("--strict") { Description = "a ligand that no dictionary knows is an error" };

    private static readonly Option<int> Iterations = new("--iterations")
    {
        Description = "minimiser iterations",
        DefaultValueFactory = _ => new RegularizeOptions().Iterations,
        HelpName = "N",
    };

    private static readonly Option<double> Sigma = new("--sigma")
    {
        Description = "σ that holds atoms to their places, Å; 0 lets them go",
        DefaultValueFactory = _ => new RegularizeOptions().Sigma,
        HelpName = "A",
    };

    private static readonly Option<bool> NoRepair = new("--no-repair") { Description = "leave distortions (overlaps, wrong hands, pierced rings) to the minimiser" };

    private static readonly Option<bool> NoHydrogenBonds = new("--no-hydrogen-bonds") { Description = "no restraints of hydrogen bonds, base pairs and stacks" };

    public static Command Create()
    {
        var command = new Command(
            "regularize",
            "Mend distortions and bring the geometry of a model to its ideals without a map, moving atoms as little as possible.\n\n" +
            "Example: cryoengine regularize model.pdb -o out/model\n" +
            "Example: cryoengine regularize model.cif --select \"chain A\" --sigma 0.5 -o out/model");
        command.Add(Model);
        foreach (Option option in new Option[] { Output, Select, Dictionaries, Strict, Iterations, Sigma, NoRepair, NoHydrogenBonds })
            command.Add(option);
        command.SetAction(parsed => Run(new RunContext(parsed), Request(parsed), parsed));
        return command;
    }

    private static RegularizeRequest Request(ParseResult parsed)
    {
        string model = parsed.GetRequiredValue(Model);
        InputFiles.RequireFile(model);
        string[] dictionaries = parsed.GetValue(Dictionaries) ?? [];
        foreach (string path in dictionaries)
            InputFiles.RequireFile(path);
        return new RegularizeRequest
        {
            ModelPath = model,
            Selection = parsed.GetRequiredValue(Select),
            Dictionaries = dictionaries,
            Strict = parsed.GetValue(Strict),
        };
    }

    private static RegularizeOptions Options(ParseResult parsed, ulong seed)
    {
        int iterations = parsed.GetValue(Iterations);
        if (iterations is < 1 or > 100000)
            throw new UsageException($"--iterations {iterations}: give a number from 1 to 100000");
        double sigma = parsed.GetValue(Sigma);
        if (sigma != 0 && !(sigma is >= 0.001 and <= 100))
            throw new UsageException($"--sigma {sigma}: give 0.001 to 100 Å, or 0 to let atoms go");
        return new RegularizeOptions
        {
            Iterations = iterations,
            Sigma = sigma,
            Repair = !parsed.GetValue(NoRepair),
            HydrogenBonds = parsed.GetValue(NoHydrogenBonds) ? null : new HydrogenBondOptions(),
            RepairOptions = new RepairOptions { Seed = seed },
        };
    }

    private static int Run(RunContext context, RegularizeRequest request, ParseResult parsed)
    {
        RegularizeOptions options = Options(parsed, context.Seed);
        string prefix = parsed.GetRequiredValue(Output);
        string[] outputs = [prefix + ".cif", prefix + ".pdb", prefix + "_regularize.json"];
        OutputFiles.Check(context, outputs);
        if (context.DryRun)
        {
            context.Say($"would regularize {request.ModelPath} ({request.Selection}) and write {string.Join(", ", outputs)}");
            return 0;
        }

        using var interrupt = new CancelOnInterrupt();
        using Accelerator accelerator = context.OpenDevice();
        RegularizeOutcome outcome = RegularizeJob.Run(accelerator, request, options, interrupt.Token);
        Write(context, request, options, accelerator, outcome, prefix);
        return outcome.Result.Cancelled ? (int)ExitCode.Cancelled : 0;
    }

    private static void Write(
        RunContext context, RegularizeRequest request, RegularizeOptions options, Accelerator accelerator, RegularizeOutcome outcome, string prefix)
    {
        var warnings = new List<string>(outcome.Warnings);
        RefinementRecord record = RegularizeJson.Record(outcome);
        MmcifWriter.Write(outcome.Structure, prefix + ".cif", record);
        string? whyNot = PdbWriter.WhyNot(outcome.Structure);
        if (whyNot == null)
            PdbWriter.Write(outcome.Structure, prefix + ".pdb", record);
        else
            warnings.Add($"no PDB file is written: {whyNot}");
        JsonObject document = RegularizeJson.Document(outcome, request, options, accelerator, context, warnings);
        JsonOutput.Write(prefix + "_regularize.json", document);
        foreach (string warning in warnings)
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        foreach (string line in RegularizeTable.Lines(outcome))
            context.Say(line);
        context.Say($"written: {prefix}.cif{(whyNot == null ? $", {prefix}.pdb" : "")}, {prefix}_regularize.json");
    }
}
