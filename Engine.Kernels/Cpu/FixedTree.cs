namespace Engine.Kernels.Cpu;

/// <summary>Sums in an order that depends on the number of terms only.</summary>
internal static class FixedTree
{
    /// <summary>Pairwise sum: rounding errors grow with the logarithm of the number of terms.</summary>
    public static double Sum(ReadOnlySpan<double> terms)
    {
        if (terms.Length > 8)
            return Sum(terms[..(terms.Length / 2)]) + Sum(terms[(terms.Length / 2)..]);
        double sum = 0;
        foreach (double term in terms)
            sum += term;
        return sum;
    }
}
