namespace Engine.Core.Jobs.Bench;

/// <summary>How much is measured; each set holds those before it.</summary>
public enum BenchSet
{
    /// <summary>Small sizes: some minutes.</summary>
    Quick,

    /// <summary>Sizes of usual maps and models.</summary>
    Default,

    /// <summary>Everything, up to a million atoms and 512³ voxels.</summary>
    Full,
}

/// <summary>A size of a row, and the smallest set that holds it.</summary>
/// <param name="Value">Atoms, voxels along an edge, windows: as the row says.</param>
/// <param name="Set">Smallest set.</param>
public readonly record struct BenchSize(long Value, BenchSet Set);
