using System.IO.Compression;
using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>
/// Writes MRC2014 maps: axis order 1, 2, 3; cell, sampling and origin words as they were read, bit by bit; true statistics; packed with gzip when the
/// name ends in ".gz". The file appears whole or not at all.
/// </summary>
public static unsafe class MapWriter
{
    private const int BlockVoxels = 1 << 22;

    /// <summary>Writes a map.</summary>
    /// <param name="path">Path of the output; an existing file is replaced.</param>
    /// <param name="map">The map.</param>
    /// <param name="options">How to write it; null for the defaults.</param>
    /// <exception cref="UsageException">A mode or a kind of packing that is not written.</exception>
    /// <exception cref="NumericalException">The map has NaN or infinite voxels, or values that 16-bit floats cannot hold.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, DensityMap map, MapWriteOptions? options = null)
    {
        options ??= new();
        if (options.Mode is not (MapMode.Float32 or MapMode.Float16))
            throw new UsageException($"{path}: maps are written in mode 2 or 12, not {(int)options.Mode}");
        if (path.EndsWith(".bz2", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"{path}: maps are not written with bzip2; let the name end in .gz");
        bool isHalf = options.Mode == MapMode.Float16;
        MapStatistics statistics = Check(path, map, isHalf);
        byte[] header = MapHeaderWriter.Create(map, options, statistics);
        bool isPacked = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        AtomicFile.Write(path, file =>
        {
            using GZipStream? packer = isPacked ? new(file, CompressionLevel.Optimal, leaveOpen: true) : null;
            Stream target = packer ?? file;
            target.Write(header);
            if (isHalf)
                WriteHalves(target, map.Values);
            else
                WriteFloats(target, map.Values);
        });
        GC.KeepAlive(map);
    }

    private static MapStatistics Check(string path, DensityMap map, bool isHalf)
    {
        MapSummary summary = MapStatisticsCalculator.Summarize(map);
        if (summary.NonFiniteCount > 0)
            throw new NumericalException($"{path}: not written: {summary.NonFiniteCount} voxels are NaN or infinite, first at index {summary.FirstNonFinite}");
        if (!isHalf)
            return summary.Statistics;
        double largest = Math.Max(Math.Abs(summary.Statistics.Minimum), Math.Abs(summary.Statistics.Maximum));
        if (!Half.IsFinite((Half)largest))
            throw new NumericalException(FormattableString.Invariant($"{path}: not written: {largest:G6} does not fit a 16-bit float (65504); write mode 2"));
        return MapStatisticsCalculator.SummarizeAsHalves(map.Values).Statistics;
    }

    private static void WriteFloats(Stream target, NativeBuffer<float> values)
    {
        for (long first = 0; first < values.Length; first += BlockVoxels)
        {
            int count = (int)Math.Min(BlockVoxels, values.Length - first);
            target.Write(new ReadOnlySpan<byte>(values.Pointer + first, count * sizeof(float)));
        }
    }

    private static void WriteHalves(Stream target, NativeBuffer<float> values)
    {
        using NativeBuffer<ushort> block = new(Math.Min(BlockVoxels, values.Length), "writing a map");
        ushort* to = block.Pointer;
        for (long first = 0; first < values.Length; first += BlockVoxels)
        {
            int count = (int)Math.Min(BlockVoxels, values.Length - first);
            float* from = values.Pointer + first;
            FixedChunks.ForEach(count, (_, start, length) => HalfConversion.FromFloats(from + start, to + start, length));
            target.Write(new ReadOnlySpan<byte>(to, count * sizeof(ushort)));
        }
    }
}
