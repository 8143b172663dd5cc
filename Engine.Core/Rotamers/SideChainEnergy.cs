using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Rotamers;

/// <summary>What speaks for one conformation of a side chain.</summary>
/// <param name="Total">Map, probability and contacts together, in units of ln probability.</param>
/// <param name="Density">Density that neighbours do not account for, in units of what the side chain should have.</param>
/// <param name="Score">Percentage and region.</param>
internal readonly record struct SideChainValue(double Total, double Density, RotamerScore Score);

/// <summary>
/// Judges conformations of one side chain: T = w L + ln P - k Σ overlap². L is what the side chain takes off the squared difference between map and model, in units of what one lone carbon
/// takes off: L = Σ_i z_i (2 q_i - Σ_i' z_i' g(r_ii')), with q_i the density at atom i that neighbours do not account for, z = Z/6, g the overlap of two atoms' images, i' over the atoms of the
/// side chain. w = f / 2s² with s the noise of the density (<see cref="DensityModel"/>); P is the share of rarer torsions. Carboxylate oxygens count little and never against, as they often have
/// no or negative density in cryo-EM maps.
/// </summary>
internal sealed class SideChainEnergy
{
    private const double ClashWeight = 6;
    private const double LeastPercent = 0.01;
    private const double MostDensity = 2;
    private readonly SideChain chain;
    private readonly Func<Vec3, double> density;
    private readonly DensityModel expected;
    private readonly double amplitude;
    private readonly RotamerFitOptions options;
    private readonly int[] atoms;
    private readonly double[] weights;
    private readonly bool[] carboxylate;
    private readonly List<int> found = [];
    private readonly Vec3[] places;
    private Vec3[] neighbours = [];
    private double[] neighbourWeights = [];

    public SideChainEnergy(Model model, SideChain chain, Func<Vec3, double> density, DensityModel expected, double amplitude, RotamerFitOptions options)
    {
        (this.chain, this.density, this.expected, this.amplitude, this.options) = (chain, density, expected, amplitude, options);
        atoms = [.. chain.Moving.Where(a => DensityModel.Weight(model.Atoms[a]) > 0)];
        carboxylate = [.. atoms.Select(a => (chain.Type, model.Atoms[a].Name) is ("ASP", "OD1" or "OD2") or ("GLU", "OE1" or "OE2"))];
        weights = [.. atoms.Select((a, i) => DensityModel.Weight(model.Atoms[a]) * (carboxylate[i] ? options.CarboxylateWeight : 1))];
        places = new Vec3[atoms.Length];
    }

    /// <summary>Contacts with other residues; refreshed between colours.</summary>
    public required ClashCells Cells { get; init; }

    /// <summary>Atoms of other side chains, which may move out of the way; null when their places count as known.</summary>
    public bool[]? Soft { get; init; }

    /// <summary>Takes the atoms around the side chain, whose density is not its own.</summary>
    /// <param name="model">Elements.</param>
    /// <param name="x">3N coordinates, Å.</param>
    public SideChainEnergy See(Model model, double[] x)
    {
        var near = new List<int>();
        Cells.Around(TermGeometry.At(x, chain.ChiAtoms(0)[2]), ResidueColours.Reach(chain.Type) + expected.Range, near);
        var kept = new List<(Vec3 At, double Weight)>();
        foreach (int i in near)
        {
            double weight = DensityModel.Weight(model.Atoms[i]) * (Soft != null && Soft[i] ? options.UnknownShare : 1);
            if (weight > 0 && Array.IndexOf(chain.Moving, i) < 0)
                kept.Add((TermGeometry.At(x, i), weight));
        }

        neighbours = [.. kept.Select(k => k.At)];
        neighbourWeights = [.. kept.Select(k => k.Weight)];
        return this;
    }

    /// <summary>Density that neighbours do not account for, in units of what the side chain should have: 1 where map and model agree.</summary>
    public double Density(ReadOnlySpan<double> x) => Fit(x).Density;

    /// <summary>Judges coordinates.</summary>
    /// <param name="x">3N coordinates of the model, Å.</param>
    public SideChainValue Of(ReadOnlySpan<double> x)
    {
        RotamerScore score = chain.Score(x);
        (double gain, double q) = Fit(x);
        double clash = 0;
        foreach (int atom in atoms)
            clash += Cells.Overlap(atom, TermGeometry.At(x, atom), Soft, 0.15, found);
        double w = options.MapWeight / (2 * expected.Noise * expected.Noise);
        return new(w * gain + Math.Log(Math.Max(score.Percent, LeastPercent) / 100) - ClashWeight * clash, q, score);
    }

    private (double Gain, double Density) Fit(ReadOnlySpan<double> x)
    {
        for (int i = 0; i < atoms.Length; i++)
            places[i] = TermGeometry.At(x, atoms[i]);
        double gain = 0, sum = 0, norm = 0;
        for (int i = 0; i < atoms.Length; i++)
        {
            double q = (density(places[i]) - expected.Background) / (expected.Scale * amplitude), own = 0;
            for (int j = 0; j < neighbours.Length; j++)
                q -= neighbourWeights[j] * expected.Overlap((places[i] - neighbours[j]).LengthSquared);
            for (int j = 0; j < atoms.Length; j++)
                own += weights[j] * expected.Overlap((places[i] - places[j]).LengthSquared);
            q = Math.Min(carboxylate[i] ? Math.Max(0, q) : q, MostDensity * own);
            gain += weights[i] * (2 * q - own);
            sum += weights[i] * q;
            norm += weights[i] * own;
        }

        return (gain, norm > 0 ? sum / norm : 0);
    }
}
