using System.Diagnostics;
using System.Globalization;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>Time and peak memory of a model map of many copies of a model side by side, one size per process so that the peak is its own.</summary>
internal static class ModelMapScaling
{
    /// <summary>Runs it: arguments model file, resolution, voxel, copies, method (shells, fourier), threads (default all).</summary>
    public static int Run(string[] args)
    {
        double d = double.Parse(args[1], CultureInfo.InvariantCulture), voxel = double.Parse(args[2], CultureInfo.InvariantCulture);
        int copies = int.Parse(args[3], CultureInfo.InvariantCulture);
        int threads = args.Length > 5 ? int.Parse(args[5], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
        using Accelerator device = DeviceCatalog.Open("cpu", threads);
        Model model = RepeatedModel.Of(StructureReader.Read(args[0]).First, copies).First;
        var all = new bool[model.Atoms.Count];
        Array.Fill(all, true);
        MapGrid grid = MapBox.Around(model.Atoms.Select(a => a.Position), voxel, 5);
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, all, ScatteringTable.Electron);
        atoms.SetResolution(d);
        var options = new ModelMapOptions { Edge = 0.2 };
        using ModelMapMethod method = args[4] == "fourier" ? new FourierMapPlan(device, grid, d, options) : new ImageMapPlan(device, grid, options);
        var times = new List<double>();
        for (int i = 0; i < 3; i++)
        {
            long start = Stopwatch.GetTimestamp();
            method.Compute(atoms);
            device.Synchronize();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        using DeviceBuffer<float> slopes = device.Allocate<float>(grid.VoxelCount, "slopes");
        var gradients = new AtomGradients(atoms.Count, AtomParameters.Position | AtomParameters.Displacement | AtomParameters.Occupancy);
        long begin = Stopwatch.GetTimestamp();
        method.Gradients(atoms, slopes, gradients);
        double gradient = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        long peak = Process.GetCurrentProcess().PeakWorkingSet64;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{args[4]} {atoms.Count} atoms on {grid.Nx} x {grid.Ny} x {grid.Nz}: map {times.Min():F3} s, gradients {gradient:F3} s, {1e6 * times.Min() / atoms.Count:F2} µs per atom, peak memory {peak / 1073741824.0:F2} GiB"));
        return 0;
    }
}
