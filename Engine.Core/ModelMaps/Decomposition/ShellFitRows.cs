namespace Engine.Core.ModelMaps;

/// <summary>What a decomposition is wanted for.</summary>
public sealed record ShellFitOptions
{
    /// <summary>Half width of the resolution edge, units of 1/d; 0 to 0.5.</summary>
    public required double Edge { get; init; }

    /// <summary>Range in which the terms will be evaluated, r/d.</summary>
    public required double Use { get; init; }

    /// <summary>Range beyond it that is fitted too, with a small weight, r/d.</summary>
    public double Guard { get; init; } = 2;

    /// <summary>Number of terms.</summary>
    public required int Terms { get; init; }

    /// <summary>Rounds of re-weighting.</summary>
    public int Rounds { get; init; } = 10;
}

/// <summary>
/// The conditions of a fit: at ρ_n, for a point blurred by v_n, the sum is to equal the exact image. The blurs are there because an atom's own Gaussians and
/// its B mix what lies beyond the fitted range into it; so the fit must be good for blurred points, each within its use range. Values are over i(0).
/// </summary>
internal sealed class ShellFitRows
{
    /// <summary>Error over the peak of the blurred point that is aimed at, by blur over that of the plain Gaussian; looser where the blur is large.</summary>
    private static readonly (double Part, double Tolerance)[] Levels =
        [(0, 2e-7), (0.04, 3e-7), (0.1, 3e-7), (0.2, 4e-7), (0.35, 7e-7), (0.6, 3e-6), (1, 1e-5)];

    private const double GuardTolerance = 2e-5;

    /// <summary>Collects the conditions.</summary>
    /// <param name="options">Edge and ranges.</param>
    public ShellFitRows(ShellFitOptions options)
    {
        PlainAbove = PointImage.PlainFrom(options.Edge, 1e-5);
        List<double> rho = [], blur = [], target = [], weight = [];
        List<int> level = [];
        double peak = new PointImage(options.Edge, 0, 1).At(0);
        for (int k = 0; k < Levels.Length; k++)
        {
            double v = Levels[k].Part * PlainAbove, end = k == 0 ? options.Use + options.Guard : options.Use, step = k == 0 ? 0.05 : 0.1;
            var image = new PointImage(options.Edge, v, end + 0.1);
            double scale = Levels[0].Tolerance * peak / (Levels[k].Tolerance * image.At(0));
            int count = (int)Math.Ceiling(end / step) + 1;
            for (int i = 0; i < count; i++)
            {
                double x = end * i / (count - 1);
                bool guard = x > options.Use + 1e-9;
                rho.Add(x);
                blur.Add(v);
                target.Add(image.At(x) / peak);
                weight.Add(guard ? Levels[0].Tolerance / GuardTolerance : scale);
                level.Add(guard ? -1 : k);
            }
        }

        (Rho, Blur, Target, Scale, Level) = ([.. rho], [.. blur], [.. target], [.. weight], [.. level]);
        Peak = peak;
    }

    /// <summary>ρ_n.</summary>
    public double[] Rho { get; }

    /// <summary>v_n, units of d².</summary>
    public double[] Blur { get; }

    /// <summary>Exact image over i(0).</summary>
    public double[] Target { get; }

    /// <summary>Factor that makes errors of all rows comparable with those without blur.</summary>
    public double[] Scale { get; }

    /// <summary>Number of the blur; -1 in the guard zone.</summary>
    public int[] Level { get; }

    /// <summary>i(0).</summary>
    public double Peak { get; }

    /// <summary>Largest blur.</summary>
    public double PlainAbove { get; }

    /// <summary>Number of rows.</summary>
    public int Count => Rho.Length;

    /// <summary>Largest scaled error outside the guard zone.</summary>
    /// <param name="error">Sum less target.</param>
    public double Worst(double[] error)
    {
        double worst = 0;
        for (int n = 0; n < Count; n++)
            worst = Level[n] < 0 ? worst : Math.Max(worst, Math.Abs(error[n]) * Scale[n]);
        return worst;
    }

    /// <summary>One step of Lawson's re-weighting: weights grow where the largest error of the surroundings (0.3 d) is above the average.</summary>
    /// <param name="weight">Weights to change.</param>
    /// <param name="error">Sum less target.</param>
    public void Reweight(double[] weight, double[] error)
    {
        var around = new double[Count];
        double mean = 0;
        for (int n = 0; n < Count; n++)
        {
            for (int k = n; k >= 0 && Level[k] == Level[n] && Rho[n] - Rho[k] <= 0.3; k--)
                around[n] = Math.Max(around[n], Math.Abs(error[k]) * Scale[k]);
            for (int k = n; k < Count && Level[k] == Level[n] && Rho[k] - Rho[n] <= 0.3; k++)
                around[n] = Math.Max(around[n], Math.Abs(error[k]) * Scale[k]);
            mean += around[n] / Count;
        }

        for (int n = 0; n < Count; n++)
        {
            if (Level[n] >= 0)
                weight[n] = Math.Clamp(weight[n] * Math.Sqrt(around[n] / mean + 0.05), 0.02 * Scale[n], 50 * Scale[n]);
        }
    }
}
