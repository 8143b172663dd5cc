using System.Diagnostics;
using System.Globalization;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Rotamers;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>
/// Side chains of a model set to wrong rotamers at once, and fitted to maps simulated from it, noise included. Printed: how many are right afterwards, and what limits it: side chains that
/// leave the truth when the search starts from it are failures of the score, the others of the search. The figures of docs/refinement.md.
/// </summary>
internal static class RotamerStudy
{
    private const double RightWithin = 40;
    private const double WrongBeyond = 45;

    /// <summary>Runs it: arguments model file, resolution, added B, number of side chains (default 200), seed, map weights, least gain, weight of carboxyl oxygens.</summary>
    public static int Run(string[] args)
    {
        double Number(int k, double fallback) => args.Length > k ? double.Parse(args[k], CultureInfo.InvariantCulture) : fallback;
        double resolution = Number(1, 3), addedB = Number(2, 80);
        int count = (int)Number(3, 200);
        var defaults = new RotamerFitOptions();
        double[] weights = args.Length > 5 ? [.. args[5].Split(',').Select(w => double.Parse(w, CultureInfo.InvariantCulture))] : [defaults.MapWeight];
        Model model = StructureReader.Read(args[0]).First;
        using Accelerator device = DeviceCatalog.Open("cpu", Environment.ProcessorCount);
        using DensityMap map = Simulate(device, model, resolution, addedB);
        double[] truth = Coordinates.Of(model), wrong = Coordinates.Of(model);
        SideChain[] spoiled = Spoil(model, wrong, count, new RandomSource((ulong)Number(4, 5)));
        Console.WriteLine(Text($"{args[0]}: {spoiled.Length} side chains set to wrong rotamers, {resolution} Å, B + {addedB} Å²"));
        Console.WriteLine("map weight   right          %   from the truth: left it   seconds   wrong");
        foreach (double weight in weights)
        {
            var fitter = new RotamerFitter(new DensitySampler(map).At, defaults with { MapWeight = weight, LeastGain = Number(6, defaults.LeastGain), CarboxylateWeight = Number(7, defaults.CarboxylateWeight) });
            long start = Stopwatch.GetTimestamp();
            double[] x = fitter.Run(model, wrong).Positions;
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double[] fromTruth = fitter.Run(model, truth).Positions;
            int right = spoiled.Count(c => IsRight(c, truth, x)), left = spoiled.Count(c => !IsRight(c, truth, fromTruth));
            if (args.Length > 8)
                Console.WriteLine(string.Join(", ", spoiled.Where(c => !IsRight(c, truth, x)).Select(c => $"{c.Type}{model.Residues[c.Residue].Number} [{string.Join(' ', c.Chi(truth).Select(v => v.ToString("0", CultureInfo.InvariantCulture)))}|{string.Join(' ', c.Chi(x).Select(v => v.ToString("0", CultureInfo.InvariantCulture)))}]")));
            string failures = string.Join(' ', spoiled.Where(c => !IsRight(c, truth, x)).GroupBy(c => c.Type).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Text($"{g.Key}:{g.Count()}")));
            Console.WriteLine(Text($"{weight,10:0.###}   {right,5} of {spoiled.Length,3}   {100.0 * right / spoiled.Length,5:F1}   {left,23}   {seconds,7:F2}   {failures}"));
        }

        return 0;
    }

    private static DensityMap Simulate(Accelerator device, Model model, double resolution, double addedB)
    {
        var simulator = new HalfMapSimulator(device, new SimulationOptions { Resolution = resolution, UniformB = addedB, Margin = 8, Seed = 7 });
        simulator.Centre(model);
        using SimulatedMaps maps = simulator.Run(model);
        using DensityMap average = MapAverage.Average(maps.Half1, maps.Half2);
        return MatchedFilter.Filter(device, average, MatchedFilter.BlurFor(resolution));
    }

    /// <summary>Sets random side chains to random other rotamers of more than 1 %, at least one torsion more than 45° off.</summary>
    private static SideChain[] Spoil(Model model, double[] x, int count, RandomSource random)
    {
        SideChain[] all = [.. SideChain.Find(model).Where(c => c.AltLoc == '\0' && c.Type != "PRO")];
        SideChain[] chosen = [.. all.Select(c => (Chain: c, Key: random.NextUniform())).OrderBy(p => p.Key).Take(count).Select(p => p.Chain).OrderBy(c => c.Residue)];
        foreach (SideChain chain in chosen)
        {
            double[] chi = chain.Chi(x);
            Rotamer[] others = [.. RotamerLibrary.Of(chain.Type).Where(r => r.Percent > 1
                && Enumerable.Range(0, chi.Length).Any(k => Math.Abs(ChiDefinition.Difference(chain.Type, k, chi[k], r.Chi[k])) > WrongBeyond))];
            if (others.Length > 0)
                chain.Set(x, others[(int)(random.NextUniform() * others.Length)].Chi);
        }

        return chosen;
    }

    /// <summary>Within 40° of all torsions that a map can tell: the ends of Asn, Gln and His may be turned round, the last torsions of Lys and Arg may differ.</summary>
    private static bool IsRight(SideChain chain, double[] truth, double[] x)
    {
        double[] a = chain.Chi(truth), b = chain.Chi(x);
        for (int k = 0; k < Math.Min(3, a.Length); k++)
        {
            bool folded = ChiDefinition.Period(chain.Type, k) == 180 || (ChiDefinition.IsFlatEnd(chain.Type, k) && chain.Type is "ASN" or "GLN" or "HIS");
            if (Math.Abs(Math.IEEERemainder(a[k] - b[k], folded ? 180 : 360)) > RightWithin)
                return false;
        }

        return true;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
