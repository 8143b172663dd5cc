using System.Diagnostics;
using System.Globalization;
using Engine.Core.HalfMaps.Mtriage;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Core.Scoring;
using Engine.Core.Validation;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>
/// Scores of a model against a map, outside BenchmarkDotNet: time of the first call, median of the following, and processor time of all threads, to set beside peers' in one run.
/// Files and start-up are not counted; work space is.
/// </summary>
internal static class FitScoreTimes
{
    private const int Repeats = 5;

    /// <summary>Runs it: arguments model file, map file, resolution, selection (default all), device (default cpu).</summary>
    public static int Run(string[] args)
    {
        double d = double.Parse(args[2], CultureInfo.InvariantCulture);
        using Accelerator device = DeviceCatalog.Open(args.Length > 4 ? args[4] : "cpu", Environment.ProcessorCount);
        Model model = StructureReader.Read(args[0]).First;
        bool[] selected = AtomSelection.Parse(args.Length > 3 ? args[3] : "all").Apply(model);
        using DensityMap map = MapReader.Read(args[1]);
        Time("Q-score, sigma 0.4 and 0.6", () =>
        {
            using var onDevice = new DeviceMap(device, map);
            QScoreAnalysis analysis = QScoreAnalysis.Sample(onDevice, model, selected);
            return Text($"{analysis.Report(0.4).Mean:F4} {analysis.Report(0.6).Mean:F4}");
        });
        Time("EMRinger", () =>
        {
            using var onDevice = new DeviceMap(device, map);
            return Text($"{EmRinger.Run(onDevice, model, selected).Score:F4}");
        });
        Time("atom inclusion", () =>
        {
            using var onDevice = new DeviceMap(device, map);
            return Text($"{AtomInclusion.Compute(onDevice, model, selected, ContourLevel.OfVolume(map, model, selected)).All:F4}");
        });
        Time("five CCs, chains and residues", () => Text($"CC_mask {MapModelScorer.Score(device, map, model, selected, d).CcMask:F4}"));
        Time("mtriage, unmasked and masked", () =>
        {
            using var analysis = new MtriageAnalysis(device, map, null);
            analysis.SetModel(model, selected);
            float[] mask = ModelMask.Smooth(device, map.Grid, ScatteringAtoms.Create(model, selected, ScatteringTable.Electron), 2 * d);
            return Text($"d99 {analysis.Run(null, null).D99:F2} {analysis.Run(mask, 2 * d).D99:F2}");
        });
        return 0;
    }

    private static void Time(string what, Func<string> action)
    {
        var times = new double[Repeats];
        long start = Stopwatch.GetTimestamp();
        string result = action();
        double first = Stopwatch.GetElapsedTime(start).TotalSeconds, busy = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
        for (int i = 0; i < Repeats; i++)
        {
            start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        busy = (Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds - busy) / Repeats;
        Array.Sort(times);
        Console.WriteLine(Text($"{what,-36} first {first,8:F3} s   median {times[Repeats / 2],8:F3} s   processor {busy,8:F3} s   {result}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
