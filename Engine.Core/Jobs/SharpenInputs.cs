using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Reads and checks what is sharpened.</summary>
internal static class SharpenInputs
{
    public static DensityMap[] ReadMaps(SharpenRequest request)
    {
        var maps = new List<DensityMap>();
        try
        {
            foreach (string path in request.MapPaths)
                maps.Add(MapReader.Read(path, request.MapOptions));
            foreach (DensityMap map in maps)
            {
                if (!map.Grid.Cell.IsOrthogonal)
                {
                    throw new InputException(FormattableString.Invariant(
                        $"{map.Name}: cell angles {map.Grid.Cell.Alpha}, {map.Grid.Cell.Beta}, {map.Grid.Cell.Gamma}: sharpening needs an orthogonal map; resample it first"));
                }
            }

            if (maps.Count == 2)
                HalfMapPair.Check(maps[0], maps[1]);
            return [.. maps];
        }
        catch
        {
            foreach (DensityMap map in maps)
                map.Dispose();
            throw;
        }
    }

    public static bool[] Select(SharpenRequest request, Structure structure, List<string> warnings)
    {
        warnings.AddRange(structure.Warnings.Select(w => $"{structure.Name}: {w}"));
        bool[] selected = AtomSelection.Parse(request.Selection).Apply(structure.First);
        return selected.Contains(true) ? selected : throw new InputException($"--select '{request.Selection}': no atom of {request.ModelPath} matches");
    }
}

/// <summary>Two half maps compared inside a mask.</summary>
internal sealed class SharpenHalves : IDisposable
{
    private const double MaskedPart = 0.01;

    private SharpenHalves(HalfMapPair pair, string mask) => (Pair, Mask) = (pair, mask);

    public HalfMapPair Pair { get; }

    public string Mask { get; }

    public static SharpenHalves Compare(
        Accelerator accelerator, SharpenRequest request, DensityMap[] halves, DensityMap average, Structure? structure, bool[] selected, List<string> warnings)
    {
        foreach (DensityMap half in halves)
        {
            double zeros = MapStatisticsCalculator.Summarize(half).ZeroFraction;
            if (zeros > MaskedPart)
                warnings.Add(FormattableString.Invariant($"{half.Name}: {zeros:P0} of the voxels are exactly zero: a masked half map makes the FSC too high, and with it the weights; give the halves as the reconstruction wrote them"));
        }

        (float[] mask, string name) = MaskOf(accelerator, request, average, structure, selected, warnings);
        return new(new HalfMapPair(accelerator, halves[0], halves[1], mask), name);
    }

    /// <summary>Part of the power inside the mask, from 10 Å on, that is noise: Σ P f² (1 - C*²)/Σ P f².</summary>
    public double Noise(Func<double, double> factor)
    {
        FscCurve c = Pair.Masked;
        double noise = 0, all = 0;
        for (int k = 1; k < c.Count; k++)
        {
            if (c.Frequency(k) < 1 / GuinierFit.Start)
                continue;
            double f = factor(c.Frequency(k)), correlation = Math.Clamp(c.Correlation[k], 0, 1), half = Math.Sqrt(c.FirstPower[k] * c.SecondPower[k]);

            // Power of the average of two halves: P (1 + C)/2, of which P C is signal.
            noise += f * f * half * (1 - correlation) / 2;
            all += f * f * half * (1 + correlation) / 2;
        }

        return all > 0 ? noise / all : 0;
    }

    public void Dispose() => Pair.Dispose();

    private static (float[] Mask, string Name) MaskOf(
        Accelerator accelerator, SharpenRequest request, DensityMap average, Structure? structure, bool[] selected, List<string> warnings)
    {
        switch (request.Mask)
        {
            case "none":
                var all = new float[average.Grid.VoxelCount];
                Array.Fill(all, 1);
                return (all, "none");
            case null when structure != null:
                return (SoftAtomMask.Create(average.Grid, structure.First, selected), "round the model: 4 Å and an edge of 6 Å");
            case null or "auto":
                SoftMask made = DensityMask.Create(accelerator, average);
                warnings.AddRange(made.Warnings);
                return (made.Values, $"automatic: {made.Method}");
            default:
                SoftMask read = MaskFile.Read(request.Mask, average);
                warnings.AddRange(read.Warnings);
                return (read.Values, request.Mask);
        }
    }
}
