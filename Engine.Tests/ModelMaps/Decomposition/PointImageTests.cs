using Engine.Core.ModelMaps;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps.Decomposition;

/// <summary>The image of a point at finite resolution.</summary>
public sealed class PointImageTests
{
    [Test]
    public void SharpImageIsTheSeriesNearZeroAndTheClosedFormBeyond()
    {
        Assert.Multiple(() =>
        {
            Assert.That(PointImage.Sharp(0), Is.EqualTo(4 * Math.PI / 3));
            Assert.That(PointImage.Sharp(1), Is.EqualTo(-1 / Math.PI).Within(1e-15), "4π (-2π)/(2π)³");
            Assert.That(PointImage.Sharp(0.5 / (2 * Math.PI) - 1e-13), Is.EqualTo(PointImage.Sharp(0.5 / (2 * Math.PI) + 1e-13)).Within(1e-11));
        });
    }

    [Test]
    public void QuadratureAgreesWithTheClosedForm()
    {
        // A blur of almost 0 takes the way of the quadrature.
        var image = new PointImage(0, 1e-14, 12);
        for (double rho = 0; rho <= 12; rho += 0.037)
            Assert.That(image.At(rho), Is.EqualTo(PointImage.Sharp(rho)).Within(1e-12));
    }

    [TestCase(0.1)]
    [TestCase(0.3)]
    public void SoftEdgeIsAMeanOfSharpEdges(double edge)
    {
        // W(τ) is a weighted mean of sharp cuts at t with the weight -W'(t); a cut at t has the image t³ i(tρ).
        var image = new PointImage(edge, 0, 8);
        const int steps = 4000;
        for (double rho = 0; rho <= 8; rho += 0.41)
        {
            double sum = 0;
            for (int k = 0; k < steps; k++)
            {
                double q = (k + 0.5) / steps, t = 1 - edge + 2 * edge * q;
                sum += Math.PI / 2 * Math.Sin(Math.PI * q) * t * t * t * PointImage.Sharp(t * rho) / steps;
            }

            Assert.That(image.At(rho), Is.EqualTo(sum).Within(3e-6));
        }
    }

    [TestCase(0.0)]
    [TestCase(0.2)]
    public void WideGaussiansNeedNoWindow(double edge)
    {
        double from = PointImage.PlainFrom(edge, 1e-5);
        for (int k = 0; k < 3; k++)
        {
            double blur = from * (1 + k), peak = ShellFunction.At(0, 0, blur);
            var image = new PointImage(edge, blur, 4);
            for (double rho = 0; rho <= 4; rho += 0.1)
                Assert.That(image.At(rho), Is.EqualTo(ShellFunction.At(rho, 0, blur)).Within(1.01e-5 * peak));
        }

        Assert.That(1 - new PointImage(edge, from - 5, 1).At(0) / ShellFunction.At(0, 0, from - 5), Is.GreaterThan(1e-5));
    }
}
