namespace Engine.Kernels;

/// <summary>
/// The radial profile of any atom as a universal matrix times a short vector of its own. With τ = s d and ρ = r/d the image is
/// I(ρ_i d) = d⁻³ Σ_j K_ij g_j, g_j = f(τ_j/d) exp(-B τ_j²/(4 d²)), K_ij = 4π w_j τ_j² W(τ_j) sinc(2π ρ_i τ_j), τ_j and w_j Gauss-Legendre nodes and
/// weights on [0, 1 - w] and [1 - w, 1 + w]. K depends on neither element, B nor d. A sharp edge has one more node at τ = 1, of weight 0 in K, which carries
/// dI/dd = -(4π/d⁴) f(1/d) exp(-B/(4d²)) sinc(2πρ).
/// <para>
/// A table of a quantity holds for node i, column j: [(j Nodes + i) 2] the value and [.. + 1] its slope per node interval; the switch is contained. The
/// quantity is d^(-p) Σ_j table_ij g_j with p as given. dP/dB is the table <see cref="Density"/> with -τ_j² g_j and p = 5, divided by 4.
/// </para>
/// </summary>
public sealed record ProfileMatrix : ProfileBasis
{
    /// <summary>Computes the matrices.</summary>
    /// <param name="shape">Edge, radius and nodes.</param>
    public ProfileMatrix(ImageShape shape)
        : base(shape)
    {
        // Below the edge the quadrature must follow sin(2πρτ) up to ρ_cut: 2πρ_cut/2 radians per half period of the highest Legendre polynomial, and some spare.
        int inner = (int)Math.Ceiling(3.2 * shape.Radius * (1 - shape.Edge)) + 12;
        int outer = shape.Edge > 0 ? (int)Math.Ceiling(3.2 * shape.Radius * 2 * shape.Edge) + 10 : 1;
        (double[] t1, double[] w1) = GaussLegendre.Nodes(inner, 0, 1 - shape.Edge);
        (double[] t2, double[] w2) = shape.Edge > 0 ? GaussLegendre.Nodes(outer, 1 - shape.Edge, 1 + shape.Edge) : ([1.0], [0.0]);
        Tau = [.. t1, .. t2];
        int n = shape.Nodes, m = Tau.Length;
        (Density, Resolution, Radial) = (new float[2 * n * m], new float[2 * n * m], new float[2 * n * m]);
        double h = shape.Spacing;
        for (int j = 0; j < m; j++)
        {
            double t = Tau[j], weight = j < inner ? w1[j] : w2[j - inner];
            double flat = 4 * Math.PI * weight * t * t * shape.Window(t);
            double edge = shape.Edge > 0 ? 4 * Math.PI * weight * t * t * t * shape.WindowSlope(t) : j < inner ? 0 : -4 * Math.PI;
            for (int i = 0; i < n; i++)
            {
                double rho = i * h, s = shape.Switch(rho), ds = shape.SwitchSlope(rho);
                SincDerivatives c = SincDerivatives.At(rho, 2 * Math.PI * t);
                int at = 2 * (j * n + i);
                Density[at] = (float)(flat * s * c.Value);
                Density[at + 1] = (float)(h * flat * (ds * c.Value + s * c.First));
                double moved = -rho * ds, movedSlope = -ds - rho * shape.SwitchCurvature(rho);
                Resolution[at] = (float)(edge * s * c.Value + flat * moved * c.Value);
                Resolution[at + 1] = (float)(h * (edge * (ds * c.Value + s * c.First) + flat * (movedSlope * c.Value + moved * c.First)));
                Radial[at] = (float)(flat * s * c.FirstOverRho);
                Radial[at + 1] = (float)(h * flat * (ds * c.FirstOverRho + s * c.SlopeOfFirstOverRho));
            }
        }
    }

    /// <summary>Nodes τ_j.</summary>
    public double[] Tau { get; }

    /// <summary>Table of P; p = 3.</summary>
    public float[] Density { get; }

    /// <summary>Table of dP/dd; p = 4.</summary>
    public float[] Resolution { get; }

    /// <summary>Table of S (dI/dr)/r; p = 5.</summary>
    public float[] Radial { get; }

    /// <inheritdoc/>
    public override string Name => "matrix";

    /// <summary>sinc(kρ) and what follows from it.</summary>
    private readonly record struct SincDerivatives(double Value, double First, double FirstOverRho, double SlopeOfFirstOverRho)
    {
        /// <summary>Values at ρ for the frequency k; series near 0.</summary>
        public static SincDerivatives At(double rho, double k)
        {
            double z = k * rho, z2 = z * z;
            if (z < 0.3)
            {
                double value = 1 - z2 / 6 * (1 - z2 / 20 * (1 - z2 / 42 * (1 - z2 / 72)));
                double over = -(1.0 / 3) * (1 - z2 / 10 * (1 - z2 / 28 * (1 - z2 / 54 * (1 - z2 / 88))));
                double slope = z / 15 * (1 - z2 / 14 * (1 - z2 / 36 * (1 - z2 / 66)));
                return new SincDerivatives(value, k * z * over, k * k * over, k * k * k * slope);
            }

            (double sin, double cos) = Math.SinCos(z);
            double first = (cos - sin / z) / z, second = -sin / z - 2 * first / z;
            return new SincDerivatives(sin / z, k * first, k * k * first / z, k * k * k * (second - first / z) / z);
        }
    }
}
