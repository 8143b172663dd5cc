using System.Buffers.Binary;
using System.Reflection;
using System.Text;
using Engine.Core.Geometry;

namespace Engine.Core.Maps;

/// <summary>
/// Makes the 1024 bytes of an MRC2014 header: little-endian, axis order 1, 2, 3, space group 1, no extended header.
/// </summary>
internal static class MapHeaderWriter
{
    private const int Version = 20141;
    private const int LabelCount = 10;
    private const int LabelLength = 80;

    /// <summary>The label that is added when none is given.</summary>
    public static string DefaultLabel { get; } =
        "cryoengine " + typeof(MapHeaderWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Makes a header.</summary>
    /// <param name="map">The map.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="statistics">Statistics of the values as they will be stored.</param>
    public static byte[] Create(DensityMap map, MapWriteOptions options, MapStatistics statistics)
    {
        byte[] bytes = new byte[MapHeader.Length];
        MapGrid grid = map.Grid;
        ((int X, int Y, int Z) start, Vec3 origin) = PlaceWords(grid);
        Integers(bytes, 1, grid.Nx, grid.Ny, grid.Nz, (int)options.Mode, start.X, start.Y, start.Z, grid.Sampling.X, grid.Sampling.Y, grid.Sampling.Z);
        Floats(bytes, 11, grid.Cell.A, grid.Cell.B, grid.Cell.C, grid.Cell.Alpha, grid.Cell.Beta, grid.Cell.Gamma);
        Integers(bytes, 17, 1, 2, 3);
        Floats(bytes, 20, statistics.Minimum, statistics.Maximum, statistics.Mean);
        Integers(bytes, 23, 1, 0);
        Integers(bytes, 28, Version);
        Floats(bytes, 50, origin.X, origin.Y, origin.Z);
        "MAP DD\0\0"u8.CopyTo(bytes.AsSpan(208));
        Floats(bytes, 55, statistics.StandardDeviation);
        WriteLabels(bytes, Labels(map.Labels, options.Label ?? DefaultLabel));
        return bytes;
    }

    /// <summary>
    /// NSTART and ORIGIN words. Both are kept as they are when a reader would find the map where it is; a map that has been moved or cut, and one whose
    /// user overruled its header, gets its place from ORIGIN alone.
    /// </summary>
    private static ((int X, int Y, int Z) Start, Vec3 Origin) PlaceWords(MapGrid grid)
    {
        Vec3 found = grid.Start == (0, 0, 0) ? grid.OriginWords : MapGridResolver.FromStart(grid.Cell, grid.Sampling, grid.Start);
        double tolerance = 1e-6 * (1 + grid.Origin.Length);
        return Vec3.Distance(found, grid.Origin) <= tolerance ? (grid.Start, grid.OriginWords) : ((0, 0, 0), grid.Origin);
    }

    private static List<string> Labels(IReadOnlyList<string> kept, string own)
    {
        List<string> labels = [.. kept.Where(l => l != own).Take(LabelCount - 1)];
        labels.Add(own);
        return labels;
    }

    private static void WriteLabels(byte[] bytes, List<string> labels)
    {
        Integers(bytes, 56, labels.Count);
        Span<byte> area = bytes.AsSpan(224);
        area.Fill((byte)' ');
        for (int i = 0; i < labels.Count; i++)
        {
            string label = labels[i].Length > LabelLength ? labels[i][..LabelLength] : labels[i];
            Encoding.ASCII.GetBytes(label, area.Slice(i * LabelLength, LabelLength));
        }
    }

    private static void Integers(byte[] bytes, int word, params ReadOnlySpan<int> values)
    {
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * (word - 1 + i)), values[i]);
    }

    private static void Floats(byte[] bytes, int word, params ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * (word - 1 + i)), (float)values[i]);
    }
}
