using Engine.Core.Refinement.Convergence;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>One trial of the weight search.</summary>
/// <param name="Weight">Weight of the map term.</param>
/// <param name="BondRmsd">Å.</param>
/// <param name="AngleRmsd">Degrees.</param>
public sealed record WeightTrial(double Weight, double BondRmsd, double AngleRmsd);

/// <summary>
/// Finds the weight of the map term by trial refinements of short fragments: the largest weight at which the fragments' bonds and angles
/// stay at the goal. Deviations grow nearly as a power of the weight, so the search is a bracketed secant in logarithms. All fragments are
/// refined together as one problem, each trial from the same regularised start.
/// </summary>
public static class WeightSearch
{
    private const double Tolerance = 0.04;
    private const double Smallest = 0.01;
    private const double Largest = 3000;

    /// <summary>Runs the search.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="problem">The fragments (see <see cref="Fragments"/>).</param>
    /// <param name="start">3N coordinates of the fragments' atoms, Å.</param>
    /// <param name="map">Target map.</param>
    /// <param name="goal">Deviations to aim for.</param>
    /// <param name="first">First weight to try.</param>
    /// <param name="cancel">Stops the search; the best weight so far is returned.</param>
    /// <returns>The weight, and all trials.</returns>
    public static (double Weight, IReadOnlyList<WeightTrial> Trials) Run(
        Accelerator accelerator, RefinementProblem problem, double[] start, TargetMap map, GeometryGoal goal, double first, CancellationToken cancel)
    {
        using var target = new RefinementTarget(accelerator, problem, map);
        using var minimizer = new Lbfgs(accelerator, start.Length, new LbfgsOptions { MaxIterations = 60 });
        using DeviceBuffer<double> regular = accelerator.Upload((ReadOnlySpan<double>)start, "fragments");
        using DeviceBuffer<double> x = accelerator.Allocate<double>(start.Length, "fragments");
        target.CaptureRiding(regular);
        target.MapWeight = 1;
        minimizer.Minimize(target, regular, 80, cancel);

        var trials = new List<WeightTrial>();
        var host = new double[start.Length];
        double weight = first, lowLog = double.NaN, lowRatio = 0, highLog = double.NaN, highRatio = 0;
        for (int trial = 0; trial < 9 && !cancel.IsCancellationRequested; trial++)
        {
            accelerator.Vectors.Copy(regular, x);
            target.MapWeight = weight;
            minimizer.Minimize(target, x, 0, cancel);
            accelerator.Download(x, host);
            (double bond, double angle) = TypicalDeviation.Of(problem.Table, host);
            trials.Add(new(weight, bond, angle));
            double ratio = Math.Log(goal.Ratio(bond, angle)), log = Math.Log(weight);
            if (Math.Abs(ratio) <= Tolerance)
                break;
            if (ratio < 0)
                (lowLog, lowRatio) = (log, ratio);
            else
                (highLog, highRatio) = (log, ratio);
            if ((ratio < 0 && weight >= Largest) || (ratio > 0 && weight <= Smallest))
                break;
            weight = Math.Clamp(Math.Exp(Next(log, ratio, lowLog, lowRatio, highLog, highRatio)), Smallest, Largest);
        }

        WeightTrial? best = trials.Where(t => goal.Ratio(t.BondRmsd, t.AngleRmsd) <= 1 + Tolerance).MaxBy(t => t.Weight) ?? trials.MinBy(t => t.Weight);
        return (best?.Weight ?? first, trials);
    }

    private static double Next(double log, double ratio, double lowLog, double lowRatio, double highLog, double highRatio)
    {
        const double TypicalSlope = 0.6;
        if (double.IsNaN(lowLog) || double.IsNaN(highLog))
            return log + Math.Clamp(-ratio / TypicalSlope, -Math.Log(8), Math.Log(8));
        double fraction = Math.Clamp(-lowRatio / (highRatio - lowRatio), 0.1, 0.9);
        return lowLog + fraction * (highLog - lowLog);
    }
}
