using Engine.Core.Chemistry;
using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.Chemistry;

/// <summary>Electron form factors of ions.</summary>
public sealed class IonFormFactorTests
{
    [Test]
    public void FollowTheMottBetheCurveOfTheIon()
    {
        int count = 0;
        foreach ((Element element, int charge) in FormFactorTable.Ions)
        {
            FormFactor ion = FormFactorTable.ElectronIon(element, charge), xray = FormFactorTable.XRay(element, charge);
            for (double s = FormFactorTable.IonicFrom; s <= FormFactorTable.IonicTo; s *= 1.01)
            {
                double exact = 0.095736 * (element.Number - xray.At(s)) / (s * s);
                double scale = Math.Max(Math.Abs(exact), FormFactorTable.MottBethe(element, s));
                Assert.That(ion.At(s), Is.EqualTo(exact).Within((element == Element.H ? 0.02 : 0.0101) * scale), $"{element} {charge} at s = {s}");
            }

            count++;
        }

        Assert.That(count, Is.GreaterThan(100));
    }

    [TestCase("O", -1)]
    [TestCase("Mg", 2)]
    [TestCase("Ca", 2)]
    [TestCase("Zn", 2)]
    [TestCase("Fe", 2)]
    [TestCase("Fe", 3)]
    [TestCase("Na", 1)]
    [TestCase("K", 1)]
    [TestCase("Cl", -1)]
    [TestCase("Mn", 2)]
    public void CommonIonsLevelOffWithTheSignOfTheirCharge(string symbol, int charge)
    {
        FormFactor ion = FormFactorTable.ElectronIon(ElementTable.Parse(symbol), charge);
        Assert.Multiple(() =>
        {
            Assert.That(ion.A, Has.Length.EqualTo(8));
            Assert.That(Math.Sign(ion.At(0)), Is.EqualTo(Math.Sign(charge)));
            Assert.That(Math.Abs(ion.At(0)), Is.GreaterThan(Math.Abs(ion.At(0.05))).And.LessThan(10 * Math.Abs(ion.At(0.05))));
        });
    }

    [Test]
    public void OtherChargesAreNeutral() => Assert.Multiple(() =>
    {
        Assert.That(FormFactorTable.ElectronIon(Element.C, 0), Is.SameAs(FormFactorTable.Electron(Element.C)));
        Assert.That(FormFactorTable.ElectronIon(Element.C, 7), Is.SameAs(FormFactorTable.Electron(Element.C)));
    });
}
