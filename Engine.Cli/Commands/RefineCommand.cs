using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Chemistry;
using Engine.Core.IO;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Core.Refinement.Convergence;
using Engine.Core.Refinement.Displacements;
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

    private static readonly Option<WeightGrouping> WeightsBy = new("--weights-by")
    {
        Description = "parts of the model that get weights of their own where the map shows more or less of them: none, chain or domain (found from the coordinates)",
        DefaultValueFactory = _ => WeightGrouping.None,
    };

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

    private static readonly Option<string[]> RigidBodies = new("--rigid-body")
    {
        Description = "selection that is moved as one rigid body into its density first; may be given more than once",
        HelpName = "SELECTION",
    };

    private static readonly Option<NcsMode> Ncs = new("--ncs") { Description = "copies of chains: auto or restraints (held near their mean), constraints (kept equal), none", DefaultValueFactory = _ => NcsMode.Auto };

    private static readonly Option<bool?> SecondaryStructure = new("--secondary-structure")
    {
        Description = "hydrogen bonds of helices, sheets and base pairs: true or false (default: beyond 3 Å)",
    };

    private static readonly Option<bool?> HoldStart = new("--hold-start")
    {
        Description = "hold atoms near the start, as loosely as the main chain moved from it: true or false (default: with half maps)",
    };

    private static readonly Option<string> RestraintFile = new("--restraints") { Description = "file of your own bonds, angles, torsions, planes and positions (docs/ncs.md)", HelpName = "FILE" };

    private static readonly Option<string> ReferenceFile = new("--reference-model") { Description = "structure of the same molecule whose torsions are kept", HelpName = "FILE" };

    private static readonly Option<double?> ReferenceSigma = new("--reference-sigma")
    {
        Description = "also hold atoms at their places in the reference model, each chain superposed, with this standard deviation, Å",
        HelpName = "A",
    };

    private static readonly Option<string> ReferenceSelection = new("--reference-select")
    {
        Description = "atoms that --reference-sigma holds (default: all that the reference has)",
        HelpName = "SELECTION",
    };

    private static readonly Option<bool> BackboneTargets = new("--cdl")
    {
        Description = "targets of main-chain bonds and angles that depend on φ and ψ (conformation-dependent library), found anew for each macro-cycle",
    };

    private static readonly Option<bool> NoRotamers = new("--no-rotamers") { Description = "leave side chains in their rotamers and do not restrain them" };

    private static readonly Option<bool> NoFlips = new("--no-flips") { Description = "leave peptides and the ends of Asn, Gln and His the way round they are" };

    private static readonly HalfMapCommandOptions HalfMaps = new();

    private static readonly LocScaleCycleCommandOptions LocScale = new();

    private static readonly ResolutionOptions LocalResolution = new();

    private static readonly Option<string> BFactors = new("--b-factors")
    {
        Description = "which atoms share a refined B factor: auto (each its own, beyond 4 Å residues), individual, mainandsidechain, residue, chain, overall, or none (B stays)",
        DefaultValueFactory = _ => "auto",
        HelpName = "LEVEL",
    };

    private static readonly Option<bool> NoOccupancies = new("--no-occupancies") { Description = "leave occupancies as they are" };

    private static readonly Option<InterpolationKind> Interpolation = new("--interpolation")
    {
        Description = "density between voxels: tricubic or trilinear",
        DefaultValueFactory = _ => InterpolationKind.Tricubic,
    };

    private static readonly Option<bool> Resume = new("--resume") { Description = "go on from PREFIX_checkpoint.bin of a run that was stopped or killed; without that file start anew" };

    private static readonly Option<bool> GeometryList = new("--geometry-list") { Description = "write every restraint and its deviation, worst first, to PREFIX_geometry.tsv" };

    public static Command Create()
    {
        var command = new Command(
            "refine",
            "Refine the coordinates of a model against a map with full stereochemical restraints.\n\n" +
            "Example: cryoengine refine model.pdb map.mrc.gz -d 3.2 -o out/model\n" +
            "Example: cryoengine refine model.cif --half-maps half1.mrc half2.mrc -d 2.8 --select \"chain A\" --dictionary LIG.cif -o out/model");
        var options = new JobOptions();
        options.AddTo(command);
        foreach (Option option in new Option[] { Cycles, Iterations, Weight, WeightsBy, BondRmsd, AngleRmsd, Blur, TorsionScale, Target, RamachandranWeight, Protocol, Start, RigidBodies, Ncs, SecondaryStructure, NoRotamers, NoFlips, BFactors, NoOccupancies, HoldStart, RestraintFile, ReferenceFile, ReferenceSigma, ReferenceSelection, BackboneTargets, Interpolation, Resume, GeometryList })
            command.Add(option);
        HalfMaps.AddTo(command);
        LocScale.AddTo(command);
        LocalResolution.AddTo(command);
        command.SetAction(parsed => Run(new RunContext(parsed), Request(parsed, options), Options(parsed, options), parsed.GetRequiredValue(options.Output), parsed.GetValue(Resume), parsed.GetValue(GeometryList)));
        return command;
    }

    private static JobRequest Request(ParseResult parsed, JobOptions job)
    {
        JobRequest request = job.Request(parsed);
        return request with { HalfMaps = HalfMaps.Read(parsed, request, hasGoal: parsed.GetValue(BondRmsd) != null || parsed.GetValue(AngleRmsd) != null, hasWeight: parsed.GetValue(Weight) != null), LocScale = LocScale.Read(parsed), LocalResolution = LocalResolution.Request(parsed, request.Resolution) };
    }

    private static RefinementOptions Options(ParseResult parsed, JobOptions job)
    {
        var options = new RefinementOptions
        {
            Resolution = parsed.GetRequiredValue(job.Resolution),
            Cycles = parsed.GetValue(Cycles),
            Iterations = parsed.GetValue(Iterations),
            Weight = parsed.GetValue(Weight),
            WeightGroups = parsed.GetValue(WeightsBy),
            BondRmsd = parsed.GetValue(BondRmsd),
            AngleRmsd = parsed.GetValue(AngleRmsd),
            Blur = parsed.GetValue(Blur),
            TorsionScale = parsed.GetValue(TorsionScale),
            BackboneTargets = parsed.GetValue(BackboneTargets),
            Target = parsed.GetValue(Target),
            RamachandranWeight = parsed.GetValue(RamachandranWeight),
            Full = parsed.GetValue(Protocol) switch
            {
                "xyz" => null,
                "full" => new FullProtocol
                {
                    Start = parsed.GetValue(Start),
                    RigidBodies = Selections(parsed.GetValue(RigidBodies) ?? []),
                    Ncs = parsed.GetValue(Ncs),
                    SecondaryStructure = parsed.GetValue(SecondaryStructure),
                    Rotamers = !parsed.GetValue(NoRotamers),
                    Flips = !parsed.GetValue(NoFlips),
                    BFactors = Level(parsed.GetValue(BFactors)!),
                    Occupancies = !parsed.GetValue(NoOccupancies),
                    HoldStart = parsed.GetValue(HoldStart),
                    RestraintFile = Existing(parsed.GetValue(RestraintFile)),
                    ReferenceFile = Existing(parsed.GetValue(ReferenceFile)),
                    ReferenceSigma = parsed.GetValue(ReferenceSigma),
                    ReferenceSelection = Selections([parsed.GetValue(ReferenceSelection) ?? "all"])[0],
                    Seed = (ulong)parsed.GetValue(GlobalOptions.Seed),
                },
                var other => throw new UsageException($"--run {other}: give full or xyz"),
            },
            Interpolation = parsed.GetValue(Interpolation),
        };
        if (options.Cycles is < 1 or > 1000)
            throw new UsageException($"--cycles {options.Cycles}: give a number from 1 to 1000");
        if (options.Iterations is < 1 or > 100000)
            throw new UsageException($"--iterations {options.Iterations}: give a number from 1 to 100000");
        if (options.Weight is double w && !(w >= 0 && double.IsFinite(w)))
            throw new UsageException($"--weight {w}: give a number of 0 or more");
        if (options.Weight != null && options.WeightGroups != WeightGrouping.None)
            throw new UsageException($"--weights-by {parsed.GetValue(WeightsBy)}: a weight given with --weight holds for the whole model; give one of them");
        CheckReference(parsed);
        if (options.Blur is double b && !(b >= 0 && b <= 1e4))
            throw new UsageException($"--blur {b}: give 0 to 10000 Å²");
        if (!(options.TorsionScale >= 0 && options.TorsionScale <= 100))
            throw new UsageException($"--torsion-scale {options.TorsionScale}: give 0 to 100");
        return options;
    }

    private static void CheckReference(ParseResult parsed)
    {
        if (parsed.GetValue(ReferenceSigma) is double sigma && !(sigma > 0 && sigma <= 100))
            throw new UsageException($"--reference-sigma {sigma}: give a number above 0, up to 100 Å");
        if (parsed.GetValue(ReferenceSigma) != null && (parsed.GetValue(ReferenceFile) == null || parsed.GetValue(Protocol) == "xyz"))
            throw new UsageException("--reference-sigma: needs --reference-model FILE and the full protocol, --run full");
        if (parsed.GetValue(ReferenceSelection) != null && parsed.GetValue(ReferenceSigma) == null)
            throw new UsageException("--reference-select: says which atoms --reference-sigma holds; give that too");
    }

    /// <summary>The selections, whose words are checked before anything is read.</summary>
    private static string[] Selections(string[] texts)
    {
        foreach (string text in texts)
            AtomSelection.Parse(text);
        return texts;
    }

    private static BFactorLevel? Level(string text)
    {
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase))
            return null;
        return Enum.TryParse(text, ignoreCase: true, out BFactorLevel level) && Enum.IsDefined(level)
            ? level
            : throw new UsageException($"--b-factors {text}: give auto, individual, mainandsidechain, residue, chain, overall or none");
    }

    private static string? Existing(string? path)
    {
        if (path != null)
            InputFiles.RequireFile(path);
        return path;
    }

    private static int Run(RunContext context, JobRequest request, RefinementOptions options, string prefix, bool resume, bool geometryList)
    {
        string checkpointPath = prefix + "_checkpoint.bin";
        string[] outputs =
        [
            prefix + ".cif", prefix + ".pdb", prefix + ".log", prefix + "_stats.json", prefix + "_attempt.cif", checkpointPath, .. RefinementPlots.Endings.Select(e => prefix + e),
            .. geometryList ? [prefix + GeometryListWriter.Ending] : Array.Empty<string>(), .. request.HalfMaps?.Test == true ? CurveFiles(prefix) : [], .. request.LocScale == null ? [] : new[] { prefix + ScaledMap },
        ];

        // What a stopped run has written is replaced by the run that goes on from its checkpoint.
        bool going = resume && File.Exists(checkpointPath);
        OutputFiles.Check(context.Overwrite || going, outputs);
        if (context.DryRun)
            return DryRun.Print(context, request, outputs, options.Cycles);
        using var interrupt = new CancelOnInterrupt();
        using Accelerator accelerator = context.OpenDevice();
        long start = Stopwatch.GetTimestamp();
        using JobInputs inputs = JobInputs.Read(request with { OtherFiles = options.Full?.Files ?? [] });
        double readSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var library = new ComponentLibrary(new ComponentLibraryOptions { DictionaryFiles = request.Dictionaries });
        context.Progress($"refining {inputs.Selected.Count(s => s)} of {inputs.Selected.Length} atoms on {accelerator.Name}");
        var checkpoint = new CheckpointFile(checkpointPath, CheckpointSetup.Of(inputs.Fingerprints, request, options), accelerator.Name);
        RefinementProgress? progress = resume ? checkpoint.Read(inputs.Selected.Length) : null;
        SayResumed(context, checkpoint, progress, resume);
        RefineOutcome outcome = RefineJob.Run(
            accelerator, inputs, request, options, library, readSeconds, cycle => context.Progress(ReportTable.CycleLine(cycle)), interrupt.Token, checkpoint, progress);
        using LocScaleCycleOutcome? scaling = outcome.LocScale;
        Write(context, request, inputs, accelerator, outcome, options, library, prefix);
        RefinementPlots.Write(prefix, outcome, inputs.Selected);
        if (geometryList)
            GeometryListWriter.Write(prefix + GeometryListWriter.Ending, outcome.Terms, outcome.Refinement.Positions, inputs.Selected);
        if (outcome.Cancelled)
            RunContext.Warn(StoppedLine(outcome, checkpointPath));
        else
            checkpoint.Delete();
        return outcome.Cancelled ? (int)ExitCode.Cancelled : 0;
    }

    private static void SayResumed(RunContext context, CheckpointFile checkpoint, RefinementProgress? progress, bool resume)
    {
        if (progress != null)
            context.Say($"resumed from {checkpoint.Path} after macro-cycle {progress.Cycles[^1].Number}");
        else if (resume)
            RunContext.Warn($"{checkpoint.Path}: no such checkpoint, the refinement starts anew");
        if (checkpoint.DeviceOfFile is { } device && device != checkpoint.Device)
            RunContext.Warn($"{checkpoint.Path}: was made on {device}, not on {checkpoint.Device}; the last digits of the result may differ");
    }

    private static string StoppedLine(RefineOutcome outcome, string checkpoint)
    {
        string model = outcome.Refinement.Chosen == 0 ? "the model before the first macro-cycle" : $"the best model so far (macro-cycle {outcome.Refinement.Chosen})";
        return $"stopped by a signal: {model} is written; " + (File.Exists(checkpoint) ? $"--resume goes on from {checkpoint}" : "there is no checkpoint yet, so --resume would start anew");
    }

    private const string ScaledMap = "_locscale.mrc";

    private static string[] CurveFiles(string prefix) => [prefix + "_fsc.csv", prefix + "_fsc.svg"];

    private static void WriteCurves(HalfMapReport report, string prefix)
    {
        AtomicFile.WriteText(prefix + "_fsc.svg", writer => writer.Write(HalfMapJson.Chart(report).ToSvg()));
        AtomicFile.WriteText(prefix + "_fsc.csv", writer =>
        {
            foreach (string line in report.CsvLines())
                writer.WriteLine(line);
        });
    }

    private static void Write(
        RunContext context, JobRequest request, JobInputs inputs, Accelerator accelerator, RefineOutcome outcome, RefinementOptions options,
        ComponentLibrary library, string prefix)
    {
        var warnings = new List<string>(outcome.Warnings);
        if (outcome.HalfMaps?.Report?.Verdict is { IsOverfitted: true } verdict)
            warnings.Add($"half maps: {verdict.Message}");
        string attempt = prefix + "_attempt.cif";
        bool kept = !outcome.Decision.Accepted && !outcome.Cancelled;
        if (kept)
        {
            MmcifWriter.Write(inputs.Structure, attempt, ReportJson.Record(outcome, request, options, RunContext.Version));
            warnings.Add($"the refined model is not better than the input ({outcome.Decision.Deciding}): the input is written, the attempt to {attempt}");
        }

        // An attempt of an earlier run under the same name has nothing to do with this one.
        if (!kept)
            File.Delete(attempt);
        RefinementRecord? record = kept ? null : ReportJson.Record(outcome, request, options, RunContext.Version);
        Structure written = kept ? outcome.Input : inputs.Structure;
        MmcifWriter.Write(written, prefix + ".cif", record);
        string? whyNot = PdbWriter.WhyNot(written);
        if (whyNot == null)
            PdbWriter.Write(written, prefix + ".pdb", record);
        else
            warnings.Add($"no PDB file is written: {whyNot}");

        JsonObject document = ReportJson.Header("cryoengine.refinement/1", inputs.Fingerprints, accelerator, context);
        document["timings_s"] = ReportJson.Timings(outcome.Seconds);
        document["before"] = ReportJson.Scores(outcome.Before, request);
        document["after"] = ReportJson.Scores(outcome.After, request);
        document["after"]!["cc_mask_heavy_input_b"] = outcome.CcMaskHeavyInputB;
        document["displacements"] = DisplacementJson.Of(outcome.Displacements);
        document["refinement"] = ReportJson.Refinement(outcome, options, library);
        document["model_notes"] = ReportJson.Notes(outcome.Notes);
        document["cycles"] = ReportJson.Cycles(outcome.Refinement);
        document["steps"] = ReportJson.Steps(outcome.Refinement);
        document["flips"] = StepChangeJson.Flips(outcome.Refinement);
        document["side_chains_turned"] = StepChangeJson.SideChains(outcome.Refinement);
        document["validation"] = new JsonObject { ["before"] = RecordJson.Of(outcome.QualityBefore), ["after"] = RecordJson.Of(outcome.QualityAfter) };
        document["decision"] = ReportJson.Decision(outcome.Decision);
        document["locscale"] = LocScaleCycleJson.Of(outcome.LocScale);
        document["half_maps"] = HalfMapJson.Of(outcome.HalfMaps);
        document["warnings"] = new JsonArray([.. warnings.Select(w => JsonValue.Create(w))]);
        JsonOutput.Write(prefix + "_stats.json", document);

        HalfMapReport? halves = outcome.HalfMaps?.Report;
        if (halves != null)
            WriteCurves(halves, prefix);
        if (outcome.LocScale is { } scaling)
            MapWriter.Write(prefix + ScaledMap, scaling.Map);
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
        context.Say($"written: {prefix}.cif{(whyNot == null ? $", {prefix}.pdb" : "")}, {prefix}.log, {prefix}_stats.json{(halves == null ? "" : ", " + string.Join(", ", CurveFiles(prefix)))}{(outcome.LocScale == null ? "" : $", {prefix}{ScaledMap}")}");
    }
}
