using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Chiral centres: V = (a1-c)·((a2-c)×(a3-c)); E = w (V - V0)²; where both hands are allowed V0 takes the sign of V. Parameters: weight, ideal, 1 for both
/// hands or 0.
/// </summary>
internal static unsafe class ChiralTerms
{
    /// <summary>Returns the energy of a range of batches; writes gradients unless <paramref name="slots"/> is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Range(TermBatches terms, double* padded, double* slots, int first, int last)
    {
        Vector256<double> sum = default, zero = default;
        for (int batch = first; batch < last; batch++)
        {
            int* atoms = terms.Atoms(batch);
            double* p = terms.Parameters(batch);
            Vector256<double> weight = Vector256.Load(p), ideal = Vector256.Load(p + 4), both = Vector256.GreaterThan(Vector256.Load(p + 8), zero);
            Lanes3 centre = Lanes3.Load(padded, atoms);
            Lanes3 a = Lanes3.Load(padded, atoms + 4) - centre, b = Lanes3.Load(padded, atoms + 8) - centre, c = Lanes3.Load(padded, atoms + 12) - centre;
            Lanes3 bc = Lanes3.Cross(b, c);
            Vector256<double> volume = Lanes3.Dot(a, bc);
            Vector256<double> deviation = volume - Vector256.ConditionalSelect(both, Vector256.CopySign(ideal, volume), ideal);
            sum += weight * deviation * deviation;
            if (slots == null)
                continue;
            Vector256<double> slope = 2 * weight * deviation;
            Lanes3 ga = slope * bc, gb = slope * Lanes3.Cross(c, a), gc = slope * Lanes3.Cross(a, b);
            double* s = terms.Slots(slots, batch);
            (-(ga + gb + gc)).Store(s);
            ga.Store(s + 16);
            gb.Store(s + 32);
            gc.Store(s + 48);
        }

        return Vector256.Sum(sum);
    }
}
