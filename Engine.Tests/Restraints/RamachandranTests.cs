using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Core.Validation;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

/// <summary>What the φ, ψ potential does to a model.</summary>
[TestFixture]
public sealed class RamachandranTests
{
    [Test]
    public void TermsHaveTheAtomsClassAndWeight()
    {
        Model model = Peptides.Chain(5);
        model.Residues[2].Name = "GLY";
        double[] x = Peptides.Coordinates(model);
        RestraintTable table = Ramachandran.Restraints(model, x, 1.5);
        Assert.That(table.SurfaceClass, Is.EqualTo(new[] { 0, 1, 0 }));
        Assert.That(table.SurfaceWeight, Is.EqualTo(new[] { 1.5, 1.5, 1.5 }));
        Assert.That(table.SurfaceAtoms, Is.EqualTo(BackboneFinder.Residues(model, x).SelectMany(r => r.Atoms)));
        double expected = table.SurfaceClass.Sum(c => 1.5 * RamachandranTable.Surfaces.At(c, -120, 130).Value);
        Assert.That(Energy(table, x), Is.EqualTo(expected).Within(1e-6));
        bool[] selection = [.. model.Atoms.Select(a => a.ResidueIndex == 0 && a.Name == "C")];
        Assert.That(Ramachandran.Restraints(model, x, 1, selection).SurfaceCount, Is.EqualTo(1));
        Assert.That(Ramachandran.Restraints(new Model(), [], 1).SurfaceCount, Is.Zero);
    }

    [TestCase(1.8, 1)]
    [TestCase(3.5, 1)]
    [TestCase(4.0, 5)]
    public void TheWeightGrowsWherePoorMapsDoNotTellTheTorsions(double resolution, double expected) => Assert.That(Ramachandran.WeightAt(resolution), Is.EqualTo(expected));

    /// <summary>Refining geometry alone: with the potential outliers vanish, and bonds and angles stay good.</summary>
    [TestCase("3j63_5830", 4)]
    [TestCase("5ly6_4118", 23)]
    public void OutliersLeaveTheOutlierRegion(string name, int before)
    {
        Model model = StructureReader.Read(SharedData.Require("data", "real", name, "model.pdb")).First;
        double[] x = Coordinates.Of(model);
        Assert.That(RamachandranReport.Compute(model, x).Outliers, Is.EqualTo(before));
        RestraintModel restraints = Peptides.Build(model).Heavy();
        double[] without = Minimise(restraints, x), with = Minimise(restraints.With(Ramachandran.Restraints(model, x, 2)), x);
        RamachandranReport plain = RamachandranReport.Compute(model, without), helped = RamachandranReport.Compute(model, with);
        (double bond, double angle) = BondAngleRmsd.Compute(restraints.Table, with);
        TestContext.Out.WriteLine($"{name}: {plain.Favoured}/{plain.Outliers} without, {helped.Favoured}/{helped.Outliers} of {helped.Count} with; {bond:F4} Å, {angle:F2}°");
        Assert.Multiple(() =>
        {
            Assert.That(helped.Outliers, Is.LessThan(0.3 * before));
            Assert.That(helped.FavouredPercent, Is.GreaterThan(plain.FavouredPercent + 3));
            Assert.That(bond, Is.LessThan(0.01));
            Assert.That(angle, Is.LessThan(1.5));
        });
    }

    private static double[] Minimise(RestraintModel restraints, double[] x)
    {
        using var accelerator = new CpuAccelerator(2);
        RefinementProblem problem = RefinementProblem.Create(restraints, [.. Enumerable.Repeat(true, x.Length / 3)]);
        using var target = new RefinementTarget(accelerator, problem, null);
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        using var minimizer = new Lbfgs(accelerator, x.Length, new LbfgsOptions { MaxIterations = 300 });
        minimizer.Minimize(target, positions);
        var result = new double[x.Length];
        accelerator.Download(positions, result);
        return result;
    }

    private static double Energy(RestraintTable table, double[] x)
    {
        using var accelerator = new CpuAccelerator(1);
        using RestraintTerms terms = accelerator.Restraints.Create(table);
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        return accelerator.Restraints.Evaluate(terms, positions, 1, null).Surface;
    }
}
