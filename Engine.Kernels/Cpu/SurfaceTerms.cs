using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels.Compute;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Torsion pairs: atoms a b c d e, φ = abcd, ψ = bcde (IUPAC sign), E = w U(φ, ψ). Atoms in line leave their torsion without a gradient. Parameters: weight, class.
/// </summary>
internal static unsafe class SurfaceTerms
{
    private const double Degrees = 180 / Math.PI;

    /// <summary>Returns the energy of a range of batches; writes gradients unless <paramref name="slots"/> is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Range(TermBatches terms, TorsionSurfaces surfaces, double* padded, double* slots, int first, int last)
    {
        double sum = 0;
        Lanes3* gradients = stackalloc Lanes3[5];
        double* slopes = stackalloc double[8];
        for (int batch = first; batch < last; batch++)
        {
            int* atoms = terms.Atoms(batch);
            double* p = terms.Parameters(batch);
            Vector256<double> phi = Angle(padded, atoms), psi = Angle(padded, atoms + 4);
            for (int lane = 0; lane < 4; lane++)
            {
                (double value, double byPhi, double byPsi) = surfaces.At((int)p[4 + lane], phi[lane], psi[lane]);
                sum += p[lane] * value;
                (slopes[lane], slopes[4 + lane]) = (Degrees * p[lane] * byPhi, Degrees * p[lane] * byPsi);
            }

            if (slots == null)
                continue;
            for (int k = 0; k < 5; k++)
                gradients[k] = default;
            AddGradient(padded, atoms, Vector256.Load(slopes), gradients);
            AddGradient(padded, atoms + 4, Vector256.Load(slopes + 4), gradients + 1);
            double* s = terms.Slots(slots, batch);
            for (int k = 0; k < 5; k++)
                gradients[k].Store(s + 16 * k);
        }

        return sum;
    }

    /// <summary>Torsions of four times four atoms, degrees.</summary>
    private static Vector256<double> Angle(double* padded, int* atoms)
    {
        Lanes3 x1 = Lanes3.Load(padded, atoms + 4), x2 = Lanes3.Load(padded, atoms + 8);
        Lanes3 f = Lanes3.Load(padded, atoms) - x1, axis = x1 - x2, h = Lanes3.Load(padded, atoms + 12) - x2;
        Lanes3 a = Lanes3.Cross(f, axis), b = Lanes3.Cross(h, axis);
        return Degrees * LaneMath.Atan2(-Vector256.Sqrt(axis.Squared) * Lanes3.Dot(f, b), Lanes3.Dot(a, b));
    }

    /// <summary>Adds slope × dφ/dx to the four atoms' gradients (Blondel and Karplus, as in <see cref="TorsionTerms"/>).</summary>
    private static void AddGradient(double* padded, int* atoms, Vector256<double> slope, Lanes3* gradients)
    {
        Lanes3 x1 = Lanes3.Load(padded, atoms + 4), x2 = Lanes3.Load(padded, atoms + 8);
        Lanes3 f = Lanes3.Load(padded, atoms) - x1, axis = x1 - x2, h = Lanes3.Load(padded, atoms + 12) - x2;
        Lanes3 a = Lanes3.Cross(f, axis), b = Lanes3.Cross(h, axis);
        Vector256<double> aa = a.Squared, bb = b.Squared, length = Vector256.Sqrt(axis.Squared);
        Vector256<double> defined = Vector256.GreaterThan(Vector256.Min(aa, bb), Vector256.Create(KernelConstants.SmallestNormal))
            & Vector256.GreaterThan(length, Vector256.Create(KernelConstants.ShortestAxis));
        Vector256<double> overA = slope / aa, overB = slope / bb;
        Lanes3 g0 = defined & (-(length * overA) * a), g3 = defined & (length * overB * b);
        Lanes3 g1 = defined & ((Lanes3.Dot(f, axis) / length * overA) * a - (Lanes3.Dot(h, axis) / length * overB) * b);
        gradients[0] += g0;
        gradients[1] += g1 - g0;
        gradients[2] += -(g1 + g3);
        gradients[3] += g3;
    }
}
