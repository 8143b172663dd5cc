using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels.Compute;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Bonds: E = w δ² with δ = max(0, |d - d0| - slack); with top &gt; 0 and d &gt; d0: E = top (1 - exp(-w δ²/top)). Parameters: weight, ideal, slack, top.
/// </summary>
internal static unsafe class BondTerms
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
            Vector256<double> weight = Vector256.Load(p), top = Vector256.Load(p + 12);
            Lanes3 r = Lanes3.Load(padded, atoms) - Lanes3.Load(padded, atoms + 4);
            Vector256<double> distance = Vector256.Sqrt(r.Squared), difference = distance - Vector256.Load(p + 4);
            Vector256<double> excess = Vector256.Abs(difference) - Vector256.Load(p + 8);
            excess = Vector256.AndNot(excess, Vector256.LessThan(excess, zero));
            Vector256<double> slope = 2 * weight * excess, energy = weight * excess * excess;
            Vector256<double> limited = Vector256.GreaterThan(top, zero) & Vector256.GreaterThan(difference, zero);
            if (limited != zero)
            {
                Vector256<double> damping = Vector256.Exp(-energy / top);
                energy = Vector256.ConditionalSelect(limited, top * (Vector256<double>.One - damping), energy);
                slope = Vector256.ConditionalSelect(limited, slope * damping, slope);
            }

            sum += energy;
            if (slots == null)
                continue;
            Vector256<double> factor = Vector256.CopySign(slope, difference) / distance;
            Lanes3 g = (factor & Vector256.GreaterThan(distance, Vector256.Create(KernelConstants.Shortest))) * r;
            double* s = terms.Slots(slots, batch);
            g.Store(s);
            (-g).Store(s + 16);
        }

        return Vector256.Sum(sum);
    }
}
