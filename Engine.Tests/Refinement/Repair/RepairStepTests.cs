using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Refinement.Repair;
using Engine.Core.Restraints;
using Engine.Core.Simulation;
using Engine.Kernels.Cpu;
using Engine.Tests.Refinement.Convergence;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Repair;

/// <summary>The repair of a start within a refinement: what is broken in places is mended, everything else is left alone.</summary>
[TestFixture]
public sealed class RepairStepTests
{
    private static readonly ComponentLibrary Library = new();

    [TestCase("apo_20026/model.pdb")]
    [TestCase("apo_20026/shaken_0.3.pdb")]
    [TestCase("3j63_5830/shaken_0.3.pdb")]
    [TestCase("emringer_small/shaken_0.3.pdb")]
    [TestCase("5fn5c_3240/model.pdb")]
    [TestCase("5ly6_4118/model.pdb")]
    [TestCase("7cec_30342/shaken_0.3.pdb")]
    public void WhatMinimisationMendsIsNotTouched(string file)
    {
        using var accelerator = new CpuAccelerator(2);
        string[] path = ["data", "real", .. file.Split('/')];
        Structure structure = StructureReader.Read(SharedData.Require(path));
        RestraintModel restraints = RestraintBuilder.Build(structure.First, structure.Links, Library, new RestraintOptions());
        bool[] all = [.. structure.First.Atoms.Select(_ => true)];
        Assert.That(FrozenDistortions.Find(accelerator, restraints, all, Coordinates.Of(structure.First), CancellationToken.None), Is.Empty);
    }

    /// <summary>Of some shaken copies, whose minimisation by rounding frees one and not the other, those whose bond stays in the ring are mended.</summary>
    [Test]
    public void ABondThroughARingOfAShakenModelIsTakenOut() => Assert.That(Enumerable.Range(1, 12).Count(IsTakenOutOfTheRing), Is.GreaterThanOrEqualTo(1));

    private static bool IsTakenOutOfTheRing(int seed)
    {
        (Model model, DensityMap map) = RealCase.Apoferritin();
        using DensityMap kept = map;
        RestraintModel restraints = RestraintBuilder.Build(model, [], Library, new RestraintOptions());
        ModelShaker.Shake(model, 0.2, (ulong)seed);
        int ring = model.Residues.FindIndex(r => r.Number == 32), chain = BrokenModel.Thread(model, ring);
        double[] x = Coordinates.Of(model);
        using var accelerator = new CpuAccelerator(2);
        (string? detail, RepairStep step, double[] mended) = Run(accelerator, model, map, restraints, x);
        if (detail == null)
            return false;
        Assert.Multiple(() =>
        {
            Assert.That(detail, Does.Contain("through the ring of"));
            Assert.That(step.Frozen.Select(d => d.Kind), Has.Member(DistortionKind.PiercedRing));
            Assert.That(step.Frozen.Where(d => d.Kind == DistortionKind.PiercedRing).SelectMany(d => d.Atoms).Select(i => model.Atoms[i].ResidueIndex).Distinct(), Is.SubsetOf(new[] { ring, chain }));
            Assert.That(step.Result!.Unthreaded, Is.GreaterThanOrEqualTo(1));
            Assert.That(step.Warning, Is.Null);
            Assert.That(FrozenDistortions.Find(accelerator, restraints, All(model), mended, CancellationToken.None), Is.Empty);
        });
        Vec3[] broken = [.. step.Frozen.SelectMany(d => d.Atoms).Distinct().Select(i => At(x, i))];
        for (int i = 0; i < model.Atoms.Count; i++)
        {
            if (broken.Min(b => Vec3.Distance(b, At(x, i))) > 12)
                Assert.That(At(mended, i), Is.EqualTo(At(x, i)), "what is far away has not moved");
        }

        return true;
    }

    [Test]
    public void AWrongHandIsLeftToTheMinimiser()
    {
        (Model model, DensityMap map) = RealCase.Apoferritin();
        using DensityMap kept = map;
        RestraintModel restraints = RestraintBuilder.Build(model, [], Library, new RestraintOptions());
        BrokenModel.TurnOver(model, BrokenModel.Residue(model, 1, "ILE"));
        double[] x = Coordinates.Of(model);
        using var accelerator = new CpuAccelerator(2);
        Assert.That(DistortionFinder.Find(restraints, x).Select(d => d.Kind), Has.Member(DistortionKind.Chirality));
        (string? detail, RepairStep step, double[] after) = Run(accelerator, model, map, restraints, x);
        Assert.That((detail, step.Result, step.Warning), Is.EqualTo(((string?)null, (RepairResult?)null, (string?)null)));
        Assert.That(after, Is.EqualTo(x));
        var refiner = new RealSpaceRefiner(accelerator, new RefinementOptions { Resolution = 1.75, Cycles = 1, Target = CoordinateTarget.Density }) { CcMask = _ => null };
        double[] refined = refiner.Run(map, model, restraints, All(model), CancellationToken.None).Positions;
        Assert.That(DistortionFinder.Find(restraints, refined), Is.Empty);
    }

    [Test]
    public void ATornStartIsLeftToTheStartModes()
    {
        (Model model, DensityMap map) = RealCase.Apoferritin();
        using DensityMap kept = map;
        RestraintModel restraints = RestraintBuilder.Build(model, [], Library, new RestraintOptions());
        ModelShaker.Shake(model, 12, 3);
        double[] x = Coordinates.Of(model);
        using var accelerator = new CpuAccelerator(2);
        (string? detail, RepairStep step, double[] after) = Run(accelerator, model, map, restraints, x);
        Assert.That(detail, Is.Null);
        Assert.That(after, Is.EqualTo(x));
        Assert.That(step.Warning, Does.Contain("--start auto"));
    }

    private static (string? Detail, RepairStep Step, double[] Positions) Run(CpuAccelerator accelerator, Model model, DensityMap map, RestraintModel restraints, double[] x)
    {
        var step = new RepairStep(1);
        var context = new StepContext(accelerator, map, model, restraints, All(model), new RefinementOptions { Resolution = 1.75 }, 1);
        RefinementState state = RefinementState.Of(model) with { Positions = [.. x] };
        string? detail = step.Run(context, state, CancellationToken.None);
        TestContext.Out.WriteLine(detail ?? step.Warning);
        return (detail, step, state.Positions);
    }

    private static bool[] All(Model model) => [.. model.Atoms.Select(_ => true)];

    private static Vec3 At(double[] x, int i) => new(x[3 * i], x[3 * i + 1], x[3 * i + 2]);
}
