using Engine.Kernels.OpenCl;

namespace Engine.Kernels.Cpu;

/// <summary>Restraint terms arranged for SIMD, with the gradient slots that terms write and the lists along which atoms gather them.</summary>
internal sealed unsafe class CpuRestraintTerms : RestraintTerms
{
    private readonly NativeBuffer<double> padded;
    private readonly NativeBuffer<double> slots;
    private readonly SlotLists gather;

    /// <summary>Arranges a table.</summary>
    public CpuRestraintTerms(RestraintTable table)
    {
        AtomCount = table.AtomCount;
        foreach (int[] atoms in (int[][])[table.BondAtoms, table.AngleAtoms, table.TorsionAtoms, table.ChiralAtoms, table.PlaneAtoms])
            CheckIndices(atoms);
        Bonds = new TermBatches(table.BondCount, 2, table.BondAtoms, table.BondWeight, table.BondIdeal, table.BondSlack, table.BondTop);
        Angles = new TermBatches(table.AngleCount, 3, table.AngleAtoms, table.AngleWeight, table.AngleIdeal) { FirstSlot = Bonds.EndSlot };
        double[] periods = [.. table.TorsionPeriod.Select(n => (double)n)];
        Torsions = new TermBatches(table.TorsionCount, 4, table.TorsionAtoms, table.TorsionWeight, table.TorsionIdeal, periods) { FirstSlot = Angles.EndSlot };
        double[] both = [.. table.ChiralBoth.Select(b => b == 0 ? 0.0 : 1)];
        Chirals = new TermBatches(table.ChiralCount, 4, table.ChiralAtoms, table.ChiralWeight, table.ChiralIdeal, both) { FirstSlot = Torsions.EndSlot };
        Planes = new PlaneBatch(table, Chirals.EndSlot);
        gather = SlotLists.Build(Targets(table), AtomCount);
        padded = new NativeBuffer<double>(4L * AtomCount, "positions of restrained atoms");
        slots = new NativeBuffer<double>(4L * (Planes.FirstSlot + Planes.AtomCount), "restraint gradients");
    }

    /// <summary>Number of atoms.</summary>
    public int AtomCount { get; }

    /// <summary>Bonds.</summary>
    public TermBatches Bonds { get; }

    /// <summary>Angles.</summary>
    public TermBatches Angles { get; }

    /// <summary>Torsions.</summary>
    public TermBatches Torsions { get; }

    /// <summary>Chiral centres.</summary>
    public TermBatches Chirals { get; }

    /// <summary>Planes.</summary>
    public PlaneBatch Planes { get; }

    /// <summary>Contacts, or null before they were set.</summary>
    public ContactLists? Contacts { get; private set; }

    /// <summary>Positions, four numbers per atom.</summary>
    public double* Padded => padded.Pointer;

    /// <summary>Gradients, four numbers per slot.</summary>
    public double* Slots => slots.Pointer;

    /// <summary>The slots that belong to an atom, in the order in which it adds them.</summary>
    public ReadOnlySpan<int> SlotsOf(int atom) => gather.List.AsSpan(gather.Start[atom], gather.Start[atom + 1] - gather.Start[atom]);

    /// <inheritdoc/>
    public override void SetNonbonded(NonbondedPairs pairs, double repulsion)
    {
        if (pairs.Start.Length != AtomCount + 1)
            throw new ArgumentException($"contacts of {pairs.Start.Length - 1} atoms for restraints of {AtomCount}", nameof(pairs));
        ContactLists lists = new(pairs, repulsion);
        Contacts?.Dispose();
        Contacts = lists;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        foreach (IDisposable owned in (IDisposable[])[Bonds, Angles, Torsions, Chirals, Planes, padded, slots])
            owned.Dispose();
        Contacts?.Dispose();
    }

    private void CheckIndices(ReadOnlySpan<int> atoms)
    {
        foreach (int atom in atoms)
        {
            if ((uint)atom >= (uint)AtomCount)
                throw new ArgumentOutOfRangeException(nameof(atoms), $"restraint on atom {atom} of {AtomCount}");
        }
    }

    /// <summary>The atom of each slot, -1 for the slots of filled up batches.</summary>
    private int[] Targets(RestraintTable table)
    {
        int[] targets = new int[Planes.FirstSlot + Planes.AtomCount];
        Array.Fill(targets, -1, 0, Planes.FirstSlot);
        Fill(Bonds, table.BondAtoms);
        Fill(Angles, table.AngleAtoms);
        Fill(Torsions, table.TorsionAtoms);
        Fill(Chirals, table.ChiralAtoms);
        table.PlaneAtoms.CopyTo(targets, Planes.FirstSlot);
        return targets;

        void Fill(TermBatches terms, int[] atoms)
        {
            for (int k = 0; k < atoms.Length; k++)
                targets[terms.Slot(k / terms.AtomsPerTerm, k % terms.AtomsPerTerm)] = atoms[k];
        }
    }
}
