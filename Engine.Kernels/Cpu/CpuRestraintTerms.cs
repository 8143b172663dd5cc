namespace Engine.Kernels.Cpu;

/// <summary>Restraint terms in host memory, with the slots that each term writes its gradient to and the list of slots of each atom.</summary>
internal sealed class CpuRestraintTerms : RestraintTerms
{
    public CpuRestraintTerms(RestraintTable table)
    {
        Table = table;
        AngleSlot = 2 * table.BondCount;
        TorsionSlot = AngleSlot + 3 * table.AngleCount;
        ChiralSlot = TorsionSlot + 4 * table.TorsionCount;
        PlaneSlot = ChiralSlot + 4 * table.ChiralCount;
        SlotCount = PlaneSlot + table.PlaneAtoms.Length;
        Slots = new double[3L * SlotCount];
        (GatherStart, GatherSlot) = Gather(table);
        Pairs = new NonbondedPairs(new int[table.AtomCount + 1], [], []);
    }

    public RestraintTable Table { get; }

    /// <summary>First slot of the angles, and so on; bonds start at 0.</summary>
    public int AngleSlot { get; }

    public int TorsionSlot { get; }

    public int ChiralSlot { get; }

    public int PlaneSlot { get; }

    public int SlotCount { get; }

    /// <summary>Three numbers per slot.</summary>
    public double[] Slots { get; }

    /// <summary>CSR: slots of atom i are GatherSlot[GatherStart[i] .. GatherStart[i+1]-1], ascending.</summary>
    public int[] GatherStart { get; }

    public int[] GatherSlot { get; }

    public NonbondedPairs Pairs { get; private set; }

    public double Repulsion { get; private set; }

    public override void SetNonbonded(NonbondedPairs pairs, double repulsion)
    {
        if (pairs.Start.Length != Table.AtomCount + 1)
            throw new ArgumentException($"contacts of {pairs.Start.Length - 1} atoms for a table of {Table.AtomCount}", nameof(pairs));
        (Pairs, Repulsion) = (pairs, repulsion);
    }

    protected override void Dispose(bool disposing)
    {
    }

    private static (int[] Start, int[] Slot) Gather(RestraintTable table)
    {
        int[][] lists = [table.BondAtoms, table.AngleAtoms, table.TorsionAtoms, table.ChiralAtoms, table.PlaneAtoms];
        var start = new int[table.AtomCount + 1];
        foreach (int[] list in lists)
        {
            foreach (int atom in list)
            {
                if ((uint)atom >= (uint)table.AtomCount)
                    throw new ArgumentException($"restraint on atom {atom} of {table.AtomCount}", nameof(table));
                start[atom + 1]++;
            }
        }

        for (int i = 0; i < table.AtomCount; i++)
            start[i + 1] += start[i];
        var next = (int[])start.Clone();
        var slots = new int[start[^1]];
        int slot = 0;
        foreach (int[] list in lists)
        {
            foreach (int atom in list)
                slots[next[atom]++] = slot++;
        }

        return (start, slots);
    }
}
