using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels.Compute;

namespace Engine.Kernels.Cpu;

/// <summary>Repulsion from full neighbour lists: E = c max(0, contact - r)⁴, half of it from either side of a pair.</summary>
internal static unsafe class NonbondedTerms
{
    /// <summary>Returns one atom's share of the energy, four partial sums, and its gradient (x, y, z, 0).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector256<double> Atom(ContactLists lists, double* padded, int atom, out Vector256<double> gradient)
    {
        Vector256<double> zero = default, energy = default, gx = default, gy = default, gz = default;
        Vector256<double> x = Vector256.Create(padded[4L * atom]), y = Vector256.Create(padded[4L * atom + 1]), z = Vector256.Create(padded[4L * atom + 2]);
        Lanes3 here = new(x, y, z);
        for (int k = lists.Start[atom]; k < lists.Start[atom + 1]; k += 4)
        {
            Lanes3 r = here - Lanes3.Load(padded, lists.Partners + k);
            Vector256<double> contact = Vector256.Load(lists.Contacts + k), squared = r.Squared;

            // Not "squared < contact²": NaN must count as close, so that it shows in the energy.
            Vector256<double> close = ~Vector256.GreaterThanOrEqual(squared, contact * contact);
            if (close == zero)
                continue;
            Vector256<double> distance = Vector256.Sqrt(squared), overlap = close & (contact - distance), cube = lists.Repulsion * overlap * overlap * overlap;
            energy += cube * overlap;
            Vector256<double> factor = cube / distance & Vector256.GreaterThan(distance, Vector256.Create(KernelConstants.Shortest));
            gx += factor * r.X;
            gy += factor * r.Y;
            gz += factor * r.Z;
        }

        gradient = -4 * Vector256.Create(Vector256.Sum(gx), Vector256.Sum(gy), Vector256.Sum(gz), 0);
        return 0.5 * energy;
    }
}
