using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Refinement.Displacements;
using Engine.Kernels;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Displacements;

/// <summary>The function that B refinement lowers, against finite differences and closed forms.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public class BFactorObjectiveTests(string accelerator) : KernelFixture(accelerator)
{
    [TestCase(FitRegion.Molecule, BFactorLevel.Individual)]
    [TestCase(FitRegion.SoftSpheres, BFactorLevel.Residue)]
    [TestCase(FitRegion.Box, BFactorLevel.Chain)]
    public void Gradient_IsThatOfTheValue(FitRegion region, BFactorLevel level)
    {
        Model model = DisplacementCase.Lattice();
        using var map = DisplacementCase.MapOf(Device, model);
        DisplacementState state = DisplacementCase.State(model) with { B = [.. model.Atoms.Select((_, i) => 30.0 + i)] };
        BFactorOptions options = DisplacementCase.Weak() with { NeighborRadius = 6 };
        ScatteringAtoms atoms = state.Scattering(map, ScatteringTable.Electron);
        using var fit = new ModelMapFit(Device, map, atoms, options.Fit with { Region = region, Accuracy = ModelMapAccuracy.Reference });
        int[] all = [.. Enumerable.Range(0, atoms.Count)];
        var variables = new BFactorVariables([.. atoms.EquivalentB], all, BFactorGroups.Of(model, all, level), false, options);
        var similarity = new BFactorSimilarity(model, all, state.Positions, options.NeighborRadius);
        Assert.That(similarity.Count, Is.GreaterThan(20));
        var objective = new BFactorObjective(Device, fit, variables, similarity) { RestraintWeight = 3 };
        var p = new double[variables.Length];
        for (int i = 0; i < p.Length; i++)
            p[i] = 0.02 * (i % 5 - 2);
        (_, double[] gradient) = At(objective, p);
        const double step = 0.02;
        for (int k = 0; k < Math.Min(5, all.Length); k++)
        {
            if (level == BFactorLevel.Chain && k > 0)
                break;
            double plus = At(objective, [.. p.Select((v, i) => i == k ? v + step : v)]).Value, minus = At(objective, [.. p.Select((v, i) => i == k ? v - step : v)]).Value;
            Assert.That(gradient[k], Is.EqualTo((plus - minus) / (2 * step)).Within(0.01 * Math.Max(1, Math.Abs(gradient[k]))), $"parameter {k}");
        }
    }

    [Test]
    public void Similarity_OfTwoAtoms_IsTheSquareOfTheirDifference()
    {
        Model model = DisplacementCase.Lattice();
        int[] two = [0, 1];
        var similarity = new BFactorSimilarity(model, two, Coordinates.Of(model), 6);
        var gradient = new double[2];
        Assert.That(similarity.Add([0.3, 0.1], 2, gradient), Is.EqualTo(0.5 * 2 * 0.04).Within(1e-12), "one pair: the weights of each atom add up to 1");
        Assert.That(gradient, Is.EqualTo(new[] { 0.4, -0.4 }).Within(1e-12));
    }

    [Test]
    public void AlternateAtoms_AreNoNeighbours()
    {
        Model model = DisplacementCase.Lattice();
        (model.Atoms[0].AltLoc, model.Atoms[1].AltLoc) = ('A', 'B');
        Assert.That(new BFactorSimilarity(model, [0, 1], Coordinates.Of(model), 6).Count, Is.Zero);
    }

    [Test]
    public void Groups_FollowResiduesAndChains()
    {
        Model model = DisplacementCase.Lattice();
        (model.Atoms[1].ResidueIndex, model.Atoms[1].Name) = (0, "CG");
        (model.Atoms[2].ResidueIndex, model.Atoms[2].Name) = (0, "CB");
        int[] atoms = [0, 1, 2, 3];
        Assert.That(BFactorGroups.Of(model, atoms, BFactorLevel.Individual), Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That(BFactorGroups.Of(model, atoms, BFactorLevel.MainAndSideChain), Is.EqualTo(new[] { 0, 1, 0, 2 }));
        Assert.That(BFactorGroups.Of(model, atoms, BFactorLevel.Residue), Is.EqualTo(new[] { 0, 0, 0, 1 }));
        Assert.That(BFactorGroups.Of(model, atoms, BFactorLevel.Chain), Is.EqualTo(new[] { 0, 0, 0, 0 }));
    }

    private (double Value, double[] Gradient) At(BFactorObjective objective, double[] p)
    {
        using DeviceBuffer<double> x = Put(p), gradient = Device.Allocate<double>(p.Length, "gradient");
        double value = objective.Evaluate(x, gradient);
        return (value, Get(gradient));
    }
}
