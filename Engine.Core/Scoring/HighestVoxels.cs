using System.Runtime.Intrinsics;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Scoring;

/// <summary>Selection of the highest voxels of a map: exact, independent of the number of threads and of the order of the voxels.</summary>
public static class HighestVoxels
{
    private const int VoxelsPerTask = 1 << 18;
    private const int Digits = 1 << 16;

    /// <summary>The n-th highest value, by radix selection on the bits of the numbers.</summary>
    /// <param name="values">Map values, none NaN.</param>
    /// <param name="n">Rank, 1 for the maximum, at most the number of values.</param>
    public static float Threshold(NativeBuffer<float> values, long n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, values.Length);
        long[] high = Histogram(values, upper: -1);
        (int upper, long remaining) = Find(high, n);
        long[] low = Histogram(values, upper);
        (int lower, _) = Find(low, remaining);
        return Value(((uint)upper << 16) | (uint)lower);
    }

    /// <summary>
    /// The voxels at or above the n-th highest value. Voxels that tie with it are all taken, so the set does not depend on the order of the voxels (and
    /// where fewer than n voxels of a masked map are above zero, all its zeros are taken).
    /// </summary>
    /// <param name="grid">Grid of the map.</param>
    /// <param name="values">Map values, none NaN.</param>
    /// <param name="n">Number of voxels to take, ties apart; 0 gives an empty set.</param>
    public static VoxelMask Select(MapGrid grid, NativeBuffer<float> values, long n)
    {
        var mask = new VoxelMask(grid);
        if (n == 0)
            return mask;
        float threshold = Threshold(values, Math.Min(n, values.Length));
        Parallel.For(0, grid.Nz, z =>
        {
            for (int y = 0; y < grid.Ny; y++)
                MarkRow(values.Slice(((long)z * grid.Ny + y) * grid.Nx, grid.Nx), threshold, mask.Row(y, z));
        });
        return mask;
    }

    private static void MarkRow(ReadOnlySpan<float> row, float threshold, Span<ulong> bits)
    {
        Vector256<float> limit = Vector256.Create(threshold);
        int x = 0;
        for (; x + 8 <= row.Length; x += 8)
            bits[x >> 6] |= (ulong)Vector256.GreaterThanOrEqual(Vector256.Create(row[x..]), limit).ExtractMostSignificantBits() << (x & 63);
        for (; x < row.Length; x++)
        {
            if (row[x] >= threshold)
                bits[x >> 6] |= 1UL << (x & 63);
        }
    }

    /// <summary>Counts of the upper 16 bits of the keys, or of the lower bits of the keys with given upper bits. Integer sums: the order of the tasks does not matter.</summary>
    private static long[] Histogram(NativeBuffer<float> values, int upper)
    {
        var total = new long[Digits];
        int tasks = (int)((values.Length + VoxelsPerTask - 1) / VoxelsPerTask);
        Parallel.For(0, tasks, () => new int[Digits], (task, _, counts) =>
        {
            long start = (long)task * VoxelsPerTask;
            foreach (float value in values.Slice(start, (int)Math.Min(VoxelsPerTask, values.Length - start)))
            {
                uint key = Key(value);
                if (upper < 0)
                    counts[key >> 16]++;
                else if (key >> 16 == (uint)upper)
                    counts[key & 0xFFFF]++;
            }

            return counts;
        }, counts =>
        {
            lock (total)
            {
                for (int i = 0; i < Digits; i++)
                    total[i] += counts[i];
            }
        });
        return total;
    }

    private static (int Digit, long Remaining) Find(long[] histogram, long n)
    {
        for (int digit = Digits - 1; digit > 0; digit--)
        {
            if (histogram[digit] >= n)
                return (digit, n);
            n -= histogram[digit];
        }

        return (0, n);
    }

    /// <summary>An unsigned number that sorts as the value does; -0 and +0 have the same.</summary>
    private static uint Key(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
    }

    private static float Value(uint key) =>
        BitConverter.UInt32BitsToSingle((key & 0x80000000) != 0 ? key & 0x7FFFFFFF : ~key);
}
