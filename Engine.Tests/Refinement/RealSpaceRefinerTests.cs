using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Simulation;
using Engine.Kernels.Cpu;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>Whole refinements of a small peptide whose true coordinates are known.</summary>
[TestFixture]
public sealed class RealSpaceRefinerTests
{
    private static readonly RefinementOptions Options = new() { Resolution = 2.5, Cycles = 3, Iterations = 60 };

    [Test]
    public void ComesNearerToTheTruthWithinTheLimitsOfGeometry()
    {
        (double before, double after, RefinementResult result, _) = Run(_ => true, CancellationToken.None);
        RefinementCycle chosen = result.Cycles[result.Chosen];
        Assert.Multiple(() =>
        {
            Assert.That(before, Is.EqualTo(0.3).Within(1e-9));
            Assert.That(after, Is.LessThan(0.6 * before));
            Assert.That(chosen.BondRmsd, Is.LessThan(GeometryGoal.BondCeiling));
            Assert.That(chosen.AngleRmsd, Is.LessThan(GeometryGoal.AngleCeiling));
            Assert.That(result.WeightTrials, Is.Not.Empty);
            Assert.That(result.Cancelled, Is.False);
        });
    }

    [Test]
    public void AtomsThatAreNotSelectedDoNotMove()
    {
        (_, _, RefinementResult result, RefinementCase start) = Run(a => a.ResidueIndex is > 3 and < 9, CancellationToken.None);
        for (int i = 0; i < start.X.Length; i++)
        {
            bool selected = start.Model.Atoms[i / 3].ResidueIndex is > 3 and < 9;
            if (!selected)
                Assert.That(result.Positions[i], Is.EqualTo(start.X[i]), start.Restraints.AtomLabel(i / 3));
        }

        Assert.That(Coordinates.Rmsd(start.X, result.Positions), Is.GreaterThan(0.05));
    }

    [Test]
    public void ACancelledRunGivesTheModelBack()
    {
        (double before, double after, RefinementResult result, _) = Run(_ => true, new CancellationToken(true));
        Assert.Multiple(() =>
        {
            Assert.That(result.Cancelled, Is.True);
            Assert.That(after, Is.EqualTo(before).Within(0.01));
        });
    }

    /// <summary>Correlations that rise or stay from call to call: with the harder contacts judged first, a rise is a loss.</summary>
    [TestCase(0.0, true, 4)]
    [TestCase(0.02, true, 1)]
    [TestCase(0.0, false, 1)]
    public void ContactsAreHardenedAtTheEndOfTheFullProtocolUnlessTheMapObjects(double rise, bool full, double expected)
    {
        double cc = 0.5;
        (_, _, RefinementResult result, _) = Run(
            _ => true, CancellationToken.None, Options with { Full = full ? new FullProtocol() : null, Cycles = 3, Iterations = 10 }, _ => cc += rise);
        double[] factors = [.. result.Cycles.Select(c => c.ContactFactor)];
        Assert.That(factors, Is.EqualTo(new[] { 1, 1, 1, expected }));
        if (expected > 1)
            Assert.That(result.Chosen, Is.EqualTo(3));
    }

    private static (double Before, double After, RefinementResult Result, RefinementCase Start) Run(
        Func<Atom, bool> select, CancellationToken cancel, RefinementOptions? options = null, Func<double[], double?>? ccMask = null)
    {
        using var accelerator = new CpuAccelerator(2);
        Structure structure = SyntheticCase.Peptide(14);
        var simulation = new HalfMapSimulator(accelerator, new SimulationOptions { Resolution = 2.5, Margin = 8 });
        simulation.Centre(structure.First);
        using SimulatedMaps maps = simulation.Run(structure.First);
        double[] truth = Coordinates.Of(structure.First);
        ModelShaker.Shake(structure.First, 0.3, 2);
        RefinementCase start = RefinementCase.Of(structure);
        var refiner = new RealSpaceRefiner(accelerator, options ?? Options) { CcMask = ccMask ?? (_ => null) };
        RefinementResult result = refiner.Run(maps.Half1, start.Model, start.Restraints, [.. start.Model.Atoms.Select(select)], cancel);
        return (Coordinates.Rmsd(truth, start.X), Coordinates.Rmsd(truth, result.Positions), result, start);
    }
}
