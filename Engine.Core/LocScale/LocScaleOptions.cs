using Engine.Core.Ncs;
using Engine.Kernels.Windows;

namespace Engine.Core.LocScale;

/// <summary>Where the amplitudes come from that a window is scaled to.</summary>
public enum LocScaleTarget
{
    /// <summary>The same window of a reference map.</summary>
    Reference,

    /// <summary>The reference map, if any, where it has density; elsewhere the window's own amplitudes at low resolution and the profile of a protein beyond.</summary>
    Hybrid,

    /// <summary>The window's own amplitudes with another B factor, found by a line fit.</summary>
    Guinier,
}

/// <summary>How local amplitudes are computed.</summary>
public enum LocScaleMode
{
    /// <summary>Every voxel by its own window.</summary>
    Exact,

    /// <summary>Every voxel by its own window, with the shells of the program LocScale 2.</summary>
    LocScale2,

    /// <summary>Profiles of windows on a coarse grid of centres, interpolated between them; an approximation whose error is measured in a sample of voxels.</summary>
    Fast,
}

/// <summary>How far a run is.</summary>
/// <param name="Done">Windows done.</param>
/// <param name="Total">Windows in all.</param>
/// <param name="Seconds">Time since the start of this run.</param>
/// <param name="Remaining">Estimated seconds to the end.</param>
public readonly record struct LocScaleProgress(long Done, long Total, double Seconds, double Remaining);

/// <summary>Options of local amplitude scaling.</summary>
public sealed record LocScaleOptions
{
    /// <summary>Side of the windows, Å; rounded up to an even number of voxels.</summary>
    public double Window { get; init; } = 25;

    /// <summary>Side of the windows in voxels, even; null = from <see cref="Window"/>.</summary>
    public int? WindowVoxels { get; init; }

    /// <summary>What amplitudes are scaled to.</summary>
    public LocScaleTarget Target { get; init; } = LocScaleTarget.Reference;

    /// <summary>How.</summary>
    public LocScaleMode Mode { get; init; } = LocScaleMode.Exact;

    /// <summary>Voxels of the mask above this are scaled, all others become 0.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Multiply the result by the mask, for soft masks; <see cref="Threshold"/> is then usually small.</summary>
    public bool SoftEdge { get; init; }

    /// <summary>Resolution of the map, Å: end of the range of B fits, and of the low-pass filter of targets without a reference. Null = the Nyquist limit.</summary>
    public double? Resolution { get; init; }

    /// <summary>B that every window gets where the target has no reference, Å².</summary>
    public double TargetB { get; init; } = 20;

    /// <summary>Average the scaled map over these operators, a group, in the frame of the map; null = no symmetry. The local B map is not averaged.</summary>
    public SymmetryOperators? Symmetry { get; init; }

    /// <summary>Compute the local B map.</summary>
    public bool LocalB { get; init; } = true;

    /// <summary>File that keeps what is done while a run goes on; null for none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Names and values that a checkpoint must agree with, such as fingerprints of files.</summary>
    public IReadOnlyDictionary<string, string> CheckpointSetup { get; init; } = new Dictionary<string, string>();

    /// <summary>Go on from <see cref="CheckpointPath"/> where it exists.</summary>
    public bool Resume { get; init; }

    /// <summary>Seconds between two checkpoints.</summary>
    public double CheckpointSeconds { get; init; } = 60;

    /// <summary>Receives progress now and then.</summary>
    public Action<LocScaleProgress>? Progress { get; init; }

    /// <summary>Voxels from centre to centre in <see cref="LocScaleMode.Fast"/>; null = a sixth of the window, 2 or more.</summary>
    internal int? FastStep { get; init; }

    /// <summary>Shells of the windows' profiles.</summary>
    internal WindowBinning Binning => Mode == LocScaleMode.LocScale2 ? WindowBinning.Octant : WindowBinning.Rounded;
}
