namespace Engine.Kernels.Cpu;

/// <summary>Groups of equivalent atoms of a restraint table in native memory.</summary>
internal sealed unsafe class CopyBatch : IDisposable
{
    private readonly PlaneBatch groups;
    private readonly NativeBuffer<int> frameOf;
    private readonly NativeBuffer<double> frames;
    private readonly NativeBuffer<double> tops;

    /// <summary>Copies the groups of a table.</summary>
    /// <param name="table">Table.</param>
    /// <param name="firstSlot">First gradient slot.</param>
    public CopyBatch(RestraintTable table, int firstSlot)
    {
        groups = new PlaneBatch(table.CopyStart, table.CopyAtoms, table.CopyWeight, firstSlot);
        frameOf = new NativeBuffer<int>(table.CopyFrame.Length, "copies");
        frames = new NativeBuffer<double>(table.CopyFrames.Length, "copies");
        tops = new NativeBuffer<double>(table.CopyTop.Length, "copies");
        table.CopyFrame.CopyTo(frameOf.Slice(0, table.CopyFrame.Length));
        table.CopyFrames.CopyTo(frames.Slice(0, table.CopyFrames.Length));
        table.CopyTop.CopyTo(tops.Slice(0, table.CopyTop.Length));
        for (int g = 0; g < table.CopyCount; g++)
            Largest = Math.Max(Largest, table.CopyStart[g + 1] - table.CopyStart[g]);
    }

    /// <summary>Number of groups.</summary>
    public int Count => groups.Count;

    /// <summary>Members of the largest group.</summary>
    public int Largest { get; }

    /// <summary>First gradient slot.</summary>
    public int FirstSlot => groups.FirstSlot;

    /// <summary>First slot behind those of this class.</summary>
    public int EndSlot => groups.EndSlot;

    /// <summary>Count + 1 starts.</summary>
    public int* Start => groups.Start;

    /// <summary>Atoms of all groups.</summary>
    public int* Atoms => groups.Atoms;

    /// <summary>1/σ² per group.</summary>
    public double* Weights => groups.Weights;

    /// <summary>Energy ceiling per group; 0 = none.</summary>
    public double* Tops => tops.Pointer;

    /// <summary>The frame of a member: nine numbers of R, three of t.</summary>
    public double* Frame(int member) => frames.Pointer + RestraintTable.CopyFrameNumbers * (long)frameOf.Pointer[member];

    /// <summary>Frees the arrays.</summary>
    public void Dispose()
    {
        groups.Dispose();
        frameOf.Dispose();
        frames.Dispose();
        tops.Dispose();
    }
}
