using System.Globalization;

namespace Engine.Kernels.OpenCl;

/// <summary>Sizes that host code and kernels must agree on. They reach the kernels as -D defines, from here only.</summary>
internal static class KernelConstants
{
    /// <summary>Work-items in a group of kernels with one item per element.</summary>
    public const int ItemGroup = 128;

    /// <summary>Work-items in a group of the reductions.</summary>
    public const int ReduceGroup = 256;

    /// <summary>Elements that one group of a reduction sums, whatever the device: it fixes the order of sums.</summary>
    public const int ReduceBlock = 4096;

    /// <summary>Tile of voxels of one work-group of the splat, along x.</summary>
    public const int TileX = 8;

    /// <summary>Tile of voxels of one work-group of the splat, along y.</summary>
    public const int TileY = 8;

    /// <summary>Tile of voxels of one work-group of the splat, along z.</summary>
    public const int TileZ = 4;

    /// <summary>Work-items in a group of the splat.</summary>
    public const int TileGroup = TileX * TileY * TileZ;

    /// <summary>Gaussians per atom.</summary>
    public const int Gaussians = 5;

    /// <summary>Floats per isotropic atom of the splat: amplitude and exponent of each Gaussian.</summary>
    public const int IsoStride = 2 * Gaussians;

    /// <summary>Floats per anisotropic atom of the splat: amplitude and six exponents of each Gaussian.</summary>
    public const int AnisoStride = 7 * Gaussians;

    /// <summary>Numbers in the gradient slots of one riding atom: three frame atoms.</summary>
    public const int RidingSlots = 3;

    /// <summary>Angles whose sine is smaller have no gradient: no direction to turn to.</summary>
    public const double SmallestSine = 1e-4;

    /// <summary>Energy of periodic torsions: w (this / n²)(1 - cos n δ), as in cctbx.</summary>
    public const double TorsionScale = 9600;

    /// <summary>Torsions with a smaller squared normal of either plane (Å⁴) have no gradient.</summary>
    public const double SmallestNormal = 1e-8;

    /// <summary>Torsions about a shorter axis (Å) have no gradient.</summary>
    public const double ShortestAxis = 1e-6;

    /// <summary>Two atoms that are closer (Å) have no direction between them.</summary>
    public const double Shortest = 1e-10;

    private static readonly (string Name, double Value)[] All =
    [
        ("ITEM_GROUP", ItemGroup),
        ("REDUCE_GROUP", ReduceGroup),
        ("REDUCE_BLOCK", ReduceBlock),
        ("TILE_X", TileX),
        ("TILE_Y", TileY),
        ("TILE_GROUP", TileGroup),
        ("GAUSSIANS", Gaussians),
        ("ISO_STRIDE", IsoStride),
        ("ANISO_STRIDE", AnisoStride),
        ("RIDING_SLOTS", RidingSlots),
        ("SMALLEST_SINE", SmallestSine),
        ("TORSION_SCALE", TorsionScale),
        ("SMALLEST_NORMAL", SmallestNormal),
        ("SHORTEST_AXIS", ShortestAxis),
        ("SHORTEST", Shortest),
    ];

    /// <summary>Compiler options that define all of the above.</summary>
    public static string Defines { get; } =
        string.Join(' ', All.Select(d => string.Create(CultureInfo.InvariantCulture, $"-D {d.Name}={d.Value:R}")));
}
