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

    /// <summary>A peak counts as rotameric up to 30° from 60°, 180° and 300°.</summary>
    [TestCase(35, true)]
    [TestCase(85, true)]
    [TestCase(25, false)]
    [TestCase(95, false)]
    [TestCase(155, true)]
    public void RotamersReachThirtyDegrees(double chi, bool isRotameric)
    {
        Model model = Serine(45);
        Vec3[] p = [.. model.Atoms.Select(a => a.Position)];
        EmRingerResidue residue = Run(model, Peptides.Place(p[0], p[1], p[2], 1.42, 110, chi)).Residues.Single();
        Assert.That(residue.PeakChi1, Is.EqualTo(chi).Within(5.001));
        Assert.That(residue.IsRotameric, Is.EqualTo(isRotameric));
    }

    /// <summary>Sample i lies at 5(i + 1)°: the published rule counts it at 5 i°, with 39 of 72 rotameric by chance; the other one where it is, with 36.</summary>
    [TestCase(5, false, true)]
    [TestCase(6, true, true)]
    [TestCase(17, true, false)]
    [TestCase(18, false, false)]
    public void SamplesAreCountedByBothRules(int sample, bool published, bool exact)
    {
        float[][] circles = [.. Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 72).Select(i => i == sample ? 2f : 1f).ToArray())];
        foreach ((List<EmRingerThreshold> found, bool isRotameric, double chance) in new[] { (EmRingerStatistics.Published(circles), published, 39.0 / 72), (EmRingerStatistics.TrueAngles(circles), exact, 0.5) })
        {
            Assert.That(found, Has.Count.EqualTo(isRotameric ? 20 : 0));
            if (isRotameric)
                Assert.That((found[0].Peaks, found[0].Rotameric, found[0].Score), Is.EqualTo((8, 8, 10 * Math.Sqrt((1 - chance) / chance))).Using<(int, int, double)>((a, b) => a.Item1 == b.Item1 && a.Item2 == b.Item2 && Math.Abs(a.Item3 - b.Item3) < 1e-9));
        }
    }

    /// <summary>Of two components at one place of the chain the first is scanned; a weak peak does not count where the threshold is high.</summary>
    [Test]
    public void OneResidueIsScannedPerPlaceAndWeakPeaksDoNotCount()
    {
        Model model = Serine(45);
        Vec3[] p = [.. model.Atoms.Select(a => a.Position)];
        Peptides.AddResidue(model, "CYS", 1);
        foreach ((string name, Vec3 place) in new[] { ("N", p[0]), ("CA", p[1]), ("CB", p[2]), ("SG", p[3]) })
            Peptides.AddAtom(model, name, place, null, 'B');
        Vec3 peak = Peptides.Place(p[0], p[1], p[2], 1.42, 110, 60);
        Assert.That(Run(model, peak).Residues.Select(r => r.Name), Is.EqualTo(new[] { "A 1 SER" }));
        Peptides.AddResidue(model, "SER", 2);
        foreach ((string name, Vec3 place) in new[] { ("N", p[0]), ("CA", p[1]), ("CB", p[2]), ("OG", p[3]) })
            Peptides.AddAtom(model, name, place - new Vec3(5, 0, 0));
        EmRingerReport report = Run(model, peak);
        Assert.That(report.Residues.Select(r => r.CountsAtOptimum), Is.EqualTo(new[] { true, false }));
    }

    /// <summary>All four atoms are of the conformer that comes first, also where another one's γ atom is listed before.</summary>
    [Test]
    public void TheGammaAtomIsOfTheSameConformer()
    {
        Model model = Serine(45);
        Vec3[] p = [.. model.Atoms.Select(a => a.Position)];
        (model.Atoms[2].AltLoc, model.Atoms[3].AltLoc) = ('B', 'A');
        Peptides.AddAtom(model, "OG", Peptides.Place(p[0], p[1], p[2], 1.42, 110, -70), "O", 'B');
        Assert.That(Run(model, p[3]).Residues.Single().Chi1, Is.EqualTo(-70).Within(1e-9));
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
