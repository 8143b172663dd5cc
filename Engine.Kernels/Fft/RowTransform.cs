using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Fft;

/// <summary>
/// Transforms real rows to half rows of n/2+1 complex numbers and back, for any n. Two real rows a and b go through one complex transform as
/// z = a + ib: A(k) = (Z(k) + Z*(n-k))/2, B(k) = (Z(k) - Z*(n-k))/2i. A lane block holds <see cref="RowsPerBlock"/> rows: the real parts are the
/// first <see cref="Lanes.Count"/> of them, the imaginary parts the others, so that an element of the block is one point of all rows.
/// </summary>
/// <param name="line">Complex transform of the rows' length.</param>
internal sealed unsafe class RowTransform(LineTransform line)
{
    /// <summary>Rows that are transformed together.</summary>
    public static int RowsPerBlock => Lanes.ElementFloats;

    /// <summary>Points of a real row.</summary>
    public int Length => line.Length;

    private int HalfLength => line.Length / 2 + 1;

    private bool UsesTiles => RowTiles.IsSupported && Length >= RowTiles.Size;

    /// <summary>Forward transform of a block of rows.</summary>
    /// <param name="real">Addresses of <see cref="RowsPerBlock"/> real rows; may repeat.</param>
    /// <param name="half">Addresses of as many half rows; repeated where the real rows are.</param>
    /// <param name="work">Work space of the line transform.</param>
    public void Forward(float** real, float** half, float* work)
    {
        if (UsesTiles)
            GatherTiles(real, work);
        else
            GatherPoints(real, work);
        line.InPlace(work);
        if (UsesTiles)
            SplitTiles(work, half);
        else
            SplitPoints(work, half);
    }

