using Engine.Kernels.Compute;

namespace Engine.Kernels.Cpu;

/// <summary>Riding atoms in host memory, and the lists by which frame atoms collect the gradient of their hydrogens.</summary>
internal sealed unsafe class CpuRidingAtoms : RidingAtoms
{
    private readonly NativeBuffer<int> hydrogens;
    private readonly NativeBuffer<int> frames;
    private readonly NativeBuffer<double> local;
    private readonly NativeBuffer<double> slots;
    private readonly SlotLists gather;

    /// <summary>Copies a table.</summary>
    public CpuRidingAtoms(RidingTable table, int atomCount)
    {
        if (table.Frame.Length != 3 * table.Count)
            throw new ArgumentException($"{table.Frame.Length} frame atoms for {table.Count} riding atoms", nameof(table));
        for (int h = 0; h < table.Count; h++)
        {
            (int parent, int a, int b) = (table.Frame[3 * h], table.Frame[3 * h + 1], table.Frame[3 * h + 2]);
            bool valid = (uint)table.Hydrogen[h] < (uint)atomCount && (uint)parent < (uint)atomCount && a < atomCount && b < atomCount && (a < 0) == (b < 0);
            if (!valid)
                throw new ArgumentOutOfRangeException(nameof(table), $"riding atom {table.Hydrogen[h]} on {parent}, {a}, {b} of {atomCount} atoms");
        }

        (Count, AtomCount) = (table.Count, atomCount);
        gather = SlotLists.Build(table.Frame, atomCount);
        FrameAtoms = [.. Enumerable.Range(0, atomCount).Where(a => gather.Start[a + 1] > gather.Start[a])];
        hydrogens = new NativeBuffer<int>(Count, "riding hydrogens");
        frames = new NativeBuffer<int>(3L * Count, "riding hydrogens");
        local = new NativeBuffer<double>(3L * Count, "riding hydrogens");
        slots = new NativeBuffer<double>(9L * Count, "riding hydrogens");
        table.Hydrogen.CopyTo(hydrogens.Slice(0, Count));
        table.Frame.CopyTo(frames.Slice(0, 3 * Count));
    }

    /// <summary>Number of riding atoms.</summary>
    public int Count { get; }

    /// <summary>Number of atoms of the structure.</summary>
    public int AtomCount { get; }

    /// <summary>The atoms that any frame uses.</summary>
    public int[] FrameAtoms { get; }

    /// <summary>Atom index of each riding atom.</summary>
    public int* Hydrogens => hydrogens.Pointer;

    /// <summary>Gradients of the frame atoms of each riding atom, nine numbers.</summary>
    public double* Slots => slots.Pointer;

    /// <summary>Parent, a, b of a riding atom.</summary>
    public int* Frame(int h) => frames.Pointer + 3L * h;

    /// <summary>Local coordinates of a riding atom, Å.</summary>
    public double* Local(int h) => local.Pointer + 3L * h;

    /// <summary>The slots that a frame atom collects, in ascending order.</summary>
    public ReadOnlySpan<int> SlotsOf(int atom) => gather.List.AsSpan(gather.Start[atom], gather.Start[atom + 1] - gather.Start[atom]);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        hydrogens.Dispose();
        frames.Dispose();
        local.Dispose();
        slots.Dispose();
    }
}
