namespace Engine.Core.Ncs;

/// <summary>
/// Global alignment of two sequences with affine gap costs and free ends (Needleman and Wunsch, J. Mol. Biol. 48, 443, 1970; Gotoh, J. Mol. Biol. 162, 705,
/// 1982). Equal letters score 4, others -3, a gap -6 and -1 for each further residue: residues that a model lacks are common, mutations are rare.
/// </summary>
internal static class SequenceAlignment
{
    private const int Equal = 4;
    private const int Different = -3;
    private const int Open = -6;
    private const int Extend = -1;
    private const int Never = -1 << 28;

    /// <summary>States of a cell: both advance, only the first, only the second.</summary>
    private const int Both = 0, First = 1, Second = 2;

    /// <summary>Aligned places (one of each sequence, ascending), equal letters or not.</summary>
    public static List<(int A, int B)> Align(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        int width = b.Length + 1;
        var score = new int[3][];
        for (int s = 0; s < 3; s++)
            score[s] = new int[2 * width];
        var origin = new byte[(long)(a.Length + 1) * width];
        (int score, int i, int j, int state) best = (0, 0, 0, Both);
        for (int i = 0; i <= a.Length; i++)
        {
            int row = i % 2 * width, above = width - row;
            for (int j = 0; j <= b.Length; j++)
            {
                origin[(long)i * width + j] = Fill(score, row, above, i, j, i > 0 && j > 0 && a[i - 1] == b[j - 1]);
                int value = score[Both][row + j];
                if ((i == a.Length || j == b.Length) && value > best.score)
                    best = (value, i, j, Both);
            }
        }

        return Trace(origin, width, best.i, best.j);
    }

    /// <summary>Scores of one cell; returns where each state comes from, two bits each.</summary>
    private static byte Fill(int[][] score, int row, int above, int i, int j, bool equal)
    {
        if (i == 0 || j == 0)
        {
            score[Both][row + j] = 0;
            score[First][row + j] = score[Second][row + j] = Never;
            return 0;
        }

        int both = score[Both][above + j - 1], first = score[First][above + j - 1], second = score[Second][above + j - 1];
        int fromBoth = both >= first && both >= second ? Both : first >= second ? First : Second;
        score[Both][row + j] = Math.Max(both, Math.Max(first, second)) + (equal ? Equal : Different);

        int open = score[Both][above + j] + Open, extend = score[First][above + j] + Extend;
        int fromFirst = open >= extend ? Both : First;
        score[First][row + j] = Math.Max(open, extend);

        // A gap of the one sequence may follow a gap of the other, so that a stretch that does not fit need not be aligned.
        open = Math.Max(score[Both][row + j - 1], score[First][row + j - 1]) + Open;
        extend = score[Second][row + j - 1] + Extend;
        int fromSecond = extend > open ? Second : score[Both][row + j - 1] >= score[First][row + j - 1] ? Both : First;
        score[Second][row + j] = Math.Max(open, extend);
        return (byte)(fromBoth | (fromFirst << 2) | (fromSecond << 4));
    }

    private static List<(int A, int B)> Trace(byte[] origin, int width, int i, int j)
    {
        var pairs = new List<(int A, int B)>();
        int state = Both;
        while (i > 0 && j > 0)
        {
            int from = (origin[(long)i * width + j] >> (2 * state)) & 3;
            if (state == Both)
                pairs.Add((--i, --j));
            else if (state == First)
                i--;
            else
                j--;
            state = from;
        }

        pairs.Reverse();
        return pairs;
    }
}
