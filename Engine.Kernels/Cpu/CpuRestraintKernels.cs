using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Restraints on the CPU, four terms at once. Chunks of terms write gradients to their slots on all threads; then chunks of atoms gather their
/// slots and add their repulsion. Chunks have fixed sizes and are summed in order, so the bits do not depend on the number of threads.
/// </summary>
internal sealed unsafe class CpuRestraintKernels(CpuWorkers workers) : RestraintKernels
{
    private const int BatchesPerChunk = 64;
    private const int PlanesPerChunk = 48;
    private const int AtomsPerChunk = 192;
    private const int AtomsPerCopy = 16384;
    private const int WorthwhileAtoms = 3000;

    private delegate double TermRange(TermBatches terms, double* padded, double* slots, int first, int last);

    /// <inheritdoc/>
    public override RestraintTerms Create(RestraintTable table) => new CpuRestraintTerms(table);

    /// <inheritdoc/>
    public override RestraintEnergies Evaluate(RestraintTerms terms, DeviceBuffer<double> positions, double scale, DeviceBuffer<double>? gradient)
    {
        CpuRestraintTerms t = terms as CpuRestraintTerms ?? throw new ArgumentException("the terms are not on the CPU accelerator", nameof(terms));
        if (positions.Length != 3L * t.AtomCount || (gradient != null && gradient.Length != positions.Length))
            throw new ArgumentException($"arrays of {positions.Length} and {gradient?.Length} numbers for {t.AtomCount} atoms", nameof(positions));
        double* x = CpuBuffer.Pointer(positions, positions.Length), g = gradient == null ? null : CpuBuffer.Pointer(gradient, gradient.Length);
        Pad(t, x);
        double[][] classes = TermEnergies(t, g != null);
        double repulsion = t.Contacts == null && g == null ? 0 : AtomEnergies(t, scale, g);
        return new(
            FixedTree.Sum(classes[0]), FixedTree.Sum(classes[1]), FixedTree.Sum(classes[2]), FixedTree.Sum(classes[3]), FixedTree.Sum(classes[4]), repulsion);
    }

    /// <summary>Copies positions to four numbers per atom, so that an atom is one SIMD load.</summary>
    private void Pad(CpuRestraintTerms t, double* x)
    {
        double* padded = t.Padded;
        workers.Run(Chunks(t.AtomCount, AtomsPerCopy), chunk =>
        {
            int last = Math.Min(t.AtomCount, (chunk + 1) * AtomsPerCopy);
            for (int i = chunk * AtomsPerCopy; i < last; i++)
                Vector256.Create(x[3L * i], x[3L * i + 1], x[3L * i + 2], 0).Store(padded + 4L * i);
        });
    }

    /// <summary>Energies of the chunks of bonds, angles, torsions, chiral centres and planes; fills the slots if asked.</summary>
    private double[][] TermEnergies(CpuRestraintTerms t, bool withGradient)
    {
        double* padded = t.Padded, slots = withGradient ? t.Slots : null;
        (TermBatches Terms, TermRange Range)[] classes =
            [(t.Bonds, BondTerms.Range), (t.Angles, AngleTerms.Range), (t.Torsions, TorsionTerms.Range), (t.Chirals, ChiralTerms.Range)];
        double[][] energies = new double[classes.Length + 1][];
        for (int c = 0; c < classes.Length; c++)
            energies[c] = new double[Chunks(classes[c].Terms.Batches, BatchesPerChunk)];
        energies[^1] = new double[Chunks(t.Planes.Count, PlanesPerChunk)];

        // Planes, torsions, angles, bonds: the dearest chunks first, the cheap ones then even out the ends of the threads' work.
        workers.Run(energies.Sum(e => e.Length), index =>
        {
            int c = classes.Length, chunk = index;
            while (chunk >= energies[c].Length)
                chunk -= energies[c--].Length;
            if (c == classes.Length)
            {
                int first = chunk * PlanesPerChunk;
                energies[c][chunk] = PlaneTerms.Range(t.Planes, padded, slots, first, Math.Min(t.Planes.Count, first + PlanesPerChunk));
                return;
            }

            int batch = chunk * BatchesPerChunk;
            (TermBatches batches, TermRange range) = classes[c];
            energies[c][chunk] = range(batches, padded, slots, batch, Math.Min(batches.Batches, batch + BatchesPerChunk));
        }, t.AtomCount >= WorthwhileAtoms);
        return energies;
    }

    /// <summary>Energy of the repulsion; adds the gradients of repulsion and slots to the atoms.</summary>
    private double AtomEnergies(CpuRestraintTerms t, double scale, double* g)
    {
        double* padded = t.Padded, slots = t.Slots;
        double[] energies = new double[Chunks(t.AtomCount, AtomsPerChunk)];
        workers.Run(
            energies.Length,
            chunk => energies[chunk] = AtomRange(t, padded, slots, scale, g, chunk * AtomsPerChunk, Math.Min(t.AtomCount, (chunk + 1) * AtomsPerChunk)),
            t.AtomCount >= WorthwhileAtoms);
        return FixedTree.Sum(energies);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double AtomRange(CpuRestraintTerms t, double* padded, double* slots, double scale, double* g, int first, int last)
    {
        Vector256<double> energy = default;
        for (int i = first; i < last; i++)
        {
            Vector256<double> sum = default;
            if (t.Contacts != null)
                energy += NonbondedTerms.Atom(t.Contacts, padded, i, out sum);
            if (g == null)
                continue;
            foreach (int slot in t.SlotsOf(i))
                sum += Vector256.Load(slots + 4L * slot);
            sum *= scale;
            g[3L * i] += sum[0];
            g[3L * i + 1] += sum[1];
            g[3L * i + 2] += sum[2];
        }

        return Vector256.Sum(energy);
    }

    private static int Chunks(int count, int size) => (count + size - 1) / size;
}
