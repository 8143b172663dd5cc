using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>Hydrogens are put where their restraints want them.</summary>
[TestFixture]
public sealed class HydrogenPlacementTests
{
    [Test]
    public void BondsOfHydrogensBecomeIdealAndHeavyAtomsStay()
    {
        RefinementCase peptide = RefinementCase.WithHydrogens(12, 0.05);
        double[] x = [.. peptide.X];
        using var accelerator = new CpuAccelerator(2);
        int count = HydrogenPlacement.Run(accelerator, peptide.Restraints, peptide.All, x, CancellationToken.None);
        GeometrySet before = GeometryStatistics.Compute(peptide.Restraints, peptide.X).Hydrogen, after = GeometryStatistics.Compute(peptide.Restraints, x).Hydrogen;
        Assert.Multiple(() =>
        {
            Assert.That(count, Is.EqualTo(peptide.Hydrogens.Count(h => h)).And.GreaterThan(80));
            Assert.That(before.Bonds.Rmsd, Is.GreaterThan(0.02), "the start is not ideal");
            Assert.That(after.Bonds.Rmsd, Is.LessThan(0.01));
            Assert.That(after.Angles.Rmsd, Is.LessThan(0.6 * before.Angles.Rmsd));
            AssertUnmoved(peptide, x, i => peptide.Hydrogens[i]);
        });
    }

    [Test]
    public void OnlyMovableHydrogensMove()
    {
        RefinementCase peptide = RefinementCase.WithHydrogens(8, 0.05);
        bool[] movable = [.. peptide.Model.Atoms.Select(a => a.ResidueIndex > 3)];
        double[] x = [.. peptide.X];
        using var accelerator = new CpuAccelerator(2);
        int count = HydrogenPlacement.Run(accelerator, peptide.Restraints, movable, x, CancellationToken.None);
        Assert.That(count, Is.EqualTo(movable.Where((m, i) => m && peptide.Hydrogens[i]).Count()));
        AssertUnmoved(peptide, x, i => movable[i] && peptide.Hydrogens[i]);
        Assert.That(Coordinates.Rmsd(peptide.X, x), Is.GreaterThan(0.01));
    }

    private static void AssertUnmoved(RefinementCase peptide, double[] x, Func<int, bool> mayMove)
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (!mayMove(i / 3))
                Assert.That(x[i], Is.EqualTo(peptide.X[i]), peptide.Restraints.AtomLabel(i / 3));
        }
    }
}
