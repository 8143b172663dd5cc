using System.Diagnostics;
using System.Globalization;
using Engine.Core.Chemistry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Core.Jobs.Bench;

/// <summary>
/// Rows of whole commands: each is a process of its own, start-up, files and outputs included, on copies of the synthetic protein and simulated half maps of 3 Å with 1 Å voxels. A new one is a
/// line in the list.
/// </summary>
/// <param name="start">How to start the engine with arguments.</param>
public sealed class CommandRows(Func<string[], ProcessStartInfo> start) : IDisposable
{
    private const double Resolution = 3, Voxel = 1, Shake = 0.3;

    /// <summary>Beginning of the name of every row.</summary>
    public const string Prefix = "command.";

    private static readonly BenchSize[] Sizes = [new(500, BenchSet.Quick), new(4000, BenchSet.Default), new(17_000, BenchSet.Full), new(100_000, BenchSet.Full)];

    private readonly string folder = Directory.CreateTempSubdirectory("cryoengine-bench-").FullName;
    private readonly HashSet<long> made = [];

    /// <summary>The rows.</summary>
    public IReadOnlyList<BenchRow> All =>
    [
        Row("refine", "refinement of a shaken model", "shaken.cif", "map.mrc", "-d", "3"),
        Row("score", "scores of a model in a map", "model.cif", "map.mrc", "-d", "3"),
        Row("validate", "validation of a model in a map, with its page", "model.cif", "map.mrc", "-d", "3"),
        Row("regularize", "better geometry without a map", "shaken.cif"),
        Row("hydrogenate", "hydrogens", "model.cif"),
        Row("simulate", "half maps of a model", "model.cif", "-d", "3"),
        Row("model-map", "the map that a model predicts", "model.cif", "--like", "map.mrc", "-d", "3"),
        Row("diff-map", "difference map", "model.cif", "map.mrc", "-d", "3"),
        Row("fsc", "Fourier shell correlations of half maps", "half1.mrc", "half2.mrc"),
        Row("mask", "mask from density", "map.mrc"),
        Row("sharpen", "automatic sharpening", "half1.mrc", "half2.mrc"),
        Row("locscale", "LocScale against a model", "map.mrc", "--model", "model.cif", "-d", "3"),
        Row("local-resolution", "local resolution", "half1.mrc", "half2.mrc"),
        Row("local-filter", "every voxel filtered to its own resolution", "half1.mrc", "half2.mrc"),
        Row("density-modify", "density modification", "half1.mrc", "half2.mrc", "--sequence", "sequence.fasta"),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(folder, true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What the system still holds is left to its cleaning of temporary files.
        }
    }

    private BenchRow Row(string verb, string what, params string[] arguments) => new()
    {
        Name = Prefix + verb,
        What = $"cryoengine {verb}: {what}; a process from start to end",
        Unit = "atoms",
        Sizes = Sizes,
        Memory = n => 5e8 + 6e4 * n,
        Prepare = (scope, n) =>
        {
            string data = Make(scope.Device, n), output = Path.Combine(data, "out_" + verb + (verb == "model-map" ? ".mrc" : ""));
            string[] all =
            [
                verb, .. arguments.Select(a => a.Contains('.', StringComparison.Ordinal) ? Path.Combine(data, a) : a), "-o", output,
                "--device", scope.Device.Name, "--threads", scope.Threads.ToString(CultureInfo.InvariantCulture), "--overwrite", "--quiet",
            ];
            return new(() => Run(all), CommandLine: "cryoengine " + string.Join(' ', all.Select(a => a.Contains(' ', StringComparison.Ordinal) ? $"\"{a}\"" : a)).Replace(folder + "/", "", StringComparison.Ordinal));
        },
    };

    private void Run(string[] arguments)
    {
        ProcessStartInfo info = start(arguments);
        (info.RedirectStandardOutput, info.RedirectStandardError) = (true, true);
        using Process process = Process.Start(info) ?? throw new InputException("the engine does not start");
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        _ = output.GetAwaiter().GetResult();
        string[] lines = error.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (process.ExitCode != 0)
            throw new InputException($"cryoengine {arguments[0]} ended with exit code {process.ExitCode}: {lines.LastOrDefault() ?? "it says nothing"}");
    }

    /// <summary>Writes the files of a size, once.</summary>
    private string Make(Accelerator device, long atoms)
    {
        string data = Path.Combine(folder, atoms.ToString(CultureInfo.InvariantCulture));
        if (!made.Add(atoms))
            return data;
        Directory.CreateDirectory(data);
        Model one = DemoProtein.Build(device, new ComponentLibrary(ComponentLibraryOptions.BuiltInOnly), 1).First;
        int copies = (int)Math.Max(1, Math.Round((double)atoms / one.Atoms.Count));
        Structure structure = RepeatedModel.Of(one, copies);
        var simulator = new HalfMapSimulator(device, new SimulationOptions { Resolution = Resolution, Voxel = Voxel });
        simulator.Centre(structure.First);
        using SimulatedMaps maps = simulator.Run(structure.First);
        MapWriter.Write(Path.Combine(data, "half1.mrc"), maps.Half1);
        MapWriter.Write(Path.Combine(data, "half2.mrc"), maps.Half2);
        using (DensityMap average = MapAverage.Average(maps.Half1, maps.Half2))
            MapWriter.Write(Path.Combine(data, "map.mrc"), average);
        MmcifWriter.Write(structure, Path.Combine(data, "model.cif"));
        ModelShaker.Shake(structure.First, Shake, 1);
        MmcifWriter.Write(structure, Path.Combine(data, "shaken.cif"));
        File.WriteAllLines(Path.Combine(data, "sequence.fasta"), Enumerable.Range(1, copies).SelectMany(c => (string[])[$">copy {c}", SyntheticProtein.Letters]));
        return data;
    }
}
