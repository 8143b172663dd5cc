using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Ncs;

/// <summary>Restraints that users write.</summary>
[TestFixture]
public sealed class UserRestraintFileTests
{
    private static Model TwoConformers()
    {
        Model model = NcsCase.Ring(2, 0, 6);
        model.Residues[1].InsertionCode = 'B';
        int cb = model.Atoms.FindIndex(model.Residues[2].FirstAtom, a => a.Name == "CB");
        int ca = model.Atoms.FindIndex(model.Residues[2].FirstAtom, a => a.Name == "CA");
        (model.Atoms[ca].AltLoc, model.Atoms[cb].Name, model.Atoms[cb].AltLoc) = ('A', "CA", 'B');
        return model;
    }

    [Test]
    public void EveryKindIsRead()
    {
        Model model = TwoConformers();
        RestraintTable table = UserRestraintFile.Parse(
            """
            # a comment
            bond A/1/N B/1/N 5.5 0.1 slack=0.2 limit=1   # behind a line
            bond A/1/CA A/2B/CA 3.8 0.05

            angle A/1/N A/1/CA A/1/C 111 2 limit=6
            torsion A/1/N A/1/CA A/1/C A/1/O -45.5 5 period=3
            torsion A/1/N A/1/CA A/1/C B/1/O 170 10 limit=20
            plane 0.02 A/3/CA.A A/3/CA.B A/3/C A/3/O A/3/N
            """, "my.txt", model);
        int A(string chain, int number, string name, char alt = '\0') =>
            new ModelIndex(model).Residues(chain, number, number == 2 ? 'B' : '\0').SelectMany(r => Enumerable.Range(model.Residues[r].FirstAtom, model.Residues[r].AtomCount))
                .First(i => model.Atoms[i].Name == name && model.Atoms[i].AltLoc == alt);
        Assert.Multiple(() =>
        {
            Assert.That(table.BondAtoms, Is.EqualTo(new[] { A("A", 1, "N"), A("B", 1, "N"), A("A", 1, "CA"), A("A", 2, "CA") }));
            Assert.That(table.BondIdeal, Is.EqualTo(new[] { 5.5, 3.8 }));
            Assert.That(table.BondWeight, Is.EqualTo(new[] { 100.0, 400 }).Within(1e-9));
            Assert.That(table.BondSlack, Is.EqualTo(new[] { 0.2, 0 }));
            Assert.That(table.BondTop, Is.EqualTo(new[] { 100.0, 0 }).Within(1e-9));
            Assert.That(table.AngleTop, Is.EqualTo(new[] { 9.0 }).Within(1e-9));
            Assert.That(table.TorsionIdeal, Is.EqualTo(new[] { -45.5, 170 }));
            Assert.That(table.TorsionPeriod, Is.EqualTo(new[] { 3, 0 }));
            Assert.That(table.TorsionTop, Is.EqualTo(new[] { 0, 4.0 }).Within(1e-9));
            Assert.That(table.PlaneStart, Is.EqualTo(new[] { 0, 5 }));
            Assert.That(table.PlaneAtoms[..2], Is.EqualTo(new[] { A("A", 3, "CA", 'A'), A("A", 3, "CA", 'B') }));
        });
    }

    [Test]
    public void PositionsHoldSelectedAtomsWhereTheyAre()
    {
        Model model = TwoConformers();
        RestraintTable table = UserRestraintFile.Parse("position 0.5 chain B and name N limit=2\nposition 0.1 chain A and resid 1 and name CA", "my.txt", model);
        int[] expected = [.. Enumerable.Range(0, model.Atoms.Count).Where(i => model.Chains[model.Residues[model.Atoms[i].ResidueIndex].ChainIndex].Id == "B" && model.Atoms[i].Name == "N")];
        Assert.Multiple(() =>
        {
            Assert.That(expected, Has.Length.GreaterThan(3));
            Assert.That(table.SiteAtoms[..^1], Is.EqualTo(expected));
            Assert.That(table.SiteIdeal[..3], Is.EqualTo(new[] { model.Atoms[expected[0]].Position.X, model.Atoms[expected[0]].Position.Y, model.Atoms[expected[0]].Position.Z }));
            Assert.That(table.SiteWeight[0], Is.EqualTo(4).Within(1e-9));
            Assert.That(table.SiteTop[0], Is.EqualTo(16).Within(1e-9));
            Assert.That(table.SiteWeight[^1], Is.EqualTo(100).Within(1e-9));
            Assert.That(table.SiteTop[^1], Is.Zero);
        });
    }

