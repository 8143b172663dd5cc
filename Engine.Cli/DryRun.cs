using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Models.Selection;

namespace Engine.Cli;

/// <summary>The plan of a job, from headers alone: what would be read, written, held in memory, and roughly how long it takes.</summary>
internal static class DryRun
{
    // Measured on two cores of a 2024 server: see docs/benchmarks.md. Rough on purpose: the order of magnitude is what a plan needs.
    private const double SecondsPerAtomCycle = 3e-4;
    private const double SecondsPerVoxelScore = 2e-7;

    /// <summary>Prints the plan.</summary>
    /// <param name="context">Global options.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="outputs">Files that would be written.</param>
    /// <param name="cycles">Macro-cycles; 0 for scoring alone.</param>
    public static int Print(RunContext context, JobRequest request, string[] outputs, int cycles)
    {
        string mapPath = request.MapPath ?? request.HalfMapPaths[0];
        MapHeader header = MapReader.ReadHeader(mapPath);
        Structure structure = StructureReader.Read(request.ModelPath);
        int atoms = AtomSelection.Parse(request.Selection).Apply(structure.First).Count(s => s);
        double voxels = header.VoxelCount;

        // Map on the host and the device, one padded splat grid with its transform, the model map, and a mask byte.
        double bytes = voxels * (4 + 4 + 4 + 1) + 2 * voxels * (4 + 4) + structure.First.Atoms.Count * 3.0 * 8 * 30;
        double seconds = 0.4 + voxels * SecondsPerVoxelScore * (2 + cycles) + cycles * structure.First.Atoms.Count * SecondsPerAtomCycle;
        Console.Out.WriteLine($"model    {request.ModelPath}: {structure.First.Atoms.Count} atoms, {atoms} selected");
        Console.Out.WriteLine($"map      {mapPath}: {header.Size.X} x {header.Size.Y} x {header.Size.Z} voxels, mode {header.Mode}");
        Console.Out.WriteLine($"device   {context.DeviceName}, {context.Threads} threads");
        Console.Out.WriteLine($"memory   about {bytes / 1048576:F0} MiB");
        Console.Out.WriteLine($"time     about {Math.Max(1, Math.Round(seconds)):F0} s");
        Console.Out.WriteLine($"writes   {string.Join(", ", outputs)}");
        return 0;
    }
}
