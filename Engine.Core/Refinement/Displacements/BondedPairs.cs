using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Refinement.Displacements;

/// <summary>Pairs of atoms near enough to be bonded, for statistics of B factors.</summary>
internal sealed class BondedPairs
{
    private const double LongestBond = 2.1;

    private readonly List<(int First, int Second)> pairs = [];

    /// <summary>Finds the pairs.</summary>
    /// <param name="model">Alternate locations.</param>
    /// <param name="atoms">Indices of the atoms in the model.</param>
    /// <param name="x">3N coordinates of the model, Å.</param>
    public BondedPairs(Model model, IReadOnlyList<int> atoms, double[] x)
    {
        Vec3[] points = [.. atoms.Select(a => new Vec3(x[3 * a], x[3 * a + 1], x[3 * a + 2]))];
        var grid = new AtomGrid(points, Enumerable.Range(0, points.Length), LongestBond);
        var near = new List<int>();
        for (int i = 0; i < points.Length; i++)
        {
            grid.Near(points[i], LongestBond, near);
            foreach (int j in near)
            {
                (char a, char b) = (model.Atoms[atoms[i]].AltLoc, model.Atoms[atoms[j]].AltLoc);
                if (j > i && (a == '\0' || b == '\0' || a == b))
                    pairs.Add((i, j));
            }
        }
    }

    /// <summary>Distribution of the B of the atoms.</summary>
    /// <param name="values">B of more atoms, Å².</param>
    /// <param name="atoms">Index there of each atom of the pairs.</param>
    public BFactorStatistics Statistics(ReadOnlySpan<double> values, int[] atoms)
    {
        if (atoms.Length == 0)
            return new BFactorStatistics(0, 0, 0, 0, 0);
        double smallest = double.MaxValue, largest = 0, sum = 0, squares = 0, differences = 0;
        foreach (int a in atoms)
        {
            double b = values[a];
            (smallest, largest, sum) = (Math.Min(smallest, b), Math.Max(largest, b), sum + b);
        }

        double mean = sum / atoms.Length;
        foreach (int a in atoms)
            squares += (values[a] - mean) * (values[a] - mean);
        foreach ((int i, int j) in pairs)
            differences += Math.Pow(values[atoms[i]] - values[atoms[j]], 2);
        return new BFactorStatistics(smallest, mean, largest, Math.Sqrt(squares / atoms.Length), pairs.Count == 0 ? 0 : Math.Sqrt(differences / pairs.Count));
    }
}
