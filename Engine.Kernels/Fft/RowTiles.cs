using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels.Fft;

/// <summary>Square tiles of eight rows by eight floats, transposed between rows in memory and vectors across rows.</summary>
internal static unsafe class RowTiles
{
    /// <summary>Rows, and floats of a row, in a tile.</summary>
    public const int Size = 8;

    /// <summary>True where the processor has the instructions.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx.IsSupported && Lanes.Count % Size == 0;
    }

    /// <summary>Loads eight floats of each of eight rows; vector j gets float j of every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(
        float** rows, nint offset,
        out Vector256<float> v0, out Vector256<float> v1, out Vector256<float> v2, out Vector256<float> v3,
        out Vector256<float> v4, out Vector256<float> v5, out Vector256<float> v6, out Vector256<float> v7)
    {
        v0 = Vector256.Load(rows[0] + offset);
        v1 = Vector256.Load(rows[1] + offset);
        v2 = Vector256.Load(rows[2] + offset);
        v3 = Vector256.Load(rows[3] + offset);
        v4 = Vector256.Load(rows[4] + offset);
        v5 = Vector256.Load(rows[5] + offset);
        v6 = Vector256.Load(rows[6] + offset);
        v7 = Vector256.Load(rows[7] + offset);
        Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
    }

    /// <summary>Stores eight floats to each of eight rows; vector j holds float j of every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        float** rows, nint offset,
        Vector256<float> v0, Vector256<float> v1, Vector256<float> v2, Vector256<float> v3,
        Vector256<float> v4, Vector256<float> v5, Vector256<float> v6, Vector256<float> v7)
    {
        Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        v0.Store(rows[0] + offset);
        v1.Store(rows[1] + offset);
        v2.Store(rows[2] + offset);
        v3.Store(rows[3] + offset);
        v4.Store(rows[4] + offset);
        v5.Store(rows[5] + offset);
        v6.Store(rows[6] + offset);
        v7.Store(rows[7] + offset);
    }

    /// <summary>Transposes pairs of rows, then fours within the 128-bit halves, then the halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<float> v0, ref Vector256<float> v1, ref Vector256<float> v2, ref Vector256<float> v3,
        ref Vector256<float> v4, ref Vector256<float> v5, ref Vector256<float> v6, ref Vector256<float> v7)
    {
        Vector256<float> a0 = Avx.UnpackLow(v0, v1), a1 = Avx.UnpackHigh(v0, v1), a2 = Avx.UnpackLow(v2, v3), a3 = Avx.UnpackHigh(v2, v3);
        Vector256<float> a4 = Avx.UnpackLow(v4, v5), a5 = Avx.UnpackHigh(v4, v5), a6 = Avx.UnpackLow(v6, v7), a7 = Avx.UnpackHigh(v6, v7);
        Vector256<float> b0 = Avx.Shuffle(a0, a2, 0x44), b1 = Avx.Shuffle(a0, a2, 0xEE), b2 = Avx.Shuffle(a1, a3, 0x44), b3 = Avx.Shuffle(a1, a3, 0xEE);
        Vector256<float> b4 = Avx.Shuffle(a4, a6, 0x44), b5 = Avx.Shuffle(a4, a6, 0xEE), b6 = Avx.Shuffle(a5, a7, 0x44), b7 = Avx.Shuffle(a5, a7, 0xEE);
        v0 = Avx.Permute2x128(b0, b4, 0x20);
        v1 = Avx.Permute2x128(b1, b5, 0x20);
        v2 = Avx.Permute2x128(b2, b6, 0x20);
        v3 = Avx.Permute2x128(b3, b7, 0x20);
        v4 = Avx.Permute2x128(b0, b4, 0x31);
        v5 = Avx.Permute2x128(b1, b5, 0x31);
        v6 = Avx.Permute2x128(b2, b6, 0x31);
        v7 = Avx.Permute2x128(b3, b7, 0x31);
    }
}
