using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// Limited-memory BFGS minimiser whose vectors stay on the accelerator (Liu and Nocedal, Math. Program. 45, 503, 1989). The line search
/// accepts a step with sufficient decrease (Armijo, 1e-4) and otherwise interpolates; a step is also extended when the slope is still strongly
/// negative. The largest shift of an atom per iteration is limited. Non-finite values halve the step, at most three times.
/// </summary>
public sealed class Lbfgs : IDisposable
{
    private const double Armijo = 1e-4;
    private const double Curvature = 0.9;

    private readonly VectorKernels vectors;
    private readonly LbfgsOptions options;
    private readonly LbfgsHistory history;
    private readonly DeviceBuffer<double> direction;
    private readonly DeviceBuffer<double> trial;
    private readonly DeviceBuffer<double> gradient;
    private readonly DeviceBuffer<double> trialGradient;
    private int evaluations;

    /// <summary>Allocates work space.</summary>
    /// <param name="accelerator">Where the vectors live.</param>
    /// <param name="length">3N.</param>
    /// <param name="options">Limits.</param>
    public Lbfgs(Accelerator accelerator, long length, LbfgsOptions options)
    {
        (vectors, this.options) = (accelerator.Vectors, options);
        history = new LbfgsHistory(accelerator, length, options.History);
        direction = accelerator.Allocate<double>(length, "search direction");
        trial = accelerator.Allocate<double>(length, "trial coordinates");
        gradient = accelerator.Allocate<double>(length, "gradient");
        trialGradient = accelerator.Allocate<double>(length, "trial gradient");
    }

    /// <summary>Lowers the objective from <paramref name="x"/>, which is overwritten by the lowest point found.</summary>
    /// <param name="objective">Function to lower.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="maxIterations">Overrides the limit of the options when above zero.</param>
    /// <param name="cancel">Stops after the present iteration.</param>
    /// <exception cref="NumericalException">The value or gradient at the start is not finite.</exception>
    public LbfgsResult Minimize(IObjective objective, DeviceBuffer<double> x, int maxIterations = 0, CancellationToken cancel = default)
    {
        int limit = maxIterations > 0 ? maxIterations : options.MaxIterations;
        history.Reset();
        evaluations = 1;
        double value = objective.Evaluate(x, gradient), start = value;
        if (!double.IsFinite(value) || !double.IsFinite(vectors.Dot(gradient, gradient)))
            throw new NumericalException("refinement: the target is not a finite number at the start; check the model for overlapping or far-away atoms");
        var recent = new Queue<double>([value]);
        bool failedOnce = false;
        for (int iteration = 0; ; iteration++)
        {
            if (cancel.IsCancellationRequested)
                return new(iteration, evaluations, start, value, LbfgsStop.Cancelled);
            if (iteration >= limit)
                return new(iteration, evaluations, start, value, LbfgsStop.IterationLimit);
            if (!Step(objective, x, ref value))
            {
                if (failedOnce || history.IsEmpty)
                    return new(iteration, evaluations, start, value, LbfgsStop.LineSearch);
                failedOnce = true;
                history.Reset();
                continue;
            }

            failedOnce = false;
            recent.Enqueue(value);
            if (recent.Count > options.Patience && recent.Dequeue() - value < options.RelativeDecrease * Math.Max(1, Math.Abs(value)))
                return new(iteration + 1, evaluations, start, value, LbfgsStop.Converged);
        }
    }

    /// <summary>Frees work space.</summary>
    public void Dispose()
    {
        history.Dispose();
        direction.Dispose();
        trial.Dispose();
        gradient.Dispose();
        trialGradient.Dispose();
    }

    /// <summary>One iteration; false when no lower point was found.</summary>
    private bool Step(IObjective objective, DeviceBuffer<double> x, ref double value)
    {
        history.Direction(gradient, direction);
        double slope = vectors.Dot(direction, gradient), longest = vectors.MaxTripleLength(direction);
        if (!(slope < 0) || !double.IsFinite(longest))
        {
            history.Reset();
            history.Direction(gradient, direction);
            slope = vectors.Dot(direction, gradient);
            longest = vectors.MaxTripleLength(direction);
            if (!(slope < 0))
                return false;
        }

        double most = options.MaxShift / longest;
        double step = history.IsEmpty ? Math.Min(most, 0.1 * most) : Math.Min(1, most);
        if (!Search(objective, x, value, slope, most, step, out double accepted))
            return false;
        history.Add(trial, x, trialGradient, gradient);
        vectors.Copy(trial, x);
        vectors.Copy(trialGradient, gradient);
        value = accepted;
        return true;
    }

    /// <summary>Finds an acceptable step; leaves the point in <see cref="trial"/> and its gradient in <see cref="trialGradient"/>.</summary>
    private bool Search(IObjective objective, DeviceBuffer<double> x, double value, double slope, double most, double step, out double accepted)
    {
        double low = 0, high = double.PositiveInfinity;
        double lowValue = value, lowSlope = slope;
        int badNumbers = 0;
        accepted = value;
        for (int attempt = 0; attempt < 12; attempt++)
        {
            vectors.AddScaled(x, step, direction, trial);
            double f = objective.Evaluate(trial, trialGradient);
            evaluations++;
            double g = vectors.Dot(trialGradient, direction);
            if (!double.IsFinite(f) || !double.IsFinite(g))
            {
                if (++badNumbers > 3)
                    return false;
                high = step;
                step = 0.5 * (low + high);
                continue;
            }

            if (f > value + Armijo * step * slope)
            {
                high = step;
                step = Interpolate(low, lowValue, lowSlope, step, f, g);
                continue;
            }

            accepted = f;
            if (g >= Curvature * slope || step >= most * 0.999 || attempt >= 6)
                return true;
            (low, lowValue, lowSlope) = (step, f, g);
            step = double.IsPositiveInfinity(high) ? Math.Min(most, 2.5 * step) : 0.5 * (low + high);
        }

        return false;
    }

    /// <summary>Minimum of the cubic through two points and slopes, kept inside the interval (Nocedal and Wright, eq. 3.59).</summary>
    private static double Interpolate(double a, double fa, double ga, double b, double fb, double gb)
    {
        double d1 = ga + gb - 3 * (fa - fb) / (a - b);
        double square = d1 * d1 - ga * gb;
        double width = b - a;
        double t = a + 0.5 * width;
        if (square >= 0)
        {
            double d2 = Math.Sign(width) * Math.Sqrt(square);
            t = b - width * (gb + d2 - d1) / (gb - ga + 2 * d2);
        }

        return double.IsFinite(t) ? Math.Clamp(t, a + 0.1 * width, a + 0.9 * width) : a + 0.5 * width;
    }
}
