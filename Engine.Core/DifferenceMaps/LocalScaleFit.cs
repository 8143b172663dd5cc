namespace Engine.Core.DifferenceMaps;

/// <summary>
/// Least-squares k and B of every box from sums of a map x and of model maps y_j, blurred by trial values B_j: for each trial k = Σxy/Σyy, and the residual Σ(x - k y)² is least where (Σxy)²/Σyy is
/// largest. Every box takes a part of the whole map's sums in addition, so that boxes with little model lean on the values of the whole.
/// </summary>
internal sealed class LocalScaleFit
{
    /// <summary>Weight of the whole map's sums in those of a box of average content.</summary>
    private const double Prior = 0.05;

    /// <summary>Boxes with less than this part of the average box's model have no say of their own.</summary>
    private const double LeastPart = 0.05;

    private readonly double[] trials;
    private readonly double[][] cross;
    private readonly double[][] power;

    /// <summary>Starts a fit.</summary>
    /// <param name="trials">B_j, Å², rising.</param>
    public LocalScaleFit(double[] trials)
    {
        this.trials = trials;
        (cross, power) = (new double[trials.Length][], new double[trials.Length][]);
    }

    /// <summary>Scale at every node.</summary>
    public double[] K { get; private set; } = [];

    /// <summary>B at every node, Å².</summary>
    public double[] B { get; private set; } = [];

    /// <summary>True for boxes that hold enough model.</summary>
    public bool[] HasModel { get; private set; } = [];

    /// <summary>Scale of the whole map.</summary>
    public double OverallK { get; private set; }

    /// <summary>B of the whole map, Å².</summary>
    public double OverallB { get; private set; }

    /// <summary>Takes the sums of one trial.</summary>
    /// <param name="trial">Index of the trial.</param>
    /// <param name="xy">Σxy by box.</param>
    /// <param name="yy">Σyy by box.</param>
    public void Add(int trial, double[] xy, double[] yy) => (cross[trial], power[trial]) = (xy, yy);

    /// <summary>Finds the values at all nodes.</summary>
    public void Solve()
    {
        int nodes = cross[0].Length;
        double[] meanCross = [.. cross.Select(c => c.Sum() / nodes)], meanPower = [.. power.Select(p => p.Sum() / nodes)];
        (OverallK, OverallB) = Best(meanCross, meanPower);
        (K, B, HasModel) = (new double[nodes], new double[nodes], new bool[nodes]);
        int middle = trials.Length / 2;
        for (int n = 0; n < nodes; n++)
        {
            (K[n], B[n]) = Best([.. cross.Select((c, j) => c[n] + Prior * meanCross[j])], [.. power.Select((p, j) => p[n] + Prior * meanPower[j])]);
            HasModel[n] = power[middle][n] > LeastPart * meanPower[middle];
        }
    }

    /// <summary>The best B, by a parabola through the best trial and its neighbours, and k there. A model that does not correlate gets k = 0.</summary>
    private (double K, double B) Best(double[] xy, double[] yy)
    {
        double Gain(int j) => yy[j] > 0 && xy[j] > 0 ? xy[j] * xy[j] / yy[j] : 0;
        int best = Enumerable.Range(0, trials.Length).MaxBy(Gain);
        if (Gain(best) == 0)
            return (0, trials[trials.Length / 2]);
        double K(int j) => xy[j] / yy[j];
        if (best == 0 || best == trials.Length - 1)
            return (K(best), trials[best]);
        double below = Gain(best - 1), here = Gain(best), above = Gain(best + 1), bend = below - 2 * here + above;
        double t = bend < 0 ? Math.Clamp((below - above) / (2 * bend), -0.5, 0.5) : 0;
        int other = t < 0 ? best - 1 : best + 1;
        return (K(best) + Math.Abs(t) * (K(other) - K(best)), trials[best] + Math.Abs(t) * (trials[other] - trials[best]));
    }
}
