using System.Text.Json;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Core.Validation;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>C-beta deviations against cbetadev, and the torsions that restrain CB.</summary>
[TestFixture]
public sealed class CBetaReportTests
{
    [TestCaseSource(typeof(ValidationReference), nameof(ValidationReference.Names))]
    public void RealModelsAreJudgedAsByCbetadev(string name)
    {
        (Model model, double[] x, JsonElement numbers) = ValidationReference.Read(name, "cbeta");
        CBetaReport report = CBetaReport.Compute(model, x);
        Assert.Multiple(() =>
        {
            Assert.That(report.Count, Is.EqualTo(numbers.GetProperty("n").GetInt32()));
            Assert.That(report.Outliers, Is.EqualTo(numbers.GetProperty("outliers").GetInt32()));
            Assert.That(report.Largest, Is.EqualTo(numbers.GetProperty("max_deviation").GetDouble()).Within(0.0006));
        });
    }

    /// <summary>A CB moved by 0.3 Å from its expected place is an outlier by that much, in either hand.</summary>
    [TestCase("LEU", 1)]
    [TestCase("PRO", 1)]
    [TestCase("ALA", 1)]
    [TestCase("THR", 1)]
    [TestCase("DVA", -1)]
    public void TheDeviationIsTheDistanceFromTheExpectedPlace(string name, int hand)
    {
        Model model = Peptides.Chain(1);
        model.Residues[0].Name = name;
        Vec3 At(string atom) => model.Atoms[Peptides.Find(model, 1, atom)].Position;
        Vec3 ideal = CBetaGeometry.Of(name).Place(At("N"), At("CA"), At("C"), hand);
        Assert.That(Vec3.Distance(ideal, At("CA")), Is.EqualTo(CBetaGeometry.Of(name).Distance).Within(1e-12));
        model.Atoms[Peptides.Find(model, 1, "CB")].Position = ideal + new Vec3(0.1, 0.2, 0.2);
        CBetaReport report = CBetaReport.Compute(model, Peptides.Coordinates(model));
        Assert.That(report.OutlierList.Single().Deviation, Is.EqualTo(0.3).Within(1e-12));
        Assert.That(report.OutlierList.Single().Name, Is.EqualTo($"A 1 {name}"));
        Assert.That(CBetaGeometry.Of(name).Place(At("N"), At("CA"), At("C"), -hand), Is.Not.EqualTo(ideal), "the hands differ");
    }

    /// <summary>The published values: a wrong one would shift every residue of its kind without showing in the counts.</summary>
    [TestCase("ALA", 1.536, 110.1, 122.9, 110.6, -122.6)]
    [TestCase("DPR", 1.530, 112.2, 115.1, 103.0, -120.7)]
    [TestCase("THR", 1.540, 109.1, 123.4, 111.5, -122.0)]
    [TestCase("LYS", 1.530, 110.1, 122.8, 110.5, -122.6)]
    public void ValuesAreThePublishedOnes(string name, double distance, double angleC, double torsionC, double angleN, double torsionN) =>
        Assert.That(CBetaGeometry.Of(name), Is.EqualTo(new CBetaGeometry(distance, angleC, torsionC, angleN, torsionN)));

    [Test]
    public void GlycineHasNone() => Assert.That(CBetaReport.Compute(Peptides.Chain(3, name: "GLY"), Peptides.Coordinates(Peptides.Chain(3, name: "GLY"))).Count, Is.Zero);

    /// <summary>The torsions that restrain CB bring it to where the validation expects it: outliers vanish when geometry alone is refined.</summary>
    [TestCase("emringer_small", 4)]
    [TestCase("5fn5c_3240", 5)]
    public void RestraintsRemoveOutliers(string name, int before)
    {
        (Model model, double[] x, _) = ValidationReference.Read(name, "cbeta");
        Assert.That(CBetaReport.Compute(model, x).Outliers, Is.EqualTo(before));
        using var accelerator = new CpuAccelerator(2);
        RefinementProblem problem = RefinementProblem.Create(Peptides.Build(model).Heavy(), [.. Enumerable.Repeat(true, model.Atoms.Count)]);
        using var target = new RefinementTarget(accelerator, problem, null);
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        using var minimizer = new Lbfgs(accelerator, x.Length, new LbfgsOptions { MaxIterations = 200 });
        minimizer.Minimize(target, positions);
        accelerator.Download(positions, x);
        CBetaReport after = CBetaReport.Compute(model, x);
        Assert.That(after.Largest, Is.LessThan(0.12));
    }
}
