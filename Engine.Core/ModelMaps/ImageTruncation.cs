using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>A sample of the atoms of a map, as arrays with one entry per atom.</summary>
/// <param name="Terms">Gaussians per form factor.</param>
/// <param name="FormFactors">Rows of 2 × Terms numbers: amplitudes, then widths (Å²).</param>
/// <param name="Row">Row of each atom.</param>
/// <param name="B">B, Å².</param>
/// <param name="Resolution">d, Å.</param>
/// <param name="Occupancy">Occupancy.</param>
public sealed record TruncationSample(int Terms, float[] FormFactors, int[] Row, double[] B, double[] Resolution, double[] Occupancy);

/// <summary>
/// What it costs to end atom images at a radius: with the switch S, the part sqrt(Σ o² ∫ (1 - S)² I² r² dr / Σ o² ∫ I² r² dr) of the root mean square of the
/// images is lost. Neighbouring atoms' losses are taken as independent, so this is the expected relative rms error of a map against full images, sharp edges
/// included. It is exact for each atom: the whole is a sum over reciprocal space (Parseval), the part within the radius a quadrature, so no tail is cut off.
/// Everything is done for one vector per atom, its form factor at the nodes of <see cref="ProfileMatrix"/>'s kind; a sample is first
/// condensed to a few vectors with the same sums of squares.
/// </summary>
public sealed class ImageTruncation
{
    /// <summary>Smallest radius that <see cref="Radius"/> proposes, units of d.</summary>
    public const double SmallestRadius = 1.5;

    /// <summary>Largest radius that <see cref="Radius"/> proposes, units of d.</summary>
    public const double LargestRadius = 12;

    /// <summary>Step of the radii, units of d.</summary>
    public const double RadiusStep = 0.25;

    private const int PanelNodes = 10;
    private readonly double[] tau;
    private readonly double[] whole;
    private readonly double[] kernel;
    private readonly double[] inside;
    private readonly double[] switched;
    private readonly int[] panelEnd;

    /// <summary>Prepares the quadratures for the radii from 1.5 to 12 d in steps of 0.25 d.</summary>
    /// <param name="edge">Half width of the resolution edge, units of 1/d.</param>
    public ImageTruncation(double edge)
        : this(edge, [.. Enumerable.Range(0, (int)((LargestRadius - SmallestRadius) / RadiusStep) + 1).Select(k => SmallestRadius + k * RadiusStep)])
    {
    }

    /// <summary>Prepares the quadratures.</summary>
    /// <param name="edge">Half width of the resolution edge, units of 1/d.</param>
    /// <param name="radii">Radii, ascending, units of d; above the width of the switch.</param>
    /// <param name="switchWidth">Width of the switch, units of d.</param>
    public ImageTruncation(double edge, double[] radii, double switchWidth = 0.3)
    {
        (Edge, Radii) = (edge, radii);
        var shape = new ImageShape { Edge = edge, Radius = radii[^1], SwitchWidth = switchWidth };
        int inner = 20 + (int)(3.3 * radii[^1] * (1 - edge)), outer = edge == 0 ? 0 : 16 + (int)(6.6 * radii[^1] * edge);
        (double[] t1, double[] w1) = GaussLegendre.Nodes(inner, 0, 1 - edge);
        (double[] t2, double[] w2) = outer == 0 ? ([], []) : GaussLegendre.Nodes(outer, 1 - edge, 1 + edge);
        (tau, double[] weight) = ([.. t1, .. t2], [.. w1, .. w2]);
        whole = new double[tau.Length];
        for (int j = 0; j < tau.Length; j++)
            whole[j] = weight[j] * tau[j] * tau[j] * shape.Window(tau[j]) * shape.Window(tau[j]);
        (double[] rho, inside, switched, panelEnd) = Nodes(shape);
        kernel = new double[rho.Length * tau.Length];
        for (int n = 0; n < rho.Length; n++)
        {
            // ρ I = 2 ∫ τ W g sin(2πρτ) dτ is a sine transform, so ∫ (ρ I)² dρ = ∫ (τ W g)² dτ.
            for (int j = 0; j < tau.Length; j++)
                kernel[n * tau.Length + j] = 2 * weight[j] * tau[j] * shape.Window(tau[j]) * Math.Sin(2 * Math.PI * rho[n] * tau[j]);
        }
    }

    /// <summary>Half width of the resolution edge, units of 1/d.</summary>
    public double Edge { get; }

    /// <summary>Radii of the estimates, units of d.</summary>
    public double[] Radii { get; }

    /// <summary>The smallest of <see cref="Radii"/> whose error does not exceed what is wanted, or the largest one; with its error.</summary>
    /// <param name="sample">Atoms.</param>
    /// <param name="accuracy">Relative rms error wanted.</param>
    /// <exception cref="NumericalException">No atom of the sample scatters.</exception>
    public (double Radius, double Error) Radius(TruncationSample sample, double accuracy)
    {
        double[] errors = Errors(sample);
        int k = Array.FindIndex(errors, e => e <= accuracy);
        k = k < 0 ? errors.Length - 1 : k;
        return (Radii[k], errors[k]);
    }

