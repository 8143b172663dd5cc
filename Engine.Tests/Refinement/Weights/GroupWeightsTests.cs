using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Core.Refinement.Convergence;
using Engine.Tests.Ncs;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Weights;

/// <summary>Weights of chains and domains: what groups there are, and what the agreement with the map makes of them.</summary>
[TestFixture]
public sealed class GroupWeightsTests
{
    private const double ManyPoints = 1e8;

    [Test]
    public void TheFactorIsTheSignalOverNoise()
    {
        double[] factors = GroupWeights.Factors([Agreement(2, ManyPoints), Agreement(0.5, ManyPoints)], [100, 100]);
        Assert.That(factors, Is.EqualTo(new[] { 2, 0.5 }).Within(1e-3));
    }

    [Test]
    public void TheGeometricMeanOverAtomsIsOneAndNoFactorIsBeyondTheLimit()
    {
        double[] atoms = [300, 100, 50], factors = GroupWeights.Factors([Agreement(3, ManyPoints), Agreement(1, ManyPoints), Agreement(0.01, ManyPoints)], atoms);
        Assert.That(factors.Zip(atoms, (f, n) => n * Math.Log(f)).Sum(), Is.Zero.Within(1e-9));
        Assert.That(factors.Max() / factors.Min(), Is.LessThanOrEqualTo(GroupWeights.Largest * GroupWeights.Largest));
        Assert.That(factors[2], Is.LessThan(0.3));
    }

    [TestCase(1.0, 1.0, ManyPoints, Description = "no difference")]
    [TestCase(1.1, 1.0, ManyPoints, Description = "a small one")]
    [TestCase(1.6, 1.0, 40, Description = "one within the noise of few points")]
    public void DifferencesThatMeanNothingAreNotUsed(double first, double second, double points) =>
        Assert.That(GroupWeights.Factors([Agreement(first, points), Agreement(second, points)], [100, 100]), Is.All.EqualTo(1));

    [TestCase(double.NaN)]
    [TestCase(-0.5)]
    [TestCase(1.0)]
    public void CorrelationsAtTheEndOfTheirRangeGiveFiniteFactors(double correlation)
    {
        double[] factors = GroupWeights.Factors([new(correlation, ManyPoints), Agreement(1, ManyPoints)], [100, 100]);
        Assert.That(factors, Is.All.InRange(1 / GroupWeights.Largest, GroupWeights.Largest));
    }

    [Test]
    public void TheStateComesBackFromText()
    {
        AtomGroup[] groups = [new("chain A", [0, 1]), new("chain B", [3])];
        var weights = new GroupWeights(groups, 5);
        Assert.That(weights.Differ, Is.False);
        weights.Follow([Agreement(3, ManyPoints), Agreement(0.7, ManyPoints)]);
        var other = new GroupWeights(groups, 5);
        other.Restore(weights.Save());
        Assert.Multiple(() =>
        {
            Assert.That(other.Weights, Is.EqualTo(weights.Weights));
            Assert.That(other.Differ, Is.True);
            Assert.That(other.PerAtom(), Is.EqualTo(new[] { weights.Weights[0].Factor, weights.Weights[0].Factor, 1, weights.Weights[1].Factor, 1 }));
        });
    }

    [Test]
    public void ChainsAreGroupsAndOneChainAloneIsNone()
    {
        Model two = NcsCase.Ring(2), one = NcsCase.Ring(1);
        bool[] All(Model m) => [.. m.Atoms.Select(_ => true)];
        IReadOnlyList<AtomGroup> groups = WeightGroups.Find(two, All(two), WeightGrouping.Chain, null);
        Assert.Multiple(() =>
        {
            Assert.That(groups.Select(g => g.Name), Is.EqualTo(new[] { "chain A", "chain B" }));
            Assert.That(WeightGroups.Find(one, All(one), WeightGrouping.Chain, null), Is.Empty);
            Assert.That(WeightGroups.Find(two, All(two), WeightGrouping.None, null), Is.Empty);
            Assert.That(WeightGroups.Find(two, [.. two.Atoms.Select(a => two.Residues[a.ResidueIndex].ChainIndex == 0)], WeightGrouping.Chain, null), Is.Empty, "one that moves");
        });
    }

    /// <summary>Chains A and B are constrained to be equal, so that they are one group with one weight; C has its own.</summary>
    [Test]
    public void ConstrainedCopiesHaveTheWeightOfTheirMaster()
    {
        Model model = NcsCase.Ring(3);
        bool[] all = [.. model.Atoms.Select(_ => true)];
        bool InC(int i) => model.Residues[model.Atoms[i].ResidueIndex].ChainIndex == 2;
        var pair = new Model();
        NcsCase.AddChain(pair, "A", model, r => r.ChainIndex == 0, (_, p) => p);
        NcsCase.AddChain(pair, "B", model, r => r.ChainIndex == 1, (_, p) => p);
        NcsConstraint constraint = NcsConstraint.Create(NcsSearch.Find(pair), model.Atoms.Count, all);
        IReadOnlyList<AtomGroup> groups = WeightGroups.Find(model, all, WeightGrouping.Chain, constraint);
        double[] factors = WeightGroups.PerAtom(groups, [2, 3], model.Atoms.Count);
        Assert.Multiple(() =>
        {
            Assert.That(groups.Select(g => g.Atoms.Length), Is.EqualTo(new[] { 2 * model.Atoms.Count / 3, model.Atoms.Count / 3 }));
            Assert.That(factors.Where((_, i) => !InC(i)), Is.All.EqualTo(2));
            Assert.That(factors.Where((_, i) => InC(i)), Is.All.EqualTo(3));
            Assert.That(WeightGroups.Find(pair, [.. pair.Atoms.Select(_ => true)], WeightGrouping.Chain, NcsConstraint.Create(NcsSearch.Find(pair), pair.Atoms.Count)), Is.Empty, "all chains are equal");
        });
    }

    /// <summary>The correlation whose signal over noise is q.</summary>
    private static GroupAgreement Agreement(double q, double points) => new(Math.Sqrt(q / (1 + q)), points);
}
