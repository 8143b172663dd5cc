using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Ncs;

/// <summary>How tightly copies are held together.</summary>
public sealed record NcsRestraintOptions
{
    /// <summary>Standard deviation of an atom about the mean of the copies, Å.</summary>
    public double Sigma { get; init; } = 0.05;

    /// <summary>Distance from which the restraint fades, so that true differences remain, Å: the ceiling is (limit/σ)².</summary>
    public double Limit { get; init; } = 0.5;
}

/// <summary>
/// Restraints of copies to their common structure. Targets are the mean of the superposed copies, brought back to each of them; the caller makes them again
/// when the copies have moved.
/// </summary>
public static class NcsRestraints
{
    private const int Rounds = 10;

    /// <summary>
    /// Makes a site per atom (no hydrogens) that at least two chains have. With three or more copies the mean is the point of least energy of the fading
    /// restraint, so that a copy that differs neither shifts the target of the others nor is held.
    /// </summary>
    /// <param name="groups">Copies; operators are found again for these coordinates.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="options">Width; null for the defaults.</param>
    /// <returns>Sites of all copies, in the order of groups, places and copies.</returns>
    /// <exception cref="UsageException">Sigma or limit is not above zero.</exception>
    public static RestraintTable Build(IReadOnlyList<NcsGroup> groups, ReadOnlySpan<double> x, NcsRestraintOptions? options = null)
    {
        options ??= new NcsRestraintOptions();
        var sites = new SiteList(x.Length / 3, options.Sigma, options.Limit);
        foreach (NcsGroup group in groups)
        {
            NcsGroup fitted = group.Refit(x);
            RigidTransform[] toCopy = [RigidTransform.Identity, .. fitted.Copies.Select(c => c.Operator)];
            RigidTransform[] toMaster = [.. toCopy.Select(t => t.Inverse())];
            for (int place = 0; place < fitted.MasterAtoms.Length; place++)
            {
                int[] atoms = [.. fitted.AtomsAt(place)];
                if (!fitted.Superposed[place] || atoms.Count(i => i >= 0) < 2)
                    continue;
                List<Vec3> points = [];
                for (int c = 0; c < atoms.Length; c++)
                {
                    if (atoms[c] >= 0)
                        points.Add(toMaster[c].Apply(NcsGroup.At(x, atoms[c])));
                }

                Vec3 mean = RobustMean(points, options.Limit);
                for (int c = 0; c < atoms.Length; c++)
                {
                    if (atoms[c] >= 0)
                        sites.Add(atoms[c], toCopy[c].Apply(mean));
                }
            }
        }

        return sites.ToTable();
    }

    /// <summary>
    /// Minimum of Σ (1 - exp(-r²/limit²)) by repeated weighted means, from the point with the least sum of distances to the others; the plain mean of two.
    /// </summary>
    internal static Vec3 RobustMean(List<Vec3> points, double limit)
    {
        if (points.Count == 2)
            return 0.5 * (points[0] + points[1]);
        Vec3 mean = points.MinBy(p => points.Sum(q => Vec3.Distance(p, q)));
        for (int round = 0; round < Rounds; round++)
        {
            Vec3 sum = default;
            double total = 0;
            foreach (Vec3 p in points)
            {
                double weight = Math.Exp(-(p - mean).LengthSquared / (limit * limit));
                (sum, total) = (sum + weight * p, total + weight);
            }

            mean = sum / total;
        }

        return mean;
    }
}
