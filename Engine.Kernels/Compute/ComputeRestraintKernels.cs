namespace Engine.Kernels.Compute;

/// <summary>
/// Launches the kernels of the program 'restraints': one per class of terms, then the gather over slots. Energies come back once, as one
/// partial sum per group, and are added in order.
/// </summary>
internal sealed class ComputeRestraintKernels : RestraintKernels, IDisposable
{
    private const int Classes = 10;

    private readonly ComputeAccelerator accelerator;
    private readonly ComputeKernel bonds;
    private readonly ComputeKernel angles;
    private readonly ComputeKernel torsions;
    private readonly ComputeKernel chirality;
    private readonly ComputeKernel planarity;
    private readonly ComputeKernel sites;
    private readonly ComputeKernel surfaces;
    private readonly ComputeKernel parallels;
    private readonly ComputeKernel copies;
    private readonly ComputeKernel nonbonded;
    private readonly ComputeKernel gather;
    private readonly ComputePartials partials;

    /// <summary>Takes the kernels out of the program 'restraints'.</summary>
    public ComputeRestraintKernels(ComputeAccelerator accelerator)
    {
        const string Program = "restraints";
        this.accelerator = accelerator;
        bonds = accelerator.Kernel(Program, "bond_terms");
        angles = accelerator.Kernel(Program, "angle_terms");
        torsions = accelerator.Kernel(Program, "torsion_terms");
        chirality = accelerator.Kernel(Program, "chirality_terms");
        planarity = accelerator.Kernel(Program, "planarity_terms");
        sites = accelerator.Kernel(Program, "site_terms");
        surfaces = accelerator.Kernel(Program, "surface_terms");
        parallels = accelerator.Kernel(Program, "parallel_terms");
        copies = accelerator.Kernel(Program, "copy_terms");
        nonbonded = accelerator.Kernel(Program, "nonbonded_terms");
        gather = accelerator.Kernel(Program, "gather_slots");
        partials = new ComputePartials(accelerator, "partial sums of the restraints");
    }

    /// <inheritdoc/>
    public override RestraintTerms Create(RestraintTable table) => new ComputeRestraintTerms(accelerator, table);

    /// <inheritdoc/>
    public override RestraintEnergies Evaluate(RestraintTerms terms, DeviceBuffer<double> positions, double scale, DeviceBuffer<double>? gradient)
    {
        ComputeRestraintTerms t = terms as ComputeRestraintTerms
            ?? throw new ArgumentException("the terms belong to another kind of accelerator", nameof(terms));
        RestraintTable table = t.Table;
        Check(positions, table, nameof(positions));
        if (gradient != null)
            Check(gradient, table, nameof(gradient));
        Span<long> first = stackalloc long[Classes + 1];
        ReadOnlySpan<int> counts =
        [
            table.BondCount, table.AngleCount, table.TorsionCount, table.ChiralCount, table.PlaneCount, t.HasNonbonded ? table.AtomCount : 0,
            table.SiteCount, table.SurfaceCount, table.ParallelCount, table.CopyCount,
        ];
        for (int c = 0; c < Classes; c++)
            first[c + 1] = first[c] + (counts[c] + KernelConstants.ItemGroup - 1) / KernelConstants.ItemGroup;
        Queue(t, positions, gradient != null, first);
        if (gradient != null)
        {
            gather.Set(t.Slots).Set(t.GatherStart).Set(t.GatherList).Set(t.HasNonbonded ? t.NonbondedSlot : -1L).Set(scale).Set(gradient)
                .Set((long)table.AtomCount).Run(table.AtomCount);
        }

        return Sum(partials.Fetch(first[Classes]), first);
    }

    /// <summary>Frees work space.</summary>
    public void Dispose() => partials.Dispose();

    private static void Check(DeviceBuffer<double> numbers, RestraintTable table, string name)
    {
        if (numbers.Length != 3L * table.AtomCount)
            throw new ArgumentException($"{numbers.Length} numbers for {table.AtomCount} atoms", name);
    }

