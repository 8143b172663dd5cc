using Engine.Core.Jobs;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Ncs;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>Whole refinements of three equal chains whose true coordinates are known, with and without constraints.</summary>
[TestFixture]
public sealed class ConstrainedCopiesTests
{
    private static readonly RefinementOptions Options = new() { Resolution = 3, Cycles = 2, Iterations = 50, Target = CoordinateTarget.Density };

    [Test]
    public void TheSymmetricTruthIsFoundBetterThanWithout()
    {
        (double free, RefinementResult without, _) = Run(NcsCase.Ring(3, 0, 10), false);
        (double constrained, RefinementResult with, NcsConstraint constraint) = Run(NcsCase.Ring(3, 0, 10), true);
        Assert.Multiple(() =>
        {
            Assert.That(constrained, Is.LessThan(0.85 * free));
            Assert.That(LargestDeviation(constraint, with.Positions), Is.LessThan(1e-6), "copies stay superposable");
            Assert.That(LargestDeviation(constraint, without.Positions), Is.GreaterThan(0.02));
            Assert.That(with.Copies.Single().LargestRmsd, Is.LessThan(1e-6));
            Assert.That(without.Copies, Is.Empty);
        });
    }

    [Test]
    public void RidingHydrogensAreEqualToo()
    {
        var model = new Model();
        Model one = RefinementCase.WithHydrogens(8, 0).Model;
        for (int c = 0; c < 2; c++)
            NcsCase.AddChain(model, ((char)('A' + c)).ToString(), one, _ => true, (_, p) => NcsCase.Turn(c).Apply(p));
        (_, RefinementResult result, NcsConstraint constraint) = Run(model, true);
        Assert.That(result.Hydrogens, Is.GreaterThan(20));
        Assert.That(LargestDeviation(constraint, result.Positions), Is.LessThan(1e-6));
    }

    [Test]
    public void WhatAStepDoesToOneCopyIsMadeEqual()
    {
        (_, RefinementResult result, NcsConstraint constraint) = Run(NcsCase.Ring(3, 0, 10), true, new OneCopy());
        double[] b = [.. result.B];
        constraint.CopyValues(b);
        Assert.Multiple(() =>
        {
            Assert.That(result.Steps.Single().Kept, Is.True);
            Assert.That(b, Is.EqualTo(result.B), "B factors are equal between copies");
            Assert.That(result.B.Max() - result.B.Min(), Is.GreaterThan(1));
            Assert.That(LargestDeviation(constraint, result.Positions), Is.LessThan(1e-6));
        });
    }

    [Test]
    public void AnInputWithoutCopiesIsAnError()
    {
        Model single = NcsCase.Ring(1, 0, 10), ring = NcsCase.Ring(2, 0, 10);
        InputException? none = Assert.Throws<InputException>(() => CopyConstraints.Find(single, [.. single.Atoms.Select(_ => true)], "one.cif"));
        Assert.That(none!.Message, Does.StartWith("one.cif: ").And.Contain("--ncs constraints").And.Not.Contain("\n"));
        bool[] first = [.. ring.Atoms.Select(a => ring.Residues[a.ResidueIndex].ChainIndex == 0)];
        InputException? apart = Assert.Throws<InputException>(() => CopyConstraints.Find(ring, first, "two.cif"));
        Assert.That(apart!.Message, Does.StartWith("two.cif: ").And.Contain("selection").And.Not.Contain("\n"));
    }

    private static (double Error, RefinementResult Result, NcsConstraint Constraint) Run(Model model, bool constrained, params IRefinementStep[] steps)
    {
        using var accelerator = new CpuAccelerator(2);
        var simulation = new HalfMapSimulator(accelerator, new SimulationOptions { Resolution = 3, Margin = 8 });
        simulation.Centre(model);
        using SimulatedMaps maps = simulation.Run(model);
        double[] truth = Coordinates.Of(model);
        NcsConstraint constraint = NcsConstraint.Create(NcsSearch.Find(model), model.Atoms.Count);
        ModelShaker.Shake(model, 0.3, 2);
        RestraintModel restraints = RestraintBuilder.Build(model, [], SyntheticCase.Library, new RestraintOptions());
        bool[] all = [.. model.Atoms.Select(_ => true)];
        var refiner = new RealSpaceRefiner(accelerator, Options) { CcMask = _ => null, Constraint = constrained ? constraint : null, Steps = steps };
        RefinementResult result = refiner.Run(maps.Half1, model, restraints, all, CancellationToken.None);
        bool[] heavy = [.. model.Atoms.Select(a => !a.Element.IsHydrogen)];
        return (Coordinates.Rmsd(truth, result.Positions, heavy), result, constraint);
    }

    /// <summary>How far an atom is from where the superposed master would put it, at most, Å.</summary>
    private static double LargestDeviation(NcsConstraint constraint, double[] x)
    {
        var expected = new double[x.Length];
        constraint.Refit(x).Expand(constraint.Gather(x), expected);
        return Enumerable.Range(0, x.Length).Max(k => Math.Abs(x[k] - expected[k]));
    }

    /// <summary>Moves one residue of the second chain a little and raises the B factors there.</summary>
    private sealed class OneCopy : IRefinementStep
    {
        public string Name => "one copy";

        public StepPhase Phase => StepPhase.AfterCoordinates;

        public bool RunsIn(int cycle, int cycles) => cycle == 1;

        public string Run(StepContext context, RefinementState state, CancellationToken cancel)
        {
            Residue residue = context.Model.Residues[context.Model.Chains[1].Residues[3]];
            for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
            {
                state.Positions[3 * i] += 0.02;
                state.B[i] += 30;
            }

            return "moved";
        }
    }
}