    [TestCase("position 0.5", "my.txt: line 2: position: the selection is missing", "chain A and name CA")]
    [TestCase("position 0.5 chain Q", "'chain Q' selects no atom", "")]
    [TestCase("position 0.5 chain A annd name CA", "line 2: ", "annd")]
    [TestCase("position chain A", "sigma 'chain' must be a number", "")]
    [TestCase("bond A/1/N A/1/XX 1.3 0.02", "my.txt: line 2: 'A/1/XX': residue A 1 ", "no such atom")]
    [TestCase("bond A/1/N A/77/N 1.3 0.02", "no residue 77 in chain A", "")]
    [TestCase("bond A/1/N 1.3 0.02", "'1.3' is no atom", "chain/residue/name")]
    [TestCase("bond A/1/N A/1/N 1.3 0.02", "twice", "A 1 ")]
    [TestCase("bond A/1/N A/1/CA", "the length is missing", "")]
    [TestCase("bond A/1/N A/1/CA 1.3", "the sigma is missing", "")]
    [TestCase("bond A/1/N A/1/CA -1 0.02", "length '-1' must be a number above 0 Å", "")]
    [TestCase("bond A/1/N A/1/CA 1.3 0", "sigma '0' must be a number", "")]
    [TestCase("bond A/1/N A/1/CA 1.3 NaN", "sigma 'NaN'", "")]
    [TestCase("bond A/1/N A/1/CA 1,3 0.1", "length '1,3'", "")]
    [TestCase("bond A/1/N A/1/CA 1.3 0.02 0.1", "'0.1' is too much", "one restraint per line")]
    [TestCase("bond A/1/N A/1/CA 1.3 0.02 top=3", "no option top", "")]
    [TestCase("bond A/1/N A/1/CA 1.3 0.02 limit=x", "limit 'x'", "")]
    [TestCase("bond A/1/N A/1/CA 1.3 0.02 limit=1 limit=2", "given twice", "")]
    [TestCase("bond A/3/CA A/1/CA 1.3 0.02", "is 2 atoms", "such as A/3/CA.A")]
    [TestCase("bond A/3/CA.AB A/1/CA 1.3 0.02", "must be one character", "")]
    [TestCase("angle A/1/N A/1/CA A/1/C 190 2", "angle '190'", "")]
    [TestCase("torsion A/1/N A/1/CA A/1/C A/1/O 180 5 period=2.5", "whole number", "")]
    [TestCase("torsion A/1/N A/1/CA A/1/C A/1/O 180 5 period=2 limit=9", "cannot have a limit", "leave one")]
    [TestCase("plane 0.02 A/1/N A/1/CA A/1/C", "at least 4 atoms and has 3", "")]
    [TestCase("distance A/1/N A/1/CA 1 1", "'distance' is no kind of restraint", "bond, angle, torsion, plane or position")]
    [TestCase("bond A//N A/1/CA 1 1", "'A//N' is no atom", "")]
    [TestCase("=", "no kind", "")]
    public void FaultsAreNamedWithFileAndLine(string line, string what, string wayOut)
    {
        string message = Assert.Throws<InputException>(() => UserRestraintFile.Parse("# first\n" + line, "my.txt", TwoConformers()))!.Message;
        Assert.That(message, Does.StartWith("my.txt: line 2: ").And.Contain(what).And.Contain(wayOut).And.Not.Contain("\n"));
    }

    [Test]
    public void FilesAreReadAndMissingOnesNamed()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"restraints-{Guid.NewGuid():N}.txt");
        Assert.That(Assert.Throws<InputException>(() => UserRestraintFile.Read(path, new Model()))!.Message, Does.Contain(path).And.Contain("no such file"));
        File.WriteAllText(path, "bond A/1/N A/1/CA 1.46 0.02\r\n");
        try
        {
            Assert.That(UserRestraintFile.Read(path, NcsCase.Ring(1, 0, 3)).BondCount, Is.EqualTo(1));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
