using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>
/// The image of a unit point scatterer in reduced units, ρ = r/d and τ = s d: i(ρ) = ∫ W(τ) exp(-v τ²/4) 4πτ² sinc(2πρτ) dτ, with the window W of
/// <see cref="ImageShape"/> and a blur v in units of d². The image at resolution d is i(r/d)/d³; i(0) = 4π/3 for a sharp edge without blur.
/// </summary>
public sealed class PointImage
{
    private readonly double[] tau;
    private readonly double[] weight;

    /// <summary>Prepares the quadrature.</summary>
    /// <param name="edge">Half width of the resolution edge, units of 1/d; 0 is a sharp cut.</param>
    /// <param name="blur">Displacement parameter of the scatterer, units of d²; 0 or more.</param>
    /// <param name="reach">Largest ρ that will be asked for.</param>
    public PointImage(double edge, double blur, double reach)
    {
        (Edge, Blur) = (edge, blur);
        var shape = new ImageShape { Edge = edge, Radius = reach };
        int inner = 40 + (int)(3.5 * reach + Math.Sqrt(blur)), outer = edge == 0 ? 0 : 30 + (int)(3.5 * reach);
        (double[] t1, double[] w1) = GaussLegendre.Nodes(inner, 0, 1 - edge);
        (double[] t2, double[] w2) = outer == 0 ? ([], []) : GaussLegendre.Nodes(outer, 1 - edge, 1 + edge);
        (tau, weight) = ([.. t1, .. t2], [.. w1, .. w2]);
        for (int j = 0; j < tau.Length; j++)
            weight[j] *= 4 * Math.PI * tau[j] * tau[j] * shape.Window(tau[j]) * Math.Exp(-blur * tau[j] * tau[j] / 4);
    }

    /// <summary>Half width of the resolution edge, units of 1/d.</summary>
    public double Edge { get; }

    /// <summary>Displacement parameter of the scatterer, units of d².</summary>
    public double Blur { get; }

    /// <summary>i(ρ), relative accuracy about 1e-14 of i(0).</summary>
    /// <param name="rho">r/d, 0 to the reach.</param>
    public double At(double rho)
    {
        if (Edge == 0 && Blur == 0)
            return Sharp(rho);
        double sum = 0;
        for (int j = 0; j < tau.Length; j++)
        {
            double z = 2 * Math.PI * rho * tau[j];
            sum += weight[j] * (z < 1e-4 ? 1 - z * z / 6 : Math.Sin(z) / z);
        }

        return sum;
    }

    /// <summary>i(ρ) of a sharp edge without blur: 4π (sin x - x cos x)/x³, x = 2πρ.</summary>
    /// <param name="rho">r/d, 0 or more.</param>
    public static double Sharp(double rho)
    {
        double x = 2 * Math.PI * rho, y = x * x;
        if (x < 0.5)
            return 4 * Math.PI / 3 * (1 - y / 10 * (1 - y / 28 * (1 - y / 54 * (1 - y / 88 * (1 - y / 130)))));
        (double sin, double cos) = Math.SinCos(x);
        return 4 * Math.PI * (sin - x * cos) / (x * y);
    }

    /// <summary>
    /// Smallest blur from which on a Gaussian without any window stands for its image: what the window takes away is at most
    /// <paramref name="tolerance"/> of the peak.
    /// </summary>
    /// <param name="edge">Half width of the resolution edge, units of 1/d.</param>
    /// <param name="tolerance">Error over the peak.</param>
    public static double PlainFrom(double edge, double tolerance)
    {
        for (double blur = 5; ; blur += 5)
        {
            double plain = Math.Pow(4 * Math.PI / blur, 1.5);
            if (1 - new PointImage(edge, blur, 1).At(0) / plain <= tolerance)
                return blur;
        }
    }
}
