namespace Engine.Kernels.Cpu;

/// <summary>Riding atoms in host memory.</summary>
internal sealed class CpuRidingAtoms(RidingTable table) : RidingAtoms
{
    public RidingTable Table { get; } = table;

    /// <summary>Three local coordinates per hydrogen, Å.</summary>
    public double[] Local { get; } = new double[3 * table.Count];

    protected override void Dispose(bool disposing)
    {
    }
}

/// <summary>
/// Riding hydrogens on the CPU. A gradient on a hydrogen acts on its frame as a force on the parent plus a torque: the rotation of the frame follows from the shifts of
/// the two frame atoms (virtual work).
/// </summary>
internal sealed unsafe class CpuRidingKernels : RidingKernels
{
    public override RidingAtoms Create(RidingTable table, int atomCount)
    {
        if (table.Frame.Length != 3 * table.Count)
            throw new ArgumentException("three frame atoms per hydrogen are needed", nameof(table));
        foreach (int atom in table.Hydrogen)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)atom, (uint)atomCount, nameof(table));
        foreach (int atom in table.Frame)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(atom, atomCount, nameof(table));
        return new CpuRidingAtoms(table);
    }

    public override void Capture(RidingAtoms riding, DeviceBuffer<double> positions)
    {
        var r = (CpuRidingAtoms)riding;
        double* x = positions.Host();
        for (int h = 0; h < r.Table.Count; h++)
        {
            var frame = new Frame(r.Table, h, x);
            Point3 d = Point3.Load(x, r.Table.Hydrogen[h]) - frame.Parent;
            (r.Local[3 * h], r.Local[3 * h + 1], r.Local[3 * h + 2]) = (Point3.Dot(d, frame.E0), Point3.Dot(d, frame.E1), Point3.Dot(d, frame.E2));
        }
    }

    public override void Place(RidingAtoms riding, DeviceBuffer<double> positions)
    {
        var r = (CpuRidingAtoms)riding;
        double* x = positions.Host();
        for (int h = 0; h < r.Table.Count; h++)
        {
            var frame = new Frame(r.Table, h, x);
            Point3 p = frame.Parent + r.Local[3 * h] * frame.E0 + r.Local[3 * h + 1] * frame.E1 + r.Local[3 * h + 2] * frame.E2;
            p.Store(x, r.Table.Hydrogen[h]);
        }
    }

    public override void PullBack(RidingAtoms riding, DeviceBuffer<double> positions, DeviceBuffer<double> gradient)
    {
        var r = (CpuRidingAtoms)riding;
        double* x = positions.Host(), g = gradient.Host();
        for (int h = 0; h < r.Table.Count; h++)
        {
            int hydrogen = r.Table.Hydrogen[h];
            Point3 force = Point3.Load(g, hydrogen);
            default(Point3).Store(g, hydrogen);
            var frame = new Frame(r.Table, h, x);
            if (!frame.IsOriented)
            {
                (Point3.Load(g, r.Table.Frame[3 * h]) + force).Store(g, r.Table.Frame[3 * h]);
                continue;
            }

            Point3 arm = r.Local[3 * h] * frame.E0 + r.Local[3 * h + 1] * frame.E1 + r.Local[3 * h + 2] * frame.E2;
            Point3 torque = Point3.Cross(arm, force);
            double spin = Point3.Dot(torque, frame.E0) / frame.Perpendicular;
            Point3 onB = spin * frame.E2;
            Point3 onA = (1 / frame.Length) * (Point3.Cross(torque, frame.E0) - (spin * frame.Along) * frame.E2);
            Add(g, r.Table.Frame[3 * h], force - onA - onB);
            Add(g, r.Table.Frame[3 * h + 1], onA);
            Add(g, r.Table.Frame[3 * h + 2], onB);
        }
    }

    private static void Add(double* g, int atom, Point3 value) => (Point3.Load(g, atom) + value).Store(g, atom);

    /// <summary>Axes of one hydrogen's frame.</summary>
    private readonly struct Frame
    {
        public readonly Point3 Parent;
        public readonly Point3 E0;
        public readonly Point3 E1;
        public readonly Point3 E2;
        public readonly double Length;
        public readonly double Along;
        public readonly double Perpendicular;
        public readonly bool IsOriented;

        public Frame(RidingTable table, int h, double* x)
        {
            int a = table.Frame[3 * h + 1], b = table.Frame[3 * h + 2];
            Parent = Point3.Load(x, table.Frame[3 * h]);
            (E0, E1, E2) = (new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));
            if (a < 0 || b < 0)
                return;
            Point3 u = Point3.Load(x, a) - Parent, v = Point3.Load(x, b) - Parent;
            Length = u.Length;
            E0 = (1 / Length) * u;
            Along = Point3.Dot(v, E0);
            Point3 across = v - Along * E0;
            Perpendicular = across.Length;
            E1 = (1 / Perpendicular) * across;
            E2 = Point3.Cross(E0, E1);
            IsOriented = true;
        }
    }
}
