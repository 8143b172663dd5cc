using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Scoring;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Scoring;

[TestFixture]
public class AtomImageRadiusTests
{
    private static readonly float[] Carbon = ScatteringTable.Electron.Row(Element.C);

    /// <summary>Radii that cctbx 2022.9 (five_cc and map_model_cc) uses for six deposited models.</summary>
    [TestCase(1.75, 12.36, 1.51, 3.0)]
    [TestCase(3.9, 145.52, 3.53, 3.9)]
    [TestCase(3.8, 1.0, 3.05, 3.8)]
    [TestCase(4.3, 480.94, 5.07, 5.1)]
    [TestCase(4.5, 52.22, 3.71, 4.5)]
    [TestCase(3.4, 93.35, 3.01, 3.4)]
    public void Radius_IsThatOfCctbx(double d, double b, double image, double region)
    {
        Assert.That(AtomImageRadius.Compute(Carbon, d, b, AtomImageRadius.FineStep), Is.EqualTo(image).Within(1e-9));
        Assert.That(AtomImageRadius.Region(Carbon, d, b), Is.EqualTo(region).Within(1e-9));
    }

    [Test]
    public void Region_IsAtMostTenAngstrom() => Assert.That(AtomImageRadius.Region(Carbon, 14, 50), Is.EqualTo(10));

    [TestCase(0, 20)]
    [TestCase(3, double.NaN)]
    public void SenselessInput_IsRefused(double d, double b) =>
        Assert.Throws<UsageException>(() => AtomImageRadius.Compute(Carbon, d, b, AtomImageRadius.FineStep));
}
