using System.Text.Json;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Validation;
using Engine.Kernels.Cpu;
using Engine.Tests.Maps;
using Engine.Tests.ModelMaps;
using Engine.Tests.Restraints;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>EMRinger against mmtbx and the published score of a test case.</summary>
[TestFixture]
public sealed class EmRingerTests
{
    private static IEnumerable<string> Names => FitReference.Names.Where(n => n != "hcn4_half_local");

    /// <summary>All cases for which the reference has a score.</summary>
    [TestCaseSource(nameof(Names))]
    public void ScoresAreThoseOfTheReference(string name)
    {
        using var reference = new FitReference(name);
        JsonElement numbers = reference.Numbers.GetProperty("emringer");
        EmRingerReport report = EmRinger.Run(reference.OnDevice, reference.Model, reference.Selection);
        TestContext.Out.WriteLine($"{name}: {report.Score:R}, true angles {report.ScoreTrueAngle:F4}, n {report.NScanned}, outside {report.NOutside}, threshold {report.OptimalThreshold}");
        Assert.Multiple(() =>
        {
            Assert.That(report.NScanned, Is.EqualTo(numbers.GetProperty("model_length").GetInt32()));
            Assert.That(report.Score, Is.EqualTo(numbers.GetProperty("score").GetDouble()).Within(2).Percent);
            Assert.That(report.RotamerRatio, Is.EqualTo(numbers.GetProperty("rotamer_ratio").GetDouble()).Within(0.005));
        });
    }

    /// <summary>The score that the method's authors published for their test case, to all digits.</summary>
    [Test]
    public void ThePublishedScoreIsReproduced()
    {
        using var reference = new FitReference("emringer_small");
        EmRingerReport report = EmRinger.Run(reference.OnDevice, reference.Model, reference.Selection);
        JsonElement published = reference.Numbers.GetProperty("published");
        Assert.That(report.Score, Is.EqualTo(published.GetProperty("EMRinger Score").GetDouble()).Within(1e-13));
        Assert.That(report.OptimalThreshold, Is.EqualTo(published.GetProperty("Optimal Threshold").GetDouble()).Within(1e-7));
        Assert.That(report.NScanned, Is.EqualTo(published.GetProperty("Total Residues Scanned").GetInt32()));
    }

    /// <summary>Density in one direction from CB shows up at its χ1, wherever the model's own γ atom points.</summary>
    [TestCase(60, true)]
    [TestCase(-60, true)]
    [TestCase(180, true)]
    [TestCase(120, false)]
    [TestCase(0, false)]
    public void ThePeakIsWhereTheDensityIs(double chi, bool isRotameric)
    {
        Model model = Serine(45);
        Vec3[] p = [.. model.Atoms.Select(a => a.Position)];
        Vec3 peak = Peptides.Place(p[0], p[1], p[2], 1.42, 110, chi);
        EmRingerReport report = Run(model, peak);
        EmRingerResidue residue = report.Residues.Single();
        Assert.That((residue.PeakChi1 - chi + 360) % 360, Is.Zero.Within(5.001).Or.GreaterThan(354.9));
        Assert.That(residue.Chi1, Is.EqualTo(45).Within(1e-9));
        Assert.That(residue.IsRotameric, Is.EqualTo(isRotameric));
        Assert.That(report.Score is > 0, Is.EqualTo(isRotameric));
        Assert.That(report.ScoreTrueAngle is > 0, Is.EqualTo(isRotameric));
    }

    /// <summary>What cannot be scanned is counted and said; nothing gives a score of 0.</summary>
    [Test]
    public void ResiduesThatCannotBeScannedAreCounted()
    {
        Model model = Serine(45);
        model.Atoms[3].Name = "XX";
        EmRingerReport report = Run(model, new Vec3(8, 8, 8));
        Assert.That((report.Score, report.NScanned, report.NIncomplete), Is.EqualTo(((double?)null, 0, 1)));
        Assert.That(report.Warnings, Has.Count.EqualTo(2));
        Model outside = Serine(45);
        foreach (Atom atom in outside.Atoms)
            atom.Position -= new Vec3(7, 7, 7);
        report = Run(outside, new Vec3(8, 8, 8));
        Assert.That((report.Score, report.NScanned, report.NOutside), Is.EqualTo(((double?)null, 0, 1)));
        Assert.That(Run(Peptides.Chain(3), new Vec3(8, 8, 8)).Warnings.Single(), Does.Contain("no residue can be scanned"));
    }

    /// <summary>Of conformers the first counts.</summary>
    [Test]
    public void TheFirstConformerCounts()
    {
        Model model = Serine(45);
        Vec3[] p = [.. model.Atoms.Select(a => a.Position)];
        model.Atoms[3].AltLoc = 'B';
        Peptides.AddAtom(model, "OG", Peptides.Place(p[0], p[1], p[2], 1.42, 110, -70), "O", 'A');
        Assert.That(Run(model, p[3]).Residues.Single().Chi1, Is.EqualTo(45).Within(1e-9));
    }

    private static Model Serine(double chi)
    {
        var model = new Model();
        model.Chains.Add(new Chain { Id = "A" });
        Peptides.AddResidue(model, "SER", 1);
        Vec3 n = new(7, 7, 7), ca = new(8.459, 7, 7), cb = Peptides.Place(new Vec3(7, 8, 7), n, ca, 1.53, 110, 60);
        foreach ((string name, Vec3 place) in new[] { ("N", n), ("CA", ca), ("CB", cb), ("OG", Peptides.Place(n, ca, cb, 1.42, 110, chi)) })
            Peptides.AddAtom(model, name, place);
        return model;
    }

    private static EmRingerReport Run(Model model, Vec3 peak)
    {
        using DensityMap map = TestMaps.Create(TestGrid.Make(40, 40, 40, new Vec3(0.4, 0.4, 0.4)), (x, y, z) => (float)Math.Exp(-(new Vec3(0.4 * x, 0.4 * y, 0.4 * z) - peak).LengthSquared));
        using var accelerator = new CpuAccelerator(1);
        using var onDevice = new DeviceMap(accelerator, map);
        return EmRinger.Run(onDevice, model, TestModel.All(model));
    }
}
