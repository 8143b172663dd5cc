using System.CommandLine;
using System.Text.Json.Nodes;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine simulate: half maps with known truth from a model.</summary>
internal static class SimulateCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "model (PDB or mmCIF)" };

    private static readonly Option<double> Resolution = new("--resolution", "-d")
    {
        Description = "resolution at which the FSC of the halves inside a soft mask crosses 0.143, Å",
        HelpName = "D",
        Required = true,
    };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "prefix of the files to write", HelpName = "PREFIX", Required = true };

    private static readonly Option<string> Select = new("--select") { Description = "atoms to use", DefaultValueFactory = _ => "all", HelpName = "SELECTION" };

    private static readonly Option<double?> Voxel = new("--voxel") { Description = "voxel size, Å (default: a third of the resolution)", HelpName = "A" };

    private static readonly Option<double> Margin = new("--margin")
    {
        Description = "distance from the outermost atoms to the box edge, Å",
        DefaultValueFactory = _ => 15,
        HelpName = "A",
    };

    private static readonly Option<double?> B = new("--b") { Description = "B factor of all atoms, Å² (default: as in the model)", HelpName = "B" };

    private static readonly Option<double> AddB = new("--add-b") { Description = "B factor added to every atom, Å²", HelpName = "B" };

    private static readonly Option<double> NoiseB = new("--noise-b") { Description = "B factor of the noise spectrum, Å²", HelpName = "B" };

    private static readonly Option<double> Shake = new("--shake") { Description = "also write the model displaced at random by this rms, Å", HelpName = "A" };

    public static Command Create()
    {
        var command = new Command(
            "simulate",
            "Simulate a pair of half maps from a model: the exact model map plus independent coloured noise of a wanted resolution.\n\n" +
            "Example: cryoengine simulate model.pdb -d 3.0 --add-b 60 --shake 0.3 -o sim/model");
        command.Add(Model);
        foreach (Option option in new Option[] { Resolution, Output, Select, Voxel, Margin, B, AddB, NoiseB, Shake })
            command.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var context = new RunContext(parsed);
        string prefix = parsed.GetRequiredValue(Output), path = parsed.GetRequiredValue(Model);
        double shake = parsed.GetValue(Shake);
        string[] outputs = [prefix + "_half1.mrc", prefix + "_half2.mrc", prefix + "_truth.mrc", prefix + "_model.cif", prefix + "_simulation.json"];
        OutputFiles.Check(context, shake > 0 ? [.. outputs, prefix + "_shaken.cif"] : outputs);
        var options = new SimulationOptions
        {
            Resolution = Positive(parsed.GetRequiredValue(Resolution), "--resolution"),
            Voxel = parsed.GetValue(Voxel) is double v ? Positive(v, "--voxel") : null,
            Margin = Positive(parsed.GetValue(Margin), "--margin"),
            UniformB = parsed.GetValue(B),
            AddedB = parsed.GetValue(AddB),
            NoiseB = parsed.GetValue(NoiseB),
            Seed = context.Seed,
        };
        InputFiles.RequireFile(path);
        Structure structure = StructureReader.Read(path);
        Model model = StructureCopy.Select(structure.First, AtomSelection.Parse(parsed.GetRequiredValue(Select)).Apply(structure.First));
        var chosen = new Structure { Name = structure.Name };
        chosen.Models.Add(model);
        if (context.DryRun)
        {
            context.Say($"would simulate half maps of {model.Atoms.Count} atoms at {options.Resolution} Å and write {string.Join(", ", outputs)}");
            return 0;
        }

        using Accelerator accelerator = context.OpenDevice();
        JsonObject summary = SimulationFiles.Write(accelerator, chosen, options, shake, prefix);
        if (context.Json)
            JsonOutput.Print(summary);
        context.Say($"FSC 0.143 at {(double)summary["resolution_masked"]!:F2} Å inside a soft mask; seed {options.Seed}");
        context.Say($"written: {string.Join(", ", outputs)}{(shake > 0 ? $", {prefix}_shaken.cif" : "")}");
        return 0;
    }

    private static double Positive(double value, string option) =>
        value > 0 && double.IsFinite(value) ? value : throw new UsageException($"{option} {value}: give a positive number");
}
