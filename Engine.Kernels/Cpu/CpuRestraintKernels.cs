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
    private const int PairBatchesPerChunk = 16;
    private const int PlanesPerChunk = 48;
    private const int GroupsPerChunk = 64;
    private const int AtomsPerChunk = 192;
    private const int AtomsPerCopy = 16384;
    private const int WorthwhileAtoms = 3000;

    private delegate double TermRange(double* padded, double* slots, int first, int last);

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
        double[] sums = [.. classes.Select(c => FixedTree.Sum(c))];
        return new(sums[0], sums[1], sums[2], sums[3], sums[6], repulsion) { Site = sums[4], Surface = sums[5], Parallel = sums[7], Copy = sums[8] };
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

    /// <summary>Energies of the chunks of bonds, angles, torsions, chiral centres, sites, torsion pairs, planes, parallel planes and copies; fills the slots if asked.</summary>
    private double[][] TermEnergies(CpuRestraintTerms t, bool withGradient)
    {
        double* padded = t.Padded, slots = withGradient ? t.Slots : null;
        (int Count, int PerChunk, TermRange Range)[] classes =
        [
            (t.Bonds.Batches, BatchesPerChunk, (p, s, first, last) => BondTerms.Range(t.Bonds, p, s, first, last)),
            (t.Angles.Batches, BatchesPerChunk, (p, s, first, last) => AngleTerms.Range(t.Angles, p, s, first, last)),
            (t.Torsions.Batches, BatchesPerChunk, (p, s, first, last) => TorsionTerms.Range(t.Torsions, p, s, first, last)),
            (t.Chirals.Batches, BatchesPerChunk, (p, s, first, last) => ChiralTerms.Range(t.Chirals, p, s, first, last)),
            (t.Sites.Batches, BatchesPerChunk, (p, s, first, last) => SiteTerms.Range(t.Sites, p, s, first, last)),
            (t.Pairs.Batches, PairBatchesPerChunk, (p, s, first, last) => SurfaceTerms.Range(t.Pairs, t.Surfaces!, p, s, first, last)),
            (t.Planes.Count, PlanesPerChunk, (p, s, first, last) => PlaneTerms.Range(t.Planes, p, s, first, last)),
            (t.Parallels.Count / 2, PlanesPerChunk, (p, s, first, last) => ParallelTerms.Range(t.Parallels, p, s, first, last)),
            (t.Copies.Count, GroupsPerChunk, (p, s, first, last) => CopyTerms.Range(t.Copies, p, s, first, last)),
        ];
        double[][] energies = [.. classes.Select(c => new double[Chunks(c.Count, c.PerChunk)])];

        // The last classes, with the dearest chunks, first: the cheap ones then even out the ends of the threads' work.
        workers.Run(energies.Sum(e => e.Length), index =>
        {
            int c = classes.Length - 1, chunk = index;
            while (chunk >= energies[c].Length)
                chunk -= energies[c--].Length;
            (int count, int perChunk, TermRange range) = classes[c];
            energies[c][chunk] = range(padded, slots, chunk * perChunk, Math.Min(count, (chunk + 1) * perChunk));
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
