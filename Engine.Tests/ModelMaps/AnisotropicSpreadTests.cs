using Engine.Core.ModelMaps;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps;

/// <summary>Gauss-Hermite quadrature, and anisotropic Gaussians as sums of displaced spherical ones.</summary>
[TestFixture]
public class AnisotropicSpreadTests
{
    private static readonly double[] Displacement = [0.31, 0.12, 0.22, 0.05, -0.04, 0.03];

    [Test]
    public void Quadrature_IsExactForPolynomials([Values(1, 2, 3, 5, 8, 13, 20, 40)] int n)
    {
        (double[] x, double[] w) = GaussHermite.Nodes(n);
        Assert.That(x, Is.Ordered);
        double moment = 1;
        for (int power = 0; power < Math.Min(2 * n, 16); power += 2)
        {
            if (power > 0)
                moment *= power - 1;
            Assert.That(x.Zip(w, (a, b) => b * Math.Pow(a, power)).Sum() / moment, Is.EqualTo(1).Within(1e-9), $"moment {power}");
        }
    }

    [Test]
    public void TransformOfTheImages_IsThatOfTheAnisotropicGaussian([Values(0.3, 0.6, 0.9)] double highest)
    {
        var images = new List<(double X, double Y, double Z, double Weight)>();
        (double b, _) = AnisotropicSpread.Resolve(Displacement, highest, images);
        Assert.That(images.Sum(i => i.Weight), Is.EqualTo(1).Within(1e-12));
        var random = new Random(4);
        for (int trial = 0; trial < 200; trial++)
        {
            double[] s = [random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5];
            double length = Math.Sqrt(s.Sum(c => c * c)), wanted = highest * Math.Sqrt(random.NextDouble());
            s = [.. s.Select(c => c * wanted / length)];
            double[] u = Displacement;
            double form = u[0] * s[0] * s[0] + u[1] * s[1] * s[1] + u[2] * s[2] * s[2] + 2 * (u[3] * s[0] * s[1] + u[4] * s[0] * s[2] + u[5] * s[1] * s[2]);
            double expected = Math.Exp(-2 * Math.PI * Math.PI * form);
            double sum = images.Sum(i => i.Weight * Math.Cos(2 * Math.PI * (s[0] * i.X + s[1] * i.Y + s[2] * i.Z))) * Math.Exp(-b * wanted * wanted / 4);
            Assert.That(sum, Is.EqualTo(expected).Within(5e-5));
        }
    }

    [Test]
    public void IsotropicMatrix_IsOneImage()
    {
        var images = new List<(double X, double Y, double Z, double Weight)>();
        (double b, _) = AnisotropicSpread.Resolve([0.2, 0.2, 0.2, 0, 0, 0], 0.5, images);
        Assert.That(images, Has.Count.EqualTo(1));
        Assert.That(b, Is.EqualTo(8 * Math.PI * Math.PI * 0.2).Within(1e-9));
    }
}
