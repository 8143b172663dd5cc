using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Validation;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Maps;
using Engine.Tests.ModelMaps;
using Engine.Tests.Restraints;
using Engine.Tests.Scoring;
using MathNet.Numerics.Statistics;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>Q-scores against an independent program of the same rule, and against those that the authors of MapQ published.</summary>
[TestFixture]
public sealed class QScoreTests
{
    [TestCaseSource(typeof(FitReference), nameof(FitReference.Names))]
    public void ResiduesHaveTheReferencesScores(string name)
    {
        using var reference = new FitReference(name);
        JsonElement numbers = reference.Numbers.GetProperty("q");
        QScoreReport report = QScoreAnalysis.Sample(reference.OnDevice, reference.Model, reference.Selection).Report(QScoreAnalysis.FirstSigma);
        Dictionary<string, double> expected = FitReference.ByResidue(numbers.GetProperty("per_residue"));
        (double Ours, double Theirs, string Key)[] pairs =
        [
            .. report.Residues.Select(r => (r.Q, Key: $"{r.Chain} {r.Number}{r.Icode} {r.Name}")).Where(r => r.Q != null && expected.ContainsKey(r.Key)).Select(r => (r.Q!.Value, expected[r.Key], r.Key)),
        ];
        (double Ours, double Theirs, string Key) worst = pairs.MaxBy(p => Math.Abs(p.Ours - p.Theirs));
        double r = Correlation.Pearson(pairs.Select(p => p.Ours), pairs.Select(p => p.Theirs));
        TestContext.Out.WriteLine($"{name}: r {r:F7}, mean {report.Mean:F5} ({numbers.GetProperty("mean").GetDouble()}), {report.NAtoms} atoms, {report.NOutside} outside, {report.NCut} cut, {report.NFlat} flat, worst {worst}");
        Assert.Multiple(() =>
        {
            Assert.That(report.NAtoms + report.NOutside, Is.EqualTo(numbers.GetProperty("n_heavy_atoms").GetInt32()));
            Assert.That(pairs, Has.Length.EqualTo(expected.Count));
            Assert.That(r, Is.GreaterThan(0.9999));
            Assert.That(report.Mean, Is.EqualTo(numbers.GetProperty("mean").GetDouble()).Within(0.0006));
        });
    }

    /// <summary>The values of MapQ's own program in the deposited file; what they were computed from differs in details that are not published (which atoms were there, which host program).</summary>
    [Test]
    public void AtomsHaveThePublishedScores()
    {
        using var reference = new FitReference("7cec_30342");
        using var file = new StreamReader(new GZipStream(File.OpenRead(SharedData.Require("data", "real", "7cec_30342", "model_A_with_Q.cif.gz")), CompressionMode.Decompress));
        double[] published =
        [
            .. file.ReadToEnd().Split('\n').Where(l => l.StartsWith("ATOM ", StringComparison.Ordinal) || l.StartsWith("HETATM", StringComparison.Ordinal))
                .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(w => w[2] != "H").Select(w => double.Parse(w[15], CultureInfo.InvariantCulture)),
        ];
        QScoreReport report = QScoreAnalysis.Sample(reference.OnDevice, reference.Model, reference.Selection).Report(QScoreAnalysis.FirstSigma, 3.9);
        double[] ours = [.. report.Atoms.Select(a => a.Q!.Value)];
        double r = Correlation.Pearson(ours, published);
        TestContext.Out.WriteLine($"r {r:F5}, mean {ours.Average():F4} ({published.Average():F4}), mean difference {ours.Zip(published, (a, b) => Math.Abs(a - b)).Average():F4}");
        Assert.That(published, Has.Length.EqualTo(ours.Length));
        Assert.That(r, Is.GreaterThan(0.99));
        Assert.That(ours.Average(), Is.EqualTo(published.Average()).Within(0.03));
        Assert.That(report.Classes.Single(c => c.Name == "protein").Expected, Is.EqualTo(-0.1775 * 3.9 + 1.1192).Within(1e-12), "the line in the published table");
    }