    /// <summary>Inverse transform of a block of rows, times <paramref name="scale"/>. Imaginary parts of self-conjugate elements are ignored.</summary>
    /// <param name="half">Addresses of <see cref="RowsPerBlock"/> half rows; may repeat.</param>
    /// <param name="real">Addresses of as many real rows; repeated where the half rows are.</param>
    /// <param name="scale">Factor of the result.</param>
    /// <param name="work">Work space of the line transform.</param>
    public void Inverse(float** half, float** real, float scale, float* work)
    {
        // The inverse transform is the forward one with real and imaginary parts exchanged on both sides; on the way out that exchanges the rows.
        float** exchanged = stackalloc float*[RowsPerBlock];
        for (int i = 0; i < RowsPerBlock; i++)
            exchanged[i] = real[(i + Lanes.Count) % RowsPerBlock];
        if (UsesTiles)
            MergeTiles(half, scale, work);
        else
            MergePoints(half, scale, work);
        line.InPlace(work);
        if (UsesTiles)
            ScatterTiles(work, exchanged);
        else
            ScatterPoints(work, exchanged);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> At(float* work, nint element, int group) => Vector256.Load(work + element * Lanes.ElementFloats + group);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* work, nint element, int group, Vector256<float> value) => value.Store(work + element * Lanes.ElementFloats + group);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherTiles(float** rows, float* work)
    {
        fixed (int* positions = line.Positions)
        {
            for (int j = 0; j < Length; j += RowTiles.Size)
            {
                // The last tile overlaps the one before.
                int* to = positions + Math.Min(j, Length - RowTiles.Size);
                for (int group = 0; group < RowsPerBlock; group += RowTiles.Size)
                {
                    RowTiles.Load(
                        rows + group, (nint)(to - positions),
                        out Vector256<float> v0, out Vector256<float> v1, out Vector256<float> v2, out Vector256<float> v3,
                        out Vector256<float> v4, out Vector256<float> v5, out Vector256<float> v6, out Vector256<float> v7);
                    Put(work, to[0], group, v0);
                    Put(work, to[1], group, v1);
                    Put(work, to[2], group, v2);
                    Put(work, to[3], group, v3);
                    Put(work, to[4], group, v4);
                    Put(work, to[5], group, v5);
                    Put(work, to[6], group, v6);
                    Put(work, to[7], group, v7);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScatterTiles(float* work, float** rows)
    {
        for (int at = 0; at < Length; at += RowTiles.Size)
        {
            int j = Math.Min(at, Length - RowTiles.Size);
            for (int group = 0; group < RowsPerBlock; group += RowTiles.Size)
            {
                RowTiles.Store(
                    rows + group, j,
                    At(work, j, group), At(work, j + 1, group), At(work, j + 2, group), At(work, j + 3, group),
                    At(work, j + 4, group), At(work, j + 5, group), At(work, j + 6, group), At(work, j + 7, group));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SplitTiles(float* work, float** half)
    {
        const int Step = RowTiles.Size / 2;
        for (int at = 0; at < HalfLength; at += Step)
        {
            int k = Math.Min(at, HalfLength - Step);
            for (int group = 0; group < Lanes.Count; group += RowTiles.Size)
            {
                Split(work, k, k == 0 ? 0 : Length - k, group, out Vector256<float> a0, out Vector256<float> a1, out Vector256<float> b0, out Vector256<float> b1);
                Split(work, k + 1, Length - k - 1, group, out Vector256<float> a2, out Vector256<float> a3, out Vector256<float> b2, out Vector256<float> b3);
                Split(work, k + 2, Length - k - 2, group, out Vector256<float> a4, out Vector256<float> a5, out Vector256<float> b4, out Vector256<float> b5);
                Split(work, k + 3, Length - k - 3, group, out Vector256<float> a6, out Vector256<float> a7, out Vector256<float> b6, out Vector256<float> b7);
                RowTiles.Store(half + group, 2 * k, a0, a1, a2, a3, a4, a5, a6, a7);
                RowTiles.Store(half + Lanes.Count + group, 2 * k, b0, b1, b2, b3, b4, b5, b6, b7);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split(
        float* work, nint k, nint mirror, int group,
        out Vector256<float> aRe, out Vector256<float> aIm, out Vector256<float> bRe, out Vector256<float> bIm)
    {
        Vector256<float> half = Vector256.Create(0.5f);
        Vector256<float> zr = At(work, k, group) * half, zi = At(work, k, group + Lanes.Count) * half;
        Vector256<float> yr = At(work, mirror, group) * half, yi = At(work, mirror, group + Lanes.Count) * half;
        aRe = zr + yr;
        aIm = zi - yi;
        bRe = zi + yi;
        bIm = yr - zr;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MergeTiles(float** half, float scale, float* work)
    {
        const int Step = RowTiles.Size / 2;
        Vector256<float> factor = Vector256.Create(scale);
        fixed (int* positions = line.Positions)
        {
            for (int at = 0; at < HalfLength; at += Step)
            {
                int k = Math.Min(at, HalfLength - Step);
                int* mirror = positions + Length - k;
                for (int group = 0; group < Lanes.Count; group += RowTiles.Size)
                {
                    RowTiles.Load(
                        half + group, 2 * k,
                        out Vector256<float> a0, out Vector256<float> a1, out Vector256<float> a2, out Vector256<float> a3,
                        out Vector256<float> a4, out Vector256<float> a5, out Vector256<float> a6, out Vector256<float> a7);
                    RowTiles.Load(
                        half + Lanes.Count + group, 2 * k,
                        out Vector256<float> b0, out Vector256<float> b1, out Vector256<float> b2, out Vector256<float> b3,
                        out Vector256<float> b4, out Vector256<float> b5, out Vector256<float> b6, out Vector256<float> b7);
                    if (k == 0)
                        a1 = b1 = default;
                    if (2 * (k + 3) == Length)
                        a7 = b7 = default;
                    Merge(work, positions[k], k == 0 ? positions[0] : mirror[0], group, factor, a0, a1, b0, b1);
                    Merge(work, positions[k + 1], mirror[-1], group, factor, a2, a3, b2, b3);
                    Merge(work, positions[k + 2], mirror[-2], group, factor, a4, a5, b4, b5);
                    Merge(work, positions[k + 3], mirror[-3], group, factor, a6, a7, b6, b7);
                }
            }
        }
    }

    /// <summary>Z(k) = A + iB and Z(n-k) = A* + iB*, with real and imaginary parts exchanged.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(
        float* work, nint k, nint mirror, int group, Vector256<float> factor,
        Vector256<float> aRe, Vector256<float> aIm, Vector256<float> bRe, Vector256<float> bIm)
    {
        Put(work, k, group, (aIm + bRe) * factor);
        Put(work, k, group + Lanes.Count, (aRe - bIm) * factor);
        Put(work, mirror, group, (bRe - aIm) * factor);
        Put(work, mirror, group + Lanes.Count, (aRe + bIm) * factor);
    }

    private void GatherPoints(float** rows, float* work)
    {
        for (int j = 0; j < Length; j++)
        {
            float* to = work + (nint)line.Positions[j] * Lanes.ElementFloats;
            for (int row = 0; row < RowsPerBlock; row++)
                to[row] = rows[row][j];
        }
    }

    private void ScatterPoints(float* work, float** rows)
    {
        for (int j = 0; j < Length; j++)
        {
            for (int row = 0; row < RowsPerBlock; row++)
                rows[row][j] = work[(nint)j * Lanes.ElementFloats + row];
        }
    }

    private void SplitPoints(float* work, float** half)
    {
        for (int k = 0; k < HalfLength; k++)
        {
            float* z = work + (nint)k * Lanes.ElementFloats;
            float* y = work + (nint)((Length - k) % Length) * Lanes.ElementFloats;
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                float zr = 0.5f * z[lane], zi = 0.5f * z[lane + Lanes.Count], yr = 0.5f * y[lane], yi = 0.5f * y[lane + Lanes.Count];
                half[lane][2 * k] = zr + yr;
                half[lane][2 * k + 1] = zi - yi;
                half[lane + Lanes.Count][2 * k] = zi + yi;
                half[lane + Lanes.Count][2 * k + 1] = yr - zr;
            }
        }
    }

    private void MergePoints(float** half, float scale, float* work)
    {
        for (int k = 0; k < HalfLength; k++)
        {
            float* z = work + (nint)line.Positions[k] * Lanes.ElementFloats;
            float* y = work + (nint)line.Positions[(Length - k) % Length] * Lanes.ElementFloats;
            bool selfConjugate = 2 * k % Length == 0;
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                float ar = half[lane][2 * k], ai = selfConjugate ? 0 : half[lane][2 * k + 1];
                float br = half[lane + Lanes.Count][2 * k], bi = selfConjugate ? 0 : half[lane + Lanes.Count][2 * k + 1];
                z[lane] = (ai + br) * scale;
                z[lane + Lanes.Count] = (ar - bi) * scale;
                y[lane] = (br - ai) * scale;
                y[lane + Lanes.Count] = (ar + bi) * scale;
            }
        }
    }
}
