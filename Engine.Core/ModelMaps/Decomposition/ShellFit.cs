using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Engine.Core.ModelMaps;

/// <summary>
/// Fits the image of a point by Gaussian shells with variable projection (Golub and Pereyra 1973; the Jacobian after Kaufman 1975): the radii and the logarithms
/// of the widths are found by Levenberg-Marquardt steps within bounds, the amplitudes by linear least squares with a small ridge at every step. Lawson's
/// re-weighting moves the solution towards the smallest largest error. Everything is deterministic.
/// </summary>
public sealed class ShellFit
{
    private const double Ridge = 3e-8;
    private const double LowestWidth = 2.5;
    private const double HighestWidth = 40;

    /// <summary>Cancellation above which a table is worse than one with a larger error.</summary>
    private const double MostCancellation = 3;

    /// <summary>Last shell beyond the fit range, d; standard deviation of the shells over their distance.</summary>
    private static readonly (double Beyond, double Overlap)[] Starts = [(0, 0.55), (0.4, 0.55), (0.8, 0.55), (1.2, 0.55), (0.4, 0.7), (0.8, 0.7), (1.2, 0.7)];

    private readonly ShellFitRows rows;
    private readonly ShellFitOptions options;
    private readonly int terms;
    private double[] weight;

    private ShellFit(ShellFitOptions options, ShellFitRows rows)
    {
        (this.options, this.rows, terms) = (options, rows, options.Terms);
        weight = (double[])rows.Scale.Clone();
    }

    /// <summary>Fits from several starts and returns the best table.</summary>
    /// <param name="options">Edge, ranges, number of terms.</param>
    /// <param name="progress">Told of the largest scaled error after each start.</param>
    public static ShellTable Run(ShellFitOptions options, Action<string>? progress = null)
    {
        var rows = new ShellFitRows(options);
        ShellTable? best = null;
        double lowest = double.PositiveInfinity;
        foreach ((double beyond, double overlap) in Starts)
        {
            (ShellTable table, double worst) = new ShellFit(options, rows).From(beyond, overlap);
            progress?.Invoke(FormattableString.Invariant(
                $"start {beyond:0.0} d beyond the fit range, overlap {overlap}: error {table.Error:0.0e0}, worst of all blurs {worst:0.0e0}, cancellation {table.Cancellation:0.0}"));
            worst *= Math.Max(1, table.Cancellation / MostCancellation);
            if (worst < lowest)
                (best, lowest) = (table, worst);
        }

        return best!;
    }

    private (ShellTable Table, double Worst) From(double beyond, double overlap)
    {
        double span = options.Use + options.Guard + beyond, step = span / (terms - 1);
        double width = 8 * Math.PI * Math.PI * Math.Pow(Math.Clamp(overlap * step, 0.2, 0.36), 2);
        double[] p = new double[2 * terms - 1];
        for (int m = 0; m < terms; m++)
        {
            if (m > 0)
                p[m - 1] = m * step;
            p[terms - 1 + m] = Math.Log(width);
        }

        double[] best = p;
        double lowest = double.PositiveInfinity;
        double[] amplitudes = new double[terms];
        for (int round = 0; round < options.Rounds; round++)
        {
            (p, State state) = Minimise(p, round == 0 ? 500 : 60);
            double worst = rows.Worst(state.Error);
            if (worst < lowest)
                (best, lowest, amplitudes) = (p, worst, state.Amplitudes);
            weight = (double[])weight.Clone();
            rows.Reweight(weight, state.Error);
        }

        var shells = Enumerable.Range(0, terms)
            .Select(m => (Rho: m == 0 ? 0 : best[m - 1], Beta: Math.Exp(best[terms - 1 + m]), C: amplitudes[m] * rows.Peak))
            .OrderBy(s => s.Rho).ToArray();
        var table = new ShellTable(
            options.Edge, options.Use, options.Use + options.Guard, rows.PlainAbove, 0, 0,
            [.. shells.Select(s => s.Rho)], [.. shells.Select(s => s.Beta)], [.. shells.Select(s => s.C)]);
        return (table.Measured(), lowest);
    }

