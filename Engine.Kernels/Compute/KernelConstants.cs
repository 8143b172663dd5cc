using System.Globalization;

namespace Engine.Kernels.Compute;

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

    /// <summary>Work-items in a group that gathers the gradients of one atom.</summary>
    public const int GatherGroup = 64;

    /// <summary>Work-items in a group that builds the profile of one class.</summary>
    public const int ProfileGroup = 128;

    /// <summary>Largest number of quadrature points of a profile.</summary>
    public const int ProfilePoints = 256;

    /// <summary>Sums of two maps: w, wo, wc, woo, woc, wcc.</summary>
    public const int MapSumCount = 6;

    /// <summary>Sums of a map's likelihood: L, its two derivatives, probabilities of the molecule, voxels bent the other way.</summary>
    public const int LikelihoodSumCount = 5;

    /// <summary>Sums of a Newton step: coefficients, those that fell back, power before, power of the step.</summary>
    public const int NewtonSumCount = 4;

    /// <summary>An exponent larger than any that matters.</summary>
    public const double LikelihoodFar = 3e38;

    /// <summary>Work-items in a group that copies a plane of a window, or sums one bin of its coefficients.</summary>
    public const int WindowGroup = 64;

    /// <summary>Sums of a bin of a window: amplitudes of map and reference, central part, that times the fraction.</summary>
    public const int WindowSumCount = 4;

    /// <summary>Work-items in a group that places the dots of one atom.</summary>
    public const int ContactGroup = 64;

    /// <summary>Work-items in a group that sums one region of two maps.</summary>
    public const int RegionGroup = 64;

    /// <summary>Sums of a region: voxels, a, b, a², b², ab.</summary>
    public const int RegionSumCount = 6;

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

    /// <summary>Groups of atoms whose two smallest principal values differ by less than this share of their sum have no best plane.</summary>
    public const double SmallestPlaneGap = 1e-6;

    /// <summary>Most rounds in which the mean of equivalent atoms is weighted anew.</summary>
    public const int CopyRounds = 40;

    /// <summary>A mean of equivalent atoms that moved less stays, Å².</summary>
    public const double CopyStill = 1e-22;

    /// <summary>Sums of a Fourier shell.</summary>
    public const int ShellNumbers = FourierShells.Numbers;

    /// <summary>Rounds to the nearest Fourier shell.</summary>
    public const double ShellHalfUp = FourierShells.HalfUp;

    private static readonly (string Name, double Value)[] All =
    [
        ("ITEM_GROUP", ItemGroup),
        ("REDUCE_GROUP", ReduceGroup),
        ("REDUCE_BLOCK", ReduceBlock),
        ("TILE_X", TileX),
        ("TILE_Y", TileY),
        ("TILE_GROUP", TileGroup),
        ("GATHER_GROUP", GatherGroup),
        ("PROFILE_GROUP", ProfileGroup),
        ("PROFILE_POINTS", ProfilePoints),
        ("MAP_SUMS", MapSumCount),
        ("SUM_STRIDE", AtomSums.Stride),
        ("FOUR_PI", 4 * Math.PI),
        ("FOUR_PI_SQUARED", 4 * Math.PI * Math.PI),
        ("WINDOW_GROUP", WindowGroup),
        ("WINDOW_SUMS", WindowSumCount),
        ("LIKELIHOOD_SUMS", LikelihoodSumCount),
        ("NEWTON_SUMS", NewtonSumCount),
        ("LIKELIHOOD_FAR", LikelihoodFar),
        ("CONTACT_GROUP", ContactGroup),
        ("REGION_GROUP", RegionGroup),
        ("REGION_SUMS", RegionSumCount),
        ("RIDING_SLOTS", RidingSlots),
        ("SMALLEST_SINE", SmallestSine),
        ("TORSION_SCALE", TorsionScale),
        ("SMALLEST_NORMAL", SmallestNormal),
        ("SHORTEST_AXIS", ShortestAxis),
        ("SHORTEST", Shortest),
        ("SMALLEST_PLANE_GAP", SmallestPlaneGap),
        ("FRAME_NUMBERS", RestraintTable.CopyFrameNumbers),
        ("COPY_ROUNDS", CopyRounds),
        ("COPY_STILL", CopyStill),
        ("SHELL_NUMBERS", ShellNumbers),
        ("SHELL_HALF_UP", ShellHalfUp),
    ];

    /// <summary>All of the above as macros, NAME=VALUE.</summary>
    public static IReadOnlyList<string> Definitions { get; } = [.. All.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Name}={d.Value:R}"))];

    /// <summary>Options of OpenCL's compiler that define them.</summary>
    public static string Defines { get; } = string.Join(' ', Definitions.Select(d => "-D " + d));
}
