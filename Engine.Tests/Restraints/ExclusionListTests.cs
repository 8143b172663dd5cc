using Engine.Core.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

[TestFixture]
public sealed class ExclusionListTests
{
    private static readonly Dictionary<int, List<int>> None = [];

    [Test]
    public void ChainOfFive()
    {
        ExclusionLists lists = ExclusionLists.Make(new BondGraph(5, [0, 1, 1, 2, 2, 3, 3, 4]), None, None);
        Assert.That(Of(lists.ExcludedStart, lists.Excluded, 0), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Of(lists.ExcludedStart, lists.Excluded, 2), Is.EqualTo(new[] { 0, 1, 3, 4 }));
        Assert.That(Of(lists.Start14, lists.Atoms14, 0), Is.EqualTo(new[] { 3 }));
        Assert.That(Of(lists.Start14, lists.Atoms14, 4), Is.EqualTo(new[] { 1 }));
        Assert.That(Of(lists.Start14, lists.Atoms14, 2), Is.Empty);
    }

    [Test]
    public void InARingOfFiveNothingIsFartherThanTwoBonds()
    {
        ExclusionLists lists = ExclusionLists.Make(new BondGraph(5, [0, 1, 1, 2, 2, 3, 3, 4, 4, 0]), None, None);
        for (int i = 0; i < 5; i++)
            Assert.That(Of(lists.ExcludedStart, lists.Excluded, i), Is.EqualTo(Enumerable.Range(0, 5).Where(j => j != i)));
        Assert.That(lists.Atoms14, Is.Empty);
    }

    [Test]
    public void InARingOfSixTheOppositeAtomIsA14Neighbour()
    {
        ExclusionLists lists = ExclusionLists.Make(new BondGraph(6, [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 0]), None, None);
        for (int i = 0; i < 6; i++)
            Assert.That(Of(lists.Start14, lists.Atoms14, i), Is.EqualTo(new[] { (i + 3) % 6 }));
    }

    private static int[] Of(int[] start, int[] atoms, int i) => atoms[start[i]..start[i + 1]];
}
