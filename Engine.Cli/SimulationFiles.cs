using System.Text.Json.Nodes;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary>Runs the simulator and writes its maps, models and summary.</summary>
internal static class SimulationFiles
{
    /// <summary>Simulates and writes; returns the summary that is also in PREFIX_simulation.json.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="structure">The truth; moved to the middle of the box.</param>
    /// <param name="options">What the maps are like.</param>
    /// <param name="shake">Root mean square displacement of the start model, Å; 0 = none is written.</param>
    /// <param name="prefix">Prefix of the files.</param>
    public static JsonObject Write(Accelerator accelerator, Structure structure, SimulationOptions options, double shake, string prefix)
    {
        var simulator = new HalfMapSimulator(accelerator, options);
        simulator.Centre(structure.First);
        using SimulatedMaps maps = simulator.Run(structure.First);
        MapWriter.Write(prefix + "_half1.mrc", maps.Half1);
        MapWriter.Write(prefix + "_half2.mrc", maps.Half2);
        MapWriter.Write(prefix + "_truth.mrc", maps.Truth);
        MmcifWriter.Write(structure, prefix + "_model.cif");
        if (shake > 0)
        {
            ModelShaker.Shake(structure.First, shake, options.Seed);
            MmcifWriter.Write(structure, prefix + "_shaken.cif");
        }

        var summary = new JsonObject
        {
            ["schema"] = "cryoengine.simulation/1",
            ["seed"] = options.Seed,
            ["atoms"] = structure.First.Atoms.Count,
            ["resolution_wanted"] = options.Resolution,
            ["resolution_masked"] = maps.MaskedResolution,
            ["resolution_unmasked"] = maps.UnmaskedResolution,
            ["truth_cut_off"] = maps.CutOff,
            ["noise_amplitude"] = maps.NoiseAmplitude,
            ["noise_b"] = options.NoiseB,
            ["added_b"] = options.AddedB,
            ["shake_rms"] = shake,
            ["grid"] = new JsonArray(maps.Truth.Grid.Nx, maps.Truth.Grid.Ny, maps.Truth.Grid.Nz),
            ["voxel"] = maps.Truth.Grid.VoxelSize.X,
        };
        JsonOutput.Write(prefix + "_simulation.json", summary);
        return summary;
    }
}
