using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Masks;

/// <summary>Masks that are read from map files.</summary>
public static class MaskFile
{
    private const double Rounding = 0.02;

    /// <summary>Reads a mask for a map.</summary>
    /// <param name="path">Map file with values from 0 to 1.</param>
    /// <param name="map">The map that the mask is for.</param>
    /// <param name="options">How the file is read; null for the defaults.</param>
    /// <exception cref="InputException">The grids differ, a value lies outside of 0 to 1, or the mask is 0 everywhere.</exception>
    public static SoftMask Read(string path, DensityMap map, MapReadOptions? options = null)
    {
        using DensityMap mask = MapReader.Read(path, (options ?? new()) with { AllowConstant = true });
        MapAverage.CheckSameGrid(map, mask);
        MapStatistics s = MapStatisticsCalculator.Summarize(mask).Statistics;
        if (s.Minimum < -Rounding || s.Maximum > 1 + Rounding)
            throw new InputException(FormattableString.Invariant($"{path}: values go from {s.Minimum:G4} to {s.Maximum:G4}; a mask has values from 0 to 1: make one with 'cryoengine mask'"));
        if (!(s.Maximum > 0))
            throw new InputException($"{path}: the mask is 0 everywhere: nothing would be compared; check that it is the right file");
        var values = new float[mask.Grid.VoxelCount];
        mask.Values.Slice(0, values.Length).CopyTo(values);
        foreach (ref float v in values.AsSpan())
            v = Math.Clamp(v, 0, 1);
        string[] warnings = s.Minimum == s.Maximum ? [$"{path}: the mask is {s.Minimum:G4} everywhere: it masks nothing"] : [];
        return new(values, $"file {path}", null, warnings);
    }
}
