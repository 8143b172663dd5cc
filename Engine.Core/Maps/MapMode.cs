namespace Engine.Core.Maps;

/// <summary>The MODE word of an MRC/CCP4 map: how a voxel is stored (MRC2014, Cheng et al. 2015, J. Struct. Biol. 192, 146).</summary>
public enum MapMode
{
    /// <summary>Signed bytes.</summary>
    Int8 = 0,

    /// <summary>Signed 16-bit integers.</summary>
    Int16 = 1,

    /// <summary>32-bit floats.</summary>
    Float32 = 2,

    /// <summary>Complex 16-bit integers; not a density, refused.</summary>
    ComplexInt16 = 3,

    /// <summary>Complex 32-bit floats; not a density, refused.</summary>
    ComplexFloat32 = 4,

    /// <summary>Unsigned 16-bit integers.</summary>
    UInt16 = 6,

    /// <summary>16-bit floats.</summary>
    Float16 = 12,

    /// <summary>Two 4-bit values a byte; refused.</summary>
    UInt4 = 101,
}

/// <summary>Facts about map modes.</summary>
public static class MapModes
{
    /// <summary>Bytes per voxel of a mode that can be read; 0 for the others.</summary>
    /// <param name="mode">MODE word.</param>
    public static int BytesPerVoxel(MapMode mode) => mode switch
    {
        MapMode.Int8 => 1,
        MapMode.Int16 or MapMode.UInt16 or MapMode.Float16 => 2,
        MapMode.Float32 => 4,
        _ => 0,
    };

    /// <summary>The mode in words.</summary>
    /// <param name="mode">MODE word.</param>
    public static string Describe(MapMode mode) => mode switch
    {
        MapMode.Int8 => "8-bit integer",
        MapMode.Int16 => "16-bit integer",
        MapMode.Float32 => "32-bit float",
        MapMode.ComplexInt16 => "complex 16-bit integer (a transform)",
        MapMode.ComplexFloat32 => "complex 32-bit float (a transform)",
        MapMode.UInt16 => "unsigned 16-bit integer",
        MapMode.Float16 => "16-bit float",
        MapMode.UInt4 => "packed 4-bit integer",
        _ => "unknown",
    };
}
