using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Geometry;
using Engine.Core.IO;
using Engine.Core.Jobs;
using Engine.Core.LocScale;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine locscale: local amplitude scaling.</summary>
internal static class LocScaleCommand
{
    private static readonly Argument<string[]> Maps = new("MAP") { Description = "map that was not sharpened, or two half maps, which are averaged (MRC/CCP4, also packed)", Arity = new ArgumentArity(1, 2) };

    private static readonly Option<string> Model = new("--model") { Description = "model whose map is the reference (PDB, mmCIF)", HelpName = "MODEL" };

    private static readonly Option<string> Reference = new("--reference") { Description = "reference map on the same grid", HelpName = "MAP" };

    private static readonly Option<bool> NoReference = new("--no-reference") { Description = "scale without a reference: every window gets the B factor of --target-b, by a Guinier fit, up to the resolution" };

    private static readonly Option<bool> Hybrid = new("--hybrid") { Description = "where the reference has no density (or everywhere with --no-reference) scale to the profile of a protein with the B factor of --target-b" };

    private static readonly Option<double?> Resolution = new("--resolution", "-d") { Description = "resolution of the map, Å (default with half maps: where their FSC falls below 0.143)", HelpName = "D" };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "prefix of the files to write", HelpName = "PREFIX", Required = true };

    private static readonly Option<double> Window = new("--window") { Description = "side of the windows, Å, rounded up to an even number of voxels", DefaultValueFactory = _ => 25, HelpName = "A" };

    private static readonly Option<string> Mask = new("--mask")
    {
        Description = "where to scale: a mask file, auto (from the density) or fdr (voxels that stand out of the noise); default: round the atoms of the model, else auto",
        HelpName = "M",
    };

    private static readonly Option<bool> SoftEdge = new("--soft-edge") { Description = "scale where the mask is above 0.01 and multiply by it, instead of cutting at 0.5" };

    private static readonly Option<string> Select = new("--select") { Description = "atoms of the model to use (see docs/selection.md)", DefaultValueFactory = _ => "all", HelpName = "SELECTION" };

    private static readonly Option<bool> RefineB = new("--refine-b") { Description = "refine the B factors against the map before the reference map is made (the default)" };

    private static readonly Option<bool> NoRefineB = new("--no-refine-b") { Description = "take the B factors of the model" };

    private static readonly Option<double> AverageB = new("--average-b") { Description = "replace every B by the mean of the atoms within this distance, Å (LocScale 2 takes 25)", HelpName = "A" };

    private static readonly Option<string> Table = new("--table") { Description = "form factors: electron, electron-ions, xray or neutron", DefaultValueFactory = _ => "electron", HelpName = "NAME" };

    private static readonly Option<string> Compat = new("--compat") { Description = "locscale2: the shells of that program, which use an eighth of the coefficients", HelpName = "NAME" };

    private static readonly Option<bool> Fast = new("--fast") { Description = "approximate: windows on a coarse grid, amplitudes between them interpolated; the error against exact windows is measured and reported" };

    private static readonly Option<string> Symmetry = new("--symmetry")
    {
        Description = "average the scaled map over symmetry: C4, D7, T, O, I or I2 (main axis along z, centre of the box), a file of operators (BIOMT, mmCIF, ncs_spec), or from-model",
        HelpName = "S",
    };

    private static readonly Option<string> SymmetryCentre = new("--symmetry-centre") { Description = "where the axes of a point group meet, Å (default: the voxel n/2 along every axis)", HelpName = "X,Y,Z" };

    private static readonly Option<double> TargetB = new("--target-b") { Description = "B that windows get without a reference, Å²", DefaultValueFactory = _ => 20, HelpName = "B" };

    private static readonly Option<bool> NoLocalB = new("--no-local-b") { Description = "do not write the local B map" };

    private static readonly Option<bool> WriteReference = new("--write-reference") { Description = "also write the reference map that was made from the model, PREFIX_reference.mrc" };

    private static readonly Option<bool> Resume = new("--resume") { Description = "go on from PREFIX_locscale_checkpoint.bin of a run that was stopped or killed" };

    private static readonly Option<double?> VoxelSize = new("--voxel-size") { Description = "voxel size that replaces the header's, Å", HelpName = "A" };

    private static readonly Option<bool> NanToZero = new("--nan-to-zero") { Description = "replace NaN voxels by 0 instead of refusing the map" };

    public static Command Create()
    {
        var command = new Command(
            "locscale",
            "Scale the amplitudes of a map locally to those of a reference, in rolling windows (LocScale), so that every region is shown at the contrast it supports.\n\n" +
            "Example: cryoengine locscale map.mrc --model model.cif -d 3.2 -o out/map\n" +
            "         cryoengine locscale half1.mrc half2.mrc --no-reference -o out/map");
        command.Add(Maps);
        foreach (Option option in new Option[]
        {
            Model, Reference, NoReference, Hybrid, Resolution, Output, Window, Mask, SoftEdge, Select, RefineB, NoRefineB, AverageB, Table, Compat, Fast, Symmetry, SymmetryCentre, TargetB, NoLocalB, WriteReference, Resume,
            VoxelSize, NanToZero,
        })
            command.Add(option);
        command.SetAction(parsed => Run(new RunContext(parsed), Request(parsed), parsed));
        return command;
    }

    private static LocScaleRequest Request(ParseResult parsed)
    {
        if (parsed.GetValue(RefineB) && parsed.GetValue(NoRefineB))
            throw new UsageException("--refine-b and --no-refine-b contradict each other: give one of them");
        if (parsed.GetValue(Fast) && (parsed.GetValue(Compat) != null || parsed.GetValue(Resume)))
            throw new UsageException(parsed.GetValue(Resume) ? "--fast keeps no checkpoint: leave out --resume" : "--fast and --compat contradict each other: give one of them");
        (LocScaleMask mask, string? maskPath) = parsed.GetValue(Mask) switch
        {
            null => (LocScaleMask.Default, null),
            "auto" => (LocScaleMask.Density, null),
            "fdr" => (LocScaleMask.Confidence, null),
            string path => (LocScaleMask.File, (string?)path),
        };
        var request = new LocScaleRequest
        {
            MapPaths = parsed.GetRequiredValue(Maps),
            ModelPath = parsed.GetValue(Model),
            ReferencePath = parsed.GetValue(Reference),
            NoReference = parsed.GetValue(NoReference),
            Selection = parsed.GetRequiredValue(Select),
            Resolution = parsed.GetValue(Resolution),
            RefineB = !parsed.GetValue(NoRefineB),
            AverageRadius = parsed.GetValue(AverageB),
            Scattering = ScatteringTable.Named(parsed.GetRequiredValue(Table)),
            Symmetry = parsed.GetValue(Symmetry),
            SymmetryCentre = Centre(parsed.GetValue(SymmetryCentre)),
            Mask = mask,
            MaskPath = maskPath,
            MapOptions = new MapReadOptions
            {
                VoxelSize = parsed.GetValue(VoxelSize) is not { } v ? null : v > 0 ? new Vec3(v, v, v) : throw new UsageException($"--voxel-size {v}: give a positive number of Å"),
                NanToZero = parsed.GetValue(NanToZero),
            },
            Options = Scaling(parsed),
        };
        foreach (string path in request.Files)
            InputFiles.RequireFile(path);
        request.Check();
        return request;
    }

    private static Vec3? Centre(string? text)
    {
        if (text == null)
            return null;
        double[] numbers = [.. text.Split(',').Select(w => double.TryParse(w, NumberStyles.Float, CultureInfo.InvariantCulture, out double v) ? v : double.NaN)];
        return numbers.Length == 3 && numbers.All(double.IsFinite) ? new Vec3(numbers[0], numbers[1], numbers[2]) : throw new UsageException($"--symmetry-centre {text}: give three numbers of Å, X,Y,Z");
    }

    private static LocScaleOptions Scaling(ParseResult parsed) => new()
    {
        Window = parsed.GetValue(Window),
        Target = parsed.GetValue(Hybrid) ? LocScaleTarget.Hybrid : parsed.GetValue(NoReference) ? LocScaleTarget.Guinier : LocScaleTarget.Reference,
        Mode = parsed.GetValue(Compat) switch
        {
            null => parsed.GetValue(Fast) ? LocScaleMode.Fast : LocScaleMode.Exact,
            "locscale2" => LocScaleMode.LocScale2,
            string other => throw new UsageException($"--compat {other}: give locscale2"),
        },
        SoftEdge = parsed.GetValue(SoftEdge),
        Threshold = parsed.GetValue(SoftEdge) ? 0.01 : 0.5,
        TargetB = parsed.GetValue(TargetB),
        LocalB = !parsed.GetValue(NoLocalB),
        Resume = parsed.GetValue(Resume),
    };

    private static int Run(RunContext context, LocScaleRequest request, ParseResult parsed)
    {
        string prefix = parsed.GetRequiredValue(Output), map = prefix + "_locscale.mrc", json = prefix + "_locscale.json", plot = prefix + "_locscale.svg";
        string checkpoint = prefix + "_locscale_checkpoint.bin";
        string? localB = request.Options.LocalB ? prefix + "_local_b.mrc" : null;
        string? reference = parsed.GetValue(WriteReference) ? prefix + "_reference.mrc" : null;
        string[] outputs = [map, json, plot, .. new[] { localB, reference }.OfType<string>()];
        if (reference != null && request.ModelPath == null)
            throw new UsageException("--write-reference: a reference map is only made from a --model");
        OutputFiles.Check(context, outputs);
        OutputFiles.Check(context.Overwrite || request.Options.Resume, checkpoint);
        if (context.DryRun)
        {
            context.Say($"would scale {string.Join(" and ", request.MapPaths)} in windows of {request.Options.Window} Å and write {string.Join(", ", outputs)}");
            return 0;
        }

        using var interrupt = new CancelOnInterrupt();
        request = request with { Options = request.Options with { CheckpointPath = checkpoint, Progress = p => context.Progress(LocScaleTable.Progress(p)) } };
        using Accelerator accelerator = context.OpenDevice();
        using LocScaleOutcome outcome = LocScaleJob.Run(accelerator, request, interrupt.Token);
        MapWriter.Write(map, outcome.Result.Map);
        if (localB != null)
            MapWriter.Write(localB, outcome.Result.LocalB!);
        if (reference != null)
            MapWriter.Write(reference, outcome.Reference!.Map);
        AtomicFile.WriteText(plot, writer => writer.Write(LocScalePlot.Svg(outcome.Result.Audit)));
        JsonObject document = LocScaleJson.Document(outcome, request, accelerator, context, outputs);
        JsonOutput.Write(json, document);
        foreach (string warning in outcome.Warnings)
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        foreach (string line in LocScaleTable.Lines(outcome, request))
            context.Say(line);
        context.Say($"written: {string.Join(", ", outputs)}");
        return 0;
    }
}
