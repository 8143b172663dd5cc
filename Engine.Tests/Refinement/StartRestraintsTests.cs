using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Simulation;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>Atoms near the start: how good the start was found to be, and what holds them.</summary>
public sealed class StartRestraintsTests
{
    private static readonly Model Protein = SyntheticProtein.Build(new ComponentLibrary(new ComponentLibraryOptions()), 1).First;

    [TestCase(0.15)]
    [TestCase(0.3)]
    public void TheWidthIsThatOfTheMainChainsShifts(double sigma)
    {
        (double[] start, double[] x) = Shifted(sigma);
        Assert.That(StartRestraints.Sigma(Protein, start, x), Is.EqualTo(sigma).Within(0.12 * sigma));
    }

    [Test]
    public void NothingHoldsBeforeAnythingMovedOrWhereTheStartWasFarAway()
    {
        (double[] start, double[] far) = Shifted(1.0);
        Assert.Multiple(() =>
        {
            Assert.That(StartRestraints.Build(Protein, start, start), Is.Null);
            Assert.That(StartRestraints.Build(Protein, start, far), Is.Null);
        });
    }

    [Test]
    public void AllAtomsButHydrogensAreHeldWhereTheyStartedAndLetGoFarAway()
    {
        (double[] start, double[] x) = Shifted(0.2);
        RestraintTable table = StartRestraints.Build(Protein, start, x)!;
        double sigma = StartRestraints.Sigma(Protein, start, x)!.Value;
        int heavy = Protein.Atoms.Count(a => !a.Element.IsHydrogen);
        Assert.Multiple(() =>
        {
            Assert.That(table.SiteCount, Is.EqualTo(heavy));
            Assert.That(table.SiteIdeal.Take(3), Is.EqualTo(start.Skip(3 * table.SiteAtoms[0]).Take(3)));
            Assert.That(table.SiteWeight, Is.All.EqualTo(1 / (sigma * sigma)).Within(1e-9));
            Assert.That(table.SiteTop, Is.All.EqualTo(9).Within(1e-9));
        });
    }

    [Test]
    public void HydrogensRideAndAreNotHeld()
    {
        RefinementCase peptide = RefinementCase.WithHydrogens(4, 0);
        double[] x = [.. peptide.X.Select(c => c + 0.1)];
        RestraintTable table = StartRestraints.Build(peptide.Model, peptide.X, x)!;
        Assert.That(peptide.Hydrogens, Has.Some.True);
        Assert.That(table.SiteAtoms, Is.EqualTo(Enumerable.Range(0, x.Length / 3).Where(i => !peptide.Hydrogens[i])));
    }

    private static (double[] Start, double[] X) Shifted(double sigma)
    {
        double[] start = Coordinates.Of(Protein), x = [.. start];
        var random = new RandomSource(7);
        for (int i = 0; i < x.Length; i++)
            x[i] += sigma * random.NextNormal();
        return (start, x);
    }
}
