using Engine.Kernels.Compute;

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
        RestraintTableChecks.Check(table);
        Bonds = new TermBatches(table.BondCount, 2, table.BondAtoms, table.BondWeight, table.BondIdeal, table.BondSlack, table.BondTop);
        double[] angleTops = RestraintTableChecks.OrZeros(table.AngleTop, table.AngleCount), torsionTops = RestraintTableChecks.OrZeros(table.TorsionTop, table.TorsionCount);
        Angles = new TermBatches(table.AngleCount, 3, table.AngleAtoms, table.AngleWeight, table.AngleIdeal, angleTops) { FirstSlot = Bonds.EndSlot };
        double[] periods = [.. table.TorsionPeriod.Select(n => (double)n)];
        Torsions = new TermBatches(table.TorsionCount, 4, table.TorsionAtoms, table.TorsionWeight, table.TorsionIdeal, periods, torsionTops, RestraintTableChecks.OrZeros(table.TorsionSlack, table.TorsionCount)) { FirstSlot = Angles.EndSlot };
        double[] both = [.. table.ChiralBoth.Select(b => b == 0 ? 0.0 : 1)];
        Chirals = new TermBatches(table.ChiralCount, 4, table.ChiralAtoms, table.ChiralWeight, table.ChiralIdeal, both) { FirstSlot = Torsions.EndSlot };
        Sites = new TermBatches(table.SiteCount, 1, table.SiteAtoms, table.SiteWeight, [.. SiteColumns(table), table.SiteTop]) { FirstSlot = Chirals.EndSlot };
        double[] classes = [.. table.SurfaceClass.Select(c => (double)c)];
        Pairs = new TermBatches(table.SurfaceCount, 5, table.SurfaceAtoms, table.SurfaceWeight, classes) { FirstSlot = Sites.EndSlot };
        Surfaces = table.Surfaces;
        Planes = new PlaneBatch(table.PlaneStart, table.PlaneAtoms, table.PlaneWeight, Pairs.EndSlot);
        Parallels = new PlaneBatch(table.ParallelStart, table.ParallelAtoms, table.ParallelWeight, Planes.EndSlot);
        Copies = new CopyBatch(table, Parallels.EndSlot);
        gather = SlotLists.Build(Targets(table), AtomCount);
        padded = new NativeBuffer<double>(4L * AtomCount, "positions of restrained atoms");
        slots = new NativeBuffer<double>(4L * Copies.EndSlot, "restraint gradients");
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

    /// <summary>Sites.</summary>
    public TermBatches Sites { get; }

    /// <summary>Torsion pairs.</summary>
    public TermBatches Pairs { get; }

    /// <summary>Potentials of the torsion pairs, or null when there are none.</summary>
    public TorsionSurfaces? Surfaces { get; }

    /// <summary>Planes, with one weight per atom.</summary>
    public PlaneBatch Planes { get; }

    /// <summary>Parallel planes, two lists of atoms and one weight per pair.</summary>
    public PlaneBatch Parallels { get; }

    /// <summary>Groups of equivalent atoms.</summary>
    public CopyBatch Copies { get; }

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
        foreach (IDisposable owned in (IDisposable[])[Bonds, Angles, Torsions, Chirals, Sites, Pairs, Planes, Parallels, Copies, padded, slots])
            owned.Dispose();
        Contacts?.Dispose();
    }

    /// <summary>The x, y and z of all sites.</summary>
    private static double[][] SiteColumns(RestraintTable table) =>
        [.. Enumerable.Range(0, 3).Select(axis => Enumerable.Range(0, table.SiteCount).Select(i => table.SiteIdeal[3 * i + axis]).ToArray())];

    /// <summary>The atom of each slot, -1 for the slots of filled up batches.</summary>
    private int[] Targets(RestraintTable table)
    {
        int[] targets = new int[Copies.EndSlot];
        Array.Fill(targets, -1, 0, Planes.FirstSlot);
        Fill(Bonds, table.BondAtoms);
        Fill(Angles, table.AngleAtoms);
        Fill(Torsions, table.TorsionAtoms);
        Fill(Chirals, table.ChiralAtoms);
        Fill(Sites, table.SiteAtoms);
        Fill(Pairs, table.SurfaceAtoms);
        table.PlaneAtoms.CopyTo(targets, Planes.FirstSlot);
        table.ParallelAtoms.CopyTo(targets, Parallels.FirstSlot);
        table.CopyAtoms.CopyTo(targets, Copies.FirstSlot);
        return targets;

        void Fill(TermBatches terms, int[] atoms)
        {
            for (int k = 0; k < atoms.Length; k++)
                targets[terms.Slot(k / terms.AtomsPerTerm, k % terms.AtomsPerTerm)] = atoms[k];
        }
    }
}
