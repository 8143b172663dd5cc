using Engine.Core.Chemistry;

namespace Engine.Core.Validation.Nucleic;

/// <summary>A conformer of the RNA backbone between two sugars.</summary>
/// <param name="Bin">Puckers of both sugars (2 or 3) and region of γ (p, t, m), such as "33p".</param>
/// <param name="Name">Two characters, such as "1a".</param>
/// <param name="IsTentative">True for conformers that are seen too rarely to be certain.</param>
/// <param name="Kind">"dom" for a large cluster, "sat" for one beside it, "ord" for others.</param>
/// <param name="Mean">δ of the sugar before, ε, ζ, α, β, γ, δ, degrees.</param>
/// <param name="OwnWidths">Half widths of ε, ζ, α, β where it meets its large neighbour, degrees.</param>
/// <param name="NeighbourWidths">Those of the neighbour there.</param>
internal sealed record SuiteCluster(string Bin, string Name, bool IsTentative, string Kind, double[] Mean, double[] OwnWidths, double[] NeighbourWidths)
{
    /// <summary>Half widths of clusters in all seven torsions, degrees.</summary>
    public static readonly double[] Widths = [28, 60, 55, 50, 70, 35, 28];

    private static readonly Lazy<ILookup<string, SuiteCluster>> Table = new(() => Read().ToLookup(c => c.Bin));

    /// <summary>The conformers of a bin, in the order of the reference list.</summary>
    /// <param name="bin">Bin.</param>
    public static IEnumerable<SuiteCluster> Of(string bin) => Table.Value[bin];

    /// <summary>Distance of a suite in ε, ζ, α, β: (Σ |Δ/width|³)^⅓; 1 at the border.</summary>
    /// <param name="angles">Seven torsions, degrees.</param>
    /// <param name="widths">Four half widths, degrees.</param>
    public double Distance4(double[] angles, ReadOnlySpan<double> widths) => Distance(angles.AsSpan(1, 4), Mean.AsSpan(1, 4), widths);

    /// <summary>Distance in all seven torsions.</summary>
    /// <param name="angles">Seven torsions, degrees.</param>
    public double Distance7(double[] angles) => Distance(angles, Mean, Widths);

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> widths)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
            sum += Math.Pow(Math.Abs(a[k] - b[k]) / widths[k], 3);
        return Math.Cbrt(sum);
    }

    private static IEnumerable<SuiteCluster> Read()
    {
        foreach (string[] cells in EmbeddedTable.Rows("backbone_suites.tsv"))
        {
            double[] numbers = [.. cells.Skip(4).Select(EmbeddedTable.Number)];
            yield return new(cells[0], cells[1], cells[2] == "1", cells[3], numbers[..7], Or(numbers, 7), Or(numbers, 11));
        }
    }

    /// <summary>Four widths; the usual one where the table has 0 or nothing.</summary>
    private static double[] Or(double[] numbers, int first) =>
        [.. Enumerable.Range(0, 4).Select(k => first + k < numbers.Length && numbers[first + k] > 0 ? numbers[first + k] : Widths[k + 1])];
}
