namespace Engine.Kernels.Cpu;

/// <summary>Groups of atoms of a restraint table (planes, parallel planes) in native memory.</summary>
internal sealed unsafe class PlaneBatch : IDisposable
{
    private readonly NativeBuffer<int> start;
    private readonly NativeBuffer<int> atoms;
    private readonly NativeBuffer<double> weights;

    /// <summary>Copies groups of atoms.</summary>
    /// <param name="starts">Where each group starts, and the end of the last.</param>
    /// <param name="members">Atoms of all groups.</param>
    /// <param name="factors">Weights: one per atom for planes, one per pair for parallel planes.</param>
    /// <param name="firstSlot">First gradient slot.</param>
    public PlaneBatch(int[] starts, int[] members, double[] factors, int firstSlot)
    {
        (Count, FirstSlot, AtomCount) = (starts.Length - 1, firstSlot, members.Length);
        start = new NativeBuffer<int>(Count + 1, "planes");
        atoms = new NativeBuffer<int>(AtomCount, "planes");
        weights = new NativeBuffer<double>(factors.Length, "planes");
        starts.CopyTo(start.Slice(0, Count + 1));
        members.CopyTo(atoms.Slice(0, AtomCount));
        factors.CopyTo(weights.Slice(0, factors.Length));
    }

    /// <summary>Number of groups.</summary>
    public int Count { get; }

    /// <summary>Number of atoms of all groups.</summary>
    public int AtomCount { get; }

    /// <summary>First gradient slot.</summary>
    public int FirstSlot { get; }

    /// <summary>First slot behind those of this class.</summary>
    public int EndSlot => FirstSlot + AtomCount;

    /// <summary>Count + 1 starts.</summary>
    public int* Start => start.Pointer;

    /// <summary>Atoms of all groups.</summary>
    public int* Atoms => atoms.Pointer;

    /// <summary>Weights.</summary>
    public double* Weights => weights.Pointer;

    /// <summary>Frees the arrays.</summary>
    public void Dispose()
    {
        start.Dispose();
        atoms.Dispose();
        weights.Dispose();
    }
}
