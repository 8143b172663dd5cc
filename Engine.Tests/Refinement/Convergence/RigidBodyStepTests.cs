using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Refinement.Convergence;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Convergence;

/// <summary>Bodies that the user chose: only their atoms move, each body on its own.</summary>
[TestFixture]
public sealed class RigidBodyStepTests
{
    [Test]
    public void ABodyMovesBackAndTheRestStays()
    {
        double[] shift = [1.2, 0, 0];
        (RefinementState state, double[] truth, double[] start, string? detail, Model model) = Run(["resid 1:12"], r => r.Number <= 12 ? shift : null);
        double inside = 0, outside = 0;
        for (int i = 0; i < model.Atoms.Count; i++)
        {
            bool selected = model.Residues[model.Atoms[i].ResidueIndex].Number <= 12;
            double distance = Vec3.Distance(At(state.Positions, i), At(selected ? truth : start, i));
            (inside, outside) = selected ? (Math.Max(inside, distance), outside) : (inside, Math.Max(outside, distance));
        }

        Assert.Multiple(() =>
        {
            Assert.That(inside, Is.LessThan(0.4));
            Assert.That(outside, Is.Zero);
            Assert.That(detail, Does.StartWith("resid 1:12 by 1."));
        });
    }

    [Test]
    public void AnAtomOfTwoBodiesBelongsToTheFirst()
    {
        bool[] first = [true, true, true, true, false, false, false], second = [false, false, true, true, true, true, true], movable = [.. Enumerable.Repeat(true, 7)];
        IReadOnlyList<AtomGroup> groups = AtomGroup.Selections([("one", first), ("two", second)], movable);
        Assert.That(groups.Select(g => g.Atoms), Is.EqualTo(new int[][] { [0, 1, 2, 3], [4, 5, 6] }));
        movable[1] = movable[2] = false;
        Assert.That(AtomGroup.Selections([("one", first), ("two", second)], movable).Select(g => g.Name), Is.EqualTo(new[] { "two" }), "two atoms are no body");
    }

    [Test]
    public void ASelectionThatAnEarlierOneUsesUpIsAnError() =>
        Assert.That(() => Run(["all", "resid 1:12"], _ => null), Throws.TypeOf<InputException>().With.Message.Contains("resid 1:12").And.Message.Not.Contains("\"all\""));

    private static Vec3 At(double[] x, int i) => new(x[3 * i], x[3 * i + 1], x[3 * i + 2]);

    private static (RefinementState State, double[] Truth, double[] Start, string? Detail, Model Model) Run(string[] selections, Func<Residue, double[]?> shift)
    {
        using var accelerator = new CpuAccelerator(2);
        Structure structure = SyntheticCase.Peptide(24);
        var simulation = new HalfMapSimulator(accelerator, new SimulationOptions { Resolution = 3, Margin = 8 });
        simulation.Centre(structure.First);
        using SimulatedMaps maps = simulation.Run(structure.First);
        RefinementCase peptide = RefinementCase.Of(structure);
        double[] truth = [.. peptide.X], start = [.. truth];
        for (int i = 0; i < start.Length; i++)
            start[i] += shift(structure.First.Residues[structure.First.Atoms[i / 3].ResidueIndex])?[i % 3] ?? 0;
        RefinementState state = RefinementState.Of(structure.First) with { Positions = [.. start] };
        var context = new StepContext(accelerator, maps.Half1, structure.First, peptide.Restraints, peptide.All, new RefinementOptions { Resolution = 3 }, 1);
        string? detail = new RigidBodyStep(selections).Run(context, state, CancellationToken.None);
        return (state, truth, start, detail, structure.First);
    }
}
