using Engine.Core.ModelMaps;
using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps;

/// <summary>The image of one atom against closed forms.</summary>
[TestFixture]
public class AtomImageTests
{
    [Test]
    public void PointScatterer_HasTheSphericalBesselImage([Values(1.0, 2.5, 6.0)] double d)
    {
        var image = new AtomImage([1f, 0f], 0, d, 0, 12 * d);
        for (double rho = 0.01; rho < 12; rho += 0.37)
        {
            double x = 2 * Math.PI * rho;
            double expected = 4 * Math.PI / (d * d * d) * (Math.Sin(x) - x * Math.Cos(x)) / (x * x * x);
            Assert.That(image.At(rho * d), Is.EqualTo(expected).Within(1e-12 / (d * d * d)));
        }
    }

    [Test]
    public void WideAtom_DoesNotSeeTheLimit()
    {
        float[] carbon = ScatteringTable.Electron.Row(Element.C);
        const double B = 300;
        var image = new AtomImage(carbon, B, 1, 0, 8);
        for (double r = 0; r < 5; r += 0.5)
        {
            double expected = 0;
            for (int k = 0; k < 5; k++)
            {
                double v = carbon[k + 5] + B;
                expected += carbon[k] * Math.Pow(4 * Math.PI / v, 1.5) * Math.Exp(-4 * Math.PI * Math.PI * r * r / v);
            }

            Assert.That(image.At(r), Is.EqualTo(expected).Within(1e-12));
        }
    }

    [Test]
    public void SoftEdge_KeepsTheIntegral_AndDampsTheRipples()
    {
        float[] carbon = ScatteringTable.Electron.Row(Element.C);
        var soft = new AtomImage(carbon, 15, 1.75, 0.2, 40);
        var sharp = new AtomImage(carbon, 15, 1.75, 0, 40);
        double integral = 0;
        for (double r = 0.0025; r < 40; r += 0.005)
            integral += 4 * Math.PI * r * r * soft.At(r) * 0.005;
        Assert.That(integral, Is.EqualTo(carbon.Take(5).Sum()).Within(1e-3), "f(0)");
        double Ripple(AtomImage image) => Enumerable.Range(0, 200).Max(i => Math.Abs(image.At(7 + 0.035 * i)));
        Assert.That(Ripple(soft), Is.LessThan(0.1 * Ripple(sharp)), "between 4 d and 8 d");
    }
}
