using System.CommandLine;
using System.Text.Json.Nodes;
using Engine.Core.Chemistry;
using Engine.Core.Jobs;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine demo: the main job on a protein that the engine makes up, with the truth known.</summary>
internal static class DemoCommand
{
    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "folder for the files",
        DefaultValueFactory = _ => "cryoengine-demo",
        HelpName = "FOLDER",
    };

    private static readonly Option<double> Resolution = new("--resolution", "-d")
    {
        Description = "resolution of the simulated half maps, Å",
        DefaultValueFactory = _ => 2.8,
        HelpName = "D",
    };

    private static readonly Option<double> Shake = new("--shake") { Description = "rms displacement of the start model, Å", DefaultValueFactory = _ => 0.3, HelpName = "A" };

    public static Command Create()
    {
        var command = new Command(
            "demo",
            "Make up a small protein, simulate half maps from it, shake the model, refine it, and compare with the known truth.\n\nExample: cryoengine demo -o /tmp/demo");
        command.Add(Output);
        command.Add(Resolution);
        command.Add(Shake);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var context = new RunContext(parsed);
        string folder = parsed.GetRequiredValue(Output);
        double d = parsed.GetValue(Resolution), shake = parsed.GetValue(Shake);
        if (!(d is >= 1 and <= 10))
            throw new UsageException($"--resolution {d}: the demo works from 1 to 10 Å");
        if (!(shake is >= 0 and <= 2))
            throw new UsageException($"--shake {shake}: give 0 to 2 Å");
        if (context.DryRun)
        {
            context.Say($"would make a protein of 64 residues, half maps at {d} Å, and refine it; files in {folder}");
            return 0;
        }

        Directory.CreateDirectory(folder);
        using var interrupt = new CancelOnInterrupt();
        using Accelerator accelerator = context.OpenDevice();
        var library = new ComponentLibrary();
        context.Say($"1. a protein of 64 residues with a magnesium site (seed {context.Seed}), regularised");
        Structure structure = DemoProtein.Build(accelerator, library, context.Seed);

        context.Say($"2. half maps at {d} Å with coloured noise; the model shaken by {shake} Å rms");
        string prefix = Path.Combine(folder, "demo");
        JsonObject simulation = SimulationFiles.Write(accelerator, structure, new SimulationOptions { Resolution = d, Seed = context.Seed }, shake, prefix);

        context.Say("3. refinement against the average of the half maps");
        string start = prefix + (shake > 0 ? "_shaken.cif" : "_model.cif");
        var request = new JobRequest { ModelPath = start, HalfMapPaths = [prefix + "_half1.mrc", prefix + "_half2.mrc"], Resolution = d };
        using JobInputs inputs = JobInputs.Read(request);
        double[] truth = Coordinates.Of(StructureReader.Read(prefix + "_model.cif").First), before = Coordinates.Of(inputs.Structure.First);
        var options = new RefinementOptions { Resolution = d };
        RefineOutcome outcome = RefineJob.Run(
            accelerator, inputs, request, options, library, 0, c => context.Progress(Cli.Output.ReportTable.CycleLine(c)), interrupt.Token);
        MmcifWriter.Write(inputs.Structure, prefix + "_refined.cif", Cli.Output.ReportJson.Record(outcome, request, options, RunContext.Version));

        double errorBefore = Coordinates.Rmsd(truth, before), errorAfter = Coordinates.Rmsd(truth, outcome.Refinement.Positions);
        JsonObject summary = DemoSummary.Json(outcome, simulation, errorBefore, errorAfter);
        JsonOutput.Write(prefix + "_summary.json", summary);
        if (context.Json)
            JsonOutput.Print(summary);
        foreach (string line in DemoSummary.Table(outcome, errorBefore, errorAfter))
            context.Say(line);
        context.Say($"files are in {folder}");
        return outcome.Cancelled ? (int)ExitCode.Cancelled : errorAfter < errorBefore || shake == 0 ? 0 : (int)ExitCode.Numerical;
    }
}
