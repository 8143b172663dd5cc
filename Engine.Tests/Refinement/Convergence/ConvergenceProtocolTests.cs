using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Refinement.Convergence;
using Engine.Core.Simulation;
using Engine.Kernels.Cpu;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Convergence;

/// <summary>Poor starts of the made-up protein in a simulated map of 2.5 Å.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class ConvergenceProtocolTests
{
    private const double Resolution = 2.5;

    private static CpuAccelerator device = null!;
    private static SimulatedMaps maps = null!;
    private static MapLevels levels = null!;
    private static RefinementCase truth = null!;

    [OneTimeSetUp]
    public static void Simulate()
    {
        device = new CpuAccelerator(2);
        Structure structure = SyntheticCase.Protein();
        var simulation = new HalfMapSimulator(device, new SimulationOptions { Resolution = Resolution, Margin = 14 });
        simulation.Centre(structure.First);
        maps = simulation.Run(structure.First);
        levels = new MapLevels(device, maps.Half1);
        truth = RefinementCase.Of(structure);
    }

    [OneTimeTearDown]
    public static void Free()
    {
        levels.Dispose();
        maps.Dispose();
        device.Dispose();
    }

    [Test]
    public void AGoodStartIsLeftAlone()
    {
        double[] x = Shaken(0.3, 3);
        ConvergenceResult result = Run(x);
        Assert.Multiple(() =>
        {
            Assert.That(result.Start.IsPoor, Is.False);
            Assert.That(result.Ran, Is.False);
            Assert.That(result.Positions, Is.EqualTo(x));
        });
    }

    [Test]
    public void ATornStartIsUntangled()
    {
        double[] x = Shaken(1.2, 5);
        ConvergenceResult result = Run(x), again = Run(x);
        (double bond, double angle) = BondAngleRmsd.Compute(truth.Restraints.Table, result.Positions);
        Assert.Multiple(() =>
        {
            Assert.That(result.Start.IsTorn, Is.True);
            Assert.That(result.Steps.Select(s => s.Step.Kind), Does.Contain(ConvergenceStepKind.Untangle));
            Assert.That(Coordinates.Rmsd(truth.X, result.Positions), Is.LessThan(0.6));
            Assert.That(bond, Is.LessThan(0.03));
            Assert.That(angle, Is.LessThan(3));
            Assert.That(again.Positions, Is.EqualTo(result.Positions), "the same seed, the same result");
        });
    }

    [Test]
    public void ADisplacedStartIsPutBack()
    {
        double[] x = [.. truth.X];
        AtomGroup whole = AtomGroup.Whole(truth.All)[0];
        new RigidMotion(0.15 * new Vec3(0, 0.6, 0.8), new Vec3(2.5, -2, 1.5)).Apply(truth.X, x, whole.Atoms, Vec3.Zero);
        ConvergenceResult result = Run(x);
        Assert.Multiple(() =>
        {
            Assert.That(result.Start.IsDisplaced, Is.True);
            Assert.That(result.Steps[0].Moves[0].Accepted, Is.True);
            Assert.That(Coordinates.Rmsd(truth.X, result.Positions), Is.LessThan(0.5));
        });
    }

    [Test]
    public void TheUserMaySayThatTheStartIsGood() => Assert.That(Run(Shaken(1.2, 5), StartMode.Good).Ran, Is.False);

    [Test]
    public void CancellingReturnsTheStart()
    {
        double[] x = Shaken(1.2, 5);
        var protocol = new ConvergenceProtocol(device, levels, truth.Model, truth.Restraints, truth.All, new ConvergenceOptions { Resolution = Resolution });
        Assert.That(protocol.Run(x, new CancellationToken(true)).Positions, Is.EqualTo(x));
    }

    [Test]
    public void MorphingFindsAShiftOfAllResidues()
    {
        var shift = new Vec3(1.5, -0.75, 0);
        double[] x = [.. truth.X.Select((c, k) => c + (k % 3 == 0 ? shift.X : k % 3 == 1 ? shift.Y : shift.Z))];
        float[] weights = truth.Problem().MapWeights;
        var morphing = new Morphing(device, new MorphingOptions { Damping = 1 });
        ShiftField field = morphing.Find(truth.Model, x, weights, levels.At(4));
        double[] moved = morphing.Apply(truth.Model, field, x, truth.All);
        Assert.Multiple(() =>
        {
            Assert.That(field.ShareBeyond(1), Is.GreaterThan(0.9));
            Assert.That(Coordinates.Rmsd(truth.X, moved), Is.LessThan(0.5));
            Assert.That(morphing.Find(truth.Model, truth.X, weights, levels.At(4)).Rms, Is.LessThan(0.3));
        });
    }

    [Test]
    public void AnnealingStaysInTheDensityAndEndsCold()
    {
        var options = new AnnealingOptions { StartTemperature = 500, Steps = 200, Replicas = 2, Seed = 7 };
        RefinementProblem problem = truth.Problem();
        AnnealingResult result = Annealing.Run(device, problem, levels.At(Resolution), 10, Shaken(0.3, 3), options, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(Coordinates.Rmsd(truth.X, result.Positions), Is.LessThan(0.8));
            Assert.That(BondAngleRmsd.Compute(problem.Table, result.Positions).Bond, Is.LessThan(0.03));
            Assert.That(result.Chosen, Is.InRange(0, 1));
        });
    }

    private ConvergenceResult Run(double[] x, StartMode mode = StartMode.Auto) => new ConvergenceProtocol(
        device, levels, truth.Model, truth.Restraints, truth.All, new ConvergenceOptions { Resolution = Resolution, Start = mode }).Run(x, CancellationToken.None);

    private double[] Shaken(double rms, ulong seed)
    {
        Model copy = StructureCopy.At(truth.Model, truth.X);
        ModelShaker.Shake(copy, rms, seed);
        return Coordinates.Of(copy);
    }
}
