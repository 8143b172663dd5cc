using Engine.Core.Chemistry;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps;

/// <summary>Form factors by name, as rows of Gaussians.</summary>
[TestFixture]
public class ScatteringTableTests
{
    [Test]
    public void XRayRow_HasTheConstantAsAGaussianOfWidthZero()
    {
        FormFactor factor = FormFactorTable.XRay(Element.C);
        float[] row = ScatteringTable.XRay.Row(Element.C);
        Assert.That(row, Has.Length.EqualTo(12));
        Assert.That(row[5], Is.EqualTo((float)factor.C));
        Assert.That(row[11], Is.Zero);
        Assert.That(row.Take(6).Sum(), Is.EqualTo(6).Within(0.01), "f(0) is the atomic number");
    }

    [Test]
    public void XRayRow_DependsOnTheCharge()
    {
        Element mg = ElementTable.Parse("MG");
        Assert.That(ScatteringTable.XRay.Row(mg, 2).Take(6).Sum(), Is.EqualTo(10).Within(0.02));
        Assert.That(ScatteringTable.Electron.Row(mg, 2), Is.EqualTo(ScatteringTable.Electron.Row(mg)));
    }

    [Test]
    public void NeutronRow_TellsHydrogenFromDeuterium()
    {
        Assert.That(ScatteringTable.Neutron.Row(Element.H), Is.EqualTo(new[] { -3.739f, 0 }));
        Assert.That(ScatteringTable.Neutron.Row(ElementTable.Parse("D")), Is.EqualTo(new[] { 6.671f, 0 }));
    }

    [Test]
    public void Neutron_WithoutALength_IsRefused() =>
        Assert.That(() => ScatteringTable.Neutron.Row(new Element(94)), Throws.TypeOf<InputException>().With.Message.Contains("Pu"));

    [Test]
    public void Named_KnowsAllTables_AndRefusesOthers()
    {
        foreach (ScatteringTable table in ScatteringTable.All)
            Assert.That(ScatteringTable.Named(table.Name), Is.SameAs(table));
        Assert.That(() => ScatteringTable.Named("muon"), Throws.TypeOf<UsageException>());
    }
}