    /// <summary>Exact maps of a model at coarser resolution score less: the score compares with a Gaussian of fixed width, not with what an atom looks like at the resolution.</summary>
    [Test]
    public void ScoresOfExactMapsFallWithResolution()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "model.pdb")).First;
        Vec3 low = new(model.Atoms.Min(a => a.Position.X), model.Atoms.Min(a => a.Position.Y), model.Atoms.Min(a => a.Position.Z));
        Vec3 size = new Vec3(model.Atoms.Max(a => a.Position.X), model.Atoms.Max(a => a.Position.Y), model.Atoms.Max(a => a.Position.Z)) - low + new Vec3(12, 12, 12);
        const double Voxel = 0.4;
        MapGrid grid = TestGrid.Make((int)(size.X / Voxel), (int)(size.Y / Voxel), (int)(size.Z / Voxel), new Vec3(Voxel, Voxel, Voxel), low - new Vec3(6, 6, 6));
        using var accelerator = new CpuAccelerator(2);
        var means = new List<(double Narrow, double Wide)>();
        foreach (double d in new[] { 1.0, 2, 3 })
        {
            using ModelMap map = ModelMapBuilder.Build(accelerator, grid, model, TestModel.All(model), d);
            using var onDevice = new DeviceMap(accelerator, map.Map);
            QScoreAnalysis analysis = QScoreAnalysis.Sample(onDevice, model, TestModel.All(model));
            means.Add((analysis.Report(0.4).Mean!.Value, analysis.Report(0.6).Mean!.Value));
        }

        TestContext.Out.WriteLine(string.Join("; ", means));
        Assert.That(means.Select(m => m.Narrow), Is.Ordered.Descending);
        Assert.That(means.Select(m => m.Wide), Is.Ordered.Descending);
    }

    /// <summary>Density that is the reference Gaussian itself scores 1 at its own width, whatever its height and level, less at others, and -1 upside down.</summary>
    [TestCase(1.0, 0.0)]
    [TestCase(-3.0, 7.0)]
    [TestCase(1e-6, 1e-3)]
    public void AGaussianScoresOne(double height, double level)
    {
        Model model = TestModel.Of(new Atom { Element = Element.C, Name = "CA", Position = new Vec3(6, 6, 6) });
        using DensityMap map = Gaussians(model, 0.6, height, level);
        QScoreAnalysis analysis = Sample(map, model);
        double sign = Math.Sign(height), q = analysis.Report(0.6).Mean!.Value;
        Assert.That(q, Is.EqualTo(sign).Within(1e-3));
        Assert.That(sign * analysis.Report(0.4).Mean!.Value, Is.LessThan(0.99));
    }

    /// <summary>Conformers of a residue do not take each other's points; atoms of others do, and hydrogens never.</summary>
    [Test]
    public void ConformersDoNotBlockEachOther()
    {
        Model Pair(char first, char second, string element)
        {
            var model = new Model();
            model.Chains.Add(new Chain { Id = "A" });
            Peptides.AddResidue(model, "SER", 1);
            Peptides.AddAtom(model, "OG", new Vec3(6, 6, 6), "O", first);
            Peptides.AddAtom(model, "XX", new Vec3(6, 6, 7), element, second);
            return model;
        }

        double First(Model model)
        {
            using DensityMap map = Gaussians(TestModel.Of(new Atom { Element = Element.C, Position = new Vec3(6, 6, 6.4) }), 0.7, 1, 0);
            return Sample(map, model).Report(0.6).Atoms[0].Q!.Value;
        }

        double alone = First(TestModel.Of(new Atom { Element = Element.O, Position = new Vec3(6, 6, 6) }));
        Assert.That(First(Pair('A', 'B', "O")), Is.EqualTo(alone).Within(1e-12));
        Assert.That(First(Pair('A', '\0', "H")), Is.EqualTo(alone).Within(1e-12));
        Assert.That(First(Pair('A', '\0', "O")), Is.Not.EqualTo(alone).Within(0.01));
        Assert.That(First(Pair('A', 'A', "O")), Is.Not.EqualTo(alone).Within(0.01));
    }

    /// <summary>Atoms outside have no score, those at a face that of the rest, those in a flat region 0; each with a warning.</summary>
    [Test]
    public void OddPlacesAreFlagged()
    {
        Atom At(double x) => new() { Element = Element.C, Name = "CA", Position = new Vec3(x, 6, 6) };
        Model model = TestModel.Of(At(6), At(-2), At(1));
        using DensityMap map = Gaussians(TestModel.Of(At(6)), 0.6, 1, 0), flat = TestMaps.Create(map.Grid, (_, _, _) => 3);
        QScoreReport report = Sample(map, model).Report();
        Assert.That((report.NAtoms, report.NOutside, report.NCut), Is.EqualTo((2, 1, 1)));
        Assert.That(report.Atoms[1].Q, Is.Null);
        Assert.That(report.Residues[1].Q, Is.Null);
        Assert.That(report.Mean, Is.EqualTo((report.Atoms[0].Q + report.Atoms[2].Q) / 2).Within(1e-12));
        Assert.That(report.Warnings, Has.Count.EqualTo(2));
        QScoreReport none = Sample(flat, model).Report();
        Assert.That((none.NFlat, none.Mean), Is.EqualTo((2, 0.0)));
        Assert.That(() => Sample(map, TestModel.Of(new Atom { Element = Element.H, Position = new Vec3(6, 6, 6) })), Throws.InstanceOf<InputException>());
        Assert.That(() => Sample(map, model).Report(0), Throws.InstanceOf<UsageException>());
    }

    /// <summary>Groups are plain means over their atoms.</summary>
    [Test]
    public void GroupsAreMeansOverAtoms()
    {
        Model model = Peptides.Chain(3);
        foreach (Atom atom in model.Atoms)
            atom.Position += new Vec3(6, 6, 6);
        using DensityMap map = Gaussians(model, 0.7, 1, 0);
        QScoreReport report = Sample(map, model).Report(resolution: 2);
        double Mean(Func<Atom, bool> isMember) => report.Atoms.Where(a => isMember(model.Atoms[a.Atom])).Average(a => a.Q!.Value);
        Assert.That(report.Mean, Is.EqualTo(Mean(_ => true)).Within(1e-12));
        Assert.That(report.Chains.Single().Q, Is.EqualTo(report.Mean));
        Assert.That(report.MeanBackbone, Is.EqualTo(Mean(a => a.Name != "CB")).Within(1e-12));
        Assert.That(report.Residues[1].Q, Is.EqualTo(Mean(a => a.ResidueIndex == 1)).Within(1e-12));
        Assert.That(report.Residues[1].QSideChain, Is.EqualTo(Mean(a => a.ResidueIndex == 1 && a.Name == "CB")).Within(1e-12));
        Assert.That(report.Expected!.Value, Is.EqualTo(0.73).Within(0.01), "the cubic for 0.4 Å at 2 Å");
    }

    /// <summary>Residues are expected to have what their class has at their own resolution, where atoms have one.</summary>
    [Test]
    public void ExpectedScoresOfResiduesFollowTheirResolution()
    {
        Model model = Peptides.Chain(2);
        foreach (Atom atom in model.Atoms)
            atom.Position += new Vec3(6, 6, 6);
        using DensityMap map = Gaussians(model, 0.7, 1, 0);
        double[] own = [.. model.Atoms.Select(a => a.ResidueIndex == 0 ? 2.0 : 4.0)];
        own[0] = 3;
        QScoreAnalysis analysis = Sample(map, model);
        double Line(double d) => -0.1866 * d + 1.1242;
        Assert.Multiple(() =>
        {
            Assert.That(analysis.Report(0.4, 3).Residues.Select(r => r.Expected), Is.EqualTo(new[] { Line(3), Line(3) }).Within(1e-12));
            Assert.That(analysis.Report(0.4, 3, own).Residues.Select(r => r.Expected), Is.EqualTo(new[] { Line(2.2), Line(4) }).Within(1e-12), "mean over the atoms");
            Assert.That(analysis.Report(0.4).Residues.Select(r => r.Expected), Is.All.Null);
            Assert.That(() => analysis.Report(0.4, 3, [1.0]), Throws.ArgumentException);
        });
    }

    [TestCase(3.0, 0.6, 0.58)]
    [TestCase(3.0, 0.4, 0.521)]
    [TestCase(3.0, 0.5, null)]
    [TestCase(12.0, 0.6, null)]
    public void ExpectedScoresAreThoseOfThePublishedCurves(double d, double sigma, double? expected) => Assert.That(ExpectedQScore.At(d, sigma)?.Value, Is.EqualTo(expected).Within(0.001));

    /// <summary>The usual range about the curves, and the lines of classes of residues.</summary>
    [Test]
    public void RangesAndClassesAreThePublishedOnes()
    {
        ExpectedQScore narrow = ExpectedQScore.At(3, 0.4)!, wide = ExpectedQScore.At(3, 0.6)!;
        (ResidueClass Kind, double Sigma, double? Expected)[] lines =
        [
            (ResidueClass.Protein, 0.6, -0.1775 * 3 + 1.1192), (ResidueClass.Nucleic, 0.6, -0.1377 * 3 + 0.9973), (ResidueClass.Ion, 0.6, -0.1103 * 3 + 1.0795), (ResidueClass.Water, 0.6, -0.0895 * 3 + 1.0001),
            (ResidueClass.Protein, 0.4, -0.1866 * 3 + 1.1242), (ResidueClass.Nucleic, 0.4, -0.1465 * 3 + 0.9436), (ResidueClass.Water, 0.4, null), (ResidueClass.Protein, 0.5, null),
        ];
        Assert.Multiple(() =>
        {
            Assert.That((narrow.Value - narrow.Low, narrow.High - narrow.Value), Is.EqualTo((0.15, 0.085)).Using<(double, double)>((a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-12));
            Assert.That(wide.High - wide.Low, Is.EqualTo(0.2).Within(1e-12));
            foreach ((ResidueClass kind, double sigma, double? expected) in lines)
                Assert.That(ExpectedQScore.At(kind, 3, sigma), expected is { } e ? Is.EqualTo(e).Within(1e-12) : Is.Null, $"{kind} {sigma}");
            Assert.That(ExpectedQScore.At(ResidueClass.Protein, 0.9, 0.6), Is.Null);
        });
    }

    /// <summary>Conformers of other residues take points; those of another component at the same place in the chain do not.</summary>
    [TestCase(1, true)]
    [TestCase(2, false)]
    public void ConformersOfOneResidueAreThoseOfOneNumber(int number, bool isSame)
    {
        var model = new Model();
        model.Chains.Add(new Chain { Id = "A" });
        Peptides.AddResidue(model, "SER", 1);
        Peptides.AddAtom(model, "OG", new Vec3(6, 6, 6), "O", 'A');
        Peptides.AddResidue(model, "CYS", number);
        Peptides.AddAtom(model, "CB", new Vec3(6, 6, 7), "C", 'B');
        Model single = TestModel.Of(new Atom { Element = Element.O, Position = new Vec3(6, 6, 6) });
        using DensityMap map = Gaussians(TestModel.Of(new Atom { Element = Element.C, Position = new Vec3(6, 6, 6.4) }), 0.7, 1, 0);
        double alone = Sample(map, single).Report(0.6).Atoms[0].Q!.Value, found = Sample(map, model).Report(0.6).Atoms[0].Q!.Value;
        Assert.That(Math.Abs(found - alone) < 1e-12, Is.EqualTo(isSame));
    }

    private static QScoreAnalysis Sample(DensityMap map, Model model)
    {
        using var accelerator = new CpuAccelerator(2);
        using var onDevice = new DeviceMap(accelerator, map);
        return QScoreAnalysis.Sample(onDevice, model, TestModel.All(model));
    }

    /// <summary>A map with one Gaussian per atom.</summary>
    private static DensityMap Gaussians(Model model, double sigma, double height, double level)
    {
        MapGrid grid = TestGrid.Make(80, 60, 60, new Vec3(0.2, 0.2, 0.2));
        return TestMaps.Create(
            grid, (x, y, z) => (float)(level + height * model.Atoms.Sum(a => Math.Exp(-(new Vec3(0.2 * x, 0.2 * y, 0.2 * z) - a.Position).LengthSquared / (2 * sigma * sigma)))));
    }
}
