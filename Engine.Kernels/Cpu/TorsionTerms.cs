using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels.Compute;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Torsions (IUPAC sign), δ = φ - φ0 in degrees. Period n &gt; 0: E = w (9600/n²)(1 - cos nδ); n = 0: E = w δ², δ wrapped to ±180° and counted from the edge of the flat bottom, and with top &gt; 0
/// E = top (1 - exp(-w δ²/top)); atoms in line have no gradient. Gradient of φ after Blondel and Karplus (1996), J. Comput. Chem. 17, 1132.
/// Parameters: weight, ideal, period, top, slack.
/// </summary>
internal static unsafe class TorsionTerms
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
            Lanes3 x1 = Lanes3.Load(padded, atoms + 4), x2 = Lanes3.Load(padded, atoms + 8);
            Lanes3 f = Lanes3.Load(padded, atoms) - x1, axis = x1 - x2, h = Lanes3.Load(padded, atoms + 12) - x2;
            Lanes3 a = Lanes3.Cross(f, axis), b = Lanes3.Cross(h, axis);
            Vector256<double> aa = a.Squared, bb = b.Squared, length = Vector256.Sqrt(axis.Squared);

            // (b × a)·axis / |axis| and a·b are |a||b| times the sine and cosine; the former equals -|axis| (f·b).
            Vector256<double> angle = LaneMath.Atan2(-length * Lanes3.Dot(f, b), Lanes3.Dot(a, b));
            (Vector256<double> energy, Vector256<double> slope) = Energy(p, Degrees * angle - Vector256.Load(p + 4));
            sum += energy;
            if (slots == null)
                continue;
            Vector256<double> defined = Vector256.GreaterThan(Vector256.Min(aa, bb), Vector256.Create(KernelConstants.SmallestNormal))
                & Vector256.GreaterThan(length, Vector256.Create(KernelConstants.ShortestAxis));
            Vector256<double> overA = slope / aa, overB = slope / bb;
            Lanes3 g0 = defined & (-(length * overA) * a), g3 = defined & (length * overB * b);
            Lanes3 g1 = defined & ((Lanes3.Dot(f, axis) / length * overA) * a - (Lanes3.Dot(h, axis) / length * overB) * b);
            double* s = terms.Slots(slots, batch);
            g0.Store(s);
            (g1 - g0).Store(s + 16);
            (-(g1 + g3)).Store(s + 32);
            g3.Store(s + 48);
        }

        return Vector256.Sum(sum);
    }

    /// <summary>Energies, and their derivatives by the torsion in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (Vector256<double> Energy, Vector256<double> Slope) Energy(double* p, Vector256<double> delta)
    {
        Vector256<double> weight = Vector256.Load(p), period = Vector256.Load(p + 8), one = Vector256<double>.One;
        Vector256<double> harmonic = Vector256.Equals(period, Vector256<double>.Zero), energy = default, slope = default;
        if (harmonic != default)
        {
            Vector256<double> wrapped = delta - 360 * Vector256.Round(delta / 360);
            Vector256<double> slack = Vector256.Load(p + 16);
            wrapped -= Vector256.Min(Vector256.Max(wrapped, -slack), slack);
            energy = weight * wrapped * wrapped;
            slope = 2 * Degrees * weight * wrapped;
            Ceiling.Apply(Vector256.Load(p + 12), ref energy, ref slope);
        }

        if (!Vector256.EqualsAll(harmonic.AsInt64(), Vector256<long>.AllBitsSet))
        {
            Vector256<double> scaled = KernelConstants.TorsionScale * weight / period;
            (Vector256<double> sine, Vector256<double> cosine) = Vector256.SinCos(period * delta / Degrees);
            energy = Vector256.ConditionalSelect(harmonic, energy, scaled / period * (one - cosine));
            slope = Vector256.ConditionalSelect(harmonic, slope, scaled * sine);
        }

        return (energy, slope);
    }
}
