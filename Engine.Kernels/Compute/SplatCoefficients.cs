namespace Engine.Kernels.Compute;

/// <summary>
/// Amplitudes and exponents of the Gaussians of some atoms (International Tables C 4.3.2). Isotropic: o a (4π/v)^(3/2) and 4π²/v;
/// anisotropic: o a (4π)^(3/2) / sqrt(det M) and the six numbers of 4π² M⁻¹ in the order 11 22 33 12 13 23.
/// </summary>
internal sealed class SplatCoefficients
{
    private const double FourPi = 4 * Math.PI;
    private const double FourPiSquared = 4 * Math.PI * Math.PI;
    private const double EightPiSquared = 8 * Math.PI * Math.PI;

    private readonly List<float> aniso = [];
    private readonly int terms;

    /// <summary>Computes the coefficients of a batch of atoms.</summary>
    /// <param name="atoms">Atoms.</param>
    /// <param name="first">First atom.</param>
    /// <param name="count">Number of atoms.</param>
    /// <param name="blur">B added to every atom, Å².</param>
    /// <param name="unitOccupancy">Leave the occupancy out.</param>
    public SplatCoefficients(GaussianAtoms atoms, int first, int count, double blur, bool unitOccupancy = false)
    {
        terms = atoms.Terms;
        Iso = new float[2L * terms * count];
        AnisoRow = new int[count];
        for (int i = 0; i < count; i++)
        {
            int atom = first + i;
            ReadOnlySpan<float> factors = atoms.FormFactors.AsSpan(2 * terms * atoms.FormFactor[atom], 2 * terms);
            float occupancy = unitOccupancy ? 1 : atoms.Occupancy[atom];
            int row = atoms.AnisoRow?[atom] ?? -1;
            AnisoRow[i] = row < 0 ? -1 : aniso.Count / (7 * terms);
            if (row < 0)
                AddIsotropic(factors, occupancy, atoms.BIso[atom] + blur, atom, Iso.AsSpan(2 * terms * i));
            else
                AddAnisotropic(factors, occupancy, blur, atom, atoms.UAniso.AsSpan(6 * row, 6));
        }
    }

    /// <summary>Isotropic coefficients, 2 floats per atom and Gaussian.</summary>
    public float[] Iso { get; }

    /// <summary>Anisotropic coefficients, 7 floats per anisotropic atom and Gaussian.</summary>
    public float[] Aniso => [.. aniso];

    /// <summary>Row of <see cref="Aniso"/> per atom or -1.</summary>
    public int[] AnisoRow { get; }

    private void AddIsotropic(ReadOnlySpan<float> factors, double occupancy, double b, int atom, Span<float> target)
    {
        for (int k = 0; k < terms; k++)
        {
            double v = factors[terms + k] + b;
            if (!(v > 0))
                throw new NumericalException($"atom {atom}: a Gaussian of width {v:G4} Å² (form factor plus B); B factors must leave it positive");
            target[2 * k] = (float)(occupancy * factors[k] * Math.Pow(FourPi / v, 1.5));
            target[2 * k + 1] = (float)(FourPiSquared / v);
        }
    }

    private void AddAnisotropic(ReadOnlySpan<float> factors, double occupancy, double blur, int atom, ReadOnlySpan<float> u)
    {
        for (int k = 0; k < terms; k++)
        {
            double width = factors[terms + k] + blur;
            double m11 = width + EightPiSquared * u[0], m22 = width + EightPiSquared * u[1], m33 = width + EightPiSquared * u[2];
            double m12 = EightPiSquared * u[3], m13 = EightPiSquared * u[4], m23 = EightPiSquared * u[5];
            double c11 = m22 * m33 - m23 * m23, c12 = m13 * m23 - m12 * m33, c13 = m12 * m23 - m13 * m22;
            double determinant = m11 * c11 + m12 * c12 + m13 * c13;
            bool positive = m11 > 0 && m11 * m22 - m12 * m12 > 0 && determinant > 0;
            if (!positive)
                throw new NumericalException($"atom {atom}: its anisotropic U is not positive definite together with the form factor");
            double scale = FourPiSquared / determinant;
            aniso.Add((float)(occupancy * factors[k] * Math.Pow(FourPi, 1.5) / Math.Sqrt(determinant)));
            aniso.Add((float)(scale * c11));
            aniso.Add((float)(scale * (m11 * m33 - m13 * m13)));
            aniso.Add((float)(scale * (m11 * m22 - m12 * m12)));
            aniso.Add((float)(scale * c12));
            aniso.Add((float)(scale * c13));
            aniso.Add((float)(scale * (m12 * m13 - m11 * m23)));
        }
    }
}
