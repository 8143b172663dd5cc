using System.Diagnostics;
using System.Globalization;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>
/// Model maps of a model file on a map's grid, every way, outside BenchmarkDotNet: median milliseconds to set beside a peer's, and the difference from the
/// exact map. Plans are made once; files and start-up are not counted, profiles are built anew for every map.
/// </summary>
internal static class ModelMapTiming
{
    private const int Repeats = 15;

    /// <summary>Runs it: arguments model file, map file, resolution, selection (default all), threads (default all), device (default cpu).</summary>
    public static int Run(string[] args)
    {
        int threads = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
        double d = double.Parse(args[2], CultureInfo.InvariantCulture);
        using Accelerator device = DeviceCatalog.Open(args.Length > 5 ? args[5] : "cpu", threads);
        Model model = StructureReader.Read(args[0]).First;
        bool[] selected = AtomSelection.Parse(args.Length > 3 ? args[3] : "all").Apply(model);
        MapGrid grid = MapReader.ReadGrid(args[1], null, []);
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, selected, ScatteringTable.Electron);
        atoms.SetResolution(d);
        Console.WriteLine(Text($"{atoms.Count} atoms, {grid.Nx} x {grid.Ny} x {grid.Nz} voxels, d = {d} Å, {device.Name}, {threads} threads, median of {Repeats}"));
        foreach (double edge in new[] { 0.2, 0 })
        {
            var options = new ModelMapOptions { Edge = edge, IncludeF000 = true };
            using var exact = new FourierMapPlan(device, grid, d, options);
            double time = Median(device, () => exact.Compute(atoms));
            var reference = new float[grid.VoxelCount];
            device.Download(exact.Values, reference);
            Report(Text($"fourier, edge {edge}"), time, Gradients(device, exact, atoms, AtomParameters.All), 0);
            using BinnedMapPlan bins = BinnedMapPlan.For(device, grid, atoms, options);
            time = Median(device, () => bins.Compute(atoms));
            Report(Text($"bins (1), edge {edge}"), time, Gradients(device, bins, atoms, AtomParameters.All), Difference(device, bins, reference));
            foreach (double radius in edge == 0 ? [2.0, 3, 4] : new[] { 2.0, 3, 4, 6 })
            {
                using var images = new ImageMapPlan(device, grid, options, new ImageMapOptions { Edge = edge, Radius = radius });
                time = Median(device, () => Anew(images, atoms));
                Report(
                    Text($"shells {radius} d, edge {edge}"), time, Gradients(device, images, atoms, AtomParameters.Position), Difference(device, images, reference),
                    Gradients(device, images, atoms, AtomParameters.All));
            }

            Builders(device, grid, atoms, options);
            if (edge == 0)
                continue;
            foreach (double accuracy in new[] { 0.005, 0.001 })
            {
                using var images = new ImageMapPlan(device, grid, options, new ImageMapOptions { Edge = edge, Accuracy = accuracy });
                time = Median(device, () => Anew(images, atoms));
                Report(
                    Text($"shells --accuracy {accuracy} ({images.Shape!.Radius:0.##} d, estimate {images.EstimatedError:0.#####})"), time,
                    Gradients(device, images, atoms, AtomParameters.Position), Difference(device, images, reference));
            }
        }

        return 0;
    }

    /// <summary>Time of the profiles alone: that of a map with profiles built anew, less that of a map with profiles at hand.</summary>
    private static void Builders(Accelerator device, MapGrid grid, ScatteringAtoms atoms, ModelMapOptions options)
    {
        foreach (ImageBuilder builder in new[] { ImageBuilder.Matrix, ImageBuilder.Shells })
        {
            using var images = new ImageMapPlan(device, grid, options, new ImageMapOptions { Edge = options.Edge, Radius = 3, Builder = builder });
            double anew = Median(device, () => Anew(images, atoms)), again = Median(device, () => images.Compute(atoms));
            Console.WriteLine(Text($"profiles by {images.BuilderName}, edge {options.Edge}, {images.TermCount} columns or terms, {images.ClassCount} classes: {anew - again:F2} ms"));
        }
    }

    private static void Anew(ImageMapPlan plan, ScatteringAtoms atoms)
    {
        plan.ForgetProfiles();
        plan.Compute(atoms);
    }

    private static double Gradients(Accelerator device, ModelMapMethod method, ScatteringAtoms atoms, AtomParameters wanted)
    {
        using DeviceBuffer<float> slopes = device.Allocate<float>(method.Grid.VoxelCount, "slopes");
        using DeviceBuffer<float> observed = device.Allocate<float>(method.Grid.VoxelCount, "observed");
        var gradients = new AtomGradients(atoms.Count, wanted);
        return Median(device, () => method.Gradients(atoms, slopes, gradients));
    }

    private static double Median(Accelerator device, Action action)
    {
        var times = new double[Repeats];
        for (int i = -3; i < Repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            device.Synchronize();
            if (i >= 0)
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[Repeats / 2];
    }

    /// <summary>Rms difference over the standard deviation of the exact map.</summary>
    private static double Difference(Accelerator device, ModelMapMethod method, float[] reference)
    {
        var values = new float[reference.Length];
        device.Download(method.Values, values);
        double mean = 0, square = 0, difference = 0;
        for (int i = 0; i < values.Length; i++)
            mean += reference[i];
        mean /= values.Length;
        for (int i = 0; i < values.Length; i++)
        {
            square += (reference[i] - mean) * (reference[i] - mean);
            difference += ((double)values[i] - reference[i]) * ((double)values[i] - reference[i]);
        }

        return Math.Sqrt(difference / square);
    }

    private static void Report(string what, double map, double gradients, double difference, double? all = null) =>
        Console.WriteLine(Text($"{what,-52} map {map,8:F2} ms   gradients {gradients,8:F2} ms{(all == null ? "" : Text($" (all parameters {all:F2} ms)"))}   difference {difference:0.#######}"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
