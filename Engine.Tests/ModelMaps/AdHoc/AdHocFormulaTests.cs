using Engine.Core.ModelMaps.AdHoc;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps.AdHoc;

[TestFixture]
public class AdHocFormulaTests
{
    /// <summary>The exponent k of exp(-k r²) and the full width at half maximum of each formula as its source writes them.</summary>
    [TestCase(2.0)]
    [TestCase(3.5)]
    [TestCase(15.0)]
    public void Width_IsThatOfTheSource(double d)
    {
        double sigma = d / (Math.PI * Math.Sqrt(2)), spread = d / 2;
        Check("molmap", 1 / (2 * sigma * sigma));
        Check("emready", Math.Pow(Math.PI / (1.2 + 0.6 * d), 2));
        Check("cryofit", 3 / (2 * spread * spread));
        Check("demo-emfit", Math.Pow(Math.PI / Math.Max(2.4 + 0.8 * d, d), 2));

        void Check(string name, double k)
        {
            AdHocFormula formula = AdHocFormula.Named(name);
            Assert.That(4 * Math.PI * Math.PI / formula.Width(d), Is.EqualTo(k).Within(1e-12 * k), name);
            double half = Math.Sqrt(2 * Math.Log(2)) * formula.Sigma(d);
            Assert.That(Math.Exp(-k * half * half), Is.EqualTo(0.5).Within(1e-12), name);
        }
    }

    [Test]
    public void Gaussian_HasThePeakOfThePointImage()
    {
        const double D = 2.7;
        double v = AdHocFormula.Gaussian.Width(D);
        Assert.That(v / (D * D), Is.EqualTo(4.836).Within(5e-4));
        Assert.That(Math.Pow(4 * Math.PI / v, 1.5), Is.EqualTo(4 * Math.PI / 3 / (D * D * D)).Within(1e-12));
    }

    [Test]
    public void Molmap_FallsToOneOverEAtTheResolution() =>
        Assert.That(Math.Exp(-AdHocFormula.Molmap.Width(3) / (4 * 3 * 3)), Is.EqualTo(Math.Exp(-1)).Within(1e-12));

    [Test]
    public void Names_AreFound()
    {
        Assert.That(AdHocFormula.All.Select(f => f.Name), Is.EqualTo(new[] { "gaussian", "molmap", "emready", "cryofit", "demo-emfit" }));
        Assert.That(AdHocFormula.All.Select(f => AdHocFormula.Named(f.Name)), Is.EqualTo(AdHocFormula.All));
        Assert.That(() => AdHocFormula.Named("MOLMAP"), Throws.TypeOf<UsageException>().With.Message.Contains("demo-emfit"));
    }

    /// <summary>Average masses of residues as in the tables of mass spectrometry.</summary>
    [TestCase("GLY", 57.052)]
    [TestCase("ALA", 71.079)]
    [TestCase("SER", 87.078)]
    [TestCase("PRO", 97.117)]
    [TestCase("VAL", 99.133)]
    [TestCase("THR", 101.105)]
    [TestCase("CYS", 103.144)]
    [TestCase("LEU", 113.160)]
    [TestCase("ILE", 113.160)]
    [TestCase("ASN", 114.104)]
    [TestCase("ASP", 115.089)]
    [TestCase("GLN", 128.131)]
    [TestCase("LYS", 128.174)]
    [TestCase("GLU", 129.116)]
    [TestCase("MET", 131.198)]
    [TestCase("HIS", 137.142)]
    [TestCase("PHE", 147.177)]
    [TestCase("ARG", 156.188)]
    [TestCase("TYR", 163.176)]
    [TestCase("TRP", 186.213)]
    [TestCase("MSE", 131.198)]
    public void ResidueMass_IsThatOfTheChain(string name, double mass)
    {
        Assert.That(ResidueMass.Of(name, out bool known), Is.EqualTo(mass).Within(0.01));
        Assert.That(known, Is.True);
    }

    [Test]
    public void ResidueMass_OfAnUnknownResidue_IsTheMean()
    {
        Assert.That(ResidueMass.Of("UNK", out bool known), Is.EqualTo(118.886).Within(0.01));
        Assert.That(known, Is.False);
    }
}
