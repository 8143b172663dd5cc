using System.Globalization;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.HalfMaps;

/// <summary>What makes a Fourier shell correlation of two maps mean something else than it should: masks, filters, and maps that are not independent.</summary>
public static class HalfMapInspection
{
    private const double CornerPart = 0.06;
    private const int LeastCorner = 3;
    private const double ConstantPart = 0.5;
    private const double EmptyPower = 1e-9;
    private const double SameMap = 0.9999;
    private const double FloorPart = 0.15;
    private const double HighFloor = 0.1;
    private const double PlateauWidth = 0.03;
    private const double PlateauSpan = 0.2;
    private const int LeastShells = 8;

    /// <summary>Looks at two half maps and their unmasked FSC.</summary>
    /// <param name="half1">One half map.</param>
    /// <param name="half2">The other.</param>
    /// <param name="curve">FSC of the whole boxes.</param>
    /// <returns>What is doubtful, one line each.</returns>
    /// <exception cref="InputException">The maps are the same but for a factor, or too small.</exception>
    public static IReadOnlyList<string> Look(DensityMap half1, DensityMap half2, FscCurve curve)
    {
        if (curve.Count <= LeastShells)
            throw new InputException($"{half1.Name}: {half1.Grid.Nx} x {half1.Grid.Ny} x {half1.Grid.Nz} voxels give {curve.Count - 1} Fourier shells; a correlation by shells needs {LeastShells} at least: give a larger box");
        if (curve.Correlation.Skip(1).Min() > SameMap)
            throw new InputException($"{half1.Name} and {half2.Name}: their FSC is 1 at all frequencies: they are the same map but for a factor; give the two independent half maps");
        var warnings = new List<string>();
        warnings.AddRange(new[] { half1, half2 }.Where(HasConstantCorners).Select(m =>
            $"{m.Name}: the corners are constant: the half map was masked. The unmasked FSC is then that of the mask too, and the FSC is higher than it should be; give unmasked half maps"));
        if (Filtered(curve) is { } from)
            warnings.Add(FormattableString.Invariant($"no power beyond {from:F2} Å: the half maps were filtered; the FSC says nothing there"));
        else if (NoiseFloor(curve) is { } floor && Math.Abs(floor) > HighFloor)
            warnings.Add(FormattableString.Invariant($"the FSC does not come down to 0 at the end (mean {floor:F2} over the last shells): the voxels are too large for the resolution, or the half maps are not independent, or they were masked"));
        return warnings;
    }

    /// <summary>Whether a curve hardly moves near a threshold, so that where it crosses is a matter of chance.</summary>
    /// <param name="curve">FSC.</param>
    /// <param name="threshold">FSC value.</param>
    /// <param name="name">Name of the curve, for the message.</param>
    /// <returns>A warning; null where the crossing is well defined.</returns>
    public static string? Plateau(FscCurve curve, double threshold, string name)
    {
        FscCrossing crossing = curve.Crossing(threshold);
        if (crossing.Resolution is not { } d)
            return null;
        int middle = (int)Math.Round(1 / d / curve.Width), low = middle, high = middle;
        while (low > 2 && Math.Abs(curve.Correlation[low - 1] - threshold) < PlateauWidth)
            low--;
        while (high < curve.Count - 1 && Math.Abs(curve.Correlation[high + 1] - threshold) < PlateauWidth)
            high++;
        double span = (high - low) * curve.Width * d;
        if (span > PlateauSpan && high - low > 2)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"{name}: from {1 / curve.Frequency(low):F2} to {1 / curve.Frequency(high):F2} Å the FSC stays within {PlateauWidth} of {threshold}: the crossing at {d:F2} Å could as well be anywhere between; parts of the map differ in resolution, or much of the box is noise");
        }

        return crossing.Recrossings == 0 ? null : string.Create(CultureInfo.InvariantCulture,
            $"{name}: falls below {threshold} at {d:F2} Å and comes back {crossing.Recrossings} time{(crossing.Recrossings == 1 ? "" : "s")}, {(crossing.Finest is { } f ? string.Create(CultureInfo.InvariantCulture, $"for the last time to {f:F2} Å") : "and ends above it")}; the first crossing is given");
    }

    /// <summary>Whether most voxels of the corners have one and the same value.</summary>
    /// <param name="map">Map.</param>
    public static bool HasConstantCorners(DensityMap map)
    {
        MapGrid g = map.Grid;
        int cx = Side(g.Nx), cy = Side(g.Ny), cz = Side(g.Nz);
        var values = new Dictionary<float, int>();
        int count = 0;
        foreach (int x in Ends(g.Nx, cx))
        {
            foreach (int y in Ends(g.Ny, cy))
            {
                foreach (int z in Ends(g.Nz, cz))
                {
                    float v = map[x, y, z];
                    values[v] = values.GetValueOrDefault(v) + 1;
                    count++;
                }
            }
        }

        return count >= 64 && values.Values.Max() > ConstantPart * count;
    }

    private static int Side(int n) => Math.Min(n / 4, Math.Max(LeastCorner, (int)(CornerPart * n)));

    private static IEnumerable<int> Ends(int n, int side) => Enumerable.Range(0, side).Concat(Enumerable.Range(n - side, side));

    /// <summary>The resolution from which no shell has power, Å; null when the last shell has.</summary>
    private static double? Filtered(FscCurve curve)
    {
        double[] power = [.. Enumerable.Range(0, curve.Count).Select(k => Math.Min(curve.FirstPower[k], curve.SecondPower[k]) / Math.Max(1, curve.Coefficients[k]))];
        double limit = EmptyPower * power.Max();
        int last = Array.FindLastIndex(power, p => p > limit);
        return last >= 0 && last < curve.Count - 1 ? 1 / curve.Frequency(last + 1) : null;
    }

    private static double? NoiseFloor(FscCurve curve)
    {
        int n = Math.Max(2, (int)(FloorPart * curve.Count));
        return curve.Correlation[^n..].Average();
    }
}
