namespace Engine.Kernels.Cpu;

/// <summary>
/// Terms of one class in batches of four, one per SIMD lane. The last batch is filled up with copies of the last term that have no weight
/// and whose slots belong to no atom.
/// </summary>
internal sealed unsafe class TermBatches : IDisposable
{
    private readonly NativeBuffer<int> atoms;
    private readonly NativeBuffer<double> parameters;
    private readonly int parametersPerTerm;

    /// <summary>Arranges terms.</summary>
    /// <param name="count">Number of terms.</param>
    /// <param name="atomsPerTerm">Atoms of a term.</param>
    /// <param name="indices">Atom indices, term by term.</param>
    /// <param name="weight">Factor of the energy per term.</param>
    /// <param name="others">Further parameters, each one number per term.</param>
    public TermBatches(int count, int atomsPerTerm, int[] indices, double[] weight, params double[][] others)
    {
        if (indices.Length != atomsPerTerm * count || weight.Length != count || others.Any(p => p.Length != count))
            throw new ArgumentException($"{count} restraints of {atomsPerTerm} atoms with {indices.Length} indices and {weight.Length} weights");
        (Count, AtomsPerTerm, parametersPerTerm) = (count, atomsPerTerm, 1 + others.Length);
        atoms = new NativeBuffer<int>(4L * Batches * atomsPerTerm, "restraints");
        parameters = new NativeBuffer<double>(4L * Batches * parametersPerTerm, "restraints");
        for (int i = 0; i < 4 * Batches; i++)
        {
            int term = Math.Min(i, count - 1);
            for (int a = 0; a < atomsPerTerm; a++)
                Atoms(i / 4)[4 * a + i % 4] = indices[atomsPerTerm * term + a];
            double* p = Parameters(i / 4) + i % 4;
            p[0] = i < count ? weight[term] : 0;
            for (int k = 0; k < others.Length; k++)
                p[4 * (k + 1)] = others[k][term];
        }
    }

    /// <summary>Number of terms.</summary>
    public int Count { get; }

    /// <summary>Atoms of a term.</summary>
    public int AtomsPerTerm { get; }

    /// <summary>Number of batches.</summary>
    public int Batches => (Count + 3) / 4;

    /// <summary>First gradient slot.</summary>
    public int FirstSlot { get; init; }

    /// <summary>First slot behind those of this class.</summary>
    public int EndSlot => FirstSlot + 4 * Batches * AtomsPerTerm;

    /// <summary>Four indices for each atom of the batch's terms.</summary>
    public int* Atoms(int batch) => atoms.Pointer + 4L * AtomsPerTerm * batch;

    /// <summary>Four weights, then four of each other parameter.</summary>
    public double* Parameters(int batch) => parameters.Pointer + 4L * parametersPerTerm * batch;

    /// <summary>Slot of one atom of a term.</summary>
    public int Slot(int term, int atom) => FirstSlot + 4 * (term / 4 * AtomsPerTerm + atom) + term % 4;

    /// <summary>Where a batch writes its gradients: four numbers per slot, four slots per atom.</summary>
    public double* Slots(double* slots, int batch) => slots + 4 * (FirstSlot + 4L * AtomsPerTerm * batch);

    /// <summary>Frees the arrays.</summary>
    public void Dispose()
    {
        atoms.Dispose();
        parameters.Dispose();
    }
}