    private static RestraintEnergies Sum(ReadOnlySpan<double> parts, ReadOnlySpan<long> first)
    {
        Span<double> sums = stackalloc double[Classes];
        for (int c = 0; c < Classes; c++)
        {
            foreach (double part in parts[(int)first[c]..(int)first[c + 1]])
                sums[c] += part;
        }

        return new RestraintEnergies(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]) { Site = sums[6], Surface = sums[7], Parallel = sums[8], Copy = sums[9] };
    }

    private void Queue(ComputeRestraintTerms t, DeviceBuffer<double> positions, bool withGradient, ReadOnlySpan<long> first)
    {
        RestraintTable table = t.Table;
        DeviceBuffer<double> partial = partials.Reserve(first[Classes]);
        int write = withGradient ? 1 : 0;
        bonds.Set(positions).Set(t.BondAtoms).Set(t.BondIdeal).Set(t.BondWeight).Set(t.BondSlack).Set(t.BondTop)
            .Set(t.Slots).Set(0L).Set(write).Set(partial).Set(first[0]).Set((long)table.BondCount).Run(table.BondCount);
        angles.Set(positions).Set(t.AngleAtoms).Set(t.AngleIdeal).Set(t.AngleWeight).Set(t.AngleTop)
            .Set(t.Slots).Set(t.AngleSlot).Set(write).Set(partial).Set(first[1]).Set((long)table.AngleCount).Run(table.AngleCount);
        torsions.Set(positions).Set(t.TorsionAtoms).Set(t.TorsionIdeal).Set(t.TorsionWeight).Set(t.TorsionPeriod).Set(t.TorsionTop).Set(t.TorsionSlack)
            .Set(t.Slots).Set(t.TorsionSlot).Set(write).Set(partial).Set(first[2]).Set((long)table.TorsionCount).Run(table.TorsionCount);
        chirality.Set(positions).Set(t.ChiralAtoms).Set(t.ChiralIdeal).Set(t.ChiralWeight).Set(t.ChiralBoth)
            .Set(t.Slots).Set(t.ChiralSlot).Set(write).Set(partial).Set(first[3]).Set((long)table.ChiralCount).Run(table.ChiralCount);
        planarity.Set(positions).Set(t.PlaneStart).Set(t.PlaneAtoms).Set(t.PlaneWeight)
            .Set(t.Slots).Set(t.PlaneSlot).Set(write).Set(partial).Set(first[4]).Set((long)table.PlaneCount).Run(table.PlaneCount);
        if (t.HasNonbonded)
        {
            nonbonded.Set(positions).Set(t.PairStart).Set(t.PairAtoms).Set(t.PairContact).Set(t.Repulsion)
                .Set(t.Slots).Set(t.NonbondedSlot).Set(write).Set(partial).Set(first[5]).Set((long)table.AtomCount).Run(table.AtomCount);
        }

        QueueRare(t, positions, write, partial, first);
    }

    /// <summary>The classes that many structures do not have; their arguments are not set where there are no terms.</summary>
    private void QueueRare(ComputeRestraintTerms t, DeviceBuffer<double> positions, int write, DeviceBuffer<double> partial, ReadOnlySpan<long> first)
    {
        RestraintTable table = t.Table;
        if (table.SiteCount > 0)
        {
            sites.Set(positions).Set(t.SiteAtoms).Set(t.SiteIdeal).Set(t.SiteWeight).Set(t.SiteTop)
                .Set(t.Slots).Set(t.SiteSlot).Set(write).Set(partial).Set(first[6]).Set((long)table.SiteCount).Run(table.SiteCount);
        }

        if (table.Surfaces != null && table.SurfaceCount > 0)
        {
            surfaces.Set(positions).Set(t.SurfaceAtoms).Set(t.SurfaceClass).Set(t.SurfaceWeight).Set(t.SurfaceNodes).Set(table.Surfaces.Nodes)
                .Set(t.Slots).Set(t.SurfaceSlot).Set(write).Set(partial).Set(first[7]).Set((long)table.SurfaceCount).Run(table.SurfaceCount);
        }

        if (table.ParallelCount > 0)
        {
            parallels.Set(positions).Set(t.ParallelStart).Set(t.ParallelAtoms).Set(t.ParallelWeight)
                .Set(t.Slots).Set(t.ParallelSlot).Set(write).Set(partial).Set(first[8]).Set((long)table.ParallelCount).Run(table.ParallelCount);
        }

        if (table.CopyCount > 0)
        {
            copies.Set(positions).Set(t.CopyStart).Set(t.CopyAtoms).Set(t.CopyFrame).Set(t.CopyFrames).Set(t.CopyWeight).Set(t.CopyTop)
                .Set(t.Slots).Set(t.CopySlot).Set(write).Set(partial).Set(first[9]).Set((long)table.CopyCount).Run(table.CopyCount);
        }
    }
}
