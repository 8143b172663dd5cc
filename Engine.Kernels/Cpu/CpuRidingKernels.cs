namespace Engine.Kernels.Cpu;

/// <summary>Riding hydrogens on the CPU, in chunks. Frame atoms collect the gradients of their hydrogens in a fixed order.</summary>
internal sealed unsafe class CpuRidingKernels(CpuWorkers workers) : RidingKernels
{
    private const int AtomsPerChunk = 512;
    private const int WorthwhileAtoms = 4096;

    /// <inheritdoc/>
    public override RidingAtoms Create(RidingTable table, int atomCount) => new CpuRidingAtoms(table, atomCount);

    /// <inheritdoc/>
    public override void Capture(RidingAtoms riding, DeviceBuffer<double> positions)
    {
        CpuRidingAtoms r = Own(riding);
        double* x = CpuBuffer.Pointer(positions, 3L * r.AtomCount);
        ForEach(r.Count, h =>
        {
            RidingFrame frame = new(r.Frame(h), x);
            Point3 arm = Point3.Load(x, r.Hydrogens[h]) - frame.Parent;
            new Point3(Point3.Dot(arm, frame.E0), Point3.Dot(arm, frame.E1), Point3.Dot(arm, frame.E2)).Store(r.Local(h), 0);
        });
    }

    /// <inheritdoc/>
    public override void Place(RidingAtoms riding, DeviceBuffer<double> positions)
    {
        CpuRidingAtoms r = Own(riding);
        double* x = CpuBuffer.Pointer(positions, 3L * r.AtomCount);
        ForEach(r.Count, h =>
        {
            RidingFrame frame = new(r.Frame(h), x);
            (frame.Parent + frame.Arm(r.Local(h))).Store(x, r.Hydrogens[h]);
        });
    }

    /// <inheritdoc/>
    public override void PullBack(RidingAtoms riding, DeviceBuffer<double> positions, DeviceBuffer<double> gradient)
    {
        CpuRidingAtoms r = Own(riding);
        double* x = CpuBuffer.Pointer(positions, 3L * r.AtomCount), g = CpuBuffer.Pointer(gradient, 3L * r.AtomCount), slots = r.Slots;
        ForEach(r.Count, h =>
        {
            RidingFrame frame = new(r.Frame(h), x);
            (Point3 parent, Point3 a, Point3 b) = frame.Share(r.Local(h), Point3.Load(g, r.Hydrogens[h]));
            parent.Store(slots, 3 * h);
            a.Store(slots, 3 * h + 1);
            b.Store(slots, 3 * h + 2);
            default(Point3).Store(g, r.Hydrogens[h]);
        });
        ForEach(r.FrameAtoms.Length, i =>
        {
            int atom = r.FrameAtoms[i];
            Point3 sum = Point3.Load(g, atom);
            foreach (int slot in r.SlotsOf(atom))
                sum += Point3.Load(slots, slot);
            sum.Store(g, atom);
        });
    }

    private static CpuRidingAtoms Own(RidingAtoms riding) =>
        riding as CpuRidingAtoms ?? throw new ArgumentException("the riding atoms are not on the CPU accelerator", nameof(riding));

    private void ForEach(int count, Action<int> body) => workers.Run(
        (count + AtomsPerChunk - 1) / AtomsPerChunk,
        chunk =>
        {
            int last = Math.Min(count, (chunk + 1) * AtomsPerChunk);
            for (int i = chunk * AtomsPerChunk; i < last; i++)
                body(i);
        },
        count >= WorthwhileAtoms);
}
