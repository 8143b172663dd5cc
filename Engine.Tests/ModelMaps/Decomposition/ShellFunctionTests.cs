using Engine.Core.ModelMaps;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps.Decomposition;

/// <summary>The Gaussian shell against its definition, its limits and finite differences.</summary>
public sealed class ShellFunctionTests
{
    private const double Pi = Math.PI;

    [Test]
    public void DerivativesAgreeWithFiniteDifferences()
    {
        var random = new Random(5);
        for (int i = 0; i < 2000; i++)
        {
            double r = i % 10 == 0 ? 1e-3 : 0.01 + 6 * random.NextDouble(), shell = i % 7 == 0 ? 2e-4 : 6 * random.NextDouble(), b = 4 + 146 * random.NextDouble();
            const double h = 1e-4;
            ShellDerivatives d = ShellFunction.Derivatives(r, shell, b);
            double peak = Math.Pow(4 * Pi / b, 1.5);
            Assert.Multiple(() =>
            {
                Assert.That(d.Value, Is.EqualTo(ShellFunction.At(r, shell, b)).Within(1e-15 * peak));
                Assert.That(d.ByRadius, Is.EqualTo((ShellFunction.At(r + h, shell, b) - ShellFunction.At(r - h, shell, b)) / (2 * h)).Within(1e-6 * peak));
                Assert.That(d.ByShell, Is.EqualTo((ShellFunction.At(r, shell + h, b) - ShellFunction.At(r, shell - h, b)) / (2 * h)).Within(1e-6 * peak));
                Assert.That(d.ByWidth, Is.EqualTo((ShellFunction.At(r, shell, b + h) - ShellFunction.At(r, shell, b - h)) / (2 * h)).Within(1e-8 * peak));
            });
        }
    }

    [Test]
    public void LimitsAreGaussians()
    {
        const double b = 20;
        double g = Math.Pow(4 * Pi / b, 1.5);
        Assert.Multiple(() =>
        {
            Assert.That(ShellFunction.At(1.3, 0, b), Is.EqualTo(g * Math.Exp(-4 * Pi * Pi * 1.69 / b)).Within(1e-15));
            Assert.That(ShellFunction.At(0, 1.3, b), Is.EqualTo(g * Math.Exp(-4 * Pi * Pi * 1.69 / b)).Within(1e-15));
            Assert.That(ShellFunction.Derivatives(0, 1.3, b).ByRadius, Is.Zero.Within(1e-15));
            Assert.That(ShellFunction.Derivatives(1.3, 0, b).ByShell, Is.Zero.Within(1e-15));
        });
    }

    [TestCase(0.0, 6.0)]
    [TestCase(0.4, 9.0)]
    [TestCase(2.5, 5.0)]
    public void TransformIsASincTimesAGaussian(double shell, double b)
    {
        (double[] r, double[] w) = GaussLegendre.Nodes(200, 0, shell + 6);
        foreach (double s in (double[])[1e-6, 0.3, 0.8, 1.2])
        {
            double sum = 0;
            for (int i = 0; i < r.Length; i++)
                sum += w[i] * 2 * r[i] / s * Math.Sin(2 * Pi * r[i] * s) * ShellFunction.At(r[i], shell, b);
            double z = 2 * Pi * s * shell;
            Assert.That(sum, Is.EqualTo((z < 1e-3 ? 1 : Math.Sin(z) / z) * Math.Exp(-b * s * s / 4)).Within(1e-10));
        }
    }

    [Test]
    public void SeriesMeetsTheClosedForm()
    {
        const double b = 8, shell = 1;
        double r = 0.5 * b / (16 * Pi * Pi * shell);
        ShellDerivatives low = ShellFunction.Derivatives(r * (1 - 1e-13), shell, b), high = ShellFunction.Derivatives(r * (1 + 1e-13), shell, b);
        Assert.Multiple(() =>
        {
            Assert.That(low.Value, Is.EqualTo(high.Value).Within(1e-13));
            Assert.That(low.ByRadius, Is.EqualTo(high.ByRadius).Within(1e-12));
            Assert.That(low.ByWidth, Is.EqualTo(high.ByWidth).Within(1e-13));
        });
    }
}
