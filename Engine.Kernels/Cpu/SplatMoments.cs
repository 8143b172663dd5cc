namespace Engine.Kernels.Cpu;

/// <summary>
/// Moments Σ g G dx^i dy^j dz^k of each Gaussian of an atom, G without its peak p, and the derivatives that follow from them. With G = exp(-e r²), e = 4π²/v:
/// dρ/dx = 2 e p G dx and dρ/dB = p G (e r² - 3/2) e/4π². With G = exp(-r·m r), m = 4π² M⁻¹: dρ/dx = 2 p G (m r) and
/// dρ/dU = p G (2 (m r)(m r)ᵀ - m).
/// </summary>
internal readonly unsafe ref struct SplatMoments
{
    /// <summary>Index of dx; that of the constant is 0.</summary>
    public const int X = 1;

    /// <summary>Index of dy.</summary>
    public const int Y = 2;

    /// <summary>Index of dz.</summary>
    public const int Z = 3;

    /// <summary>Index of dx²; of r² for isotropic atoms.</summary>
    public const int XX = 4;

    /// <summary>Index of r² for isotropic atoms.</summary>
    public const int Squares = XX;

    /// <summary>Index of dy².</summary>
    public const int YY = 5;

    /// <summary>Index of dz².</summary>
    public const int ZZ = 6;

    /// <summary>Index of dx dy.</summary>
    public const int XY = 7;

    /// <summary>Index of dx dz.</summary>
    public const int XZ = 8;

    /// <summary>Index of dy dz.</summary>
    public const int YZ = 9;

    private const int Lanes = GaussianAxis.Lanes;

    private readonly int terms;
    private readonly double* peaks;
    private readonly double* exponents;
    private readonly double occupancy;

    /// <summary>Starts from 0.</summary>
    /// <param name="terms">Gaussians.</param>
    /// <param name="peaks">Their peaks at unit occupancy.</param>
    /// <param name="exponents">e of isotropic atoms, or xx yy zz xy xz yz of m.</param>
    /// <param name="occupancy">Occupancy.</param>
    public SplatMoments(int terms, double* peaks, double* exponents, double occupancy)
    {
        (this.terms, this.occupancy) = (terms, occupancy);
        this.peaks = peaks;
        this.exponents = exponents;
        Values = new double[10 * Lanes];
    }

    /// <summary>One lane per Gaussian, for each of the ten moments.</summary>
    public Span<double> Values { get; }

    /// <summary>Adds the sums of an isotropic atom.</summary>
    public void Isotropic(Span<double> sums)
    {
        for (int k = 0; k < terms; k++)
        {
            double e = exponents[k], p = peaks[k], weighted = 2 * occupancy * e * p;
            sums[AtomSums.Weight] += p * Values[k];
            for (int a = 0; a < 3; a++)
                sums[AtomSums.Position + a] += weighted * Values[Lanes * (X + a) + k];
            sums[AtomSums.BFactor] += weighted / (8 * Math.PI * Math.PI) * (e * Values[Lanes * Squares + k] - 1.5 * Values[k]);
        }
    }

    /// <summary>Adds the sums of an anisotropic atom.</summary>
    public void Anisotropic(Span<double> sums)
    {
        ReadOnlySpan<int> place = [0, 3, 4, 3, 1, 5, 4, 5, 2], rows = [0, 1, 2, 0, 0, 1], columns = [0, 1, 2, 1, 2, 2];
        for (int k = 0; k < terms; k++)
        {
            double p = peaks[k], weighted = occupancy * p;
            double* m = exponents + 6 * k;
            sums[AtomSums.Weight] += p * Values[k];
            for (int a = 0; a < 3; a++)
            {
                for (int b = 0; b < 3; b++)
                    sums[AtomSums.Position + a] += 2 * weighted * m[place[3 * a + b]] * Values[Lanes * (X + b) + k];
            }

            for (int u = 0; u < 6; u++)
            {
                double both = 0;
                for (int a = 0; a < 3; a++)
                {
                    for (int b = 0; b < 3; b++)
                        both += m[place[3 * rows[u] + a]] * m[place[3 * columns[u] + b]] * Values[Lanes * (XX + place[3 * a + b]) + k];
                }

                sums[AtomSums.U + u] += (u < 3 ? 1 : 2) * weighted * (2 * both - m[u] * Values[k]);
            }
        }
    }
}
