using Engine.Core.Refinement;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>The trial fragments: a smaller problem with the same energies and forces.</summary>
[TestFixture]
public sealed class FragmentsTests
{
    [Test]
    public void AtomsOfTheFragmentsFeelWhatTheyFeelInTheWhole()
    {
        RefinementCase whole = RefinementCase.Protein(0.15);
        Fragments fragments = Fragments.Choose(whole.Model, whole.Problem(), whole.X);
        bool[] movable = fragments.Problem.Movable;
        Assert.That(movable, Has.Some.True.And.Some.False);
        (_, double[] all) = Evaluate(whole.Problem(), whole.X);
        (_, double[] part) = Evaluate(fragments.Problem, fragments.Gather(whole.X));
        double size = Math.Sqrt(all.Average(g => g * g));
        for (int i = 0; i < part.Length; i++)
        {
            double expected = movable[i / 3] ? all[3 * fragments.Atoms[i / 3] + i % 3] : 0;
            Assert.That(part[i], Is.EqualTo(expected).Within(1e-9 * size), whole.Restraints.AtomLabel(fragments.Atoms[i / 3]));
        }
    }

    [TestCase(0)]
    [TestCase(12)]
    public void NumberingAnewKeepsTheEnergyOfTheSameTerms(int residuesWithHydrogens)
    {
        RefinementCase whole = residuesWithHydrogens == 0 ? RefinementCase.Protein(0.15) : RefinementCase.WithHydrogens(residuesWithHydrogens, 0.1);
        Fragments fragments = Fragments.Choose(whole.Model, whole.Problem(), whole.X);
        var movable = new bool[whole.All.Length];
        for (int i = 0; i < fragments.Atoms.Length; i++)
            movable[fragments.Atoms[i]] = fragments.Problem.Movable[i];
        (RestraintEnergies expected, double[] all) = Evaluate(whole.Problem(movable), whole.X);
        (RestraintEnergies found, double[] part) = Evaluate(fragments.Problem, fragments.Gather(whole.X));
        Assert.Multiple(() =>
        {
            Assert.That(found.Bond, Is.EqualTo(expected.Bond).Within(1e-9).Percent);
            Assert.That(found.Angle, Is.EqualTo(expected.Angle).Within(1e-9).Percent);
            Assert.That(found.Torsion, Is.EqualTo(expected.Torsion).Within(1e-9).Percent);
            Assert.That(found.Chirality, Is.EqualTo(expected.Chirality).Within(1e-9).Percent);
            Assert.That(found.Planarity, Is.EqualTo(expected.Planarity).Within(1e-9).Percent);
            Assert.That(found.Nonbonded, Is.EqualTo(expected.Nonbonded).Within(1e-9).Percent);
            Assert.That(found.Nonbonded, Is.GreaterThan(0));
        });
        double size = Math.Sqrt(all.Average(g => g * g));
        for (int i = 0; i < part.Length; i++)
            Assert.That(part[i], Is.EqualTo(all[3 * fragments.Atoms[i / 3] + i % 3]).Within(1e-9 * size));
    }

    [Test]
    public void StretchesHaveTenResiduesAndAtMostElevenAreTaken()
    {
        RefinementCase whole = RefinementCase.Protein(0);
        Fragments fragments = Fragments.Choose(whole.Model, whole.Problem(), whole.X);
        int[] residues = [.. fragments.Atoms.Where((_, i) => fragments.Problem.Movable[i]).Select(a => whole.Model.Residues[whole.Model.Atoms[a].ResidueIndex].Number).Distinct()];

        // 64 residues: six stretches of ten; the four that are left are too few for a seventh.
        Assert.That(residues, Is.EqualTo(Enumerable.Range(1, 60)));
    }

    [Test]
    public void FixedAtomsAreNeverPartOfAStretch()
    {
        RefinementCase whole = RefinementCase.Protein(0);
        bool[] selected = [.. whole.Model.Atoms.Select(a => whole.Model.Residues[a.ResidueIndex].Number is > 20 and < 50 && a.Name != "CB")];
        Fragments fragments = Fragments.Choose(whole.Model, whole.Problem(selected), whole.X);
        int[] moving = [.. fragments.Atoms.Where((_, i) => fragments.Problem.Movable[i])];
        Assert.Multiple(() =>
        {
            Assert.That(moving, Is.Not.Empty);
            Assert.That(moving.All(a => selected[a]), Is.True);
            Assert.That(fragments.Problem.MapWeights.Where((w, i) => w > 0 && !fragments.Problem.Movable[i]), Is.Empty);
        });
    }

    private static (RestraintEnergies Energies, double[] Gradient) Evaluate(RefinementProblem problem, double[] x)
    {
        using var accelerator = new CpuAccelerator(1);
        using var target = new RefinementTarget(accelerator, problem, null);
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        using DeviceBuffer<double> gradient = accelerator.Allocate<double>(x.Length, "gradient");
        target.CaptureRiding(positions);
        target.Evaluate(positions, gradient);
        var g = new double[x.Length];
        accelerator.Download(gradient, g);
        return (target.LastEnergies, g);
    }
}
