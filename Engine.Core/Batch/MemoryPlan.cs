namespace Engine.Core.Batch;

/// <summary>
/// The memory that a worker needs for an entry at its peak. Straight lines through measured peaks (docs/batch.md): the program and its tables, what grows with the voxels, what grows with the atoms.
/// </summary>
public static class MemoryPlan
{
    /// <summary>Peak of a worker for an entry, bytes.</summary>
    /// <param name="size">Size of the entry.</param>
    public static long Estimate(EntrySize size)
    {
        ArgumentNullException.ThrowIfNull(size);
        return Program + (long)((size.HasHalves ? PerVoxelOfHalves : PerVoxel) * size.Voxels + PerAtom * size.Atoms);
    }

    /// <summary>Peak of a worker on a device other than the CPU, bytes.</summary>
    /// <param name="size">Size of the entry.</param>
    public static long EstimateOnDevice(EntrySize size)
    {
        ArgumentNullException.ThrowIfNull(size);
        return OnDevice + (long)(PerVoxelOnDevice * size.Voxels + PerAtomOnDevice * size.Atoms);
    }

    /// <summary>The program, its tables and the garbage collector's room, bytes.</summary>
    private const long Program = 225L << 20;

    /// <summary>Bytes per voxel of a map.</summary>
    private const double PerVoxel = 47;

    /// <summary>Bytes per voxel of a half map.</summary>
    private const double PerVoxelOfHalves = 90;

    /// <summary>Bytes per atom, hydrogens included.</summary>
    private const double PerAtom = 14000;

    /// <summary>Tables on the device, bytes.</summary>
    private const long OnDevice = 13L << 19;

    /// <summary>Bytes on the device per voxel of a map or half map.</summary>
    private const double PerVoxelOnDevice = 43;

    /// <summary>Bytes on the device per atom, hydrogens included.</summary>
    private const double PerAtomOnDevice = 150;
}
