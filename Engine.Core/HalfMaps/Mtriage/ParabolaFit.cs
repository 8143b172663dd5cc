namespace Engine.Core.HalfMaps.Mtriage;

/// <summary>
/// The parabola that mtriage puts through a piece of a curve. cctbx finds it by an L-BFGS minimisation (Liu and Nocedal 1989; five corrections) of the sum of squares from the
/// coefficients 1, 1, 1, which stops when the gradient is below 1e-5 max(1, |p|), and is started again four times. Over a short range of x the valley is so flat that this stops
/// before the least-squares solution, by up to 0.15 Å of the crossing on flat curves; to give that program's figures the same minimisation is done here.
/// </summary>
/// <param name="x">Abscissae.</param>
/// <param name="y">Ordinates.</param>
internal sealed class ParabolaFit(double[] x, double[] y)
{
    private const int Terms = 3;
    private const int Starts = 5;
    private const int Corrections = 5;
    private const int MostEvaluations = 20;
    private const int MostSteps = 10_000;
    private const double Converged = 1e-5;
    private const double Decrease = 1e-4;
    private const double Curvature = 0.9;
    private const double SmallestStep = 1e-20, LargestStep = 1e20;
    private const double SmallestInterval = 1e-16;
    private const double Extrapolation = 4;
    private const double WantedShrink = 0.66;

    /// <summary>The coefficients c, b, a of a x² + b x + c.</summary>
    public double[] Run()
    {
        double[] p = [1, 1, 1];
        for (int start = 0; start < Starts; start++)
            p = Minimize(p);
        return p;
    }

    private static double Dot(double[] a, double[] b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

    private static double[] Plus(double[] a, double s, double[] b) => [a[0] + s * b[0], a[1] + s * b[1], a[2] + s * b[2]];

    private double[] Minimize(double[] p)
    {
        var history = new List<(double[] Step, double[] Change)>();
        (double value, double[] gradient) = Evaluate(p);
        for (int step = 0; step < MostSteps; step++)
        {
            double[] direction = Direction(history, gradient);
            double first = history.Count == 0 ? 1 / Math.Sqrt(Dot(gradient, gradient)) : 1;
            if (!double.IsFinite(first) || Dot(gradient, direction) >= 0 || Search(p, value, gradient, direction, first) is not { } found)
                return p;
            history.Add((Plus(found.P, -1, p), Plus(found.Gradient, -1, gradient)));
            if (history.Count > Corrections)
                history.RemoveAt(0);
            (p, value, gradient) = (found.P, found.Value, found.Gradient);
            if (found.IsLast || Math.Sqrt(Dot(gradient, gradient)) <= Converged * Math.Max(1, Math.Sqrt(Dot(p, p))))
                return p;
        }

        return p;
    }

    private static double[] Direction(List<(double[] Step, double[] Change)> history, double[] gradient)
    {
        double[] q = [-gradient[0], -gradient[1], -gradient[2]];
        if (history.Count == 0)
            return q;
        var alpha = new double[history.Count];
        for (int i = history.Count - 1; i >= 0; i--)
        {
            alpha[i] = Dot(history[i].Step, q) / Dot(history[i].Step, history[i].Change);
            q = Plus(q, -alpha[i], history[i].Change);
        }

        (double[] s, double[] y) = history[^1];
        double scale = Dot(s, y) / Dot(y, y);
        q = [scale * q[0], scale * q[1], scale * q[2]];
        for (int i = 0; i < history.Count; i++)
            q = Plus(q, alpha[i] - Dot(history[i].Change, q) / Dot(history[i].Step, history[i].Change), history[i].Step);
        return q;
    }

    /// <summary>A step with enough decrease and a slope small enough; the last one when rounding errors end the search.</summary>
    private (double[] P, double Value, double[] Gradient, bool IsLast)? Search(double[] p, double value, double[] gradient, double[] direction, double step)
    {
        double slope0 = Dot(gradient, direction), test = Decrease * slope0, width = LargestStep - SmallestStep, width1 = 2 * width;
        var interval = new LineSearchInterval(value, slope0);
        bool isFirstStage = true;
        for (int n = 1; ; n++)
        {
            (double least, double most) = interval.IsBracketed
                ? (Math.Min(interval.BestStep, interval.OtherStep), Math.Max(interval.BestStep, interval.OtherStep))
                : (interval.BestStep, step + Extrapolation * (step - interval.BestStep));
            step = Math.Clamp(step, SmallestStep, LargestStep);
            bool isNarrow = interval.IsBracketed && most - least <= SmallestInterval * most;
            bool leaves = interval.IsBracketed && (step <= least || step >= most);
            if (leaves || isNarrow || (interval.IsBracketed && n == MostEvaluations))
                step = interval.BestStep;
            double[] at = Plus(p, step, direction);
            (double f, double[] g) = Evaluate(at);
            double slope = Dot(g, direction), limit = value + step * test;
            leaves = interval.IsBracketed && (step <= least || step >= most);
            if (leaves || isNarrow || n == MostEvaluations)
                return (at, f, g, true);
            if (f <= limit && Math.Abs(slope) <= -Curvature * slope0)
                return (at, f, g, false);
            if (!double.IsFinite(f))
                return null;
            if (isFirstStage && f <= limit && slope >= Math.Min(Decrease, Curvature) * slope0)
                isFirstStage = false;
            double tilt = isFirstStage && f <= interval.BestValue && f > limit ? test : 0;
            step = interval.Add(step, f, slope, least, most, tilt);
            if (!interval.IsBracketed)
                continue;
            if (interval.Width >= WantedShrink * width1)
                step = interval.BestStep + 0.5 * (interval.OtherStep - interval.BestStep);
            (width1, width) = (width, interval.Width);
        }
    }

    private (double Value, double[] Gradient) Evaluate(double[] p)
    {
        double value = 0;
        var gradient = new double[Terms];
        for (int i = 0; i < x.Length; i++)
        {
            double difference = y[i] - (p[0] + p[1] * x[i] + p[2] * x[i] * x[i]);
            value += difference * difference;
            gradient[0] -= 2 * difference;
            gradient[1] -= 2 * difference * x[i];
            gradient[2] -= 2 * difference * x[i] * x[i];
        }

        return (value, gradient);
    }
}