    /// <summary>Levenberg-Marquardt steps from p.</summary>
    private (double[] Parameters, State State) Minimise(double[] p, int steps)
    {
        State state = Evaluate(p);
        double damping = 1e-3;
        int stalled = 0;
        for (int step = 0; step < steps && damping < 1e8; step++)
        {
            Matrix<double> jacobian = Jacobian(p, state);
            Matrix<double> normal = jacobian.TransposeThisAndMultiply(jacobian);
            Vector<double> gradient = jacobian.TransposeThisAndMultiply(state.Residual);
            double before = state.Cost;
            while (damping < 1e8)
            {
                Matrix<double> damped = normal.Clone();
                for (int k = 0; k < p.Length; k++)
                    damped[k, k] += damping * normal[k, k] + 1e-300;
                double[] next = Bounded(p, damped.LU().Solve(gradient));
                State tried = Evaluate(next);
                if (tried.Cost < state.Cost)
                {
                    (p, state) = (next, tried);
                    damping = Math.Max(damping * 0.2, 1e-12);
                    break;
                }

                damping *= 5;
            }

            if (before - state.Cost < 1e-4 * state.Cost && ++stalled > 10)
                break;
        }

        return (p, state);
    }

    private double[] Bounded(double[] p, Vector<double> step)
    {
        var next = new double[p.Length];
        for (int k = 0; k < p.Length; k++)
        {
            (double low, double high) = k < terms - 1 ? (0.2, options.Use + options.Guard + 2) : (Math.Log(LowestWidth), Math.Log(HighestWidth));
            next[k] = Math.Clamp(p[k] - step[k], low, high);
        }

        return next;
    }

    /// <summary>The best amplitudes for given radii and widths.</summary>
    private State Evaluate(double[] p)
    {
        int n = rows.Count;
        var design = Matrix<double>.Build.Dense(n + terms, terms);
        for (int m = 0; m < terms; m++)
        {
            double shell = m == 0 ? 0 : p[m - 1], width = Math.Exp(p[terms - 1 + m]);
            for (int i = 0; i < n; i++)
                design[i, m] = weight[i] * ShellFunction.At(rows.Rho[i], shell, width + rows.Blur[i]);
            design[n + m, m] = Ridge * Math.Sqrt(n);
        }

        var target = Vector<double>.Build.Dense(n + terms);
        for (int i = 0; i < n; i++)
            target[i] = weight[i] * rows.Target[i];
        QR<double> qr = design.QR(QRMethod.Thin);
        Vector<double> amplitudes = qr.Solve(target);
        Vector<double> residual = design * amplitudes - target;
        var error = new double[n];
        for (int i = 0; i < n; i++)
            error[i] = residual[i] / weight[i];
        return new State(qr.Q, residual, residual.DotProduct(residual), amplitudes.ToArray(), error);
    }

    /// <summary>Derivatives of the residual by the radii and logarithms of the widths, with the amplitudes following.</summary>
    private Matrix<double> Jacobian(double[] p, State state)
    {
        int n = rows.Count;
        var slopes = Matrix<double>.Build.Dense(n + terms, p.Length);
        for (int m = 0; m < terms; m++)
        {
            double shell = m == 0 ? 0 : p[m - 1], width = Math.Exp(p[terms - 1 + m]), c = state.Amplitudes[m];
            for (int i = 0; i < n; i++)
            {
                ShellDerivatives d = ShellFunction.Derivatives(rows.Rho[i], shell, width + rows.Blur[i]);
                if (m > 0)
                    slopes[i, m - 1] = weight[i] * c * d.ByShell;
                slopes[i, terms - 1 + m] = weight[i] * c * d.ByWidth * width;
            }
        }

        return slopes - state.Basis * state.Basis.TransposeThisAndMultiply(slopes);
    }

    private sealed record State(Matrix<double> Basis, Vector<double> Residual, double Cost, double[] Amplitudes, double[] Error);
}
