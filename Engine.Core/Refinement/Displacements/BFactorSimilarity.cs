using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Refinement.Displacements;

/// <summary>
/// Restraint that keeps the B of neighbouring atoms alike: E = 1/(2σ²) Σ w_ij (u_i - u_j)² over pairs within a radius, u = ln(B + B0), w_ij = r^-1.69 / n with n
/// such that the weights of an atom's pairs add up to 1 on average; pairs in one residue count four times, as a residue moves as one. The power of the distance is
/// that of cctbx's B restraint; relative differences take the place of absolute ones because the spread of B grows with B.
/// </summary>
internal sealed class BFactorSimilarity
{
    private const double Power = -1.69;
    private const double SameResidue = 4;
    private const double NearestDistance = 1;

    private readonly List<(int First, int Second, double Weight)> pairs = [];

    /// <summary>Finds the pairs.</summary>
    /// <param name="model">Alternate locations: atoms of different ones are no neighbours.</param>
    /// <param name="atoms">Indices of the atoms in the model.</param>
    /// <param name="x">3N coordinates of the model, Å.</param>
    /// <param name="radius">Å.</param>
    public BFactorSimilarity(Model model, IReadOnlyList<int> atoms, double[] x, double radius)
    {
        Vec3[] points = [.. atoms.Select(a => new Vec3(x[3 * a], x[3 * a + 1], x[3 * a + 2]))];
        var grid = new AtomGrid(points, Enumerable.Range(0, points.Length), radius);
        var near = new List<int>();
        double sum = 0;
        for (int i = 0; i < points.Length; i++)
        {
            grid.Near(points[i], radius, near);
            char alternate = model.Atoms[atoms[i]].AltLoc;
            foreach (int j in near)
            {
                char other = model.Atoms[atoms[j]].AltLoc;
                if (j <= i || (alternate != '\0' && other != '\0' && alternate != other))
                    continue;
                double weight = Math.Pow(Math.Max(NearestDistance, Vec3.Distance(points[i], points[j])), Power);
                weight *= model.Atoms[atoms[i]].ResidueIndex == model.Atoms[atoms[j]].ResidueIndex ? SameResidue : 1;
                pairs.Add((i, j, weight));
                sum += 2 * weight;
            }
        }

        double scale = sum > 0 ? points.Length / sum : 0;
        for (int k = 0; k < pairs.Count; k++)
            pairs[k] = pairs[k] with { Weight = pairs[k].Weight * scale };
    }

    /// <summary>Number of pairs.</summary>
    public int Count => pairs.Count;

    /// <summary>Σ w_ij (u_i - u_j)² / 2 and its gradient, times a factor.</summary>
    /// <param name="u">ln(B + B0) of each atom.</param>
    /// <param name="factor">1/σ².</param>
    /// <param name="gradient">The derivatives are added here.</param>
    public double Add(ReadOnlySpan<double> u, double factor, Span<double> gradient)
    {
        double energy = 0;
        foreach ((int i, int j, double weight) in pairs)
        {
            double difference = u[i] - u[j], force = factor * weight * difference;
            energy += 0.5 * force * difference;
            gradient[i] += force;
            gradient[j] -= force;
        }

        return energy;
    }
}
