using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>Reads a map and reports what is in it.</summary>
public static class MapInspector
{
    /// <summary>Reports on a map; one without contrast (all voxels equal) is reported with a warning.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <exception cref="InputException">The map cannot be read; the message names the fault.</exception>
    public static MapReport Inspect(string path, MapReadOptions? options = null)
    {
        MapReadResult result = MapReader.ReadWithDetails(path, (options ?? new()) with { AllowConstant = true });
        using DensityMap map = result.Map;
        MapHeader header = result.Header;
        MapStatistics statistics = result.Summary.Statistics;
        return new MapReport
        {
            File = path,
            Bytes = header.FileBytes,
            Compression = header.Compression.ToString().ToLowerInvariant(),
            Mode = (int)header.Mode,
            ModeName = MapModes.Describe(header.Mode),
            ByteOrder = header.IsBigEndian ? "big" : "little",
            MachineStamp = header.MachineStamp,
            FormatVersion = header.Version,
            FileGrid = [header.FileSize.Columns, header.FileSize.Rows, header.FileSize.Sections],
            AxisOrder = [header.AxisOrder.Columns, header.AxisOrder.Rows, header.AxisOrder.Sections],
            Grid = [map.Grid.Nx, map.Grid.Ny, map.Grid.Nz],
            Sampling = [map.Grid.Sampling.X, map.Grid.Sampling.Y, map.Grid.Sampling.Z],
            VoxelSize = Triple(map.Grid.VoxelSize),
            Cell = [map.Grid.Cell.A, map.Grid.Cell.B, map.Grid.Cell.C, map.Grid.Cell.Alpha, map.Grid.Cell.Beta, map.Grid.Cell.Gamma],
            IsOrthogonal = map.Grid.Cell.IsOrthogonal,
            Start = [map.Grid.Start.X, map.Grid.Start.Y, map.Grid.Start.Z],
            OriginWords = Triple(map.Grid.OriginWords),
            Origin = Triple(map.Grid.Origin),
            OriginFrom = result.OriginSource switch { OriginSource.NStart => "NSTART", OriginSource.Origin => "ORIGIN", _ => "none" },
            SpaceGroup = header.SpaceGroup,
            ExtendedHeaderBytes = header.ExtendedHeaderBytes,
            ExtendedHeaderType = header.ExtendedHeaderType,
            Minimum = statistics.Minimum,
            Maximum = statistics.Maximum,
            Mean = statistics.Mean,
            StandardDeviation = statistics.StandardDeviation,
            ZeroFraction = result.Summary.ZeroFraction,
            Labels = [.. header.Labels],
            Warnings = [.. map.Warnings],
        };
    }

    private static double[] Triple(Vec3 v) => [v.X, v.Y, v.Z];
}
