namespace Engine.Kernels.Cpu;

/// <summary>E = c max(0, contact - r)⁴ from full neighbour lists: each atom adds its own gradient, each pair's energy is met twice.</summary>
internal static unsafe class NonbondedTerms
{
    /// <summary>Returns twice the energy of the atoms' pairs; adds scale × gradient where one is given.</summary>
    public static double Range(CpuRestraintTerms terms, double* x, double* gradient, double scale, int first, int last)
    {
        NonbondedPairs pairs = terms.Pairs;
        double c = terms.Repulsion, sum = 0;
        for (int i = first; i < last; i++)
        {
            Point3 here = Point3.Load(x, i), g = default;
            for (int k = pairs.Start[i]; k < pairs.Start[i + 1]; k++)
            {
                Point3 d = here - Point3.Load(x, pairs.Atoms[k]);
                double contact = pairs.Contact[k], squared = d.Squared;
                if (squared >= contact * contact)
                    continue;
                double r = Math.Sqrt(squared), overlap = contact - r, cube = c * overlap * overlap * overlap;
                sum += cube * overlap;
                if (r > 1e-10)
                    g += (-4 * cube / r) * d;
            }

            if (gradient == null)
                continue;
            gradient[3L * i] += scale * g.X;
            gradient[3L * i + 1] += scale * g.Y;
            gradient[3L * i + 2] += scale * g.Z;
        }

        return sum;
    }
}
