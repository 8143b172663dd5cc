using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Ncs;

/// <summary>
/// Makes copies equal that have come apart. Each residue becomes the mean of those copies that share its conformation: the copy nearest to all others and whatever lies within a limit
/// of it. A plain mean of two rotamers would be neither of them.
/// </summary>
public static class NcsConsensus
{
    /// <summary>Copies of a residue further apart than this are different conformations, Å; three times the typical distance where that is more.</summary>
    private const double SameConformation = 1;

    /// <summary>A difference of coordinates that is none, Å.</summary>
    private const double Unmoved = 1e-6;

    /// <summary>The same constraint with new operators for copies most of whose atoms are no longer where the operator puts them.</summary>
    /// <param name="constraint">Copies and operators.</param>
    /// <param name="x">3N coordinates, Å.</param>
    public static NcsConstraint Operators(NcsConstraint constraint, double[] x)
    {
        var expected = new double[x.Length];
        constraint.Expand(constraint.Gather(x), expected);
        bool[] image = constraint.IsImage;
        var groups = new List<NcsGroup>();
        foreach (NcsGroup group in constraint.Groups)
        {
            NcsGroup fitted = group.Refit(x);
            groups.Add(group with
            {
                Copies = [.. group.Copies.Select((copy, c) =>
                {
                    int[] atoms = [.. copy.Atoms.Where(i => i >= 0 && image[i])];
                    int moved = atoms.Count(i => Vec3.Distance(NcsGroup.At(expected, i), NcsGroup.At(x, i)) > Unmoved);
                    return 2 * moved > atoms.Length ? fitted.Copies[c] : copy;
                })],
            });
        }

        return constraint.WithOperators(groups);
    }

    /// <summary>3N coordinates with every constrained residue at its consensus and all copies where their operators put them; other atoms stay.</summary>
    /// <param name="model">Residues.</param>
    /// <param name="constraint">Copies and operators.</param>
    /// <param name="x">3N coordinates, Å; not changed.</param>
    public static double[] Coordinates(Model model, NcsConstraint constraint, double[] x)
    {
        bool[] image = constraint.IsImage;
        double[] all = [.. x];
        foreach (NcsGroup group in constraint.Groups)
        {
            RigidTransform[] back = [RigidTransform.Identity, .. group.Copies.Select(c => c.Operator.Inverse())];
            Site[][] residues = [.. Enumerable.Range(0, group.MasterAtoms.Length)
                .GroupBy(p => model.Atoms[group.MasterAtoms[p]].ResidueIndex)
                .Select(places => places.Select(p => SiteOf(group, p, image, back, x)).ToArray())];
            double[][,] distances = [.. residues.Select(r => Distances(r, back.Length))];
            double limit = Math.Max(SameConformation, 3 * Typical(distances));
            for (int r = 0; r < residues.Length; r++)
                Take(residues[r], distances[r], limit, all);
        }

        constraint.Expand(constraint.Gather(all), all);
        return all;
    }

    private static Site SiteOf(NcsGroup group, int place, bool[] image, RigidTransform[] back, double[] x) => new(
        group.MasterAtoms[place], group.Superposed[place],
        [.. group.AtomsAt(place).Select((i, c) => i >= 0 && (c == 0 || image[i]) ? back[c].Apply(NcsGroup.At(x, i)) : (Vec3?)null)]);

    /// <summary>Root mean square distances of a residue's copies over the atoms without hydrogens that both have; NaN where there are none.</summary>
    private static double[,] Distances(Site[] residue, int copies)
    {
        var distances = new double[copies, copies];
        for (int a = 0; a < copies; a++)
        {
            for (int b = 0; b < copies; b++)
            {
                double sum = 0;
                int count = 0;
                foreach (Site site in residue)
                {
                    if (!site.Counts || site.Copies[a] is not { } p || site.Copies[b] is not { } q)
                        continue;
                    sum += (p - q).LengthSquared;
                    count++;
                }

                distances[a, b] = count == 0 ? double.NaN : Math.Sqrt(sum / count);
            }
        }

        return distances;
    }

    private static double Typical(double[][,] residues)
    {
        double[] all = [.. residues.SelectMany(d => d.Cast<double>()).Where(d => d > 0).Order()];
        return all.Length == 0 ? 0 : all[all.Length / 2];
    }

    private static void Take(Site[] residue, double[,] distances, double limit, double[] all)
    {
        int copies = distances.GetLength(0);
        double Far(int a) => Enumerable.Range(0, copies).Sum(b => double.IsNaN(distances[a, b]) ? limit : Math.Min(limit, distances[a, b]));
        int centre = Enumerable.Range(0, copies).Where(a => !double.IsNaN(distances[a, a])).DefaultIfEmpty(0).MinBy(Far);
        foreach (Site site in residue)
        {
            Vec3[] same = [.. Enumerable.Range(0, copies).Where(c => distances[centre, c] <= limit).Select(c => site.Copies[c]).OfType<Vec3>()];
            Vec3 mean = same.Length == 0 ? site.Copies[0]!.Value : same.Aggregate(Vec3.Zero, (sum, p) => sum + p) / same.Length;
            (all[3 * site.Atom], all[3 * site.Atom + 1], all[3 * site.Atom + 2]) = (mean.X, mean.Y, mean.Z);
        }
    }

    /// <summary>An atom of the master and its constrained copies.</summary>
    /// <param name="Atom">Atom of the master.</param>
    /// <param name="Counts">False for hydrogens.</param>
    /// <param name="Copies">Positions brought to the master, the master's own first; null where a copy has none.</param>
    private sealed record Site(int Atom, bool Counts, Vec3?[] Copies);
}
