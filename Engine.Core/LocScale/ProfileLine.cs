namespace Engine.Core.LocScale;

/// <summary>A straight line through ln(amplitude) against s² in a range of shells: ln A(s) = ln A0 - B s²/4.</summary>
internal sealed class ProfileLine
{
    private const int FewestShells = 3;

    private readonly int first;
    private readonly double[] squares;
    private readonly double mean;
    private readonly double spread;

    /// <summary>Prepares the range.</summary>
    /// <param name="frequency">s by shell, Å⁻¹.</param>
    /// <param name="coarsest">Resolution at which the range starts, Å.</param>
    /// <param name="finest">Resolution at which it ends, Å. When fewer than three shells lie between, the range is extended to coarser ones.</param>
    public ProfileLine(double[] frequency, double coarsest, double finest)
    {
        int end = frequency.Length - 1;
        while (end > FewestShells && frequency[end] > 1 / finest * (1 + 1e-9))
            end--;
        first = 1;
        while (first < end - (FewestShells - 1) && frequency[first] < 1 / coarsest * (1 - 1e-9))
            first++;
        squares = [.. Enumerable.Range(first, end - first + 1).Select(r => frequency[r] * frequency[r])];
        mean = squares.Average();
        spread = squares.Sum(x => (x - mean) * (x - mean));
    }

    /// <summary>B of a profile, Å².</summary>
    /// <param name="amplitudes">Mean amplitude by shell.</param>
    /// <returns>B and ln A0; NaN where an amplitude of the range is 0.</returns>
    public (double B, double Intercept) Fit(ReadOnlySpan<double> amplitudes)
    {
        double sum = 0, product = 0;
        for (int i = 0; i < squares.Length; i++)
        {
            double a = amplitudes[first + i];
            if (!(a > 0))
                return (double.NaN, double.NaN);
            double y = Math.Log(a);
            sum += y;
            product += (squares[i] - mean) * y;
        }

        double slope = product / spread;
        return (-4 * slope, sum / squares.Length - slope * mean);
    }
}
