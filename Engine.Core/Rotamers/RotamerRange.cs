using System.Collections.Concurrent;

namespace Engine.Core.Rotamers;

/// <summary>
/// How far the torsions of a rotamer may lie from its centre: ± a multiple of their standard deviations, the largest up to <see cref="Widest"/> at which no corner, edge or
/// face of that range holds fewer than <see cref="Margin"/> % of the residues' torsions. Rare rotamers, and those next to forbidden torsions, have a narrow range.
/// </summary>
public static class RotamerRange
{
    /// <summary>Largest multiple of σ.</summary>
    public const double Widest = 2;

    /// <summary>Least percentage inside the range; outliers have less than <see cref="RotamerScore.Allowed"/>.</summary>
    public const double Margin = 0.6;

    private const double Step = 0.1;

    private static readonly ConcurrentDictionary<(string Type, string Name), double> Known = new();

    /// <summary>The multiple of σ; 0 when even the centre is rare.</summary>
    /// <param name="type">One of <see cref="RotamerLibrary.Types"/>.</param>
    /// <param name="rotamer">One of its rotamers.</param>
    public static double Of(string type, Rotamer rotamer) => Known.GetOrAdd((type, rotamer.Name), _ => Find(type, rotamer));

    private static double Find(string type, Rotamer rotamer)
    {
        for (int n = (int)Math.Round(Widest / Step); n > 0; n--)
        {
            if (Least(type, rotamer, n * Step) >= Margin)
                return n * Step;
        }

        return 0;
    }

    /// <summary>Least percentage over all combinations of -1, 0 and 1 ranges.</summary>
    private static double Least(string type, Rotamer rotamer, double multiple)
    {
        int torsions = rotamer.Chi.Length, combinations = (int)Math.Pow(3, torsions);
        var chi = new double[torsions];
        double least = double.MaxValue;
        for (int c = 0; c < combinations; c++)
        {
            for (int k = 0, rest = c; k < torsions; k++, rest /= 3)
                chi[k] = rotamer.Chi[k] + (rest % 3 - 1) * multiple * rotamer.Sigma[k];
            least = Math.Min(least, RotamerScore.Of(type, chi).Percent);
        }

        return least;
    }
}
