using System.Numerics;

namespace Engine.Kernels;

/// <summary>Runs of set bits in a row of 64-bit words, the lowest bit first; a run ends with its word.</summary>
/// <param name="words">The row.</param>
public ref struct BitRuns(ReadOnlySpan<ulong> words)
{
    private readonly ReadOnlySpan<ulong> words = words;
    private int next;
    private ulong rest;
    private int at;

    /// <summary>First bit of the run, and number of bits.</summary>
    public (int First, int Count) Current { get; private set; }

    /// <summary>For foreach.</summary>
    public readonly BitRuns GetEnumerator() => this;

    /// <summary>Goes on to the next run; false when there is none.</summary>
    public bool MoveNext()
    {
        while (rest == 0)
        {
            if (next == words.Length)
                return false;
            at = 64 * next;
            rest = words[next++];
        }

        int skip = BitOperations.TrailingZeroCount(rest);
        rest >>= skip;
        int count = BitOperations.TrailingZeroCount(~rest);
        rest = count == 64 ? 0 : rest >> count;
        Current = (at + skip, count);
        at += skip + count;
        return true;
    }
}
