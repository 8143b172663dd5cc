using System.Diagnostics;
using System.Globalization;
using Engine.Core.Chemistry;
using Engine.Core.Jobs;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>
/// Refinement against half maps whose resolution varies, judged by the true coordinates zone by zone: the true model is shaken by 0.3 Å and refined, with one resolution
/// for all atoms or with that of each, and with the weight chosen by geometry or by half maps.
/// </summary>
internal static class HalfMapZones
{
    private const double Shake = 0.3;
    private static readonly double[] Ends = [3.0, 3.5, 4.0, 4.5, 100];

    /// <summary>
    /// Arguments: true model, table (CSV, last column Å per atom in the order of the model), half maps, resolution, and any of "uniform", "local", "uniform-halfmaps",
    /// "local-halfmaps", separated by commas; then "xyz" for the short protocol.
    /// </summary>
    public static int Run(string[] args)
    {
        using Accelerator device = DeviceCatalog.Open("cpu", Environment.ProcessorCount);
        Structure truth = StructureReader.Read(args[0]);
        double[] resolutions = Table(args[1]);
        if (resolutions.Length != truth.First.Atoms.Count)
            throw new InputException($"{args[1]}: {resolutions.Length} resolutions for {truth.First.Atoms.Count} atoms");
        double d = double.Parse(args[4], CultureInfo.InvariantCulture);
        string start = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".cif");
        Structure shaken = StructureCopy.Copy(truth);
        ModelShaker.Shake(shaken.First, Shake, 1);
        MmcifWriter.Write(shaken, start);
        try
        {
            double[] there = Coordinates.Of(truth.First);
            List<(string Name, double[] X)> ends = [("start", Coordinates.Of(shaken.First))];
            foreach (string variant in args[5].Split(','))
            {
                long clock = Stopwatch.GetTimestamp();
                ends.Add((variant, Refine(device, start, args[2], args[3], d, variant.EndsWith("halfmaps", StringComparison.Ordinal), variant.StartsWith("local", StringComparison.Ordinal) ? resolutions : null, args.Contains("xyz"))));
                Console.WriteLine(Text($"{variant}: {Stopwatch.GetElapsedTime(clock).TotalSeconds:F0} s"));
            }

            Print(truth.First, there, resolutions, ends);
        }
        finally
        {
            File.Delete(start);
        }

        return 0;
    }

    private static double[] Refine(Accelerator device, string start, string half1, string half2, double d, bool choose, double[]? local, bool isShort)
    {
        var request = new JobRequest
        {
            ModelPath = start,
            HalfMapPaths = [half1, half2],
            Resolution = d,
            HalfMaps = choose ? new HalfMapOptions { Test = true, ChooseWeight = true } : null,
        };
        using JobInputs inputs = JobInputs.Read(request);
        var options = new RefinementOptions { Resolution = d, LocalResolution = local, Full = isShort ? null : new FullProtocol() };
        RefineOutcome outcome = RefineJob.Run(
            device, inputs, request, options, new ComponentLibrary(), 0, c => Console.WriteLine(Text($"  cycle {c.Number} {c.Target} CC_mask {c.CcMask:F4} bonds {c.BondRmsd:F4} Å angles {c.AngleRmsd:F2}° weight {c.Weight:F1}")), CancellationToken.None);
        Console.WriteLine(Text($"  chosen: cycle {outcome.Refinement.Chosen}"));
        if (outcome.HalfMaps?.Search is { } search)
            Console.WriteLine(Text($"  weight x {search.Factor}: {string.Join(", ", search.Trials.Select(t => Text($"{t.Factor} x {t.FscTest:F4}")))}; {outcome.HalfMaps.Report?.Verdict?.Message}"));
        return outcome.Refinement.Positions;
    }

    private static void Print(Model model, double[] truth, double[] resolutions, List<(string Name, double[] X)> ends)
    {
        Console.WriteLine("| local resolution, Å | atoms | " + string.Join(" | ", ends.Select(e => e.Name)) + " |");
        Console.WriteLine("| --- | --- |" + string.Concat(ends.Select(_ => " --- |")));
        double from = 0;
        foreach (double to in Ends)
        {
            bool[] zone = [.. resolutions.Select(r => r >= from && r < to)];
            Row(from == 0 ? Text($"below {to}") : to == Ends[^1] ? Text($"from {from}") : Text($"{from} to {to}"), zone);
            from = to;
        }

        Row("all", [.. resolutions.Select(_ => true)]);

        void Row(string name, bool[] zone)
        {
            bool[] mainChain = [.. zone.Select((z, i) => z && model.Atoms[i].Name is ("N" or "CA" or "C" or "O"))];
            if (zone.Contains(true))
                Console.WriteLine(Text($"| {name} | {zone.Count(z => z)} | {string.Join(" | ", ends.Select(e => Text($"{Coordinates.Rmsd(truth, e.X, zone):F3} ({Coordinates.Rmsd(truth, e.X, mainChain):F3})")))} |"));
        }
    }

    private static double[] Table(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress) : file;
        using var reader = new StreamReader(text);
        return [.. reader.ReadToEnd().Split('\n').Skip(1).Where(l => l.Length > 0).Select(l => double.Parse(l.AsSpan(l.LastIndexOf(',') + 1), CultureInfo.InvariantCulture))];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
