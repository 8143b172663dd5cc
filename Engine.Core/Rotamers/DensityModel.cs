using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Rotamers;

/// <summary>
/// What a filtered map should be at the atoms of a model: ρ(x_i) = c + k Σ_j z_j exp(-r_ij² / 2σ²) with z = Z/6, fitted at the main chain. With it the density that neighbours cause can be
/// taken off before an atom is judged: in a map blurred to 3 Å a place beside the main chain is never empty, whatever the side chain does.
/// </summary>
internal sealed class DensityModel
{
    private const double Reach = 7;
    private const double CutOff = 3.5;
    private const int MostSamples = 2000;
    private const int Neighbours = 2;
    private const double LeastShare = 0.3;
    private const double MostShare = 2;
    private const double LeastNoise = 0.1;
    private readonly Model model;
    private readonly double[] x;
    private readonly Func<Vec3, double> density;
    private readonly AtomGrid grid;

    /// <summary>Fits it.</summary>
    /// <exception cref="NumericalException">The density does not rise towards the main chain.</exception>
    public DensityModel(Model model, double[] x, Func<Vec3, double> density)
    {
        (this.model, this.x, this.density) = (model, x, density);
        var points = new Vec3[model.Atoms.Count];
        for (int i = 0; i < points.Length; i++)
            points[i] = TermGeometry.At(x, i);
        grid = new(points, Enumerable.Range(0, points.Length).Where(i => Weight(model.Atoms[i]) > 0), Reach);
        int[] main = [.. Enumerable.Range(0, points.Length).Where(i => IsMainChain(model.Atoms[i]))];
        int[] samples = main.Length <= MostSamples ? main : [.. Enumerable.Range(0, MostSamples).Select(k => main[(int)((long)k * main.Length / MostSamples)])];
        double least = double.MaxValue;
        double[] observed = [.. samples.Select(i => density(points[i]))];
        for (double sigma = 0.7; sigma < 2.05; sigma += 0.1)
        {
            double[] sums = [.. samples.AsParallel().AsOrdered().Select(i => Sum(i, sigma))];
            (double c, double k, double residual) = Line(sums, observed);
            if (k > 0 && residual < least)
                (least, Background, Scale, Sigma) = (residual, c, k, sigma);
        }

        double mean = observed.Length == 0 ? 0 : observed.Average();
        if (!(mean > 0) || least == double.MaxValue)
            throw new NumericalException(FormattableString.Invariant($"rotamer search: the mean density of the main chain is {mean:G3}: the model does not lie in the map"));
        Noise = Math.Max(LeastNoise, Math.Sqrt(least) / Scale);
    }

    /// <summary>c.</summary>
    public double Background { get; }

    /// <summary>k: what one carbon adds at its own place.</summary>
    public double Scale { get; }

    /// <summary>σ, Å.</summary>
    public double Sigma { get; }

    /// <summary>Standard deviation of what the fit leaves, in units of k.</summary>
    public double Noise { get; }

    /// <summary>Distance beyond which an atom adds nothing, Å.</summary>
    public double Range => CutOff * Sigma;

    /// <summary>Z / 6 of a heavy atom, times its occupancy; 0 for hydrogens.</summary>
    public static double Weight(Atom atom) => atom.Element.IsHydrogen ? 0 : atom.Element.Number / 6.0 * Math.Clamp(atom.Occupancy, 0, 1);

    /// <summary>Density that atoms of weight 1 at a distance add, in units of k.</summary>
    public double Overlap(double squaredDistance)
    {
        double u = squaredDistance / (2 * Sigma * Sigma);
        return u > CutOff * CutOff / 2 ? 0 : Math.Exp(-u);
    }

    /// <summary>How high the density near residues is against the fit: main chain of each and of two neighbours on either side.</summary>
    public double[] Amplitudes(SideChain[] chains)
    {
        (double Observed, double Expected)[] sums = new (double, double)[model.Residues.Count];
        Parallel.For(0, sums.Length, r =>
        {
            Residue residue = model.Residues[r];
            for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
            {
                if (IsMainChain(model.Atoms[i]))
                    sums[r] = (sums[r].Observed + density(TermGeometry.At(x, i)) - Background, sums[r].Expected + Scale * Sum(i, Sigma));
            }
        });
        return [.. chains.Select(c => Math.Clamp(Local(sums, c.Residue), LeastShare, MostShare))];
    }

    private double Local((double Observed, double Expected)[] sums, int residue)
    {
        int chain = model.Residues[residue].ChainIndex;
        double observed = 0, expected = 0;
        for (int r = Math.Max(0, residue - Neighbours); r <= Math.Min(sums.Length - 1, residue + Neighbours); r++)
        {
            if (model.Residues[r].ChainIndex == chain)
                (observed, expected) = (observed + sums[r].Observed, expected + sums[r].Expected);
        }

        return expected > 0 ? observed / expected : 1;
    }

    private double Sum(int atom, double sigma)
    {
        var near = new List<int>();
        Vec3 at = TermGeometry.At(x, atom);
        grid.Near(at, Math.Min(Reach, CutOff * sigma), near);
        return near.Sum(j => Weight(model.Atoms[j]) * Math.Exp((at - TermGeometry.At(x, j)).LengthSquared / (-2 * sigma * sigma)));
    }

    private static bool IsMainChain(Atom atom) => atom.Name is "N" or "CA" or "C" && atom.Element.Number is 6 or 7 && atom.Occupancy > 0;

    /// <summary>The straight line through points, and the mean square of what it leaves.</summary>
    private static (double Offset, double Slope, double Residual) Line(double[] u, double[] v)
    {
        if (u.Length < 3)
            return (0, 0, 0);
        double mu = u.Average(), mv = v.Average(), uu = 0, uv = 0, vv = 0;
        for (int i = 0; i < u.Length; i++)
        {
            uu += (u[i] - mu) * (u[i] - mu);
            uv += (u[i] - mu) * (v[i] - mv);
            vv += (v[i] - mv) * (v[i] - mv);
        }

        double slope = uu > 0 ? uv / uu : 0;
        return (mv - slope * mu, slope, (vv - slope * uv) / u.Length);
    }
}
