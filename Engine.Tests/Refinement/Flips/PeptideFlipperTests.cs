using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Refinement.Flips;
using Engine.Core.Restraints;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Tests.Rotamers;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Flips;

/// <summary>Peptides of a real model, turned round and looked for in simulated maps with noise.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class PeptideFlipperTests
{
    private const double Resolution = 3;
    private const double Weight = 20;
    private Model model = null!;
    private DensityMap map = null!;
    private RefinementProblem problem = null!;
    private double[] truth = null!;
    private PeptidePlane[] planes = null!;

    [OneTimeSetUp]
    public void Prepare()
    {
        model = SimulatedProtein.Read();
        map = SimulatedProtein.Map(model, Resolution, 80);
        truth = Coordinates.Of(model);
        bool[] all = [.. model.Atoms.Select(_ => true)];
        RestraintModel restraints = RestraintBuilder.Build(model, [], SyntheticCase.Library, new RestraintOptions());
        problem = RefinementProblem.Create(restraints, all, 0.1, Ramachandran.Restraints(model, truth, 1));
        planes = [.. PeptidePlane.Find(model, truth, all)];
    }

    [OneTimeTearDown]
    public void Free() => map?.Dispose();

    [Test]
    public void TurnedPeptidesAreFoundAndTurnedBack()
    {
        var random = new RandomSource(3);
        PeptidePlane[] wrong = [.. Enumerable.Range(0, 8).Select(k => planes[20 * k + (int)(10 * random.NextUniform())])];
        double[] x = [.. truth];
        foreach (PeptidePlane plane in wrong)
            plane.Turn(x, 180);
        PeptideFlipResult result = Run(x);
        TestContext.Out.WriteLine($"{result.Examined} tried; " + string.Join(", ", result.Flips.Select(f => $"{f.Name} {f.Angle:0}° {f.Gain:0}")));
        TestContext.Out.WriteLine(string.Join(", ", wrong.Select(p => $"{p.Residue1} {p.Angle(truth, result.Positions):0}°")));
        Assert.Multiple(() =>
        {
            Assert.That(wrong.Count(p => p.Angle(truth, result.Positions) < 40), Is.GreaterThanOrEqualTo(7));
            Assert.That(planes.Except(wrong).Max(p => p.Angle(truth, result.Positions)), Is.LessThan(60));
        });
    }

    [Test]
    public void RightPeptidesStay()
    {
        PeptideFlipResult result = Run(truth);
        TestContext.Out.WriteLine($"{result.Examined} tried; " + string.Join(", ", result.Flips.Select(f => $"{f.Name} {f.Angle:0}° {f.Gain:0}")));
        Assert.Multiple(() =>
        {
            Assert.That(result.Flips, Is.Empty);
            Assert.That(result.Positions, Is.EqualTo(truth));
        });
    }

    /// <summary>Twice the same bits, whatever the order in which threads run.</summary>
    [Test]
    public void TwoRunsAgree()
    {
        double[] x = [.. truth];
        planes[30].Turn(x, 180);
        planes[33].Turn(x, 180);
        double[] first = Run(x).Positions;
        Assert.That(Run(x).Positions, Is.EqualTo(first));
    }

    [Test]
    public void TurningKeepsDistancesToBothAlphas()
    {
        double[] x = [.. truth];
        planes[5].Turn(x, 70);
        Assert.Multiple(() =>
        {
            Assert.That(planes[5].Angle(truth, x), Is.EqualTo(70).Within(1e-9));
            foreach (int atom in (int[])[planes[5].C, planes[5].O, planes[5].N])
            {
                Assert.That(Distance(x, atom, planes[5].CA1), Is.EqualTo(Distance(truth, atom, planes[5].CA1)).Within(1e-9));
                Assert.That(Distance(x, atom, planes[5].CA2), Is.EqualTo(Distance(truth, atom, planes[5].CA2)).Within(1e-9));
            }
        });
    }

    /// <summary>No peptide before proline, none with alternates, fixed atoms, without O, across a gap or far from trans.</summary>
    [Test]
    public void OnlyWholeTransPeptidesOfOneConformerTurn()
    {
        bool[] all = [.. model.Atoms.Select(_ => true)];
        PeptidePlane usual = planes[40];
        bool Found(double[] x, bool[] movable) => PeptidePlane.Find(model, x, movable).Any(p => p.Residue1 == usual.Residue1);
        double[] gap = [.. truth];
        for (int i = model.Residues[usual.Residue2].FirstAtom; i < model.Atoms.Count; i++)
            gap[3 * i] += 5;
        bool[] held = [.. all];
        held[usual.O] = false;
        Model other = SimulatedProtein.Read();
        other.Atoms[usual.O].AltLoc = 'A';
        Assert.Multiple(() =>
        {
            Assert.That(planes.Select(p => model.Residues[p.Residue2].Name), Has.None.EqualTo("PRO"));
            Assert.That(Found(truth, all), Is.True);
            Assert.That(Found(gap, all), Is.False);
            Assert.That(Found(truth, held), Is.False);
            Assert.That(PeptidePlane.Find(other, Coordinates.Of(other), all).Any(p => p.Residue1 == usual.Residue1), Is.False);
        });
    }

    [Test]
    public void WrongSizesAreRefused()
    {
        using var flipper = new PeptideFlipper(map, InterpolationKind.Tricubic);
        Assert.Throws<ArgumentException>(() => flipper.Run(model, [1.0], problem));
    }

    private static double Distance(double[] x, int a, int b) =>
        Math.Sqrt(Enumerable.Range(0, 3).Sum(k => Math.Pow(x[3 * a + k] - x[3 * b + k], 2)));

    private PeptideFlipResult Run(double[] x)
    {
        using var flipper = new PeptideFlipper(map, InterpolationKind.Tricubic);
        return flipper.Run(model, x, problem, Weight);
    }
}
