namespace Engine.Core.ModelMaps;

/// <summary>
/// Radii beyond which an atom's Gaussians are below a given part of its peak: the smallest r with
/// Σ|a_k| (4π/v_k)^(3/2) exp(-4π² r²/v_k) &lt; tolerance × ρ(0), v_k = b_k + B. Found by bisection once per form factor and B class (1 Å² wide, upper end).
/// </summary>
public sealed class SplatRadii
{
    private readonly Dictionary<(int Row, int BClass), float> cache = [];
    private readonly float[] formFactors;
    private readonly int terms;
    private readonly double tolerance;

    /// <summary>Prepares the search.</summary>
    /// <param name="formFactors">Rows of amplitudes, then widths b (Å²).</param>
    /// <param name="terms">Gaussians per row.</param>
    /// <param name="tolerance">Part of the peak, between 0 and 1.</param>
    public SplatRadii(float[] formFactors, int terms, double tolerance)
    {
        this.formFactors = formFactors;
        this.terms = terms;
        this.tolerance = tolerance;
    }

    /// <summary>Radius of an atom, Å.</summary>
    /// <param name="row">Row of the form factors.</param>
    /// <param name="b">B factor with the blur, Å²; for anisotropic atoms that of the longest axis.</param>
    public float Radius(int row, double b)
    {
        int bClass = (int)Math.Ceiling(b);
        if (!cache.TryGetValue((row, bClass), out float radius))
            cache[(row, bClass)] = radius = Search(formFactors.AsSpan(2 * row * terms, 2 * terms), bClass);
        return radius;
    }

    private float Search(ReadOnlySpan<float> f, double b)
    {
        double limit = tolerance * Tail(f, b, 0), low = 0, high = 1;
        while (Tail(f, b, high) >= limit)
            high *= 2;
        for (int i = 0; i < 30; i++)
        {
            double middle = (low + high) / 2;
            if (Tail(f, b, middle) >= limit)
                low = middle;
            else
                high = middle;
        }

        return (float)high;
    }

    private static double Tail(ReadOnlySpan<float> f, double b, double r)
    {
        double sum = 0;
        int terms = f.Length / 2;
        for (int k = 0; k < terms; k++)
        {
            double v = Math.Max(f[k + terms] + b, 1e-3);
            sum += Math.Abs(f[k]) * Math.Pow(4 * Math.PI / v, 1.5) * Math.Exp(-4 * Math.PI * Math.PI * r * r / v);
        }

        return sum;
    }
}
