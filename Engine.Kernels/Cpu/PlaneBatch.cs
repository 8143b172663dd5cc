namespace Engine.Kernels.Cpu;

/// <summary>Planes of a restraint table in native memory.</summary>
internal sealed unsafe class PlaneBatch : IDisposable
{
    private readonly NativeBuffer<int> start;
    private readonly NativeBuffer<int> atoms;
    private readonly NativeBuffer<double> weights;

    /// <summary>Copies the planes of a table.</summary>
    public PlaneBatch(RestraintTable table, int firstSlot)
    {
        if (table.PlaneStart[^1] != table.PlaneAtoms.Length || table.PlaneWeight.Length != table.PlaneAtoms.Length)
            throw new ArgumentException($"{table.PlaneAtoms.Length} plane atoms with {table.PlaneWeight.Length} weights end at {table.PlaneStart[^1]}");
        (Count, FirstSlot, AtomCount) = (table.PlaneCount, firstSlot, table.PlaneAtoms.Length);
        start = new NativeBuffer<int>(Count + 1, "planes");
        atoms = new NativeBuffer<int>(AtomCount, "planes");
        weights = new NativeBuffer<double>(AtomCount, "planes");
        table.PlaneStart.CopyTo(start.Slice(0, Count + 1));
        table.PlaneAtoms.CopyTo(atoms.Slice(0, AtomCount));
        table.PlaneWeight.CopyTo(weights.Slice(0, AtomCount));
    }

    /// <summary>Number of planes.</summary>
    public int Count { get; }

    /// <summary>Number of atoms of all planes.</summary>
    public int AtomCount { get; }

    /// <summary>First gradient slot.</summary>
    public int FirstSlot { get; }

    /// <summary>Count + 1 starts.</summary>
    public int* Start => start.Pointer;

    /// <summary>Atoms of all planes.</summary>
    public int* Atoms => atoms.Pointer;

    /// <summary>Weights, Å⁻².</summary>
    public double* Weights => weights.Pointer;

    /// <summary>Frees the arrays.</summary>
    public void Dispose()
    {
        start.Dispose();
        atoms.Dispose();
        weights.Dispose();
    }
}
