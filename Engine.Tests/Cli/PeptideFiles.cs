using Engine.Core.Models;
using Engine.Tests.IO;
using Engine.Tests.Simulation;

namespace Engine.Tests.Cli;

/// <summary>Files of a small simulated case: half maps, truth and a shaken model of a made-up peptide, made by the command simulate.</summary>
internal sealed class PeptideFiles : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Simulates the case.</summary>
    /// <param name="structure">The true model; null = the first twelve residues of the made-up protein.</param>
    public PeptideFiles(Structure? structure = null)
    {
        MmcifWriter.Write(structure ?? SyntheticCase.Peptide(12), folder["peptide.cif"]);
        Simulation = CommandLine.Run("simulate", folder["peptide.cif"], "-d", "2.8", "--margin", "8", "--shake", "0.3", "--seed", "5", "-o", folder["sim"], "--device", "cpu");
    }

    /// <summary>What simulate said.</summary>
    public CommandResult Simulation { get; }

    public string Model => folder["sim_shaken.cif"];

    public string Truth => folder["sim_model.cif"];

    public string Map => folder["sim_half1.mrc"];

    public string OtherMap => folder["sim_half2.mrc"];

    /// <summary>Names of all files.</summary>
    public string[] Names => folder.Names;

    /// <summary>Path of a file.</summary>
    public string this[string name] => folder[name];

    /// <summary>A quick refinement.</summary>
    public CommandResult Refine(string prefix, params string[] options) =>
        CommandLine.Run(["refine", Model, Map, "-d", "2.8", "--cycles", "2", "--iterations", "25", "--device", "cpu", "-o", this[prefix], .. options]);

    public void Dispose() => folder.Dispose();
}