    /// <summary>Relative rms error at each of <see cref="Radii"/>; what is below 1e-6 is rounding.</summary>
    /// <param name="sample">Atoms.</param>
    /// <exception cref="NumericalException">No atom of the sample scatters.</exception>
    public double[] Errors(TruncationSample sample)
    {
        List<double[]> vectors = CondensedSquares.Of(Squares(sample));
        double total = vectors.Sum(v => Enumerable.Range(0, tau.Length).Sum(j => whole[j] * v[j] * v[j]));
        if (!(total > 0) || !double.IsFinite(total))
            throw new NumericalException("radius of atom images: no atom scatters; check occupancies and B factors, or give --radius");
        var errors = new double[Radii.Length];
        double kept = 0;
        int node = 0, insideNode = 0, switchNode = 0;
        for (int k = 0; k < Radii.Length; k++)
        {
            for (; insideNode < panelEnd[k]; insideNode++, node++)
                kept += inside[insideNode] * Square(vectors, node);
            double partly = 0;
            for (int i = 0; i < PanelNodes; i++, node++, switchNode++)
                partly += switched[switchNode] * Square(vectors, node);
            errors[k] = Math.Sqrt(Math.Max(0, 1 - (kept + partly) / total));
        }

        return errors;
    }

    /// <summary>Relative rms error at one radius.</summary>
    /// <param name="sample">Atoms.</param>
    /// <param name="shape">Edge, radius and switch.</param>
    /// <exception cref="NumericalException">No atom of the sample scatters.</exception>
    public static double Error(TruncationSample sample, ImageShape shape) =>
        new ImageTruncation(shape.Edge, [shape.Radius], shape.SwitchWidth).Errors(sample)[0];

    /// <summary>
    /// Nodes in ρ: for each radius those between the last one's switch zone and its own, then those of its switch zone. The weights of the latter hold 2S - S²,
    /// because 1 - (1 - S)² is what stays.
    /// </summary>
    private (double[] Rho, double[] Inside, double[] Switched, int[] PanelEnd) Nodes(ImageShape shape)
    {
        List<double> rho = [], flat = [], ramp = [];
        var ends = new int[Radii.Length];
        double from = 0;
        for (int k = 0; k < Radii.Length; k++)
        {
            double to = Radii[k] - shape.SwitchWidth;
            int panels = Math.Max(1, (int)Math.Ceiling((to - from) / 0.3));
            for (int panel = 0; panel < panels; panel++)
            {
                (double[] x, double[] w) = GaussLegendre.Nodes(PanelNodes, from + (to - from) * panel / panels, from + (to - from) * (panel + 1) / panels);
                rho.AddRange(x);
                flat.AddRange(w);
            }

            ends[k] = flat.Count;
            from = to;
            ImageShape here = shape with { Radius = Radii[k] };
            (double[] y, double[] v) = GaussLegendre.Nodes(PanelNodes, to, Radii[k]);
            rho.AddRange(y);
            ramp.AddRange(y.Zip(v, (at, weight) => weight * (2 - here.Switch(at)) * here.Switch(at)));
        }

        return ([.. rho], [.. flat], [.. ramp], ends);
    }

    /// <summary>Σ over vectors of (ρ I)² at a node.</summary>
    private double Square(List<double[]> vectors, int node)
    {
        ReadOnlySpan<double> row = kernel.AsSpan(node * tau.Length, tau.Length);
        double sum = 0;
        foreach (double[] v in vectors)
        {
            double value = 0;
            for (int j = 0; j < row.Length; j++)
                value += row[j] * v[j];
            sum += value * value;
        }

        return sum;
    }

    /// <summary>Σ o² d⁻³ g gᵀ over the atoms, g the form factor with B at τ_j/d.</summary>
    private double[] Squares(TruncationSample sample)
    {
        int count = tau.Length, terms = sample.Terms;
        var squares = new double[count * count];
        var g = new double[count];
        for (int i = 0; i < sample.Row.Length; i++)
        {
            double d = sample.Resolution[i], weight = sample.Occupancy[i] / (d * Math.Sqrt(d));
            ReadOnlySpan<float> row = sample.FormFactors.AsSpan(2 * terms * sample.Row[i], 2 * terms);
            for (int j = 0; j < count; j++)
            {
                double q = tau[j] * tau[j] / (4 * d * d), f = 0;
                for (int k = 0; k < terms; k++)
                    f += row[k] * Math.Exp(-(row[terms + k] + sample.B[i]) * q);
                g[j] = weight * f;
            }

            for (int j = 0; j < count; j++)
            {
                for (int k = 0; k <= j; k++)
                    squares[j * count + k] += g[j] * g[k];
            }
        }

        return squares;
    }
}
