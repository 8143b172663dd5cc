using Engine.Core.Chemistry;
using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.Chemistry;

[TestFixture]
public sealed class FormFactorTableTests
{
    [Test]
    public void CarbonElectronRowIsThePublishedOne()
    {
        FormFactor c = FormFactorTable.Electron(Element.C);
        Assert.That(c.A, Is.EqualTo(new[] { .0893, .2563, .7570, 1.0487, .3575 }));
        Assert.That(c.B, Is.EqualTo(new[] { .2465, 1.71, 6.4094, 18.6113, 50.2523 }));
        Assert.That(c.AtZero, Is.EqualTo(2.5088).Within(1e-12));
        Assert.That(c.At(0), Is.EqualTo(c.AtZero).Within(1e-12));
    }

    [Test]
    public void EveryElementHasPositiveNumbers([Range(0, 100)] int number)
    {
        var element = new Element((byte)number);
        Assert.That(FormFactorTable.Electron(element).A, Has.Length.EqualTo(5));
        Assert.That(FormFactorTable.Electron(element).AtZero, Is.GreaterThan(0.3));
        Assert.That(FormFactorTable.XRay(element).AtZero, Is.EqualTo((double)FormFactorTable.RowOf(element).Number).Within(0.1));
        Assert.That(MaskRadii.Of(element), Is.InRange(0.5, 3.5));
        Assert.That(CovalentRadii.Of(element), Is.InRange(0.25, 2.7));
        Assert.That(AtomicMasses.Of(element), Is.InRange(1.0, 260.0));
    }

    [Test]
    public void DeuteriumIsHydrogenAndUnknownIsCarbon()
    {
        Assert.That(FormFactorTable.Electron(Element.D), Is.SameAs(FormFactorTable.Electron(Element.H)));
        Assert.That(FormFactorTable.Electron(Element.Unknown), Is.SameAs(FormFactorTable.Electron(Element.C)));
        Assert.That(FormFactorTable.XRay(Element.D), Is.SameAs(FormFactorTable.XRay(Element.H)));
        Assert.That(CovalentRadii.Of(Element.D), Is.EqualTo(CovalentRadii.Of(Element.H)));
        Assert.That(AtomicMasses.Of(Element.D), Is.EqualTo(2.014));
        Assert.That(MaskRadii.Of(Element.D), Is.EqualTo(1.2));
    }

    [Test]
    public void IonsHaveTheirElectronCount()
    {
        Assert.That(FormFactorTable.XRay(new Element(12), 2).AtZero, Is.EqualTo(10).Within(0.05));
        Assert.That(FormFactorTable.XRay(new Element(17), -1).AtZero, Is.EqualTo(18).Within(0.05));
        Assert.That(FormFactorTable.XRay(new Element(12), 7), Is.SameAs(FormFactorTable.XRay(new Element(12))));
    }

    /// <summary>Two independent tables tied by theory: the Mott-Bethe formula on the X-ray rows gives the electron rows (H is bonded in one, free in the other).</summary>
    [TestCase(6), TestCase(7), TestCase(8), TestCase(15), TestCase(16), TestCase(26), TestCase(30)]
    public void ElectronAndXRayRowsAgree(int number)
    {
        var element = new Element((byte)number);
        for (double s = 0.3; s <= 1.2; s += 0.1)
            Assert.That(FormFactorTable.Electron(element).At(s), Is.EqualTo(FormFactorTable.MottBethe(element, s)).Within(2).Percent, $"{element} s={s}");
    }

    [Test]
    public void RadiiOfCommonElements()
    {
        Assert.That(MaskRadii.Of(Element.C), Is.EqualTo(1.775));
        Assert.That(MaskRadii.Of(Element.O), Is.EqualTo(1.45));
        Assert.That(CovalentRadii.Of(Element.S), Is.EqualTo(1.05));
        Assert.That(AtomicMasses.Of(Element.P), Is.EqualTo(30.974));
    }
}
