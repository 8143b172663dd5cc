using System.Globalization;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Scoring;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>
/// What atoms with a resolution each are worth, on maps made from a model with known resolutions plus white noise: agreement with a model map of these resolutions
/// against that of the best single one, and resolutions of chains found from a wrong start. The figures of docs/model-maps.md.
/// </summary>
internal static class LocalResolutionStudy
{
    private const double Edge = 0.2;
    private static double noise = 0.5;

    /// <summary>Runs it: arguments model file, and a table (CSV, last column Å per atom in the order of the model) or chains such as A=4,B=7; voxel; sd of the noise over that of the map (default 0.5).</summary>
    public static int Run(string[] args)
    {
        using Accelerator device = DeviceCatalog.Open("cpu", Environment.ProcessorCount);
        Model model = StructureReader.Read(args[0]).First;
        double voxel = double.Parse(args[2], CultureInfo.InvariantCulture);
        noise = args.Length > 3 ? double.Parse(args[3], CultureInfo.InvariantCulture) : noise;
        bool byChain = args[1].Contains('=', StringComparison.Ordinal);
        if (byChain)
        {
            string[] wanted = [.. args[1].Split(',').Select(p => p[..p.IndexOf('=', StringComparison.Ordinal)])];
            model = StructureCopy.Select(model, [.. model.Atoms.Select(a => wanted.Contains(ChainOf(model, a)))]);
        }

        double[] resolutions = byChain ? FromChains(model, args[1]) : FromTable(args[1]);
        if (resolutions.Length != model.Atoms.Count)
            throw new InputException($"{args[1]}: {resolutions.Length} resolutions for {model.Atoms.Count} atoms");
        double limit = 2 * (1 + Edge) * voxel;
        int clamped = resolutions.Count(d => d < limit);
        resolutions = [.. resolutions.Select(d => Math.Max(d, limit))];
        var all = new bool[model.Atoms.Count];
        Array.Fill(all, true);
        MapGrid grid = MapBox.Around(model.Atoms.Select(a => a.Position), voxel, 16);
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, all, ScatteringTable.Electron);
        Console.WriteLine(Text($"{atoms.Count} atoms, {grid.Nx} x {grid.Ny} x {grid.Nz} voxels of {voxel} Å, resolutions {resolutions.Min():F2} to {resolutions.Max():F2} Å ({clamped} atoms set to the limit of the voxel)"));

        atoms.SetResolutions(resolutions);
        var options = new ModelMapOptions { Edge = Edge };
        using BinnedMapPlan bins = BinnedMapPlan.For(device, grid, atoms, options);
        bins.Compute(atoms);
        using DensityMap map = AddNoise(bins.ToDensityMap("simulated"));
        using DeviceBuffer<float> observed = device.Upload(map.Values, "observed map");
        using VoxelMaskHolder mask = new(grid, atoms);
        Report("every atom at its own", bins, observed, map, mask, device);
        (double bestD, double bestCc) = (0, -1);
        for (double d = limit; d <= resolutions.Max() + 0.01; d += 0.1)
        {
            using var plan = new FourierMapPlan(device, grid, d, options);
            plan.Compute(atoms);
            double cc = mask.Correlation(device, map, plan) ?? -1;
            if (cc > bestCc)
                (bestD, bestCc) = (d, cc);
        }

        using var best = new FourierMapPlan(device, grid, bestD, options);
        best.Compute(atoms);
        Report(Text($"best single one, {bestD:F2} Å"), best, observed, map, mask, device);
        if (byChain)
            Recover(device, model, atoms, grid, options, observed, args[1], limit);
        return 0;
    }

    private static void Recover(
        Accelerator device, Model model, ScatteringAtoms atoms, MapGrid grid, ModelMapOptions options, DeviceBuffer<float> observed, string wanted, double limit)
    {
        string[] chains = [.. wanted.Split(',').Select(p => p[..p.IndexOf('=', StringComparison.Ordinal)])];
        int[] group = [.. atoms.AtomIndices.Select(i => Array.IndexOf(chains, ChainOf(model, model.Atoms[i])))];
        using var images = new ImageMapPlan(device, grid, options, new ImageMapOptions { Edge = Edge });
        using var fit = new ResolutionFit(device, images, atoms, group, observed, null, limit);
        foreach (double start in new[] { 3.5, 5.5, 9 })
        {
            var from = new double[chains.Length];
            Array.Fill(from, start);
            ResolutionFitResult result = fit.Run(from);
            Console.WriteLine(Text($"by dT/dd from {start} Å: {string.Join(", ", chains.Zip(result.Resolutions, (c, d) => Text($"{c} {d:F3} Å")))}; 1 - CC² {result.Start:F4} to {result.Final:F4} in {result.Evaluations} maps"));
        }
    }

    private static void Report(string what, ModelMapMethod method, DeviceBuffer<float> observed, DensityMap map, VoxelMaskHolder mask, Accelerator device)
    {
        MapTargetValue residual = MapTargets.LeastSquares(device, observed, method.Values, null, map.Grid.VoxelCount, null);
        Console.WriteLine(Text($"{what,-28} CC_mask {mask.Correlation(device, map, method):F4}   least-squares residual 1 - CC² {residual.Value:F4}"));
    }

    private static DensityMap AddNoise(DensityMap map)
    {
        double sd = noise * MapStatisticsCalculator.Summarize(map).Statistics.StandardDeviation;
        var random = new RandomSource(1);
        for (long i = 0; i < map.Values.Length; i++)
            map.Values[i] += (float)(sd * random.NextNormal());
        return map;
    }

    private static string ChainOf(Model model, Atom atom) => model.Chains[model.Residues[atom.ResidueIndex].ChainIndex].Id;

    private static double[] FromChains(Model model, string text)
    {
        var byChain = text.Split(',').Select(p => p.Split('=')).ToDictionary(p => p[0], p => double.Parse(p[1], CultureInfo.InvariantCulture));
        return AtomResolutions.FromChains(model, byChain, 4).Values;
    }

    private static double[] FromTable(string path) =>
        [.. File.ReadLines(path).Skip(1).Where(l => l.Length > 0).Select(l => double.Parse(l.AsSpan(l.LastIndexOf(',') + 1), CultureInfo.InvariantCulture))];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The molecular mask of the scores, and correlations inside it.</summary>
    private sealed class VoxelMaskHolder(MapGrid grid, ScatteringAtoms atoms) : IDisposable
    {
        private readonly VoxelMask mask = MolecularMask.Of(grid, atoms);
        private readonly NativeBuffer<float> values = new(grid.VoxelCount, "model map on the host");

        public double? Correlation(Accelerator device, DensityMap map, ModelMapMethod method)
        {
            device.Download(method.Values, values);
            return MapCorrelation.Inside(mask, map.Values, values);
        }

        public void Dispose() => values.Dispose();
    }
}
