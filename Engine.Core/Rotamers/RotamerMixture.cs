namespace Engine.Core.Rotamers;

/// <summary>
/// Stands for the four-dimensional distributions of arginine and lysine: the density is a sum of Gaussians, one per rotamer, with the published shares, means and standard deviations; its
/// share of rarer torsions comes from the ranks of the observed side chains.
/// </summary>
/// <param name="type">Residue type.</param>
/// <param name="ranks">ln of the density below which the share <see cref="ShareOf"/> of the observed side chains lies, ascending.</param>
public sealed class RotamerMixture(string type, float[] ranks)
{
    private const double Least = 1e-4;
    private readonly IReadOnlyList<Rotamer> rotamers = RotamerLibrary.Of(type);

    /// <summary>ln of the density at the ranks.</summary>
    public float[] Ranks => ranks;

    /// <summary>The share that rank k of n stands for: 0.0001 to 1 in equal steps of the logarithm.</summary>
    /// <param name="k">Rank.</param>
    /// <param name="count">Number of ranks.</param>
    public static double ShareOf(double k, int count) => Math.Pow(Least, 1 - k / (count - 1));

    /// <summary>Ranks the observed side chains.</summary>
    /// <param name="type">Residue type.</param>
    /// <param name="observed">Torsions of the side chains.</param>
    /// <param name="count">Number of ranks, 2 or more.</param>
    public static RotamerMixture Rank(string type, IReadOnlyList<double[]> observed, int count)
    {
        var mixture = new RotamerMixture(type, []);
        double[] densities = [.. observed.Select(o => mixture.LogDensity(o)).Order()];
        return new(type, [.. Enumerable.Range(0, count).Select(k => (float)densities[(int)(ShareOf(k, count) * (densities.Length - 1))])]);
    }

    /// <summary>ln of the density (arbitrary scale).</summary>
    /// <param name="chi">Torsions, degrees.</param>
    public double LogDensity(ReadOnlySpan<double> chi)
    {
        double sum = 1e-300;
        foreach (Rotamer rotamer in rotamers)
        {
            double square = 0, width = 1;
            for (int k = 0; k < chi.Length; k++)
            {
                double z = Math.IEEERemainder(chi[k] - rotamer.Chi[k], 360) / rotamer.Sigma[k];
                square += z * z;
                width *= rotamer.Sigma[k];
            }

            sum += rotamer.Percent * Math.Exp(-square / 2) / width;
        }

        return Math.Log(sum);
    }

    /// <summary>The share of residues with rarer torsions.</summary>
    /// <param name="chi">Torsions, degrees.</param>
    public double At(ReadOnlySpan<double> chi)
    {
        double value = LogDensity(chi);
        if (value <= ranks[0])
            return Math.Min(Least, Least * Math.Exp(value - ranks[0]));
        int high = 1;
        while (high < ranks.Length - 1 && ranks[high] < value)
            high++;
        double step = ranks[high] - ranks[high - 1];
        double t = step > 0 ? Math.Clamp((value - ranks[high - 1]) / step, 0, 1) : 1;
        return ShareOf(high - 1 + t, ranks.Length);
    }
}
