using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>
/// Reads MRC2014 and CCP4 maps: modes 0, 1, 2, 6 and 12, both byte orders, any axis order, orthogonal or not, plain, gzip or bzip2.
/// Every size is checked against the file's real length and a memory limit before memory is taken for it.
/// </summary>
public static class MapReader
{
    /// <summary>Most that gzip can expand: 1032 bytes from one (258 bytes from two bits).</summary>
    private const long GzipMaximumRatio = 1032;

    /// <summary>Reads a map.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <returns>The map, axes x, y, z.</returns>
    /// <exception cref="InputException">Not a map, damaged, cut short, a stack, a transform, with NaN, or constant.</exception>
    /// <exception cref="DeviceOutOfMemoryException">Larger than the memory limit.</exception>
    public static DensityMap Read(string path, MapReadOptions? options = null) => ReadWithDetails(path, options ?? new()).Map;

    /// <summary>Reads the header only; nothing but its sizes and axis order is judged.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InputException">The file cannot be read, is not a map, or is cut short within the header.</exception>
    public static MapHeader ReadHeader(string path)
    {
        using MapSource source = new(path);
        return source.Header;
    }

    /// <summary>Size and place of a map, from its header only.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="warnings">Gets one line for each thing that is odd.</param>
    /// <exception cref="InputException">Not a map, a stack, a transform, or without a usable cell.</exception>
    public static MapGrid ReadGrid(string path, MapReadOptions? options, List<string> warnings)
    {
        using MapSource source = new(path);
        CheckKind(source.Header, warnings);
        return MapGridResolver.Resolve(source.Header, options ?? new(), warnings, out _);
    }

    /// <summary>Reads a map and what was found on the way.</summary>
    internal static MapReadResult ReadWithDetails(string path, MapReadOptions options)
    {
        using MapSource source = new(path);
        MapHeader header = source.Header;
        List<string> warnings = [.. header.Warnings];
        CheckKind(header, warnings);
        MapGrid grid = MapGridResolver.Resolve(header, options, warnings, out OriginSource winner);
        CheckLength(header);
        MapDataReader reader = new(source, options.UnsignedBytes);
        CheckMemory(header, options, reader.WorkBytes);
        NativeBuffer<float> values = new(header.VoxelCount, $"the map {path}");
        try
        {
            source.Skip(header.ExtendedHeaderBytes);
            reader.ReadInto(values);
            long trailing = source.CountTrailing();
            if (trailing > 0)
                warnings.Add($"{trailing} bytes after the last voxel are ignored");
            MapSummary summary = CheckValues(values, grid, path, options, warnings);
            DensityMap map = new(grid, values) { Name = path, Warnings = warnings, Labels = header.Labels };
            return new(map, header, summary, winner);
        }
        catch
        {
            values.Dispose();
            throw;
        }
    }

    private static void CheckKind(MapHeader header, List<string> warnings)
    {
        if (MapModes.BytesPerVoxel(header.Mode) == 0)
        {
            throw new InputException(
                $"{header.Name}: MODE (word 4) is {(int)header.Mode}, {MapModes.Describe(header.Mode)}; modes 0, 1, 2, 6 and 12 are read; "
                + "convert the map to mode 2 first");
        }

        if (header.SpaceGroup is < 401 or > 630)
            return;
        int sections = header.FileSize.Sections, perVolume = header.Sampling.Z;
        if (perVolume != sections)
        {
            throw new InputException(
                $"{header.Name}: ISPG (word 23) is {header.SpaceGroup}: a stack of volumes, {sections} sections in volumes of {perVolume}; "
                + "write the volume that is wanted to a file of its own");
        }

        warnings.Add($"ISPG {header.SpaceGroup} says a stack of volumes; it holds one, which is read");
    }

    private static void CheckLength(MapHeader header)
    {
        long needed = MapHeader.Length + header.ExtendedHeaderBytes + header.DataBytes;
        if (header.Compression == FileCompression.None && needed > header.FileBytes)
        {
            (int columns, int rows, int sections) = header.FileSize;
            throw new InputException(
                $"{header.Name}: cut short: {columns} x {rows} x {sections} voxels of mode {(int)header.Mode} and {header.ExtendedHeaderBytes} bytes of "
                + $"extended header need {needed} bytes, the file has {header.FileBytes}; fetch it again");
        }

        if (header.Compression == FileCompression.Gzip && needed / GzipMaximumRatio > header.FileBytes)
        {
            throw new InputException(
                $"{header.Name}: cut short: the header declares {needed} bytes, more than {header.FileBytes} bytes of gzip can hold; fetch the file again");
        }
    }

    private static void CheckMemory(MapHeader header, MapReadOptions options, long workBytes)
    {
        long needed = header.VoxelCount * sizeof(float) + workBytes, limit = options.EffectiveMemoryLimit;
        if (needed > limit)
            throw new DeviceOutOfMemoryException(needed, limit, $"reading {header.Name}", "raise the memory limit or cut the map to the part that is needed");
    }

    private static MapSummary CheckValues(NativeBuffer<float> values, MapGrid grid, string path, MapReadOptions options, List<string> warnings)
    {
        MapSummary summary = MapStatisticsCalculator.Summarize(values);
        if (summary.NonFiniteCount > 0)
        {
            long first = summary.FirstNonFinite, x = first % grid.Nx, y = first / grid.Nx % grid.Ny, z = first / grid.Nx / grid.Ny;
            string what = $"{summary.NonFiniteCount} of {summary.Count} voxels are NaN or infinite, the first at x={x}, y={y}, z={z}";
            if (!options.NanToZero)
                throw new InputException($"{path}: {what}; use --nan-to-zero to take them as zero");
            VoxelRepair.ZeroNonFinite(values);
            warnings.Add(what + "; taken as zero");
            summary = MapStatisticsCalculator.Summarize(values);
        }

        if (summary.IsConstant)
        {
            string what = FormattableString.Invariant($"all voxels are {summary.Statistics.Minimum:G6}");
            if (!options.AllowConstant)
                throw new InputException($"{path}: {what}: there is no density in this map; check that it is the right file");
            warnings.Add(what);
        }

        return summary;
    }
}
