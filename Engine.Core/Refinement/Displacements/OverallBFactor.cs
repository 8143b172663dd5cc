using Engine.Core.ModelMaps;

namespace Engine.Core.Refinement.Displacements;

/// <summary>
/// Finds the one factor of B + B0 of all refined atoms that fits best: the root of the derivative by the secant (regula falsi once it is bracketed), in a
/// handful of model maps.
/// </summary>
internal sealed class OverallBFactor
{
    private const int Limit = 8;
    private const double LargestStep = 1.5;
    private const double Tolerance = 0.03;

    private readonly ModelMapFit fit;
    private readonly BFactorVariables variables;
    private readonly AtomGradients gradients;
    private readonly double[] byAtom;
    private readonly double[] parameters;

    /// <summary>Prepares the search.</summary>
    /// <param name="fit">Map and atoms.</param>
    /// <param name="variables">Variables with one group.</param>
    public OverallBFactor(ModelMapFit fit, BFactorVariables variables)
    {
        (this.fit, this.variables) = (fit, variables);
        gradients = new AtomGradients(fit.Atoms.Count, AtomParameters.Displacement);
        byAtom = new double[variables.Count];
        parameters = new double[variables.Length];
    }

    /// <summary>Searches; the best values stay in the atoms.</summary>
    /// <param name="guess">B that is likely, Å²: where the search looks second.</param>
    /// <param name="softening">B0, Å².</param>
    public BFactorStage Run(double guess, double softening)
    {
        Point a = At(0), start = a, best = a;
        double toGuess = Math.Log(guess + softening) - variables.Logarithms.Average();
        double step = toGuess * a.Slope < 0 ? toGuess : -0.3 * Math.Sign(a.Slope);
        Point b = At(Math.Clamp(step, -LargestStep, LargestStep));
        best = b.Value < best.Value ? b : best;
        int evaluations = 2;
        while (evaluations < Limit && Math.Abs(a.P - b.P) > Tolerance)
        {
            double next = Secant(a, b);
            if (Math.Abs(next - best.P) < Tolerance)
                break;
            Point c = At(next);
            evaluations++;
            best = c.Value < best.Value ? c : best;
            a = a.Slope * c.Slope < 0 && b.Slope * c.Slope >= 0 ? a : b;
            b = c;
        }

        At(best.P);
        return new BFactorStage(BFactorLevel.Overall, 1, double.PositiveInfinity, start.Value, best.Value, evaluations, evaluations + 1);
    }

    /// <summary>Root of the line through two slopes; a long step downhill where the line has none there.</summary>
    private static double Secant(Point a, Point b)
    {
        double curvature = (b.Slope - a.Slope) / (b.P - a.P);
        double step = curvature > 0 ? -b.Slope / curvature : -LargestStep / 2 * Math.Sign(b.Slope);
        return b.P + Math.Clamp(step, -LargestStep, LargestStep);
    }

    private Point At(double p)
    {
        Array.Fill(parameters, p);
        variables.Set(parameters, fit.Atoms);
        double value = fit.Evaluate(gradients);
        variables.ByLogarithm(gradients.B, 1, byAtom);
        return new Point(p, value, byAtom.Sum());
    }

    private readonly record struct Point(double P, double Value, double Slope);
}
