using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Σ g G, Σ g G dx and Σ g G dx² along a row, one lane per Gaussian.</summary>
internal unsafe struct RowSums
{
    private const int Lanes = GaussianAxis.Lanes;

    /// <summary>Σ g G.</summary>
    public Vector256<float> S0;

    /// <summary>Σ g G dx.</summary>
    public Vector256<float> S1;

    /// <summary>Σ g G dx².</summary>
    public Vector256<float> S2;

    /// <summary>Adds a voxel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<float> value, Vector256<float> dx)
    {
        Vector256<float> first = value * dx;
        S0 += value;
        S1 += first;
        S2 = Vector256.MultiplyAddEstimate(first, dx, S2);
    }

    /// <summary>Adds adjacent voxels whose G, G dx and G dx² are tabulated. Two chains of sums hide the latency of a multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float* slopes, int count, float* table)
    {
        Vector256<float> a0 = S0, a1 = S1, a2 = S2, b0 = default, b1 = default, b2 = default;
        int i = 0;
        for (; i + 1 < count; i += 2, table += 6 * Lanes)
        {
            Vector256<float> g = Vector256.Create(slopes[i]), h = Vector256.Create(slopes[i + 1]);
            a0 = Vector256.MultiplyAddEstimate(g, Vector256.Load(table), a0);
            a1 = Vector256.MultiplyAddEstimate(g, Vector256.Load(table + Lanes), a1);
            a2 = Vector256.MultiplyAddEstimate(g, Vector256.Load(table + 2 * Lanes), a2);
            b0 = Vector256.MultiplyAddEstimate(h, Vector256.Load(table + 3 * Lanes), b0);
            b1 = Vector256.MultiplyAddEstimate(h, Vector256.Load(table + 4 * Lanes), b1);
            b2 = Vector256.MultiplyAddEstimate(h, Vector256.Load(table + 5 * Lanes), b2);
        }

        if (i < count)
        {
            Vector256<float> g = Vector256.Create(slopes[i]);
            a0 = Vector256.MultiplyAddEstimate(g, Vector256.Load(table), a0);
            a1 = Vector256.MultiplyAddEstimate(g, Vector256.Load(table + Lanes), a1);
            a2 = Vector256.MultiplyAddEstimate(g, Vector256.Load(table + 2 * Lanes), a2);
        }

        (S0, S1, S2) = (a0 + b0, a1 + b1, a2 + b2);
    }
}
