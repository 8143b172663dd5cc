using System.Diagnostics;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>
/// Sharpens a map, or the average of two half maps; the halves themselves, which test maps and models, are never sharpened.
/// </summary>
public static class SharpenJob
{
    private const double HalfMapThreshold = 0.143;
    private const double ManyZeros = 0.2;

    /// <summary>Runs the job.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="request">What was asked for.</param>
    /// <exception cref="UsageException">Options contradict each other or are out of range.</exception>
    /// <exception cref="InputException">A file is wrong or does not suit.</exception>
    public static SharpenOutcome Run(Accelerator accelerator, SharpenRequest request)
    {
        request.Check();
        var warnings = new List<string>();
        var seconds = new Dictionary<string, double>();
        long start = Stopwatch.GetTimestamp();
        void Lap(string stage)
        {
            seconds[stage] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
        }

        InputFingerprint[] prints = [.. request.MapPaths.Concat(new[] { request.ModelPath, MaskPath(request) }.OfType<string>()).Select(InputFingerprint.Of)];
        DensityMap[] maps = SharpenInputs.ReadMaps(request);
        try
        {
            Structure? structure = request.ModelPath == null ? null : StructureReader.Read(request.ModelPath);
            bool[] selected = structure == null ? [] : SharpenInputs.Select(request, structure, warnings);
            DensityMap map = maps.Length == 1 ? maps[0] : MapAverage.Average(maps[0], maps[1]);
            try
            {
                warnings.AddRange(map.Warnings.Select(w => $"{map.Name}: {w}"));
                Lap("read");
                using SharpenHalves? halves = maps.Length == 1 ? null : SharpenHalves.Compare(accelerator, request, maps, map, structure, selected, warnings);
                (double? resolution, string source) = Resolution(request, map, halves, warnings);
                Lap("compare");
                (DensityMap output, SharpenReport report) = new SharpenRun(accelerator, request, warnings, Lap)
                {
                    Halves = halves,
                    Model = structure?.First,
                    Selected = selected,
                    Resolution = resolution,
                    ResolutionSource = source,
                }.Execute(map);
                return new(output, report, prints, [.. warnings.Distinct()], seconds);
            }
            finally
            {
                map.Dispose();
            }
        }
        finally
        {
            foreach (DensityMap map in maps)
                map.Dispose();
        }
    }

    /// <summary>Warns about a map that was masked.</summary>
    internal static double ZeroFraction(DensityMap map, List<string> warnings)
    {
        MapSummary summary = MapStatisticsCalculator.Summarize(map);
        if (summary.NonFiniteCount > 0)
            throw new InputException($"{map.Name}: {summary.NonFiniteCount} voxels are NaN or infinite; repair the map or read it with --nan-to-zero");
        if (summary.IsConstant)
            throw new InputException(FormattableString.Invariant($"{map.Name}: all voxels have the value {summary.Statistics.Mean:G6}: there is nothing to sharpen; check that it is the right file"));
        if (summary.ZeroFraction > ManyZeros)
        {
            warnings.Add(FormattableString.Invariant(
                $"{map.Name}: {summary.ZeroFraction:P1} of the voxels are exactly zero: the map was masked, its noise cannot be seen, and sharpening judged by it alone may go too far"));
        }

        return summary.ZeroFraction;
    }

    private static string? MaskPath(SharpenRequest request) => request.Mask is null or "auto" or "none" ? null : request.Mask;

    private static (double? D, string Source) Resolution(SharpenRequest request, DensityMap map, SharpenHalves? halves, List<string> warnings)
    {
        Geometry.Vec3 v = map.Grid.VoxelSize;
        double nyquist = 2 * Math.Max(v.X, Math.Max(v.Y, v.Z));
        double? crossing = halves?.Pair.Masked.Crossing(HalfMapThreshold).Resolution;
        if (request.Resolution is { } given)
        {
            if (given < 0.999 * nyquist)
            {
                warnings.Add(FormattableString.Invariant($"-d {given} is finer than the map's Nyquist limit of {nyquist:0.###} Å (twice the voxel size): {nyquist:0.###} Å is used; check the resolution and the voxel size"));
                return (nyquist, "Nyquist limit");
            }

            if (crossing is { } fsc && given < 0.9 * fsc)
                warnings.Add(FormattableString.Invariant($"-d {given} is finer than the half maps' resolution of {fsc:0.##} Å (FSC 0.143 inside the mask): shells beyond it hold mostly noise"));
            return (given, "given");
        }

        if (halves == null)
            return (null, "");
        if (crossing == null)
            warnings.Add(FormattableString.Invariant($"the FSC of the half maps stays above 0.143 up to the Nyquist limit of {nyquist:0.##} Å: that limit is used; were the halves masked or filtered together?"));
        return crossing is { } d ? (Math.Max(d, nyquist), "FSC 0.143 of the half maps inside the mask") : (nyquist, "Nyquist limit");
    }
}
