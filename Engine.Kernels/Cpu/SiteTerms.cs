using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Sites: E = w r², r the distance of an atom to a point; with top &gt; 0: E = top (1 - exp(-w r²/top)). Parameters: weight, x, y, z, top.
/// </summary>
internal static unsafe class SiteTerms
{
    /// <summary>Returns the energy of a range of batches; writes gradients unless <paramref name="slots"/> is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Range(TermBatches terms, double* padded, double* slots, int first, int last)
    {
        Vector256<double> sum = default;
        for (int batch = first; batch < last; batch++)
        {
            double* p = terms.Parameters(batch);
            Lanes3 r = Lanes3.Load(padded, terms.Atoms(batch)) - new Lanes3(Vector256.Load(p + 4), Vector256.Load(p + 8), Vector256.Load(p + 12));
            Vector256<double> weight = Vector256.Load(p), energy = weight * r.Squared, slope = 2 * weight;
            Ceiling.Apply(Vector256.Load(p + 16), ref energy, ref slope);
            sum += energy;
            if (slots != null)
                (slope * r).Store(terms.Slots(slots, batch));
        }

        return Vector256.Sum(sum);
    }
}
