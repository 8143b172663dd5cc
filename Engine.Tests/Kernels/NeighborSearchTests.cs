using Engine.Kernels;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Contact lists against all pairs, and the rules for each kind of pair.</summary>
[TestFixture]
public sealed class NeighborSearchTests
{
    /// <summary>On random atoms of every kind the lists are those of a loop over all pairs.</summary>
    [Test]
    public void ListsAreThoseOfAllPairs()
    {
        Arbitrary<int> seeds = ArbMap.Default.ArbFor<int>();
        Prop.ForAll(seeds, seed =>
        {
            KernelSamples samples = new(seed);
            int atoms = (int)samples.Between(1, 300);
            double[] positions = samples.Numbers(3 * atoms, -8, samples.Between(-4, 25));
            NonbondedTable table = ReferenceNeighbors.RandomTable(samples, atoms);
            double margin = samples.Between(0, 2);
            Same(NeighborSearch.Find(table, positions, margin), ReferenceNeighbors.AllPairs(table, positions, margin));
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>A structure large enough for several threads gives the same lists on any number of them.</summary>
    [Test]
    public void ListsDoNotDependOnThreads()
    {
        KernelSamples samples = new(1);
        double[] positions = samples.Lattice(5000);
        NonbondedTable table = ReferenceNeighbors.RandomTable(samples, 5000);
        NonbondedPairs one = NeighborSearch.Find(table, positions, 1, 1);
        Assert.That(one.PairCount, Is.GreaterThan(20000));
        Same(NeighborSearch.Find(table, positions, 1, 2), one);
        Same(NeighborSearch.Find(table, positions, 1, 5), one);
        Same(NeighborSearch.Find(table, positions, 1), one);
    }

    /// <summary>Contact distances of the kinds of pairs, two atoms 1.2 Å apart.</summary>
    [TestCase(0, 0, 0, 0, 3.5f)]
    [TestCase(1, 2, 0, 0, 2.55f)]
    [TestCase(2, 1, 0, 0, 2.55f)]
    [TestCase(3, 1, 0, 0, 2.55f)]
    [TestCase(1, 1, 0, 0, 3.5f)]
    [TestCase(2, 2, 0, 0, 3.5f)]
    [TestCase(0, 0, 1, 1, 3.5f)]
    [TestCase(0, 0, 0, 2, 3.5f)]
    [TestCase(0, 0, 1, 2, 0f)]
    public void ContactDistanceFollowsTheRules(int firstRole, int secondRole, int firstConformer, int secondConformer, float expected)
    {
        NonbondedTable table = ReferenceNeighbors.Table(
            2, hydrogenBond: [(byte)firstRole, (byte)secondRole], conformer: [firstConformer, secondConformer], radius: [1.7f, 1.8f]);
        NonbondedPairs pairs = NeighborSearch.Find(table, [0, 0, 0, 1.2, 0, 0], 1);
        Assert.That(pairs.Contact, expected == 0 ? Is.Empty : Is.EqualTo(new[] { expected, expected }).Within(1e-6));
    }

    /// <summary>Chain 0-1-2-3-4, all within reach: 1-2 and 1-3 do not count, 1-4 is scaled, 1-5 is full.</summary>
    [Test]
    public void NeighboursAlongTheChainAreExcludedOrScaled()
    {
        NonbondedTable table = ReferenceNeighbors.Table(
            5, excluded: [[1, 2], [0, 2, 3], [0, 1, 3, 4], [1, 2, 4], [2, 3]], fourth: [[3], [4], [], [0], [1]]);
        NonbondedPairs pairs = NeighborSearch.Find(table, [0, 0, 0, 0.5, 0, 0, 1, 0, 0, 1.5, 0, 0, 2, 0, 0], 1);
        Assert.That(pairs.Start, Is.EqualTo(new[] { 0, 2, 3, 3, 4, 6 }));
        Assert.That(pairs.Atoms, Is.EqualTo(new[] { 3, 4, 4, 0, 0, 1 }));
        Assert.That(pairs.Contact, Is.EqualTo(new[] { 2.72f, 3.4f, 2.72f, 2.72f, 3.4f, 2.72f }).Within(1e-5));
    }

    /// <summary>Pairs of fixed atoms and atoms of zero occupancy are left out; a fixed and a moving atom still meet.</summary>
    [Test]
    public void FixedPairsAndAbsentAtomsAreLeftOut()
    {
        NonbondedTable table = ReferenceNeighbors.Table(4, active: [1, 1, 1, 0], movable: [0, 0, 1, 1]);
        NonbondedPairs pairs = NeighborSearch.Find(table, [0, 0, 0, 2, 0, 0, 1, 1, 0, 1, 0, 0], 1);
        Assert.That(pairs.Start, Is.EqualTo(new[] { 0, 1, 2, 4, 4 }));
        Assert.That(pairs.Atoms, Is.EqualTo(new[] { 2, 2, 0, 1 }));
    }

    /// <summary>Small radii do not fall below the smallest contact distance.</summary>
    [Test]
    public void ContactIsNeverBelowTheMinimum()
    {
        NonbondedTable table = ReferenceNeighbors.Table(2, radius: [0.2f, 0.3f]);
        Assert.That(NeighborSearch.Find(table, [0, 0, 0, 1.4, 0, 0], 0.5).Contact, Is.EqualTo(new[] { 1f, 1f }));
        Assert.That(NeighborSearch.Find(table, [0, 0, 0, 1.51, 0, 0], 0.5).Contact, Is.Empty);
    }

    /// <summary>The limit is contact + margin, exclusive, however far from the origin.</summary>
    [TestCase(0.0)]
    [TestCase(9000.0)]
    [TestCase(-123456.0)]
    public void LimitIsExact(double offset)
    {
        NonbondedTable table = ReferenceNeighbors.Table(3, radius: [1.5f, 1.5f, 1.5f]);
        NonbondedPairs pairs = NeighborSearch.Find(table, [offset, 0, 0, offset + 3.999, 0, 0, offset, 4.001, 0], 1);
        Assert.That(pairs.Atoms, Is.EqualTo(new[] { 1, 0 }));
    }

    /// <summary>Atoms very far apart do not exhaust the memory.</summary>
    [Test]
    public void FarAtomsAreHarmless()
    {
        double[] positions = [0, 0, 0, 1e7, -1e7, 1e7, 1, 1, 1, 1e7 + 1, -1e7, 1e7];
        NonbondedPairs pairs = NeighborSearch.Find(ReferenceNeighbors.Table(4), positions, 1);
        Assert.That(pairs.Atoms, Is.EqualTo(new[] { 2, 3, 0, 1 }));
    }

    /// <summary>No atoms, and no active atoms.</summary>
    [Test]
    public void EmptyStructuresHaveNoContacts()
    {
        Assert.That(NeighborSearch.Find(ReferenceNeighbors.Table(0), [], 1).Start, Is.EqualTo(new[] { 0 }));
        Assert.That(NeighborSearch.Find(ReferenceNeighbors.Table(2, active: [0, 0]), [0, 0, 0, 1, 0, 0], 1).Atoms, Is.Empty);
    }

    /// <summary>A coordinate that is not a number is an error that names the atom.</summary>
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void DamagedPositionsAreRefused(double value) =>
        Assert.That(
            () => NeighborSearch.Find(ReferenceNeighbors.Table(2), [0, 0, 0, 1, value, 0], 1), Throws.InstanceOf<NumericalException>().With.Message.Contains("atom 1"));

    /// <summary>Numbers of coordinates that do not fit are refused.</summary>
    [Test]
    public void WrongLengthIsRefused() => Assert.That(() => NeighborSearch.Find(ReferenceNeighbors.Table(2), [0, 0, 0], 1), Throws.InstanceOf<ArgumentException>());

    private static void Same(NonbondedPairs actual, NonbondedPairs expected)
    {
        Assert.That(actual.Start.AsSpan().SequenceEqual(expected.Start), "starts");
        Assert.That(actual.Atoms.AsSpan().SequenceEqual(expected.Atoms), "partners");
        Assert.That(actual.Contact.AsSpan().SequenceEqual(expected.Contact), "contact distances");
    }
}
