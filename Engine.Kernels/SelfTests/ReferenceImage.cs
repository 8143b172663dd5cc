namespace Engine.Kernels.SelfTests;

/// <summary>
/// The image of an atom from its definition, in double: the integral over s of f(s) exp(-Bs²/4) W(sd) 4πs² sinc(2πrs), 80 Gauss-Legendre nodes on either side
/// of the edge's start, times the switch. Window and switch are written out here a second time.
/// </summary>
/// <param name="shape">Edge, radius and switch.</param>
/// <param name="formFactor">Amplitudes, then widths.</param>
/// <param name="b">B, Å².</param>
/// <param name="d">Resolution, Å.</param>
internal sealed class ReferenceImage(ImageShape shape, float[] formFactor, double b, double d)
{
    private const int Nodes = 80;

    private readonly (double S, double Weight)[] points = [.. Panel(shape, formFactor, b, d, 0, 1 - shape.Edge), .. Panel(shape, formFactor, b, d, 1 - shape.Edge, 1 + shape.Edge)];

    /// <summary>Radius, Å.</summary>
    public double Radius => shape.Radius * d;

    /// <summary>I(r).</summary>
    public double Image(double r)
    {
        double sum = 0;
        foreach ((double s, double weight) in points)
        {
            double z = 2 * Math.PI * r * s;
            sum += weight * (z < 1e-4 ? 1 - z * z / 6 : Math.Sin(z) / z);
        }

        return sum;
    }

    /// <summary>S(r/d).</summary>
    public double Switch(double r)
    {
        double q = Math.Clamp((r / d - shape.Radius + shape.SwitchWidth) / shape.SwitchWidth, 0, 1);
        return 1 - 10 * Math.Pow(q, 3) + 15 * Math.Pow(q, 4) - 6 * Math.Pow(q, 5);
    }

    /// <summary>P(r) = S I.</summary>
    public double Density(double r) => r >= Radius ? 0 : Switch(r) * Image(r);

    /// <summary>P'' - P'/r, by central differences; P is even.</summary>
    public double Curvature(double r)
    {
        const double Step = 1e-3;
        double here = Density(r), above = Density(r + Step), below = Density(Math.Abs(r - Step));
        return r < 0.01 ? 0 : (above - 2 * here + below) / (Step * Step) - (above - below) / (2 * Step * r);
    }

    /// <summary>∂²P/∂x_i∂x_j at a place relative to the atom, by central differences.</summary>
    public double SecondDerivative(ReadOnlySpan<double> place, int i, int j)
    {
        const double Step = 2e-3;
        Span<double> p = stackalloc double[3];
        double sum = 0;
        for (int corner = 0; corner < 4; corner++)
        {
            place.CopyTo(p);
            double first = corner % 2 == 0 ? Step : -Step, second = corner / 2 == 0 ? Step : -Step;
            p[i] += first;
            p[j] += second;
            sum += Math.Sign(first * second) * Density(Length(p));
        }

        return sum / (4 * Step * Step);
    }

    private static double Length(ReadOnlySpan<double> p) => Math.Sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);

    private static IEnumerable<(double S, double Weight)> Panel(ImageShape shape, float[] formFactor, double b, double d, double from, double to)
    {
        if (from == to)
            yield break;
        (double[] s, double[] w) = GaussLegendre.Nodes(Nodes, from / d, to / d);
        int terms = formFactor.Length / 2;
        for (int j = 0; j < s.Length; j++)
        {
            double f = 0, edge = from == 0 ? 1 : Math.Pow(Math.Cos(Math.PI * (s[j] * d - 1 + shape.Edge) / (4 * shape.Edge)), 2);
            for (int k = 0; k < terms; k++)
                f += formFactor[k] * Math.Exp(-(formFactor[terms + k] + b) * s[j] * s[j] / 4);
            yield return (s[j], 4 * Math.PI * w[j] * s[j] * s[j] * edge * f);
        }
    }
}
