using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Energies that level off: E' = top (1 - exp(-E/top)) in the lanes with top &gt; 0.</summary>
internal static class Ceiling
{
    /// <summary>Limits energies, and their slopes with them.</summary>
    /// <param name="top">Ceilings; 0 = none.</param>
    /// <param name="energy">Energies.</param>
    /// <param name="slope">Derivatives of the energies by anything.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(Vector256<double> top, ref Vector256<double> energy, ref Vector256<double> slope)
    {
        Vector256<double> limited = Vector256.GreaterThan(top, Vector256<double>.Zero);
        if (limited == Vector256<double>.Zero)
            return;
        Vector256<double> damping = Vector256.Exp(-energy / top);
        energy = Vector256.ConditionalSelect(limited, top * (Vector256<double>.One - damping), energy);
        slope = Vector256.ConditionalSelect(limited, slope * damping, slope);
    }
}
