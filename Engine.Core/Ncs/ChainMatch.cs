using Engine.Core.Models;

namespace Engine.Core.Ncs;

/// <summary>Which residues of two chains correspond.</summary>
/// <param name="Pairs">Indices into <see cref="Model.Residues"/> of each model, ascending along the chains; names may differ.</param>
/// <param name="Identical">How many pairs have the same one-letter code.</param>
/// <param name="Similarity">Identical pairs over the residues of the shorter chain.</param>
/// <param name="Coverage">Identical pairs over the residues of the longer chain.</param>
internal sealed record ChainMatch(List<(int A, int B)> Pairs, int Identical, double Similarity, double Coverage)
{
    /// <summary>
    /// Matches two chains: by residue numbers where these agree, which places gaps exactly, else by sequence alignment. Null when the chains cannot be similar
    /// enough.
    /// </summary>
    /// <param name="modelA">Model of the first chain.</param>
    /// <param name="a">First chain.</param>
    /// <param name="modelB">Model of the second chain.</param>
    /// <param name="b">Second chain.</param>
    /// <param name="similarity">Smallest similarity.</param>
    public static ChainMatch? Find(Model modelA, PolymerChain a, Model modelB, PolymerChain b, double similarity)
    {
        int shorter = Math.Min(a.Residues.Length, b.Residues.Length), longer = Math.Max(a.Residues.Length, b.Residues.Length);
        if (MostIdentical(a.Letters, b.Letters) < similarity * shorter)
            return null;
        List<(int A, int B)> places = ByNumber(modelA, a, modelB, b);
        int identical = Identities(places);
        if (identical < similarity * shorter)
        {
            places = SequenceAlignment.Align(a.Letters, b.Letters);
            identical = Identities(places);
        }

        return identical < similarity * shorter
            ? null
            : new([.. places.Select(p => (a.Residues[p.A], b.Residues[p.B]))], identical, (double)identical / shorter, (double)identical / longer);

        int Identities(List<(int A, int B)> list) => list.Count(p => a.Letters[p.A] == b.Letters[p.B]);
    }

    private static List<(int A, int B)> ByNumber(Model modelA, PolymerChain a, Model modelB, PolymerChain b)
    {
        var places = new Dictionary<(int, char), int>();
        for (int i = 0; i < a.Residues.Length; i++)
        {
            Residue residue = modelA.Residues[a.Residues[i]];
            places.TryAdd((residue.Number, residue.InsertionCode), i);
        }

        var pairs = new List<(int A, int B)>();
        int last = -1;
        for (int j = 0; j < b.Residues.Length; j++)
        {
            Residue residue = modelB.Residues[b.Residues[j]];
            if (!places.TryGetValue((residue.Number, residue.InsertionCode), out int i) || i <= last)
                continue;
            pairs.Add((i, j));
            last = i;
        }

        return pairs;
    }

    /// <summary>No alignment can have more identical pairs than both chains have residues of each kind.</summary>
    private static int MostIdentical(char[] a, char[] b)
    {
        Span<int> countA = stackalloc int[128], countB = stackalloc int[128];
        countA.Clear();
        countB.Clear();
        foreach (char c in a)
            countA[c & 127]++;
        foreach (char c in b)
            countB[c & 127]++;
        int sum = 0;
        for (int k = 0; k < 128; k++)
            sum += Math.Min(countA[k], countB[k]);
        return sum;
    }
}
