using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>
/// The image of one atom at limited resolution, in double precision by Gauss-Legendre quadrature: I(r) = ∫ f(s) exp(-B s²/4) W(s d) 4π s² sinc(2π r s) ds.
/// The reference for plots and for whoever wants single values; maps use <see cref="ImageMapPlan"/>.
/// </summary>
public sealed class AtomImage
{
    private readonly double[] s;
    private readonly double[] weight;

    /// <summary>Prepares the quadrature.</summary>
    /// <param name="formFactor">Amplitudes, then widths (Å²).</param>
    /// <param name="b">Isotropic B, Å².</param>
    /// <param name="d">Resolution, Å.</param>
    /// <param name="edge">Half width of the resolution edge, in units of 1/d.</param>
    /// <param name="largestRadius">Largest r that is going to be asked for, Å.</param>
    public AtomImage(ReadOnlySpan<float> formFactor, double b, double d, double edge, double largestRadius)
    {
        var shape = new ImageShape { Edge = edge, Radius = Math.Max(1, largestRadius / d) };
        (double[] s1, double[] w1) = GaussLegendre.Nodes(40 + (int)(8 * shape.Radius), 0, (1 - edge) / d);
        (double[] s2, double[] w2) = edge > 0 ? GaussLegendre.Nodes(24 + (int)(8 * shape.Radius * 2 * edge), (1 - edge) / d, (1 + edge) / d) : ([], []);
        s = [.. s1, .. s2];
        weight = [.. w1, .. w2];
        for (int j = 0; j < s.Length; j++)
        {
            double f = 0;
            int terms = formFactor.Length / 2;
            for (int k = 0; k < terms; k++)
                f += formFactor[k] * Math.Exp(-(formFactor[k + terms] + b) * s[j] * s[j] / 4);
            weight[j] *= 4 * Math.PI * s[j] * s[j] * f * (j < s1.Length ? 1 : shape.Window(s[j] * d));
        }
    }

    /// <summary>The image at a distance from the atom, in units of the form factor per Å³.</summary>
    /// <param name="r">Distance, Å.</param>
    public double At(double r)
    {
        double sum = 0;
        for (int j = 0; j < s.Length; j++)
        {
            double z = 2 * Math.PI * r * s[j];
            sum += weight[j] * (z < 1e-5 ? 1 - z * z / 6 : Math.Sin(z) / z);
        }

        return sum;
    }
}
