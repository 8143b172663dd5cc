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

    /// <summary>
    /// Runs it: arguments model files with commas between them, resolution, added B, number of side chains of each model (default 200), seeds with commas between them (default 5), map weights,
    /// least gain, weight of carboxyl oxygens; with any word after these the wrong ones are listed.
    /// </summary>
    public static int Run(string[] args)
    {
        string Word(int k, string fallback) => args.Length > k ? args[k] : fallback;
        double Number(int k, double fallback) => double.Parse(Word(k, Text($"{fallback}")), CultureInfo.InvariantCulture);
        double resolution = Number(1, 3), addedB = Number(2, 80);
        var defaults = new RotamerFitOptions { LeastGain = Number(6, new RotamerFitOptions().LeastGain), CarboxylateWeight = Number(7, new RotamerFitOptions().CarboxylateWeight) };
        double[] weights = [.. Word(5, Text($"{defaults.MapWeight}")).Split(',').Select(w => double.Parse(w, CultureInfo.InvariantCulture))];
        using Accelerator device = DeviceCatalog.Open("cpu", Environment.ProcessorCount);
        var sums = new (int Right, int Left, int All)[weights.Length];
        Console.WriteLine(Text($"side chains set to wrong rotamers, {resolution} Å, B + {addedB} Å²"));
        Console.WriteLine("seed   map weight   right           %   from the truth: left it   seconds   model, wrong");
        foreach (string path in args[0].Split(','))
        {
            Model model = StructureReader.Read(path).First;
            using DensityMap map = Simulate(device, model, resolution, addedB);
            foreach (string seed in Word(4, "5").Split(','))
            {
                double[] wrong = Coordinates.Of(model);
                SideChain[] spoiled = Spoil(model, wrong, (int)Number(3, 200), new RandomSource(ulong.Parse(seed, CultureInfo.InvariantCulture)));
                for (int w = 0; w < weights.Length; w++)
                {
                    Console.Write(Text($"{seed,4}   {weights[w],10:0.###}"));
                    (int right, int left) = Fit(model, map, wrong, spoiled, defaults with { MapWeight = weights[w] }, Path.GetFileName(Path.GetDirectoryName(path)) ?? path, args.Length > 8);
                    sums[w] = (sums[w].Right + right, sums[w].Left + left, sums[w].All + spoiled.Length);
                }
            }
        }

        for (int w = 0; w < weights.Length; w++)
            Console.WriteLine(Text($" all   {weights[w],10:0.###}   {Share(sums[w].Right, sums[w].All)}   {sums[w].Left,23}"));
        return 0;
    }

    private static (int Right, int Left) Fit(Model model, DensityMap map, double[] wrong, SideChain[] spoiled, RotamerFitOptions options, string name, bool list)
    {
        double[] truth = Coordinates.Of(model);
        var fitter = new RotamerFitter(new DensitySampler(map).At, options);
        long start = Stopwatch.GetTimestamp();
        double[] x = fitter.Run(model, wrong).Positions;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] fromTruth = fitter.Run(model, truth).Positions;
        SideChain[] failed = [.. spoiled.Where(c => !IsRight(c, truth, x))];
        int right = spoiled.Length - failed.Length, left = spoiled.Count(c => !IsRight(c, truth, fromTruth));
        string failures = string.Join(' ', failed.GroupBy(c => c.Type).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Text($"{g.Key}:{g.Count()}")));
        Console.WriteLine(Text($"   {Share(right, spoiled.Length)}   {left,23}   {seconds,7:F2}   {name} {failures}"));
        if (list)
            Array.ForEach(failed, c => Print(model, c, truth, x, fromTruth));
        return (right, left);
    }

    private static string Share(int right, int all) => Text($"{right,4} of {all,4}   {100.0 * right / all,5:F1}");

    private static void Print(Model model, SideChain chain, double[] truth, double[] x, double[] fromTruth)
    {
        string Chi(double[] at) => string.Join(' ', chain.Chi(at).Select(v => v.ToString("0", CultureInfo.InvariantCulture)));
        string Score(double[] at) => Text($"{chain.Score(at).Percent:F1} %");
        Console.WriteLine(Text($"  {chain.Type} {model.Residues[chain.Residue].Number}: true {Chi(truth)} ({Score(truth)}), found {Chi(x)} ({Score(x)}), from the truth {(IsRight(chain, truth, fromTruth) ? "right" : Chi(fromTruth))}"));
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
