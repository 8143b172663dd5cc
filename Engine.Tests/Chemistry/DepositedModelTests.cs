using Engine.Core.Chemistry;
using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.Chemistry;

/// <summary>The dictionaries against real models: deviations are small and all hands are right.</summary>
[TestFixture]
public sealed class DepositedModelTests
{
    private static ComponentLibrary BuiltIn() => new(ComponentLibraryOptions.BuiltInOnly);

    private static ComponentLibrary Monlib() =>
        new(new ComponentLibraryOptions { UseEnvironment = false, UseInstalled = false, MonomerLibrary = SharedData.Require("data", "monlib_core") });

    private static ModelGeometry Geometry(ComponentLibrary library, string path, bool changeFirst = true) =>
        new(library, StructureReader.Read(SharedData.Require(["data", .. path.Split('/')])).First, changeFirst);

    [Test]
    public void BuiltInIsAsCloseToARefinedModelAsTheMonomerLibrary()
    {
        ModelGeometry ours = Geometry(BuiltIn(), "real/apo_20026/model.pdb"), theirs = Geometry(Monlib(), "real/apo_20026/model.pdb");
        Assert.That(ours.Bonds, Has.Count.EqualTo(theirs.Bonds.Count));
        Assert.That(ours.Angles, Has.Count.EqualTo(theirs.Angles.Count));
        Assert.That(ModelGeometry.Rms(theirs.Bonds), Is.EqualTo(0.0080).Within(0.0001));
        Assert.That(ModelGeometry.Rms(theirs.Angles), Is.EqualTo(1.38).Within(0.01));
        Assert.That(ModelGeometry.Rms(ours.Bonds), Is.LessThan(ModelGeometry.Rms(theirs.Bonds)));
        Assert.That(ModelGeometry.Rms(ours.Angles), Is.LessThan(ModelGeometry.Rms(theirs.Angles)));
    }

    /// <summary>Debian's refmac-dictionary has residues in the form they have in a chain, and neither links nor modifications: the built-in ones must fit them.</summary>
    [Test]
    public void InstalledLibraryWithBuiltInLinks()
    {
        if (MonomerCifSource.Installed() is not MonomerCifSource installed)
        {
            Assert.Ignore("needs an installed monomer library: apt-get install refmac-dictionary");
            return;
        }

        var library = new ComponentLibrary(ComponentLibraryOptions.BuiltInOnly with { MonomerLibrary = installed.Folder });
        ModelGeometry geometry = Geometry(library, "real/apo_20026/model.pdb");
        Assert.That(library.Find("HIS")!.Source, Is.EqualTo(installed.Folder));
        Assert.That(geometry.Bonds, Has.Count.EqualTo(1442));
        Assert.That(ModelGeometry.Rms(geometry.Bonds), Is.LessThan(0.012));
        Assert.That(ModelGeometry.Rms(geometry.Angles), Is.LessThan(1.6));
    }

    /// <summary>The peer's published figures, 0.0105 Å and 1.67°, come out when a peptide link changes its second residue only: the carbonyl keeps carboxylate values.</summary>
    [Test]
    public void PeerFigureFollowsFromHalfTheModifications()
    {
        ModelGeometry half = Geometry(Monlib(), "real/apo_20026/model.pdb", changeFirst: false);
        Assert.That(ModelGeometry.Rms(half.Bonds), Is.EqualTo(0.0105).Within(0.0001));
        Assert.That(ModelGeometry.Rms(half.Angles), Is.EqualTo(1.67).Within(0.01));
    }

    [TestCase("real/apo_20026/model.pdb", 0.008, 1.3)]
    [TestCase("real/7cec_30342/model_A.cif", 0.015, 1.7)]
    [TestCase("real/hcn4_0093/model.pdb.gz", 0.01, 1.4)]
    [TestCase("headers/real/3pqr.pdb", 0.012, 1.5)]
    [TestCase("models/moorhen/5a3h.pdb", 0.015, 2.5)]
    [TestCase("models/biotite/1bna.cif", 0.02, 2.5)]
    [TestCase("models/pymol/1ehz-5.pdb", 0.01, 1.5)]
    public void DeviationsAreSmallAndHandsRight(string path, double bonds, double angles)
    {
        ModelGeometry geometry = Geometry(BuiltIn(), path);
        Assert.That(ModelGeometry.Rms(geometry.Bonds), Is.LessThan(bonds));
        Assert.That(ModelGeometry.Rms(geometry.Angles), Is.LessThan(angles));
        string[] wrong = [.. geometry.Chirals.Where(c => c.Sign != ChiralSign.Both && c.Volume > 0 != (c.Sign == ChiralSign.Positive)).Select(c => c.Name)];
        Assert.That(wrong, Is.Empty);
        Assert.That(geometry.Chirals.Count(c => c.Name.EndsWith(" CA", StringComparison.Ordinal) || c.Name.EndsWith(" C1'", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(5));
    }
}
