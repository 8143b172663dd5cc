using Engine.Core.Chemistry;
using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.Chemistry;

[TestFixture]
public sealed class MonomerLibraryTests
{
    private static MonomerCifSource Core() => new(SharedData.Require("data", "monlib_core"));

    [Test]
    public void EveryFileOfTheLibraryCoreReads()
    {
        MonomerCifSource source = Core();
        int count = 0;
        foreach (string path in Directory.EnumerateFiles(source.Folder, "*.cif", SearchOption.AllDirectories))
        {
            string id = Path.GetFileNameWithoutExtension(path);
            if (id is "ener_lib" or "mon_lib_list")
                continue;
            ChemicalComponent? component = source.Find(id);
            Assert.That(component, Is.Not.Null, path);
            AssertConsistent(component!);
            count++;
        }

        Assert.That(count, Is.EqualTo(113));
    }

    /// <summary>A sample of the installed library (Debian's refmac-dictionary, an older format), and the standard residues in it.</summary>
    [Test]
    public void InstalledLibraryReads()
    {
        MonomerCifSource? source = MonomerCifSource.Installed();
        if (source == null)
            Assert.Ignore("needs an installed monomer library: apt-get install refmac-dictionary");
        string[] files = [.. Directory.EnumerateFiles(source!.Folder, "*.cif", SearchOption.AllDirectories).Where(f => !f.Contains('_', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Where((_, i) => i % 150 == 0)];
        foreach (string id in files.Select(f => Path.GetFileNameWithoutExtension(f)!).Concat(["ALA", "PRO", "HIS", "A", "DT", "NAG", "HOH", "MG"]))
        {
            ChemicalComponent? component = source.Find(id);
            Assert.That(component, Is.Not.Null, id);
            AssertConsistent(component!);
        }

        Assert.That(source.Find("PRO")!.Group, Is.EqualTo("p-peptide"));
    }

    [Test]
    public void ValuesOfOneFile()
    {
        ChemicalComponent ala = Core().Find("ALA")!;
        Assert.That(ala.Group, Is.EqualTo("peptide"));
        Assert.That(ala.Atoms, Has.Count.EqualTo(13));
        Assert.That(ala.Bonds.Single(b => b.Atom1 == "CA" && b.Atom2 == "HA").Ideal, Is.EqualTo(0.997), "electron-cloud distance, not the nuclear one");
        Assert.That(ala.Bonds.Single(b => b.Atom1 == "C" && b.Atom2 == "O").Order, Is.EqualTo(BondOrder.Double));
        Assert.That(ala.Angles.Single(a => a is { Atom1: "CA", Apex: "C", Atom3: "OXT" }), Is.EqualTo(new ComponentAngle("CA", "C", "OXT", 117.191, 2.33)));
        Assert.That(ala.Chirals.Single(), Is.EqualTo(new ComponentChiral("CA", "N", "C", "CB", ChiralSign.Positive)));
        Assert.That(ala.Planes.Single().Atoms, Is.EquivalentTo(new[] { "C", "CA", "O", "OXT" }));
        Assert.That(ala.Atoms.Single(a => a.Name == "OXT"), Is.EqualTo(new ComponentAtom("OXT", Element.O, "OC", -1)));
        Assert.That(Core().Find("PRO")!.Group, Is.EqualTo("p-peptide"));
    }

    [Test]
    public void ContradictingPuckerTorsionsAreLeftOut() =>
        Assert.That(Core().Find("A")!.Torsions.Any(t => t.Id.StartsWith("C2e", StringComparison.Ordinal) || t.Id.StartsWith("C3e", StringComparison.Ordinal)), Is.False);

    [Test]
    public void IdsThatAreNoFileNamesAreNotFound()
    {
        MonomerCifSource source = Core();
        Assert.That(source.Find("../a/ALA"), Is.Null);
        Assert.That(source.Find(""), Is.Null);
        Assert.That(source.Find("QQQQQ"), Is.Null);
    }

    [Test]
    public void LinksOfTheLibraryRead()
    {
        var library = new LinkLibrary();
        Assert.That(Core().AddLinksTo(library), Is.True);
        LinkDefinition trans = library.FindLink("TRANS")!;
        Assert.That(trans.Bonds.Single(), Is.EqualTo(new LinkBond(new(1, "C"), new(2, "N"), BondOrder.Single, 1.337, 0.011)));
        Assert.That(trans.Angles, Has.Count.EqualTo(4));
        Assert.That(trans.Planes, Has.Count.EqualTo(2));
        Assert.That(trans.Planes.Select(p => p.Atoms.Count), Is.All.EqualTo(4));
        Assert.That(library.FindLink("BETA1-2")!.Chirals.Single().Sign, Is.EqualTo(ChiralSign.Positive), "the file says 'positiv'");
        Assert.That(library.Links.Count(), Is.GreaterThan(100));
    }

    [Test]
    public void ModificationsOfTheLibraryTurnAnAminoAcidIntoAResidue()
    {
        MonomerCifSource source = Core();
        var library = new LinkLibrary();
        source.AddLinksTo(library);
        ChemicalComponent residue = library.Modify(source.Find("ALA")!, "DEL-OXT", "DEL-HN1");
        Assert.That(residue.Atoms.Select(a => a.Name), Is.EquivalentTo(new[] { "N", "CA", "C", "O", "CB", "H", "HA", "HB1", "HB2", "HB3" }));
        Assert.That(residue.Bonds.Single(b => b.Atom1 == "N" && b.Atom2 == "CA").Ideal, Is.EqualTo(1.453));
        Assert.That(residue.Bonds.Single(b => b.Atom1 == "C" && b.Atom2 == "O").Ideal, Is.EqualTo(1.229));
        Assert.That(residue.Angles.Single(a => a.Apex == "C").Ideal, Is.EqualTo(120.614));
        Assert.That(residue.Planes, Is.Empty);
        Assert.That(residue.Atoms.Single(a => a.Name == "N").EnergyType, Is.EqualTo("NH1"));
        AssertConsistent(residue);
    }

    [Test]
    public void AtomTypesOfTheLibraryRead()
    {
        AtomTypeTable table = Core().ReadAtomTypes()!;
        Assert.That(table.Find("CH1", Element.C), Is.EqualTo(new AtomTypeData("CH1", HydrogenBondRole.None, 1.7, 1.95, double.NaN)));
        Assert.That(table.Find("OH2", Element.O).Role, Is.EqualTo(HydrogenBondRole.Both));
        Assert.That(table.Find("MG", new Element(12)).IonRadius, Is.EqualTo(0.71));
        Assert.That(table.Count, Is.GreaterThan(150));
    }

    /// <summary>The rules for atom types against those that the library's authors give.</summary>
    [Test]
    public void DerivedTypesAgreeWithTheLibrary()
    {
        MonomerCifSource source = Core();
        int same = 0, all = 0;
        var differences = new List<string>();
        foreach (string path in Directory.EnumerateFiles(source.Folder, "*.cif", SearchOption.AllDirectories))
        {
            if (source.Find(Path.GetFileNameWithoutExtension(path)) is not ChemicalComponent component)
                continue;
            var graph = new ComponentGraph(component);
            for (int i = 0; i < component.Atoms.Count; i++)
            {
                string given = component.Atoms[i].EnergyType, derived = AtomTyper.Derive(graph, i);
                bool equal = given == derived || (given.StartsWith('H') && derived == "H");
                all++;
                same += equal ? 1 : 0;
                if (!equal)
                    differences.Add($"{component.Id} {component.Atoms[i].Name} {given} {derived}");
            }
        }

        Assert.That((double)same / all, Is.GreaterThan(0.96), string.Join('\n', differences));
    }

    /// <summary>Names refer to atoms, values are sensible, every pair of bonds has its angle.</summary>
    internal static void AssertConsistent(ChemicalComponent c)
    {
        var names = c.Atoms.Select(a => a.Name).ToHashSet();
        Assert.That(names, Has.Count.EqualTo(c.Atoms.Count), $"{c.Id}: atom names repeat");
        Assert.That(c.Atoms, Is.Not.Empty, c.Id);
        Assert.That(c.Atoms.Where(a => a.EnergyType.Length == 0), Is.Empty, c.Id);
        foreach (ComponentBond b in c.Bonds)
        {
            Assert.That(names, Does.Contain(b.Atom1).And.Contain(b.Atom2), $"{c.Id} {b}");
            Assert.That(b.Ideal, Is.InRange(0.7, 3.0), $"{c.Id} {b}");
            Assert.That(b.Sigma, Is.InRange(0.002, 0.3), $"{c.Id} {b}");
        }

        foreach (ComponentAngle a in c.Angles)
        {
            Assert.That(names, Does.Contain(a.Atom1).And.Contain(a.Apex).And.Contain(a.Atom3), $"{c.Id} {a}");
            Assert.That(a.Ideal, Is.InRange(25, 180), $"{c.Id} {a}");
            Assert.That(a.Sigma, Is.GreaterThan(0), $"{c.Id} {a}");
        }

        foreach (ComponentTorsion t in c.Torsions)
        {
            Assert.That(names, Does.Contain(t.Atom1).And.Contain(t.Atom2).And.Contain(t.Atom3).And.Contain(t.Atom4), $"{c.Id} {t}");
            Assert.That(t.Sigma, Is.GreaterThan(0), $"{c.Id} {t}");
            Assert.That(t.Period, Is.InRange(0, 6), $"{c.Id} {t}");
        }

        foreach (ComponentPlane p in c.Planes)
        {
            Assert.That(p.Atoms, Has.Count.GreaterThanOrEqualTo(4), $"{c.Id} {p.Id}");
            Assert.That(p.Atoms, Is.SubsetOf(names), $"{c.Id} {p.Id}");
        }

        foreach (ComponentChiral ch in c.Chirals)
            Assert.That(names, Does.Contain(ch.Centre).And.Contain(ch.Atom1).And.Contain(ch.Atom2).And.Contain(ch.Atom3), $"{c.Id} {ch}");
    }
}
