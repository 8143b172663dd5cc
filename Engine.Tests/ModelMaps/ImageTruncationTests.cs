using Engine.Core.Chemistry;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps;

/// <summary>The estimated error of ending images at a radius.</summary>
public sealed class ImageTruncationTests
{
    private static TruncationSample Carbon(double d, double b, double occupancy = 1) =>
        new(5, ScatteringTable.Electron.Row(Element.C), [0], [b], [d], [occupancy]);

    /// <summary>The law of a sharp edge: the image ends in a ripple -f(1/d) exp(-B/4d²) cos(2πr/d)/(πdr²), whose squares beyond R add up to a closed form.</summary>
    [TestCase(4.0, 0.065)]
    [TestCase(11.0, 0.02)]
    public void SharpEdgeFollowsTheLawOfItsTail(double radius, double tolerance)
    {
        const double d = 1.75, b = 15;
        FormFactor carbon = FormFactorTable.Electron(Element.C);
        (double[] s, double[] w) = GaussLegendre.Nodes(40, 0, 1 / d);
        double whole = s.Select((x, i) => w[i] * 4 * Math.PI * x * x * Math.Pow(carbon.At(x), 2) * Math.Exp(-b * x * x / 2)).Sum();
        double f1 = carbon.At(1 / d) * Math.Exp(-b / (4 * d * d));
        double law = Math.Sqrt(2 * f1 * f1 / (Math.PI * d * d * radius * d) / whole);
        // A narrow switch is almost the plain cut of the law.
        double error = ImageTruncation.Error(Carbon(d, b), new ImageShape { Edge = 0, Radius = radius, SwitchWidth = 0.002 });
        Assert.That(error, Is.EqualTo(law).Within(100 * tolerance).Percent);
    }

    /// <summary>Figures of one carbon atom, d = 1.75 Å, B = 15 Å², plain cut: 9.1, 7.4, 6.4 and 3.8 % at 2, 3, 4 and 11 d; 5.2 % at 2 d for w = 0.1.</summary>
    [TestCase(0.0, 2.0, 0.091)]
    [TestCase(0.0, 3.0, 0.074)]
    [TestCase(0.0, 4.0, 0.064)]
    [TestCase(0.0, 11.0, 0.038)]
    [TestCase(0.1, 2.0, 0.052)]
    [TestCase(0.1, 3.0, 0.028)]
    [TestCase(0.1, 4.0, 0.015)]
    [TestCase(0.1, 6.0, 0.0035)]
    [TestCase(0.2, 2.0, 0.027)]
    [TestCase(0.2, 4.0, 0.003)]
    public void CarbonAgreesWithTheReference(double edge, double radius, double expected)
    {
        double error = ImageTruncation.Error(Carbon(1.75, 15), new ImageShape { Edge = edge, Radius = radius, SwitchWidth = 0.002 });
        Assert.That(error, Is.EqualTo(expected).Within(expected > 0.03 ? 6 : 20).Percent);
    }

    /// <summary>The definition, by plain summation of exact images out to 60 d.</summary>
    [TestCase(0.1, 3.0)]
    [TestCase(0.2, 3.0)]
    [TestCase(0.2, 4.0)]
    public void AgreesWithDirectIntegrationOfTheTail(double edge, double radius)
    {
        var shape = new ImageShape { Edge = edge, Radius = radius };
        var sample = new TruncationSample(
            5, [.. ScatteringTable.Electron.Row(Element.C), .. ScatteringTable.Electron.Row(Element.S)], [0, 1, 0], [10, 40, 90], [2, 3, 2.5], [1, 0.5, 0.8]);
        double lost = 0, whole = 0;
        for (int i = 0; i < 3; i++)
        {
            double d = sample.Resolution[i], weight = sample.Occupancy[i] * sample.Occupancy[i] / (d * d * d);
            PointImage[] images = [.. Enumerable.Range(0, 5).Select(k => new PointImage(edge, (sample.FormFactors[10 * sample.Row[i] + 5 + k] + sample.B[i]) / (d * d), 40))];
            for (double rho = 0.01; rho < 40; rho += 0.02)
            {
                double image = images.Select((x, k) => sample.FormFactors[10 * sample.Row[i] + k] * x.At(rho)).Sum(), cut = 1 - shape.Switch(rho);
                lost += weight * cut * cut * image * image * rho * rho;
                whole += weight * image * image * rho * rho;
            }
        }

        Assert.That(ImageTruncation.Error(sample, shape), Is.EqualTo(Math.Sqrt(lost / whole)).Within(0.2).Percent);
    }

    [Test]
    public void RadiusIsTheSmallestThatIsGoodEnough()
    {
        var truncation = ImageTruncation.For(0.2);
        TruncationSample sample = Carbon(1.75, 15);
        double[] errors = truncation.Errors(sample);
        Assert.That(errors, Is.Ordered.Descending);
        foreach (double accuracy in (double[])[0.03, 0.005, 0.001])
        {
            (double radius, double error) = truncation.Radius(sample, accuracy);
            Assert.Multiple(() =>
            {
                Assert.That(error, Is.LessThanOrEqualTo(accuracy));
                Assert.That(ImageTruncation.Error(sample, new ImageShape { Edge = 0.2, Radius = radius }), Is.EqualTo(error).Within(1e-7 / error + 1e-9));
                Assert.That(ImageTruncation.Error(sample, new ImageShape { Edge = 0.2, Radius = radius - 0.25 }), Is.GreaterThan(accuracy));
            });
        }

        Assert.That(new ImageTruncation(0).Radius(sample, 0.001), Is.EqualTo((12.0, new ImageTruncation(0).Errors(sample)[^1])), "a sharp edge cannot reach it");
    }

    [Test]
    public void OccupancyAndScaleOfTheFormFactorDropOut()
    {
        var truncation = new ImageTruncation(0.2, [3]);
        double one = truncation.Errors(Carbon(2, 20))[0];
        Assert.Multiple(() =>
        {
            Assert.That(truncation.Errors(Carbon(2, 20, 0.3))[0], Is.EqualTo(one).Within(1e-9));
            Assert.That(truncation.Errors(Carbon(2, 20, -1))[0], Is.EqualTo(one).Within(1e-9));
        });
    }

    [Test]
    public void SampleThatDoesNotScatterIsAnError() =>
        Assert.That(() => new ImageTruncation(0.2).Radius(Carbon(2, 20, 0), 0.01), Throws.TypeOf<NumericalException>());
}
