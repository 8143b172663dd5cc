using Engine.Core.HalfMaps;
using Engine.Core.Refinement;

namespace Engine.Core.Jobs;

/// <summary>One weight that was tried against half map 1.</summary>
/// <param name="Factor">Weight over that of the refinement.</param>
/// <param name="BondRmsd">Å.</param>
/// <param name="AngleRmsd">Degrees.</param>
/// <param name="FscWork">Mean FSC with half 1 up to the resolution.</param>
/// <param name="FscTest">Mean FSC with half 2.</param>
public sealed record HalfMapWeightTrial(double Factor, double BondRmsd, double AngleRmsd, double FscWork, double FscTest)
{
    /// <summary>FSC_test of the best trial minus that of this one.</summary>
    public double Loss { get; init; }

    /// <summary>Standard error of the loss, from its scatter over the shells.</summary>
    public double LossError { get; init; }
}

/// <summary>The weight of the map by FSC_test.</summary>
/// <param name="Factor">Chosen weight over that of the refinement; 1 when the search was stopped.</param>
/// <param name="Trials">All trials, by weight.</param>
public sealed record HalfMapWeightSearch(double Factor, IReadOnlyList<HalfMapWeightTrial> Trials)
{
    private const double Least = 1 / 16.0, Largest = 16;

    /// <summary>Refines against half map 1 with a factor of the weights; null when stopped.</summary>
    internal delegate (HalfMapWeightTrial Trial, FscCurve Test)? Attempt(double factor);

    /// <summary>
    /// Tries half, once and twice the weight, and goes on by factors of two while the FSC with half map 2 is highest at an end of the range. Of the weights whose FSC is not lower than
    /// the highest by more than one standard error the lowest is chosen: what the map does not ask for is left to the restraints. Weights above that of the
    /// refinement must keep bonds and angles below the ceilings of automatic weights.
    /// </summary>
    /// <param name="attempt">A trial.</param>
    /// <param name="resolution">Å.</param>
    internal static HalfMapWeightSearch Run(Attempt attempt, double resolution)
    {
        var done = new SortedList<double, (HalfMapWeightTrial Trial, FscCurve Test)>();
        bool Add(double factor)
        {
            if (attempt(factor) is not { } result)
                return false;
            done.Add(factor, result);
            return true;
        }

        foreach (double factor in new[] { 0.5, 1, 2 })
        {
            if (!Add(factor))
                return new(1, []);
        }

        while (true)
        {
            double best = done.Values.Where(t => IsAllowed(t.Trial)).MaxBy(t => t.Trial.FscTest).Trial.Factor;
            double next = best == done.Keys[0] ? best / 2 : best == done.Keys[^1] ? best * 2 : 0;
            if (next is < Least or > Largest)
                break;
            if (!Add(next))
                return new(1, []);
        }

        return Choose([.. done.Values], resolution);
    }

    /// <summary>Applies the rule to finished trials.</summary>
    /// <param name="trials">Trials and their FSC_test, by weight.</param>
    /// <param name="resolution">Å.</param>
    internal static HalfMapWeightSearch Choose(IReadOnlyList<(HalfMapWeightTrial Trial, FscCurve Test)> trials, double resolution)
    {
        FscCurve best = trials.Where(t => IsAllowed(t.Trial)).MaxBy(t => t.Trial.FscTest).Test;
        HalfMapWeightTrial[] judged = [.. trials.Select(t =>
        {
            (double loss, double error) = Loss(best, t.Test, resolution);
            return t.Trial with { Loss = loss, LossError = error };
        })];
        return new(judged.First(t => IsAllowed(t) && t.Loss <= t.LossError).Factor, judged);
    }

    private static bool IsAllowed(HalfMapWeightTrial trial) =>
        trial.Factor <= 1 || (trial.BondRmsd <= GeometryGoal.BondCeiling && trial.AngleRmsd <= GeometryGoal.AngleCeiling);

    /// <summary>Mean of a difference of two curves, weighted by coefficients, and its standard error from the scatter of the shells about the mean.</summary>
    private static (double Mean, double Error) Loss(FscCurve best, FscCurve other, double resolution)
    {
        var shells = new List<(double N, double Difference)>();
        for (int k = 1; k < best.Count && best.Frequency(k) <= 1 / resolution; k++)
            shells.Add((best.Coefficients[k], best.Correlation[k] - other.Correlation[k]));
        if (shells.Count < 2)
            return (0, 0);
        double total = shells.Sum(s => s.N), mean = shells.Sum(s => s.N * s.Difference) / total;
        double squares = shells.Sum(s => s.N * s.N * (s.Difference - mean) * (s.Difference - mean)) / (total * total);
        return (mean, Math.Sqrt(squares * shells.Count / (shells.Count - 1)));
    }
}
