namespace Engine.Kernels.SelfTests;

/// <summary>ln P and its derivatives by the density, term by term as in the formulas, in double precision.</summary>
/// <param name="molecule">Weight, mean, deviation of every Gaussian of the molecule.</param>
/// <param name="solvent">The same of the solvent.</param>
internal sealed class ReferenceLikelihood((double W, double C, double S)[] molecule, (double W, double C, double S)[] solvent)
{
    /// <summary>L, L', L'' and the probability of the molecule.</summary>
    /// <param name="rho">Density.</param>
    /// <param name="p">Probability of the molecule beforehand.</param>
    /// <param name="q">Share of the expected density in the molecule.</param>
    /// <param name="mu">Expected density.</param>
    /// <param name="sigma">Its deviation, the map's noise included.</param>
    public (double L, double First, double Second, double Molecule) At(double rho, double p, double q = 0, double mu = 0, double sigma = 1)
    {
        List<(double W, double C, double S)> inside = [.. molecule.Select(g => (p * (1 - q) * g.W, g.C, g.S)), (p * q, mu, sigma)];
        (double P0, double P1, double P2) a = Sum(rho, inside), b = Sum(rho, solvent.Select(g => ((1 - p) * g.W, g.C, g.S)));
        double total = a.P0 + b.P0, first = (a.P1 + b.P1) / total, second = (a.P2 + b.P2) / total - first * first;
        return (Math.Log(total), first, second, a.P0 / total);
    }

    private static (double P0, double P1, double P2) Sum(double rho, IEnumerable<(double W, double C, double S)> terms)
    {
        double p0 = 0, p1 = 0, p2 = 0;
        foreach ((double w, double c, double s) in terms)
        {
            double u = rho - c, v = s * s, g = w * Math.Exp(-u * u / (2 * v)) / Math.Sqrt(2 * Math.PI * v);
            p0 += g;
            p1 -= g * u / v;
            p2 += g * (u * u / (v * v) - 1 / v);
        }

        return (p0, p1, p2);
    }
}
