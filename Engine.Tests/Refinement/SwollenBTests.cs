using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Simulation;
using Engine.Kernels.Cpu;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>B factors that are much too large for a map are scaled down for the target, others stay.</summary>
[TestFixture]
public sealed class SwollenBTests
{
    /// <summary>Against noise-free maps of 3 Å the factor that was put on B + 5 Å² comes back.</summary>
    [TestCase(4.0, 0.25)]
    [TestCase(2.0, 0.5)]
    [TestCase(1.0, 1.0)]
    [TestCase(0.25, 1.0)]
    public void OnlyBThatAreMuchTooLargeAreScaled(double multiple, double expected)
    {
        using var accelerator = new CpuAccelerator(2);
        Model model = SyntheticCase.Peptide(12).First;
        foreach (Atom atom in model.Atoms)
            atom.BIso = 80;
        var simulator = new HalfMapSimulator(accelerator, new SimulationOptions { Resolution = 3, Margin = 8 });
        simulator.Centre(model);
        using SimulatedMaps maps = simulator.Run(model);
        RefinementState state = RefinementState.Of(model);
        double[] wrong = [.. state.B.Select(b => multiple * (b + 5) - 5)];
        double factor = SwollenB.Factor(accelerator, maps.Truth, model, state with { B = wrong }, new RefinementOptions { Resolution = 3 });
        Assert.That(factor, Is.EqualTo(expected).Within(0.1 * expected));
        if (expected < 1)
            Assert.That(SwollenB.Scaled(wrong, factor).Average(), Is.EqualTo(80).Within(10));
        else
            Assert.That(SwollenB.Scaled(wrong, factor), Is.SameAs(wrong));
    }
}
