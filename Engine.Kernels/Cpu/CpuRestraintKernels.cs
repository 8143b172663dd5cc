namespace Engine.Kernels.Cpu;

/// <summary>Restraints on the CPU. Chunks of terms run on all threads, each class adds its chunk energies in order, atoms gather their slots in order.</summary>
internal sealed unsafe class CpuRestraintKernels(CpuWorkers workers) : RestraintKernels
{
    private const int Terms = 512;
    private const int Atoms = 256;

    private delegate double TermRange(CpuRestraintTerms terms, double* x, double* slots, int first, int last);

    public override RestraintTerms Create(RestraintTable table) => new CpuRestraintTerms(table);

    public override RestraintEnergies Evaluate(RestraintTerms terms, DeviceBuffer<double> positions, double scale, DeviceBuffer<double>? gradient)
    {
        var t = (CpuRestraintTerms)terms;
        RestraintTable table = t.Table;
        if (positions.Length != 3L * table.AtomCount || (gradient != null && gradient.Length != positions.Length))
            throw new ArgumentException($"{positions.Length} coordinates for {table.AtomCount} atoms", nameof(positions));
        double* x = positions.Host(), g = gradient == null ? null : gradient.Host();
        (int Count, TermRange Range)[] classes =
        [
            (table.BondCount, BondTerms.Range), (table.AngleCount, AngleTerms.Range), (table.TorsionCount, TorsionTerms.Range),
            (table.ChiralCount, ChiralTerms.Range), (table.PlaneCount, PlaneTerms.Range),
        ];
        var firstChunk = new int[classes.Length + 1];
        for (int c = 0; c < classes.Length; c++)
            firstChunk[c + 1] = firstChunk[c] + (classes[c].Count + Terms - 1) / Terms;
        int atomChunks = (table.AtomCount + Atoms - 1) / Atoms;
        var energies = new double[firstChunk[^1]];
        var repulsion = new double[atomChunks];
        fixed (double* slots = t.Slots)
        {
            double* slotPointer = slots;
            workers.Run(energies.Length, chunk =>
            {
                int c = 0;
                while (chunk >= firstChunk[c + 1])
                    c++;
                int first = (chunk - firstChunk[c]) * Terms;
                energies[chunk] = classes[c].Range(t, x, g == null ? null : slotPointer, first, Math.Min(classes[c].Count, first + Terms));
            });
            workers.Run(atomChunks, chunk =>
            {
                int first = chunk * Atoms, last = Math.Min(table.AtomCount, first + Atoms);
                repulsion[chunk] = NonbondedTerms.Range(t, x, g, scale, first, last);
                if (g != null)
                    Gather(t, slotPointer, g, scale, first, last);
            });
        }

        double Sum(int c)
        {
            double sum = 0;
            for (int chunk = firstChunk[c]; chunk < firstChunk[c + 1]; chunk++)
                sum += energies[chunk];
            return sum;
        }

        double pairs = 0;
        foreach (double e in repulsion)
            pairs += e;
        return new(Sum(0), Sum(1), Sum(2), Sum(3), Sum(4), 0.5 * pairs);
    }

    private static void Gather(CpuRestraintTerms t, double* slots, double* g, double scale, int first, int last)
    {
        for (int i = first; i < last; i++)
        {
            double gx = 0, gy = 0, gz = 0;
            for (int k = t.GatherStart[i]; k < t.GatherStart[i + 1]; k++)
            {
                double* s = slots + 3L * t.GatherSlot[k];
                gx += s[0];
                gy += s[1];
                gz += s[2];
            }

            g[3L * i] += scale * gx;
            g[3L * i + 1] += scale * gy;
            g[3L * i + 2] += scale * gz;
        }
    }
}
