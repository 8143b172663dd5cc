using Engine.Core.Chemistry;

namespace Engine.Core.Rotamers;

/// <summary>A preferred side-chain conformation.</summary>
/// <param name="Name">Name in the Richardson notation, such as "mt" or "m-30".</param>
/// <param name="Percent">Share of the residues of its type, %.</param>
/// <param name="Chi">Mean torsions χ1, χ2, ..., degrees.</param>
/// <param name="Sigma">Their standard deviations, degrees.</param>
public sealed record Rotamer(string Name, double Percent, double[] Chi, double[] Sigma);

/// <summary>
/// The rotamers of 18 amino acids: central values of the Top8000 data (Hintze et al., Proteins 84, 1177 (2016); Richardson Laboratory, CC BY 4.0).
/// </summary>
public static class RotamerLibrary
{
    private static readonly Rotamer[] None = [];
    private static readonly Lazy<Dictionary<string, Rotamer[]>> BuiltIn = new(Load);

    /// <summary>Names of the residue types that have rotamers, in alphabetical order.</summary>
    public static IReadOnlyList<string> Types => [.. BuiltIn.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The rotamers of a residue type, the commonest first; empty when it has none.</summary>
    /// <param name="type">One of <see cref="Types"/>; see <see cref="ChiDefinition.TypeOf"/> for other components.</param>
    public static IReadOnlyList<Rotamer> Of(string type) => BuiltIn.Value.GetValueOrDefault(type, None);

    /// <summary>The rotamer with the least sum of squared deviations, each in units of its σ.</summary>
    /// <param name="type">One of <see cref="Types"/>.</param>
    /// <param name="chi">χ1, χ2, ..., degrees; as many as the type has.</param>
    /// <exception cref="ArgumentException">The type has no rotamers, or another number of torsions.</exception>
    public static Rotamer Nearest(string type, ReadOnlySpan<double> chi)
    {
        IReadOnlyList<Rotamer> rotamers = Of(type);
        if (rotamers.Count == 0 || rotamers[0].Chi.Length != chi.Length)
            throw new ArgumentException($"no rotamers of {type} with {chi.Length} torsions", nameof(type));
        Rotamer best = rotamers[0];
        double least = double.MaxValue;
        foreach (Rotamer rotamer in rotamers)
        {
            double sum = 0;
            for (int k = 0; k < chi.Length; k++)
                sum += Math.Pow(ChiDefinition.Difference(type, k, chi[k], rotamer.Chi[k]) / rotamer.Sigma[k], 2);
            if (sum < least)
                (best, least) = (rotamer, sum);
        }

        return best;
    }

    private static Dictionary<string, Rotamer[]> Load()
    {
        var rows = new Dictionary<string, List<Rotamer>>();
        foreach (string[] row in EmbeddedTable.Rows("rotamers.tsv"))
        {
            double[] numbers = [.. row.Skip(2).Where(c => c.Length > 0).Select(EmbeddedTable.Number)];
            double[] angles = [.. numbers.Where((_, k) => k % 2 == 1)], sigmas = [.. numbers.Skip(1).Where((_, k) => k % 2 == 1)];
            if (!rows.TryGetValue(row[0], out List<Rotamer>? list))
                rows[row[0]] = list = [];
            list.Add(new(row[1], numbers[0], angles, sigmas));
        }

        return rows.ToDictionary(r => r.Key, r => r.Value.OrderByDescending(x => x.Percent).ToArray());
    }
}
