using Engine.Core.Restraints;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Tests.Refinement;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

/// <summary>Parts of the contact and riding tables.</summary>
[TestFixture]
public sealed class ContactSubsetTests
{
    [Test]
    public void APartHasTheContactsOfTheWholeAmongItsAtoms()
    {
        RefinementCase whole = RefinementCase.WithHydrogens(14, 0.2);
        NonbondedTable table = whole.Restraints.Nonbonded;
        var random = new RandomSource(3);
        int[] atoms = [.. Enumerable.Range(0, whole.All.Length).Where(_ => random.NextUniform() < 0.6)];
        double[] x = [.. atoms.SelectMany(i => whole.X[(3 * i)..(3 * i + 3)])];
        HashSet<int> kept = [.. atoms];
        string[] expected = [.. Contacts(NeighborSearch.Find(table, whole.X, 1)).Where(c => kept.Contains(c.I) && kept.Contains(c.J)).Select(c => $"{c}")];
        string[] found = [.. Contacts(NeighborSearch.Find(table.Renumber(atoms), x, 1)).Select(c => $"{c with { I = atoms[c.I], J = atoms[c.J] }}")];
        Assert.That(expected, Is.Not.Empty);
        Assert.That(found, Is.EqualTo(expected));
    }

    [Test]
    public void PairsOfFixedAtomsAreLeftOutAndNoOthers()
    {
        RefinementCase whole = RefinementCase.WithHydrogens(10, 0.2);
        bool[] movable = [.. whole.All.Select((_, i) => i % 3 == 0)];
        string[] expected = [.. Contacts(NeighborSearch.Find(whole.Restraints.Nonbonded, whole.X, 1)).Where(c => movable[c.I] || movable[c.J]).Select(c => $"{c}")];
        string[] found = [.. Contacts(NeighborSearch.Find(whole.Restraints.Nonbonded.WithMovable(movable), whole.X, 1)).Select(c => $"{c}")];
        Assert.That(found, Is.EqualTo(expected));
    }

    [Test]
    public void RidingAtomsKeepTheirFrames()
    {
        RefinementCase whole = RefinementCase.WithHydrogens(10, 0);
        RidingTable riding = whole.Restraints.Riding;
        bool[] movable = [.. whole.Model.Atoms.Select(a => a.ResidueIndex is > 2 and < 7)];
        RidingTable part = riding.OfMovable(movable);
        int[] atoms = [.. Enumerable.Range(0, movable.Length).Where(i => whole.Model.Atoms[i].ResidueIndex is > 1 and < 8)];
        RidingTable anew = part.Renumber(atoms);
        Assert.Multiple(() =>
        {
            Assert.That(part.Hydrogen, Is.EqualTo(riding.Hydrogen.Where(h => movable[h])));
            Assert.That(part.Count, Is.GreaterThan(20));
            Assert.That(anew.Hydrogen.Select(h => atoms[h]), Is.EqualTo(part.Hydrogen));
            Assert.That(anew.Frame.Select(f => f < 0 ? f : atoms[f]), Is.EqualTo(part.Frame));
        });
    }

    private static IEnumerable<Contact> Contacts(NonbondedPairs pairs)
    {
        for (int i = 0; i + 1 < pairs.Start.Length; i++)
        {
            for (int k = pairs.Start[i]; k < pairs.Start[i + 1]; k++)
                yield return new(i, pairs.Atoms[k], pairs.Contact[k]);
        }
    }

    private readonly record struct Contact(int I, int J, float Distance);
}
