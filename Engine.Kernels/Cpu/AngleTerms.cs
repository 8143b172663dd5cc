using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels.Compute;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Angles, apex in the middle: E = w δ², δ = θ - θ0 in degrees; with top &gt; 0: E = top (1 - exp(-w δ²/top)). Straight angles have no direction to turn
/// to, hence no gradient. Parameters: weight, ideal, top.
/// </summary>
internal static unsafe class AngleTerms
{
    private const double Degrees = 180 / Math.PI;

    /// <summary>Returns the energy of a range of batches; writes gradients unless <paramref name="slots"/> is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Range(TermBatches terms, double* padded, double* slots, int first, int last)
    {
        Vector256<double> sum = default;
        for (int batch = first; batch < last; batch++)
        {
            int* atoms = terms.Atoms(batch);
            double* p = terms.Parameters(batch);
            Vector256<double> weight = Vector256.Load(p);
            Lanes3 apex = Lanes3.Load(padded, atoms + 4);
            Lanes3 a = Lanes3.Load(padded, atoms) - apex, b = Lanes3.Load(padded, atoms + 8) - apex;
            Vector256<double> aa = a.Squared, bb = b.Squared, dot = Lanes3.Dot(a, b), cross = Vector256.Sqrt(Lanes3.Cross(a, b).Squared);
            Vector256<double> delta = Degrees * LaneMath.Atan2(cross, dot) - Vector256.Load(p + 4);
            Vector256<double> energy = weight * delta * delta, pull = 2 * Degrees * weight * delta;
            Ceiling.Apply(Vector256.Load(p + 8), ref energy, ref pull);
            sum += energy;
            if (slots == null)
                continue;

            // dθ/da = (a cosθ/|a| - b/|b|) / (|a| sinθ) = (a (a·b)/|a|² - b) / |a×b|
            Vector256<double> bent = Vector256.GreaterThan(cross, KernelConstants.SmallestSine * Vector256.Sqrt(aa * bb));
            Vector256<double> slope = pull / cross;
            Lanes3 ga = bent & (slope * (dot / aa * a - b)), gb = bent & (slope * (dot / bb * b - a));
            double* s = terms.Slots(slots, batch);
            ga.Store(s);
            (-(ga + gb)).Store(s + 16);
            gb.Store(s + 32);
        }

        return Vector256.Sum(sum);
    }
}
