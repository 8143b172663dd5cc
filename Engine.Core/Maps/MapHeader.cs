using Engine.Core.Geometry;
using Engine.Core.IO;

namespace Engine.Core.Maps;

/// <summary>
/// The header of an MRC/CCP4 map as the file has it, in host byte order. "File order" means columns (fastest), rows, sections; "by axis" means x, y, z.
/// </summary>
public sealed record MapHeader
{
    /// <summary>Length of a header, bytes; the extended header follows.</summary>
    public const int Length = 1024;

    /// <summary>Largest number of voxels along an axis that is believed.</summary>
    public const int MaximumSize = 1 << 20;

    /// <summary>Path of the file.</summary>
    public string Name { get; init; } = "";

    /// <summary>Length of the file on disk, bytes.</summary>
    public long FileBytes { get; init; }

    /// <summary>How the file is packed.</summary>
    public FileCompression Compression { get; init; }

    /// <summary>True when the numbers of the file are big-endian.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>NX, NY, NZ in file order (words 1 to 3), each 1 to <see cref="MaximumSize"/>.</summary>
    public (int Columns, int Rows, int Sections) FileSize { get; init; }

    /// <summary>MODE (word 4); may be a value that is not named.</summary>
    public MapMode Mode { get; init; }

    /// <summary>NXSTART, NYSTART, NZSTART in file order (words 5 to 7).</summary>
    public (int Columns, int Rows, int Sections) FileStart { get; init; }

    /// <summary>MX, MY, MZ by axis (words 8 to 10).</summary>
    public (int X, int Y, int Z) Sampling { get; init; }

    /// <summary>Cell edges, Å (words 11 to 13).</summary>
    public Vec3 CellEdges { get; init; }

    /// <summary>Cell angles, degrees (words 14 to 16).</summary>
    public Vec3 CellAngles { get; init; }

    /// <summary>MAPC, MAPR, MAPS (words 17 to 19): axis 1 = x, 2 = y, 3 = z of columns, rows and sections; always a permutation.</summary>
    public (int Columns, int Rows, int Sections) AxisOrder { get; init; }

    /// <summary>DMIN, DMAX, DMEAN and RMS as the file states them (words 20 to 22 and 55); never trusted.</summary>
    public MapStatistics StatedStatistics { get; init; }

    /// <summary>ISPG (word 23): space group; 0 for images, 401 to 630 for stacks of volumes.</summary>
    public int SpaceGroup { get; init; }

    /// <summary>NSYMBT (word 24): length of the extended header, bytes.</summary>
    public int ExtendedHeaderBytes { get; init; }

    /// <summary>EXTTYP (word 27): type of the extended header; empty when none is stated.</summary>
    public string ExtendedHeaderType { get; init; } = "";

    /// <summary>NVERSION (word 28), such as 20140; 0 in old files.</summary>
    public int Version { get; init; }

    /// <summary>ORIGIN (words 50 to 52), Å.</summary>
    public Vec3 OriginWords { get; init; }

    /// <summary>True when word 53 is "MAP ".</summary>
    public bool HasMapStamp { get; init; }

    /// <summary>MACHST (word 54) as four hexadecimal bytes.</summary>
    public string MachineStamp { get; init; } = "";

    /// <summary>Labels that are not blank, at most ten; control and non-ASCII characters are replaced by "?".</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What is odd about the header, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Number of voxels by axis.</summary>
    public (int X, int Y, int Z) Size => ByAxis(FileSize);

    /// <summary>NSTART words by axis.</summary>
    public (int X, int Y, int Z) Start => ByAxis(FileStart);

    /// <summary>Number of voxels.</summary>
    public long VoxelCount => (long)FileSize.Columns * FileSize.Rows * FileSize.Sections;

    /// <summary>Length of the voxel data, bytes; 0 when the mode cannot be read.</summary>
    public long DataBytes => VoxelCount * MapModes.BytesPerVoxel(Mode);

    private (int X, int Y, int Z) ByAxis((int Columns, int Rows, int Sections) words)
    {
        Span<int> byAxis = stackalloc int[3];
        byAxis[AxisOrder.Columns - 1] = words.Columns;
        byAxis[AxisOrder.Rows - 1] = words.Rows;
        byAxis[AxisOrder.Sections - 1] = words.Sections;
        return (byAxis[0], byAxis[1], byAxis[2]);
    }
}
