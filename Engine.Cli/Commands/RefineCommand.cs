using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Chemistry;
using Engine.Core.IO;
using Engine.Core.Jobs;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Core.Refinement.Convergence;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine refine: the main job.</summary>
internal static class RefineCommand
{
    private static readonly Option<int> Cycles = new("--cycles") { Description = "macro-cycles", DefaultValueFactory = _ => 5, HelpName = "N" };

    private static readonly Option<int> Iterations = new("--iterations")
    {
        Description = "minimiser iterations per macro-cycle",
        DefaultValueFactory = _ => 150,
        HelpName = "N",
    };

    private static readonly Option<double?> Weight = new("--weight") { Description = "weight of the map term (default: found automatically)", HelpName = "W" };

    private static readonly Option<double?> BondRmsd = new("--bond-rmsd") { Description = "bond rmsd to aim for, Å (default: by resolution)", HelpName = "A" };

    private static readonly Option<double?> AngleRmsd = new("--angle-rmsd") { Description = "angle rmsd to aim for, degrees (default: by resolution)", HelpName = "DEG" };

    private static readonly Option<double?> Blur = new("--blur") { Description = "B that blurs the target map, Å² (default: 4 d²)", HelpName = "B" };

    private static readonly Option<double> TorsionScale = new("--torsion-scale")
    {
        Description = "factor of the weight of periodic torsions",
        DefaultValueFactory = _ => new RefinementOptions { Resolution = 1 }.TorsionScale,
        HelpName = "F",
    };

    private static readonly Option<CoordinateTarget> Target = new("--target")
    {
        Description = "what coordinates are fitted to: density (at the atoms), leastsquares or correlation (of the model map), auto (density, then least squares)",
        DefaultValueFactory = _ => CoordinateTarget.Auto,
    };

    private static readonly Option<double?> RamachandranWeight = new("--ramachandran-weight")
    {
        Description = "weight of the Ramachandran potential; 0 switches it off (default: by resolution)",
        HelpName = "W",
    };

    private static readonly Option<string> Protocol = new("--run")
    {
        Description = "protocol: full (start, rotamers, secondary structure, copies of chains) or xyz (coordinates, dictionaries and Ramachandran potential only)",
        DefaultValueFactory = _ => "full",
        HelpName = "NAME",
    };

    private static readonly Option<StartMode> Start = new("--start")
    {
        Description = "what is done about the start: good (nothing), auto (what its score asks for), poor (everything: rigid bodies, untangling, morphing)",
        DefaultValueFactory = _ => StartMode.Good,
    };

    private static readonly Option<NcsMode> Ncs = new("--ncs") { Description = "copies of chains: auto or restraints (held near their mean), none", DefaultValueFactory = _ => NcsMode.Auto };

    private static readonly Option<bool?> SecondaryStructure = new("--secondary-structure")
    {
        Description = "hydrogen bonds of helices, sheets and base pairs: true or false (default: beyond 3 Å)",
    };

    private static readonly Option<string> RestraintFile = new("--restraints") { Description = "file of your own bonds, angles, torsions and planes (docs/ncs.md)", HelpName = "FILE" };

    private static readonly Option<string> ReferenceFile = new("--reference-model") { Description = "structure of the same molecule whose torsions are kept", HelpName = "FILE" };

    private static readonly Option<bool> NoRotamers = new("--no-rotamers") { Description = "leave side chains in their rotamers and do not restrain them" };

    private static readonly Option<bool> NoFlips = new("--no-flips") { Description = "leave peptides and the ends of Asn, Gln and His the way round they are" };

    private static readonly Option<InterpolationKind> Interpolation = new("--interpolation")
    {
        Description = "density between voxels: tricubic or trilinear",
        DefaultValueFactory = _ => InterpolationKind.Tricubic,
    };

    public static Command Create()
    {
        var command = new Command(
            "refine",
            "Refine the coordinates of a model against a map with full stereochemical restraints.\n\n" +
            "Example: cryoengine refine model.pdb map.mrc.gz -d 3.2 -o out/model\n" +
            "Example: cryoengine refine model.cif --half-maps half1.mrc half2.mrc -d 2.8 --select \"chain A\" --dictionary LIG.cif -o out/model");
        var options = new JobOptions();
        options.AddTo(command);
        foreach (Option option in new Option[] { Cycles, Iterations, Weight, BondRmsd, AngleRmsd, Blur, TorsionScale, Target, RamachandranWeight, Protocol, Start, Ncs, SecondaryStructure, NoRotamers, NoFlips, RestraintFile, ReferenceFile, Interpolation })
            command.Add(option);
        command.SetAction(parsed => Run(new RunContext(parsed), options.Request(parsed), Options(parsed, options), parsed.GetRequiredValue(options.Output)));
        return command;
    }

