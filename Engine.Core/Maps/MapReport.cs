namespace Engine.Core.Maps;

/// <summary>Everything that <c>inspect</c> tells about a map. Triples are by axis x, y, z unless said otherwise.</summary>
public sealed record MapReport
{
    /// <summary>Path of the file.</summary>
    public required string File { get; init; }

    /// <summary>Length on disk, bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>"none", "gzip" or "bzip2".</summary>
    public required string Compression { get; init; }

    /// <summary>MODE word.</summary>
    public required int Mode { get; init; }

    /// <summary>The mode in words.</summary>
    public required string ModeName { get; init; }

    /// <summary>"little" or "big".</summary>
    public required string ByteOrder { get; init; }

    /// <summary>Machine stamp, four hexadecimal bytes.</summary>
    public required string MachineStamp { get; init; }

    /// <summary>Format version word; 0 in old files.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Columns, rows, sections as the file has them.</summary>
    public required int[] FileGrid { get; init; }

    /// <summary>MAPC, MAPR, MAPS: axis (1 = x, 2 = y, 3 = z) of columns, rows and sections.</summary>
    public required int[] AxisOrder { get; init; }

    /// <summary>Number of voxels.</summary>
    public required int[] Grid { get; init; }

    /// <summary>MX, MY, MZ.</summary>
    public required int[] Sampling { get; init; }

    /// <summary>Voxel size, Å.</summary>
    public required double[] VoxelSize { get; init; }

    /// <summary>Cell edges (Å) and angles (degrees).</summary>
    public required double[] Cell { get; init; }

    /// <summary>True when all cell angles are 90°.</summary>
    public required bool IsOrthogonal { get; init; }

    /// <summary>NSTART words.</summary>
    public required int[] Start { get; init; }

    /// <summary>ORIGIN words, Å.</summary>
    public required double[] OriginWords { get; init; }

    /// <summary>Position of the first voxel, Å.</summary>
    public required double[] Origin { get; init; }

    /// <summary>Which words placed the map: "NSTART", "ORIGIN", or "none" when both are zero.</summary>
    public required string OriginFrom { get; init; }

    /// <summary>ISPG word.</summary>
    public required int SpaceGroup { get; init; }

    /// <summary>Length of the extended header, bytes.</summary>
    public required int ExtendedHeaderBytes { get; init; }

    /// <summary>Type of the extended header; empty when none is stated.</summary>
    public required string ExtendedHeaderType { get; init; }

    /// <summary>Smallest voxel value, computed.</summary>
    public required double Minimum { get; init; }

    /// <summary>Largest voxel value, computed.</summary>
    public required double Maximum { get; init; }

    /// <summary>Mean voxel value, computed.</summary>
    public required double Mean { get; init; }

    /// <summary>Standard deviation of the voxel values, computed.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>Part of the voxels that are exactly zero, 0 to 1.</summary>
    public required double ZeroFraction { get; init; }

    /// <summary>Text labels.</summary>
    public required string[] Labels { get; init; }

    /// <summary>What is odd about the file, one line each.</summary>
    public required string[] Warnings { get; init; }
}
