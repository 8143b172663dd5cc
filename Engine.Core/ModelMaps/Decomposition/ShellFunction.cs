namespace Engine.Core.ModelMaps;

/// <summary>Ω(r; R, b) and its derivatives by r, R and b.</summary>
/// <param name="Value">Ω, Å⁻³.</param>
/// <param name="ByRadius">∂Ω/∂r, Å⁻⁴.</param>
/// <param name="ByShell">∂Ω/∂R, Å⁻⁴.</param>
/// <param name="ByWidth">∂Ω/∂b, Å⁻⁵.</param>
public readonly record struct ShellDerivatives(double Value, double ByRadius, double ByShell, double ByWidth);

/// <summary>
/// A Gaussian of displacement parameter b spread evenly over a sphere of radius R (Urzhumtsev and Lunin 2022):
/// Ω(r; R, b) = (4π/b)^(3/2) exp(-4π²(r - R)²/b) φ(t), t = 16π² r R/b, φ(t) = (1 - e⁻ᵗ)/t. Its integral over space is 1, its Fourier transform
/// sinc(2πsR) exp(-b s²/4), so a blur by B is b + B. Lengths in Å, b in Å²; or all in reduced units.
/// </summary>
public static class ShellFunction
{
    /// <summary>Below this t the closed forms of φ and φ' lose digits, and their series need 14 terms for 1e-15.</summary>
    private const double SeriesBelow = 0.5;

    private const double FourPiSquared = 4 * Math.PI * Math.PI;

    /// <summary>Ω.</summary>
    /// <param name="r">Distance from the centre, 0 or more.</param>
    /// <param name="shell">Radius R of the sphere, 0 or more; 0 is a plain Gaussian.</param>
    /// <param name="width">b, above 0.</param>
    public static double At(double r, double shell, double width) =>
        Gaussian(r - shell, width) * Phi(4 * FourPiSquared * r * shell / width);

    /// <summary>Ω with its derivatives.</summary>
    /// <param name="r">Distance from the centre, 0 or more.</param>
    /// <param name="shell">Radius R of the sphere, 0 or more.</param>
    /// <param name="width">b, above 0.</param>
    public static ShellDerivatives Derivatives(double r, double shell, double width)
    {
        double t = 4 * FourPiSquared * r * shell / width, g = Gaussian(r - shell, width), phi = Phi(t), slope = PhiSlope(t, phi);
        double pull = 2 * FourPiSquared * (r - shell) * phi / width, turn = 4 * FourPiSquared * slope / width;
        double spread = phi * (FourPiSquared * (r - shell) * (r - shell) / width - 1.5) - t * slope;
        return new ShellDerivatives(g * phi, g * (turn * shell - pull), g * (turn * r + pull), g * spread / width);
    }

    /// <summary>φ(t) = (1 - e⁻ᵗ)/t.</summary>
    private static double Phi(double t)
    {
        if (t > SeriesBelow)
            return (1 - Math.Exp(-t)) / t;
        double sum = 0;
        for (int k = 14; k >= 0; k--)
            sum = (1 - t * sum) / (k + 1);
        return sum;
    }

    /// <summary>φ'(t) = (e⁻ᵗ - φ)/t.</summary>
    private static double PhiSlope(double t, double phi)
    {
        if (t > SeriesBelow)
            return (Math.Exp(-t) - phi) / t;
        double sum = 0, term = -0.5;
        for (int k = 1; k <= 15; k++)
        {
            sum += k * term;
            term *= -t / (k + 2);
        }

        return sum;
    }

    private static double Gaussian(double x, double width)
    {
        double q = 4 * Math.PI / width;
        return q * Math.Sqrt(q) * Math.Exp(-FourPiSquared * x * x / width);
    }
}
