namespace Engine.Core.Chemistry;

/// <summary>
/// A spherical form factor as a sum of Gaussians: f(s) = Σ aₖ exp(-bₖ s²/4) + c, s = 1/d in Å⁻¹.
/// </summary>
/// <param name="A">Amplitudes aₖ; Å for electrons, electrons for X-rays.</param>
/// <param name="B">Widths bₖ, Å².</param>
/// <param name="C">Constant term; 0 for the electron table.</param>
public sealed record FormFactor(double[] A, double[] B, double C)
{
    /// <summary>f at a spatial frequency.</summary>
    /// <param name="s">1/d, Å⁻¹.</param>
    public double At(double s)
    {
        double f = C, q = 0.25 * s * s;
        for (int k = 0; k < A.Length; k++)
            f += A[k] * Math.Exp(-B[k] * q);
        return f;
    }

    /// <summary>f(0): Å for electrons; atomic number less charge for X-rays.</summary>
    public double AtZero => A.Sum() + C;
}
