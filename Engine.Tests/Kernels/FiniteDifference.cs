using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Compares analytic gradients with central differences.</summary>
internal static class FiniteDifference
{
    /// <summary>Checks some numbers of a gradient to 1e-4 of their own size plus 1e-5 of the rms size.</summary>
    /// <param name="start">Coordinates.</param>
    /// <param name="analytic">Gradient there.</param>
    /// <param name="energy">Energy at given coordinates.</param>
    /// <param name="stride">Check every stride-th number.</param>
    /// <param name="step">Half the distance of the two energies.</param>
    public static void Check(double[] start, double[] analytic, Func<double[], double> energy, int stride = 1, double step = 1e-5)
    {
        double size = Math.Sqrt(analytic.Select(g => g * g).Average());
        Assert.That(size, Is.GreaterThan(0), "there is no gradient to check");
        double[] shifted = [.. start];
        for (int i = 0; i < start.Length; i += stride)
        {
            shifted[i] = start[i] + step;
            double up = energy(shifted);
            shifted[i] = start[i] - step;
            double down = energy(shifted);
            shifted[i] = start[i];
            Assert.That(analytic[i], Is.EqualTo((up - down) / (2 * step)).Within(1e-5 * size + 1e-4 * Math.Abs(analytic[i])), $"number {i}");
        }
    }
}
