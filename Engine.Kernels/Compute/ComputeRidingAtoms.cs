namespace Engine.Kernels.Compute;

/// <summary>Riding atoms on the device, and the lists by which heavy atoms collect the gradient of their hydrogens.</summary>
internal sealed class ComputeRidingAtoms : RidingAtoms
{
    private readonly List<IDisposable> owned = [];

    /// <summary>Uploads a table.</summary>
    public ComputeRidingAtoms(ComputeAccelerator accelerator, RidingTable table, int atomCount)
    {
        Check(table, atomCount);
        Count = table.Count;
        AtomCount = atomCount;
        SlotLists lists = SlotLists.Build(table.Frame, atomCount);
        int[] atoms = [.. Enumerable.Range(0, atomCount).Where(a => lists.Start[a + 1] > lists.Start[a])];
        FrameAtomCount = atoms.Length;
        int[] start = [.. atoms.Select(a => lists.Start[a]), lists.List.Length];
        const string Purpose = "riding hydrogens";
        try
        {
            Hydrogens = Take(accelerator.Upload<int>(table.Hydrogen, Purpose));
            Frames = Take(accelerator.Upload<int>(table.Frame, Purpose));
            FrameAtoms = Take(accelerator.Upload<int>(atoms, Purpose));
            Start = Take(accelerator.Upload<int>(start, Purpose));
            List = Take(accelerator.Upload<int>(lists.List, Purpose));
            Local = Take(accelerator.Allocate<double>(Math.Max(1, 3L * Count), Purpose));
            Slots = Take(accelerator.Allocate<double>(Math.Max(1, 3L * KernelConstants.RidingSlots * Count), Purpose));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Number of riding atoms.</summary>
    public long Count { get; }

    /// <summary>Number of atoms of the structure.</summary>
    public int AtomCount { get; }

    /// <summary>Number of atoms that any frame uses.</summary>
    public long FrameAtomCount { get; }

    internal DeviceBuffer<int> Hydrogens { get; }

    internal DeviceBuffer<int> Frames { get; }

    internal DeviceBuffer<int> FrameAtoms { get; }

    internal DeviceBuffer<int> Start { get; }

    internal DeviceBuffer<int> List { get; }

    internal DeviceBuffer<double> Local { get; }

    internal DeviceBuffer<double> Slots { get; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        foreach (IDisposable buffer in owned)
            buffer.Dispose();
        owned.Clear();
    }

    private static void Check(RidingTable table, int atomCount)
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
    }

    private DeviceBuffer<T> Take<T>(DeviceBuffer<T> buffer)
        where T : unmanaged
    {
        owned.Add(buffer);
        return buffer;
    }
}
