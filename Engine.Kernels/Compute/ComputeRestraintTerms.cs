namespace Engine.Kernels.Compute;

/// <summary>
/// Restraint terms on the device, with one gradient slot per atom of each term. Slots lie in the order bonds, angles, torsions, chiral centres,
/// planes, sites, torsion pairs, parallel planes, copies, and then one per atom for the repulsion.
/// </summary>
internal sealed class ComputeRestraintTerms : RestraintTerms
{
    private readonly ComputeAccelerator accelerator;
    private readonly List<IDisposable> owned = [];
    private DeviceBuffer<int>? pairStart;
    private DeviceBuffer<int>? pairAtoms;
    private DeviceBuffer<float>? pairContact;

    /// <summary>Uploads a table.</summary>
    public ComputeRestraintTerms(ComputeAccelerator accelerator, RestraintTable table)
    {
        RestraintTableChecks.Check(table);
        this.accelerator = accelerator;
        Table = table;
        AngleSlot = 2L * table.BondCount;
        TorsionSlot = AngleSlot + 3L * table.AngleCount;
        ChiralSlot = TorsionSlot + 4L * table.TorsionCount;
        PlaneSlot = ChiralSlot + 4L * table.ChiralCount;
        SiteSlot = PlaneSlot + table.PlaneAtoms.Length;
        SurfaceSlot = SiteSlot + table.SiteCount;
        ParallelSlot = SurfaceSlot + 5L * table.SurfaceCount;
        CopySlot = ParallelSlot + table.ParallelAtoms.Length;
        NonbondedSlot = CopySlot + table.CopyAtoms.Length;
        int[] targets = [.. table.AtomLists().SelectMany(atoms => atoms)];
        SlotLists lists = SlotLists.Build(targets, table.AtomCount);
        try
        {
            GatherStart = Take(lists.Start);
            GatherList = Take(lists.List);
            BondAtoms = Take(table.BondAtoms);
            BondIdeal = Take(table.BondIdeal);
            BondWeight = Take(table.BondWeight);
            BondSlack = Take(table.BondSlack);
            BondTop = Take(table.BondTop);
            AngleAtoms = Take(table.AngleAtoms);
            AngleIdeal = Take(table.AngleIdeal);
            AngleWeight = Take(table.AngleWeight);
            AngleTop = Take(RestraintTableChecks.OrZeros(table.AngleTop, table.AngleCount));
            TorsionAtoms = Take(table.TorsionAtoms);
            TorsionIdeal = Take(table.TorsionIdeal);
            TorsionWeight = Take(table.TorsionWeight);
            TorsionPeriod = Take(table.TorsionPeriod);
            TorsionTop = Take(RestraintTableChecks.OrZeros(table.TorsionTop, table.TorsionCount));
            TorsionSlack = Take(RestraintTableChecks.OrZeros(table.TorsionSlack, table.TorsionCount));
            ChiralAtoms = Take(table.ChiralAtoms);
            ChiralIdeal = Take(table.ChiralIdeal);
            ChiralWeight = Take(table.ChiralWeight);
            ChiralBoth = Take(table.ChiralBoth);
            PlaneStart = Take(table.PlaneStart);
            PlaneAtoms = Take(table.PlaneAtoms);
            PlaneWeight = Take(table.PlaneWeight);
            SiteAtoms = Take(table.SiteAtoms);
            SiteIdeal = Take(table.SiteIdeal);
            SiteWeight = Take(table.SiteWeight);
            SiteTop = Take(table.SiteTop);
            SurfaceAtoms = Take(table.SurfaceAtoms);
            SurfaceClass = Take(table.SurfaceClass);
            SurfaceWeight = Take(table.SurfaceWeight);
            SurfaceNodes = Take(table.Surfaces?.Values ?? []);
            ParallelStart = Take(table.ParallelStart);
            ParallelAtoms = Take(table.ParallelAtoms);
            ParallelWeight = Take(table.ParallelWeight);
            CopyStart = Take(table.CopyStart);
            CopyAtoms = Take(table.CopyAtoms);
            CopyFrame = Take(table.CopyFrame);
            CopyFrames = Take(table.CopyFrames);
            CopyWeight = Take(table.CopyWeight);
            CopyTop = Take(table.CopyTop);
            Slots = accelerator.Allocate<double>(Math.Max(1, 3 * (NonbondedSlot + table.AtomCount)), "restraint gradients");
            owned.Add(Slots);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The host table.</summary>
    public RestraintTable Table { get; }

    /// <summary>Repulsion constant.</summary>
    public double Repulsion { get; private set; }

    /// <summary>True once contacts were set.</summary>
    public bool HasNonbonded => pairStart != null;

    /// <summary>First slot of the angles.</summary>
    public long AngleSlot { get; }

    /// <summary>First slot of the torsions.</summary>
    public long TorsionSlot { get; }

    /// <summary>First slot of the chiral centres.</summary>
    public long ChiralSlot { get; }

    /// <summary>First slot of the planes.</summary>
    public long PlaneSlot { get; }

    /// <summary>First slot of the sites.</summary>
    public long SiteSlot { get; }

    /// <summary>First slot of the torsion pairs.</summary>
    public long SurfaceSlot { get; }

    /// <summary>First slot of the parallel planes.</summary>
    public long ParallelSlot { get; }

    /// <summary>First slot of the copies.</summary>
    public long CopySlot { get; }

    /// <summary>First slot of the repulsion.</summary>
    public long NonbondedSlot { get; }

    internal DeviceBuffer<int> GatherStart { get; }

    internal DeviceBuffer<int> GatherList { get; }

    internal DeviceBuffer<int> BondAtoms { get; }

    internal DeviceBuffer<double> BondIdeal { get; }

    internal DeviceBuffer<double> BondWeight { get; }

    internal DeviceBuffer<double> BondSlack { get; }

    internal DeviceBuffer<double> BondTop { get; }

    internal DeviceBuffer<int> AngleAtoms { get; }

    internal DeviceBuffer<double> AngleIdeal { get; }

    internal DeviceBuffer<double> AngleWeight { get; }

    internal DeviceBuffer<double> AngleTop { get; }

    internal DeviceBuffer<int> TorsionAtoms { get; }

    internal DeviceBuffer<double> TorsionIdeal { get; }

    internal DeviceBuffer<double> TorsionWeight { get; }

    internal DeviceBuffer<int> TorsionPeriod { get; }

    internal DeviceBuffer<double> TorsionTop { get; }

    /// <summary>Half widths of flat bottoms.</summary>
    internal DeviceBuffer<double> TorsionSlack { get; }

    internal DeviceBuffer<int> ChiralAtoms { get; }

    internal DeviceBuffer<double> ChiralIdeal { get; }

    internal DeviceBuffer<double> ChiralWeight { get; }

    internal DeviceBuffer<byte> ChiralBoth { get; }

    internal DeviceBuffer<int> PlaneStart { get; }

    internal DeviceBuffer<int> PlaneAtoms { get; }

    internal DeviceBuffer<double> PlaneWeight { get; }

    internal DeviceBuffer<int> SiteAtoms { get; }

    internal DeviceBuffer<double> SiteIdeal { get; }

    internal DeviceBuffer<double> SiteWeight { get; }

    internal DeviceBuffer<double> SiteTop { get; }

    internal DeviceBuffer<int> SurfaceAtoms { get; }

    internal DeviceBuffer<int> SurfaceClass { get; }

    internal DeviceBuffer<double> SurfaceWeight { get; }

    internal DeviceBuffer<double> SurfaceNodes { get; }

    internal DeviceBuffer<int> ParallelStart { get; }

    internal DeviceBuffer<int> ParallelAtoms { get; }

    internal DeviceBuffer<double> ParallelWeight { get; }

    internal DeviceBuffer<int> CopyStart { get; }

    internal DeviceBuffer<int> CopyAtoms { get; }

    internal DeviceBuffer<int> CopyFrame { get; }

    internal DeviceBuffer<double> CopyFrames { get; }

    internal DeviceBuffer<double> CopyWeight { get; }

    internal DeviceBuffer<double> CopyTop { get; }

    internal DeviceBuffer<double> Slots { get; }

    internal DeviceBuffer<int> PairStart => pairStart!;

    internal DeviceBuffer<int> PairAtoms => pairAtoms!;

    internal DeviceBuffer<float> PairContact => pairContact!;

    /// <inheritdoc/>
    public override void SetNonbonded(NonbondedPairs pairs, double repulsion)
    {
        if (pairs.Start.Length != Table.AtomCount + 1)
            throw new ArgumentException($"contacts of {pairs.Start.Length - 1} atoms for restraints of {Table.AtomCount}", nameof(pairs));
        CheckIndices(pairs.Atoms, Table.AtomCount);
        Repulsion = repulsion;
        pairStart = Replace(pairStart, pairs.Start);
        pairAtoms = Replace(pairAtoms, pairs.Atoms);
        pairContact = Replace(pairContact, pairs.Contact);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        foreach (IDisposable buffer in owned)
            buffer.Dispose();
        owned.Clear();
        pairStart?.Dispose();
        pairAtoms?.Dispose();
        pairContact?.Dispose();
    }

    private static void CheckIndices(ReadOnlySpan<int> atoms, int count)
    {
        foreach (int atom in atoms)
        {
            if ((uint)atom >= (uint)count)
                throw new ArgumentException($"restraint on atom {atom} of {count}", nameof(atoms));
        }
    }

    private DeviceBuffer<T> Take<T>(T[] values)
        where T : unmanaged
    {
        DeviceBuffer<T> buffer = accelerator.Upload<T>(values, "restraints");
        owned.Add(buffer);
        return buffer;
    }

    /// <summary>Keeps the array when the new values fit: neighbour lists are rebuilt often and change little in size.</summary>
    private DeviceBuffer<T> Replace<T>(DeviceBuffer<T>? buffer, T[] values)
        where T : unmanaged
    {
        if (buffer == null || buffer.Length < values.Length)
        {
            buffer?.Dispose();
            buffer = accelerator.Allocate<T>(Math.Max(1, values.Length + values.Length / 8L), "contacts");
        }

        if (values.Length > 0)
            accelerator.Upload<T>(values, buffer);
        return buffer;
    }
}
