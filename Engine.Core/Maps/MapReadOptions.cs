using Engine.Core.Geometry;

namespace Engine.Core.Maps;

/// <summary>Which header words place voxel (0,0,0).</summary>
public enum OriginSource
{
    /// <summary>NSTART where one of its words is not zero, else ORIGIN.</summary>
    Auto,

    /// <summary>NSTART times cell / sampling (as crystallographic programs do, which ignore ORIGIN).</summary>
    NStart,

    /// <summary>The ORIGIN words, Å (as most cryo-EM programs do).</summary>
    Origin,
}

/// <summary>How to read a map.</summary>
public sealed record MapReadOptions
{
    /// <summary>Part of the machine's memory that one map may take when <see cref="MemoryLimitBytes"/> is not given.</summary>
    public const double DefaultMemoryShare = 0.8;

    /// <summary>Most memory that reading may take, bytes; null for <see cref="DefaultMemoryShare"/> of what the process may use.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Take NaN and infinite voxels as zero, with a warning, instead of refusing the map.</summary>
    public bool NanToZero { get; init; }

    /// <summary>Take the bytes of mode 0 as 0 to 255 (files of old IMOD versions) instead of -128 to 127.</summary>
    public bool UnsignedBytes { get; init; }

    /// <summary>Voxel size, Å, in place of cell / sampling; null to take the header's.</summary>
    public Vec3? VoxelSize { get; init; }

    /// <summary>Which header words place the map.</summary>
    public OriginSource OriginSource { get; init; }

    /// <summary>Accept a map whose voxels are all equal, with a warning, instead of refusing it.</summary>
    public bool AllowConstant { get; init; }

    /// <summary>The memory limit in force, bytes.</summary>
    internal long EffectiveMemoryLimit => MemoryLimitBytes ?? (long)(DefaultMemoryShare * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
}
