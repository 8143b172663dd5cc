using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Simulation;
using Engine.Kernels.Cpu;

namespace Engine.Tests.Rotamers;

/// <summary>A real protein with maps that are simulated from it, noise included.</summary>
internal static class SimulatedProtein
{
    /// <summary>A protomer of PDB entry 3AJO.</summary>
    public static Model Read() => StructureReader.Read(SharedData.Require("data", "synthetic", "apo_half_3.0", "model.pdb")).First;

    /// <summary>Both half maps averaged and filtered as for refinement; the model is moved to the middle of the box.</summary>
    /// <param name="model">Changed.</param>
    /// <param name="resolution">Å.</param>
    /// <param name="addedB">Å².</param>
    public static DensityMap Map(Model model, double resolution, double addedB)
    {
        using var cpu = new CpuAccelerator(0);
        var simulator = new HalfMapSimulator(cpu, new SimulationOptions { Resolution = resolution, UniformB = addedB, Margin = 8, Seed = 7 });
        simulator.Centre(model);
        using SimulatedMaps maps = simulator.Run(model);
        using DensityMap average = MapAverage.Average(maps.Half1, maps.Half2);
        return MatchedFilter.Filter(cpu, average, MatchedFilter.BlurFor(resolution));
    }
}
