using System.CommandLine;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary>Options that say how map files are read.</summary>
internal sealed class MapFileOptions
{
    private readonly Option<double?> voxelSize = new("--voxel-size") { Description = "voxel size that replaces the header's, Å", HelpName = "A" };

    private readonly Option<bool> nanToZero = new("--nan-to-zero") { Description = "replace NaN voxels by 0 instead of refusing the map" };

    private readonly Option<bool> unsignedBytes = new("--unsigned-bytes") { Description = "read maps of mode 0 as bytes 0 to 255 (old IMOD files)" };

    private readonly Option<OriginSource> origin = new("--origin")
    {
        Description = "header words that place the map: auto (NSTART where not 0, else ORIGIN), nstart or origin",
        DefaultValueFactory = _ => OriginSource.Auto,
    };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { voxelSize, nanToZero, unsignedBytes, origin })
            command.Add(option);
    }

    /// <summary>How the command line wants maps to be read.</summary>
    public MapReadOptions Read(ParseResult parsed) => new()
    {
        VoxelSize = parsed.GetValue(voxelSize) is double v && v > 0 ? new Vec3(v, v, v) : Refuse(parsed.GetValue(voxelSize)),
        NanToZero = parsed.GetValue(nanToZero),
        UnsignedBytes = parsed.GetValue(unsignedBytes),
        OriginSource = parsed.GetValue(origin),
    };

    private static Vec3? Refuse(double? voxel) => voxel == null ? null : throw new UsageException($"--voxel-size {voxel}: give a positive number of Å");
}
