using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Rotamers;

/// <summary>How high the density of a well placed atom is: the mean at N, CA and C of a residue and two neighbours on either side, not below 0.3 of the whole model's.</summary>
internal sealed class MainChainDensity
{
    private const int Neighbours = 2;
    private const double LeastShare = 0.3;
    private readonly Model model;
    private readonly double[] sums;
    private readonly int[] counts;

    public MainChainDensity(Model model, double[] x, Func<Vec3, double> density)
    {
        this.model = model;
        (sums, counts) = (new double[model.Residues.Count], new int[model.Residues.Count]);
        for (int i = 0; i < model.Atoms.Count; i++)
        {
            Atom atom = model.Atoms[i];
            if (atom.Name is not ("N" or "CA" or "C") || atom.Element.Number is not (6 or 7) || atom.Occupancy <= 0)
                continue;
            sums[atom.ResidueIndex] += density(TermGeometry.At(x, i));
            counts[atom.ResidueIndex]++;
        }
    }

    /// <summary>The reference of each side chain.</summary>
    /// <exception cref="NumericalException">The mean density of the main chain is not positive.</exception>
    public double[] At(SideChain[] chains)
    {
        double everywhere = sums.Sum() / Math.Max(1, counts.Sum());
        if (!(everywhere > 0))
            throw new NumericalException(FormattableString.Invariant($"rotamer search: the mean density of the main chain is {everywhere:G3}: the model does not lie in the map"));
        return [.. chains.Select(c => Math.Max(LeastShare * everywhere, Local(c.Residue)))];
    }

    private double Local(int residue)
    {
        int chain = model.Residues[residue].ChainIndex, number = 0;
        double sum = 0;
        for (int r = Math.Max(0, residue - Neighbours); r <= Math.Min(sums.Length - 1, residue + Neighbours); r++)
        {
            if (model.Residues[r].ChainIndex == chain)
                (sum, number) = (sum + sums[r], number + counts[r]);
        }

        return number == 0 ? 0 : sum / number;
    }
}
