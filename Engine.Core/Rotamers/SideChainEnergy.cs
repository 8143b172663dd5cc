using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Rotamers;

/// <summary>What speaks for one conformation of a side chain.</summary>
/// <param name="Total">Map, probability and contacts together, in units of ln probability.</param>
/// <param name="Density">Mean density, weighted by Z, in units of the main chain's nearby.</param>
/// <param name="Score">Percentage and region.</param>
internal readonly record struct SideChainValue(double Total, double Density, RotamerScore Score);

/// <summary>
/// Judges conformations of one side chain: T = w n̄ q + ln P - k Σ overlap², with q the mean density of the atoms beyond CB weighted by their Z, n̄ the number of
/// atoms (its square root beyond four: neighbouring atoms share the noise), P the share of rarer torsions. Carboxylate oxygens count little and never against, as they often have no
/// or negative density in cryo-EM maps.
/// </summary>
internal sealed class SideChainEnergy
{
    private const double CarboxylateWeight = 0.3;
    private const double ClashWeight = 6;
    private const double LeastPercent = 0.01;
    private readonly SideChain chain;
    private readonly Func<Vec3, double> density;
    private readonly double reference;
    private readonly RotamerFitOptions options;
    private readonly int[] atoms;
    private readonly double[] weights;
    private readonly bool[] carboxylate;
    private readonly double count;
    private readonly List<int> found = [];

    public SideChainEnergy(Model model, SideChain chain, Func<Vec3, double> density, double reference, RotamerFitOptions options)
    {
        (this.chain, this.density, this.reference, this.options) = (chain, density, reference, options);
        atoms = [.. chain.Moving.Where(a => !model.Atoms[a].Element.IsHydrogen && model.Atoms[a].Occupancy > 0)];
        carboxylate = [.. atoms.Select(a => (chain.Type, model.Atoms[a].Name) is ("ASP", "OD1" or "OD2") or ("GLU", "OE1" or "OE2"))];
        weights = [.. atoms.Select((a, i) => model.Atoms[a].Element.Number * (carboxylate[i] ? CarboxylateWeight : 1))];
        double all = weights.Sum();
        weights = [.. weights.Select(w => w / all)];
        count = Math.Min(atoms.Length, 4) + Math.Sqrt(Math.Max(0, atoms.Length - 4));
    }

    /// <summary>Neighbours; refreshed between colours.</summary>
    public required ClashCells Cells { get; set; }

    /// <summary>Atoms of other side chains, which may move out of the way; null when their places count as known.</summary>
    public bool[]? Soft { get; set; }

    /// <summary>Mean density, weighted by Z.</summary>
    public double Density(ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int i = 0; i < atoms.Length; i++)
        {
            double value = density(TermGeometry.At(x, atoms[i]));
            sum += weights[i] * (carboxylate[i] ? Math.Max(0, value) : value);
        }

        return sum / reference;
    }

    /// <summary>Judges coordinates.</summary>
    /// <param name="x">3N coordinates of the model, Å.</param>
    public SideChainValue Of(ReadOnlySpan<double> x)
    {
        RotamerScore score = chain.Score(x);
        double q = Density(x), clash = 0;
        foreach (int atom in atoms)
            clash += Cells.Overlap(atom, TermGeometry.At(x, atom), Soft, 0.15, found);
        double total = options.MapWeight * count * Math.Min(q, 3) + Math.Log(Math.Max(score.Percent, LeastPercent) / 100) - ClashWeight * clash;
        return new(total, q, score);
    }
}
