using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Kernels;
using Engine.Tests.Refinement;
using NUnit.Framework;

namespace Engine.Tests.Ncs;

/// <summary>Distances held to what they are.</summary>
[TestFixture]
public sealed class ElasticNetworkTests
{
    [Test]
    public void HasEveryClosePairOfAChainThatIsNotBonded()
    {
        RefinementCase whole = RefinementCase.WithHydrogens(14, 0.1);
        NonbondedTable contacts = whole.Restraints.Nonbonded;
        RestraintTable network = ElasticNetwork.Build(whole.Model, whole.X, contacts);
        var expected = new List<(int, int)>();
        for (int i = 0; i < whole.All.Length; i++)
        {
            HashSet<int> excluded = [.. contacts.ExcludedAtoms[contacts.ExcludedStart[i]..contacts.ExcludedStart[i + 1]]];
            for (int j = i + 1; j < whole.All.Length; j++)
            {
                if (whole.Restraints.IsHydrogen[i] == 0 && whole.Restraints.IsHydrogen[j] == 0 && !excluded.Contains(j) && Distance(whole.X, i, j) <= 4.2)
                    expected.Add((i, j));
            }
        }

        Assert.That(Enumerable.Range(0, network.BondCount).Select(k => (network.BondAtoms[2 * k], network.BondAtoms[2 * k + 1])), Is.EqualTo(expected));
        Assert.That(expected, Has.Count.GreaterThan(300));
        for (int k = 0; k < network.BondCount; k++)
            Assert.That(network.BondIdeal[k], Is.EqualTo(Distance(whole.X, network.BondAtoms[2 * k], network.BondAtoms[2 * k + 1])).Within(1e-12));
        Assert.That(network.BondWeight, Is.All.EqualTo(1e4).Within(1e-6));
        Assert.That(network.BondTop, Is.All.Zero);
    }

    [Test]
    public void OtherChainsFixedPairsAndOtherConformersAreLeftOut()
    {
        RefinementCase whole = RefinementCase.WithHydrogens(14, 0.1);
        NonbondedTable contacts = whole.Restraints.Nonbonded;
        bool[] movable = [.. whole.All.Select((_, i) => i % 2 == 0)];
        RestraintTable part = ElasticNetwork.Build(whole.Model, whole.X, Engine.Core.Restraints.ContactSubset.WithMovable(contacts, movable));
        Assert.That(Enumerable.Range(0, part.BondCount).Select(k => movable[part.BondAtoms[2 * k]] || movable[part.BondAtoms[2 * k + 1]]), Is.All.True);
        Assert.That(part.BondCount, Is.GreaterThan(100));
        for (int i = 0; i < whole.All.Length; i++)
            contacts.Conformer[i] = 1 + i % 2;
        RestraintTable split = ElasticNetwork.Build(whole.Model, whole.X, contacts);
        Assert.That(Enumerable.Range(0, split.BondCount).Select(k => (split.BondAtoms[2 * k] + split.BondAtoms[2 * k + 1]) % 2), Is.All.Zero);
        Array.Clear(contacts.Conformer);
        whole.Model.Chains.Add(new Chain { Id = "B" });
        int cut = whole.Model.Chains[0].Residues.Count / 2;
        whole.Model.Chains[1].Residues.AddRange(whole.Model.Chains[0].Residues[cut..]);
        whole.Model.Chains[0].Residues.RemoveRange(cut, whole.Model.Chains[0].Residues.Count - cut);
        int border = whole.Model.Residues[whole.Model.Chains[1].Residues[0]].FirstAtom;
        RestraintTable two = ElasticNetwork.Build(whole.Model, whole.X, contacts);
        Assert.That(Enumerable.Range(0, two.BondCount).Select(k => two.BondAtoms[2 * k] < border == two.BondAtoms[2 * k + 1] < border), Is.All.True);
    }

    [Test]
    public void TargetsFollowTheModelSlowly()
    {
        RefinementCase whole = RefinementCase.WithHydrogens(8, 0.1);
        RestraintTable network = ElasticNetwork.Build(whole.Model, whole.X, whole.Restraints.Nonbonded);
        double[] stretched = [.. whole.X.Select(v => 1.1 * v)];
        RestraintTable next = ElasticNetwork.Follow(network, network, stretched, 0.5, 0.2);
        for (int k = 0; k < network.BondCount; k++)
            Assert.That(next.BondIdeal[k], Is.EqualTo(network.BondIdeal[k] * 1.01).Within(1e-9));
        RestraintTable settled = next;
        for (int n = 0; n < 200; n++)
            settled = ElasticNetwork.Follow(settled, network, stretched, 0.5, 0.2);
        Assert.That(settled.BondIdeal[0], Is.EqualTo(network.BondIdeal[0] * 1.05).Within(1e-9));
        Assert.Throws<ArgumentException>(() => ElasticNetwork.Follow(network, new RestraintTable { AtomCount = 1 }, stretched));
    }

    [TestCase(0, 0.01, 0)]
    [TestCase(4.2, 0, 0)]
    [TestCase(4.2, 0.01, -1)]
    [TestCase(double.NaN, 0.01, 0)]
    [TestCase(400, 0.01, 0)]
    public void BadOptionsAreNamed(double radius, double sigma, double limit)
    {
        RefinementCase whole = RefinementCase.WithHydrogens(3, 0);
        Assert.Throws<UsageException>(() =>
            ElasticNetwork.Build(whole.Model, whole.X, whole.Restraints.Nonbonded, new() { Radius = radius, Sigma = sigma, Limit = limit }));
    }

    private static double Distance(double[] x, int i, int j) =>
        Vec3.Distance(new(x[3 * i], x[3 * i + 1], x[3 * i + 2]), new(x[3 * j], x[3 * j + 1], x[3 * j + 2]));
}
