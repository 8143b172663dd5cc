using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Profiles of one class as polynomials: four coefficients of t per interval between nodes, t from 0 to 1, which a voxel reads with one 128-bit load. The
/// interval after the last node is all 0, so that voxels beyond the radius need no test.
/// </summary>
internal sealed unsafe class ProfileCubics : IDisposable
{
    /// <summary>Voxels per <see cref="Look"/>.</summary>
    public const int Lanes = 8;

    private readonly ImageProfiles profiles;
    private readonly float* table;
    private readonly float[] memory;
    private GCHandle pin;
    private int current = -1;

    /// <summary>Reserves room for one class.</summary>
    /// <param name="profiles">Profiles of all classes.</param>
    public ProfileCubics(ImageProfiles profiles)
    {
        this.profiles = profiles;
        table = CpuBuffer.Pointer(profiles.Table, 2L * profiles.Radius.Length * profiles.QuantityCount * profiles.Shape.Nodes);
        memory = ArrayPool<float>.Shared.Rent(4 * profiles.Shape.Nodes * profiles.QuantityCount);
        pin = GCHandle.Alloc(memory, GCHandleType.Pinned);
        Coefficients = (float*)pin.AddrOfPinnedObject();
    }

    /// <summary>Last interval, as a number: the one that is 0.</summary>
    public float Last => profiles.Shape.Nodes - 1;

    /// <summary>Radius of the class, Å.</summary>
    public double Radius { get; private set; }

    /// <summary>Intervals per Å.</summary>
    public double PerAngstrom { get; private set; }

    private float* Coefficients { get; }

    /// <summary>Coefficients of a quantity of the class, or null where the profiles do not hold it.</summary>
    public float* Of(ImageQuantities quantity)
    {
        int index = profiles.IndexOf(quantity);
        return index < 0 ? null : Coefficients + 4L * profiles.Shape.Nodes * index;
    }

    /// <summary>Makes a class the current one.</summary>
    public void Select(int profile)
    {
        if (profile == current)
            return;
        int nodes = profiles.Shape.Nodes;
        (current, Radius) = (profile, profiles.Radius[profile]);
        PerAngstrom = (nodes - 1) / Radius;
        for (int q = 0; q < profiles.QuantityCount; q++)
            Convert(table + 2L * nodes * ((long)profile * profiles.QuantityCount + q), Coefficients + 4L * nodes * q, nodes);
    }

    /// <summary>Returns the memory.</summary>
    public void Dispose()
    {
        pin.Free();
        ArrayPool<float>.Shared.Return(memory);
    }

    /// <summary>Reads the coefficients of eight intervals.</summary>
    /// <param name="coefficients">Of a quantity.</param>
    /// <param name="at">Eight interval numbers.</param>
    /// <param name="c0">Constants.</param>
    /// <param name="c1">Factors of t.</param>
    /// <param name="c2">Factors of t².</param>
    /// <param name="c3">Factors of t³.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Look(
        float* coefficients, int* at, out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3)
    {
        Vector256<float> a = Pair(coefficients, at[0], at[4]), b = Pair(coefficients, at[1], at[5]);
        Vector256<float> c = Pair(coefficients, at[2], at[6]), d = Pair(coefficients, at[3], at[7]);
        Vector256<float> lowAb = Low(a, b), highAb = High(a, b), lowCd = Low(c, d), highCd = High(c, d);
        (c0, c1) = (Halves(lowAb, lowCd, false), Halves(lowAb, lowCd, true));
        (c2, c3) = (Halves(highAb, highCd, false), Halves(highAb, highCd, true));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(float* coefficients, int i, int j) =>
        Vector256.Create(Vector128.Load(coefficients + 4L * i), Vector128.Load(coefficients + 4L * j));

    /// <summary>a0 b0 a1 b1 in each half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Low(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Avx.UnpackLow(a, b)
        : Vector256.Create(a[0], b[0], a[1], b[1], a[4], b[4], a[5], b[5]);

    /// <summary>a2 b2 a3 b3 in each half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> High(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Avx.UnpackHigh(a, b)
        : Vector256.Create(a[2], b[2], a[3], b[3], a[6], b[6], a[7], b[7]);

    /// <summary>The first, or second, two numbers of a and of b in each half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(Vector256<float> a, Vector256<float> b, bool second)
    {
        if (Avx.IsSupported)
            return second ? Avx.Shuffle(a, b, 0xEE) : Avx.Shuffle(a, b, 0x44);
        int i = second ? 2 : 0;
        return Vector256.Create(a[i], a[i + 1], b[i], b[i + 1], a[i + 4], a[i + 5], b[i + 4], b[i + 5]);
    }

    /// <summary>
    /// From values and slopes (v0 s0 v1 s1) at the ends of each interval to v0, s0, 3Δ - 2s0 - s1, s0 + s1 - 2Δ with Δ = v1 - v0. Taking the
    /// difference first keeps the rounding errors those of small numbers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Convert(float* ends, float* coefficients, int nodes)
    {
        Vector128<float> ofDifference = Vector128.Create(0f, 0, 3, -2), ofFirst = Vector128.Create(0f, 1, -2, 1), ofSecond = Vector128.Create(0f, 0, -1, 1);
        for (int i = 0; i < nodes - 1; i++)
        {
            Vector128<float> sum = Vector128.CreateScalar(ends[2 * i]);
            sum += (ends[2 * i + 2] - ends[2 * i]) * ofDifference;
            sum = Vector128.MultiplyAddEstimate(Vector128.Create(ends[2 * i + 1]), ofFirst, sum);
            sum = Vector128.MultiplyAddEstimate(Vector128.Create(ends[2 * i + 3]), ofSecond, sum);
            sum.Store(coefficients + 4L * i);
        }

        Vector128<float>.Zero.Store(coefficients + 4L * (nodes - 1));
    }
}