    private static RefinementOptions Options(ParseResult parsed, JobOptions job)
    {
        var options = new RefinementOptions
        {
            Resolution = parsed.GetRequiredValue(job.Resolution),
            Cycles = parsed.GetValue(Cycles),
            Iterations = parsed.GetValue(Iterations),
            Weight = parsed.GetValue(Weight),
            BondRmsd = parsed.GetValue(BondRmsd),
            AngleRmsd = parsed.GetValue(AngleRmsd),
            Blur = parsed.GetValue(Blur),
            TorsionScale = parsed.GetValue(TorsionScale),
            Target = parsed.GetValue(Target),
            RamachandranWeight = parsed.GetValue(RamachandranWeight),
            Full = parsed.GetValue(Protocol) switch
            {
                "xyz" => null,
                "full" => new FullProtocol
                {
                    Start = parsed.GetValue(Start),
                    Ncs = parsed.GetValue(Ncs),
                    SecondaryStructure = parsed.GetValue(SecondaryStructure),
                    Rotamers = !parsed.GetValue(NoRotamers),
                    Flips = !parsed.GetValue(NoFlips),
                    RestraintFile = Existing(parsed.GetValue(RestraintFile)),
                    ReferenceFile = Existing(parsed.GetValue(ReferenceFile)),
                    Seed = (ulong)parsed.GetValue(GlobalOptions.Seed),
                },
                var other => throw new UsageException($"--run {other}: give full or xyz"),
            },
            Interpolation = parsed.GetValue(Interpolation),
        };
        if (options.Full?.Ncs == NcsMode.Constraints)
            throw new UsageException("--ncs constraints: refine restrains copies to their mean, it does not constrain them; give restraints, auto or none");
        if (options.Cycles is < 1 or > 1000)
            throw new UsageException($"--cycles {options.Cycles}: give a number from 1 to 1000");
        if (options.Iterations is < 1 or > 100000)
            throw new UsageException($"--iterations {options.Iterations}: give a number from 1 to 100000");
        if (options.Weight is double w && !(w >= 0 && double.IsFinite(w)))
            throw new UsageException($"--weight {w}: give a number of 0 or more");
        if (options.Blur is double b && !(b >= 0 && b <= 1e4))
            throw new UsageException($"--blur {b}: give 0 to 10000 Å²");
        if (!(options.TorsionScale >= 0 && options.TorsionScale <= 100))
            throw new UsageException($"--torsion-scale {options.TorsionScale}: give 0 to 100");
        return options;
    }

    private static string? Existing(string? path)
    {
        if (path != null)
            InputFiles.RequireFile(path);
        return path;
    }

    private static int Run(RunContext context, JobRequest request, RefinementOptions options, string prefix)
    {
        string[] outputs = [prefix + ".cif", prefix + ".pdb", prefix + ".log", prefix + "_stats.json"];
        OutputFiles.Check(context, outputs);
        if (context.DryRun)
            return DryRun.Print(context, request, outputs, options.Cycles);
        using var interrupt = new CancelOnInterrupt();
        using Accelerator accelerator = context.OpenDevice();
        long start = Stopwatch.GetTimestamp();
        using JobInputs inputs = JobInputs.Read(request with { OtherFiles = options.Full?.Files ?? [] });
        double readSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var library = new ComponentLibrary(new ComponentLibraryOptions { DictionaryFiles = request.Dictionaries });
        context.Progress($"refining {inputs.Selected.Count(s => s)} of {inputs.Selected.Length} atoms on {accelerator.Name}");
        RefineOutcome outcome = RefineJob.Run(
            accelerator, inputs, request, options, library, readSeconds, cycle => context.Progress(ReportTable.CycleLine(cycle)), interrupt.Token);
        Write(context, request, inputs, accelerator, outcome, options, library, prefix);
        return outcome.Cancelled ? (int)ExitCode.Cancelled : 0;
    }

    private static void Write(
        RunContext context, JobRequest request, JobInputs inputs, Accelerator accelerator, RefineOutcome outcome, RefinementOptions options,
        ComponentLibrary library, string prefix)
    {
        var warnings = new List<string>(outcome.Warnings);
        string attempt = prefix + "_attempt.cif";
        bool kept = !outcome.Decision.Accepted && !outcome.Cancelled;
        if (kept)
        {
            MmcifWriter.Write(inputs.Structure, attempt, ReportJson.Record(outcome, request, RunContext.Version));
            Coordinates.Set(inputs.Structure.First, outcome.Start);
            warnings.Add($"the refined model is not better than the input ({outcome.Decision.Deciding}): the input is written, the attempt to {attempt}");
        }

        RefinementRecord? record = kept ? null : ReportJson.Record(outcome, request, RunContext.Version);
        MmcifWriter.Write(inputs.Structure, prefix + ".cif", record);
        string? whyNot = PdbWriter.WhyNot(inputs.Structure);
        if (whyNot == null)
            PdbWriter.Write(inputs.Structure, prefix + ".pdb", record);
        else
            warnings.Add($"no PDB file is written: {whyNot}");

        JsonObject document = ReportJson.Header("cryoengine.refinement/1", inputs.Fingerprints, accelerator, context);
        document["timings_s"] = ReportJson.Timings(outcome.Seconds);
        document["before"] = ReportJson.Scores(outcome.Before, request);
        document["after"] = ReportJson.Scores(outcome.After, request);
        document["refinement"] = ReportJson.Refinement(outcome, options, library);
        document["cycles"] = ReportJson.Cycles(outcome.Refinement);
        document["steps"] = ReportJson.Steps(outcome.Refinement);
        document["validation"] = new JsonObject { ["before"] = RecordJson.Of(outcome.QualityBefore), ["after"] = RecordJson.Of(outcome.QualityAfter) };
        document["decision"] = ReportJson.Decision(outcome.Decision);
        document["warnings"] = new JsonArray([.. warnings.Select(w => JsonValue.Create(w))]);
        JsonOutput.Write(prefix + "_stats.json", document);

        string[] table = [.. ReportTable.Refinement(outcome, request, accelerator, warnings)];
        AtomicFile.WriteText(prefix + ".log", writer =>
        {
            foreach (string line in table)
                writer.WriteLine(line);
        });
        foreach (string warning in warnings)
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        foreach (string line in table)
            context.Say(line);
        context.Say($"written: {prefix}.cif{(whyNot == null ? $", {prefix}.pdb" : "")}, {prefix}.log, {prefix}_stats.json");
    }
}
