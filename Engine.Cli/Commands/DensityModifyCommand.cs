using System.CommandLine;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Chemistry;
using Engine.Core.DensityModification;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine density-modify: density modification of half maps by map likelihood.</summary>
internal static class DensityModifyCommand
{
    private static readonly Argument<string> Half1 = new("HALF1") { Description = "half map, neither masked nor filtered (MRC/CCP4, also packed)" };

    private static readonly Argument<string> Half2 = new("HALF2") { Description = "the other half map" };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "prefix of the files to write", HelpName = "PREFIX", Required = true };

    private static readonly Option<string> Sequence = new("--sequence") { Description = "size of the molecule: sequences of all its chains; records of A, C, G, T, U, N alone are nucleic acid", HelpName = "FASTA" };

    private static readonly Option<int> Copies = new("--copies") { Description = "how often the sequences occur", DefaultValueFactory = _ => 1, HelpName = "N" };

    private static readonly Option<double?> Mass = new("--mass") { Description = "size of the molecule: mass, kDa", HelpName = "KDA" };

    private static readonly Option<double?> Solvent = new("--solvent") { Description = "size of the molecule: part of the whole map that is solvent, 0 to 1", HelpName = "F" };

    private static readonly Option<double?> Resolution = new("--resolution", "-d") { Description = "resolution, Å (default: FSC 0.143 inside the mask)", HelpName = "D" };

    private static readonly Option<string> Mask = new("--mask") { Description = "where the molecule is and maps are compared (default: from the local variance)", HelpName = "MASK" };

    private static readonly Option<string> Full = new("--full-map") { Description = "map of all particles in place of the average of the half maps, unfiltered", HelpName = "MAP" };

    private static readonly Option<int> Cycles = new("--cycles") { Description = "most cycles; stops when one more gains less than 0.02 Å", DefaultValueFactory = _ => 1, HelpName = "N" };

    private static readonly Option<bool> NoBox = new("--no-box") { Description = "work on the whole map even where it is much larger than the molecule" };

    private static readonly Option<bool> NoAnisotropy = new("--keep-anisotropy") { Description = "do not take off the dependence of the fall-off on direction" };

    private static readonly Option<bool> NoLocal = new("--no-local-resolution") { Description = "do not compute the local resolution of the modified half maps" };

    private static readonly Option<string> Weight = new("--final-weight") { Description = "weight of the shells of the result: cc-ref, wiener (CC_ref²) or none", DefaultValueFactory = _ => "cc-ref", HelpName = "NAME" };

    private static readonly Option<string> Scale = new("--scale")
    {
        Description = "amplitudes of the result: original (those of the signal in the half maps; to refine against) or sharpened (to look at and to build into)",
        DefaultValueFactory = _ => "original",
        HelpName = "NAME",
    };

    private static readonly Option<double> Exponent = new("--scale-exponent") { Description = "amplitudes of a sharpened result: 0 = B of 10 d, 1 = level, between them part-way", DefaultValueFactory = _ => 0.5, HelpName = "X" };

    private static readonly Option<double> Blur = new("--blur") { Description = "B added to the result, Å²", HelpName = "B" };

    private static readonly Option<double> LimitFactor = new("--limit-factor") { Description = "finest resolution of the modification relative to the resolution", DefaultValueFactory = _ => new DensityModificationOptions().LimitFactor, HelpName = "F" };

    private static readonly Option<double> LargestWeight = new("--largest-weight") { Description = "largest weight of the map-phasing maps; above 1 noise that they kept is subtracted", DefaultValueFactory = _ => new ErrorModelOptions().LargestWeight, HelpName = "U" };

    private static readonly Option<double> VolumeFactor = new("--volume-factor")
    {
        Description = "volume in which density varies like that of a molecule, relative to that of its atoms",
        DefaultValueFactory = _ => new DensityModificationOptions().VolumeFactor,
        HelpName = "F",
    };

    private static readonly Option<string> ModelFile = new("--model")
    {
        Description = "model of the molecule: copies of it, refined against each half map, say what density to expect; a check of bias follows",
        HelpName = "MODEL",
    };

    private static readonly Option<int> Models = new("--models") { Description = "copies of the model for each half map; 0 = use it for symmetry only", DefaultValueFactory = _ => new DensityKnowledgeRequest().Copies, HelpName = "N" };

    private static readonly Option<double> ModelShake = new("--model-shake") { Description = "rms shake of each copy before it is refined, Å", DefaultValueFactory = _ => new DensityKnowledgeRequest().Shake, HelpName = "A" };

    private static readonly Option<double> Omit = new("--omit") { Description = "part of the residues that the check of bias leaves out; 0 = no check", DefaultValueFactory = _ => new DensityKnowledgeRequest().Omit, HelpName = "F" };

    private static readonly Option<string[]> Dictionaries = new("--dictionary") { Description = "restraint dictionaries (mmCIF) for ligands of the model", AllowMultipleArgumentsPerToken = true, HelpName = "CIF" };

    private static readonly Option<string> Symmetry = new("--symmetry")
    {
        Description = "symmetry that the reconstruction did not use: a file of operators (BIOMT, mmCIF, ncs_spec), a point group about the centre of the map (C4, D7, T, O, I, I2), or from-model",
        HelpName = "WHAT",
    };

    private static readonly MapFileOptions Files = new();

    public static Command Create()
    {
        var command = new Command(
            "density-modify",
            "Density modification of half maps: coefficients are re-estimated so that the solvent is flat and the density of the molecule is distributed as it should be, and recombined with the original " +
            "ones by errors estimated from the half maps. Needs unmasked, unfiltered half maps and the size of the molecule.\n\n" +
            "Example: cryoengine density-modify half1.mrc half2.mrc --sequence seq.fasta -o out/map\n" +
            "         cryoengine density-modify half1.mrc half2.mrc --mass 440 -d 3.1 --cycles 2 -o out/map");
        command.Add(Half1);
        command.Add(Half2);
        foreach (Option option in new Option[]
        {
            Output, Sequence, Copies, Mass, Solvent, Resolution, Mask, Full, Cycles, NoBox, NoAnisotropy, NoLocal, Weight, Scale, Exponent, Blur, LimitFactor, LargestWeight, VolumeFactor,
            ModelFile, Models, ModelShake, Omit, Dictionaries, Symmetry,
        })
            command.Add(option);
        Files.AddTo(command);
        command.SetAction(parsed =>
        {
            var context = new RunContext(parsed);
            return Run(context, Request(parsed, context.Seed), parsed.GetValue(Dictionaries) ?? [], parsed.GetRequiredValue(Output));
        });
        return command;
    }

    private static DensityModifyRequest Request(ParseResult parsed, ulong seed)
    {
        var request = new DensityModifyRequest
        {
            Half1Path = parsed.GetRequiredValue(Half1),
            Half2Path = parsed.GetRequiredValue(Half2),
            FullPath = parsed.GetValue(Full),
            MaskPath = parsed.GetValue(Mask),
            Size = new MoleculeSize { SequencePath = parsed.GetValue(Sequence), Copies = parsed.GetValue(Copies), Mass = parsed.GetValue(Mass), Solvent = parsed.GetValue(Solvent) },
            Knowledge = new DensityKnowledgeRequest
            {
                ModelPath = parsed.GetValue(ModelFile),
                Copies = parsed.GetValue(Models),
                Shake = parsed.GetValue(ModelShake),
                Symmetry = parsed.GetValue(Symmetry),
                Omit = parsed.GetValue(Omit),
                Seed = seed,
            },
            Box = !parsed.GetValue(NoBox),
            LocalResolution = !parsed.GetValue(NoLocal),
            Seed = seed,
            MapOptions = Files.Read(parsed),
            Options = new DensityModificationOptions
            {
                Resolution = parsed.GetValue(Resolution),
                Cycles = parsed.GetValue(Cycles),
                LimitFactor = parsed.GetValue(LimitFactor),
                VolumeFactor = parsed.GetValue(VolumeFactor),
                RemoveAnisotropy = !parsed.GetValue(NoAnisotropy),
                Errors = new ErrorModelOptions { LargestWeight = parsed.GetValue(LargestWeight) },
                Weight = parsed.GetRequiredValue(Weight) switch
                {
                    "cc-ref" => FinalWeight.CcRef,
                    "wiener" => FinalWeight.Wiener,
                    "none" => FinalWeight.None,
                    string other => throw new UsageException($"--final-weight {other}: give cc-ref, wiener or none"),
                },
                Scale = parsed.GetRequiredValue(Scale) switch
                {
                    "original" => OutputScale.Original,
                    "sharpened" => OutputScale.Sharpened,
                    string other => throw new UsageException($"--scale {other}: give original or sharpened"),
                },
                ScaleExponent = parsed.GetValue(Exponent),
                Blur = parsed.GetValue(Blur),
            },
        };
        foreach (string path in request.Files)
            InputFiles.RequireFile(path);
        request.Check();
        return request;
    }

    private static int Run(RunContext context, DensityModifyRequest request, string[] dictionaries, string prefix)
    {
        string modified = prefix + "_denmod.mrc", half1 = prefix + "_denmod_half1.mrc", half2 = prefix + "_denmod_half2.mrc", initial = prefix + "_initial.mrc", json = prefix + "_denmod.json";
        string local = prefix + "_locres.mrc";
        string[] maps = [modified, half1, half2, initial, .. request.LocalResolution ? new[] { local } : []], plots = [.. DensityModifyPlots.Endings.Select(e => prefix + e)];
        OutputFiles.Check(context, [.. maps, json, .. plots]);
        if (context.DryRun)
        {
            context.Say($"would modify the density of {request.Half1Path} and {request.Half2Path} in at most {request.Options.Cycles} cycles and write {string.Join(", ", maps)}, {json}, {string.Join(", ", plots)}");
            return 0;
        }

        using var interrupt = new CancelOnInterrupt();
        using Accelerator accelerator = context.OpenDevice();
        using DensityModifyOutcome outcome = DensityModifyJob.Run(accelerator, request, new ComponentLibrary(new ComponentLibraryOptions { DictionaryFiles = dictionaries }), context.Progress, interrupt.Token);
        if (outcome.Local == null)
            maps = [.. maps.Where(m => m != local)];
        MapWriter.Write(modified, outcome.Modified);
        MapWriter.Write(half1, outcome.Half1);
        MapWriter.Write(half2, outcome.Half2);
        MapWriter.Write(initial, outcome.Initial);
        if (outcome.Local is { } resolutions)
            MapWriter.Write(local, resolutions);
        string[] files = [.. maps, json, .. DensityModifyPlots.Write(prefix, outcome)];
        JsonObject document = DensityModifyJson.Document(outcome, request, accelerator, context, files);
        JsonOutput.Write(json, document);
        foreach (string warning in outcome.Warnings)
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        foreach (string line in DensityModifyTable.Lines(outcome))
            context.Say(line);
        context.Say($"written: {string.Join(", ", files)}");
        return 0;
    }
}
