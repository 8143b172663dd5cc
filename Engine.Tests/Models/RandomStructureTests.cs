using System.Text;
using Engine.Core.Geometry;
using Engine.Core.Models;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace Engine.Tests.Models;

/// <summary>Structures with every odd id the formats allow survive writing and reading.</summary>
[TestFixture]
public sealed class RandomStructureTests
{
    [Test]
    public void PdbKeepsAnyStructureItCanHold() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        Structure structure = Make(new Random(seed), isPdb: true);
        Assert.That(PdbWriter.WhyNot(structure), Is.Null);
        Structure again = StructureReader.Parse(Encoding.UTF8.GetBytes(PdbWriter.ToText(structure)), "again.pdb");
        ModelAssert.Same(again, structure);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void MmcifKeepsAnyStructure() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        Structure structure = Make(new Random(seed), isPdb: false);
        string text = MmcifWriter.ToText(structure);
        Structure again = StructureReader.Parse(Encoding.UTF8.GetBytes(text), "again.cif");
        ModelAssert.Same(again, structure, comparePdbOnly: false);
        Assert.That(MmcifWriter.ToText(again), Is.EqualTo(text));
    }).QuickCheckThrowOnFailure();

    private static Structure Make(Random random, bool isPdb)
    {
        var structure = new Structure { Name = "random", Cell = random.Next(2) == 0 ? null : new UnitCell(10.5, 20.25, 30.125, 90, 100.5, 90) };
        int models = random.Next(1, 4);
        for (int m = 1; m <= models; m++)
            structure.Models.Add(MakeModel(random, models == 1 ? 1 : m * random.Next(1, 3) + 10 * m, isPdb));
        Model first = structure.First;
        if (first.Atoms.Count > 1)
        {
            structure.Links.Add(new LinkRecord("disulf", Partner(first, first.Atoms[0]) with { AtomName = "SG", AltLoc = '\0' }, Partner(first, first.Atoms[^1]) with { AtomName = "SG", AltLoc = '\0' }, false));
            structure.Links.Add(new LinkRecord(
                "covale", Partner(first, first.Atoms[0]) with { AtomName = "C1'" }, Partner(first, first.Atoms[^1]) with { AtomName = "O3'" }, true)
            {
                FirstSymmetry = "1_555",
                SecondSymmetry = "4_556",
            });
        }

        return structure;
    }

    private static Model MakeModel(Random random, int number, bool isPdb)
    {
        string[] chains = isPdb ? ["A", "b", "9", "XY", ""] : ["A", "b", "9", "XY", "LONG-1", "x'y"];
        string[] names = isPdb ? ["ALA", "HOH", "ZN", "DA", "0A1", "U"] : ["ALA", "HOH", "A1ABC", "DA", "0A1", "U"];
        string[] atoms = isPdb ? ["CA", "O5'", "H5''", "1HB", "C", "SE", "\"Q"] : ["CA", "O5'", "H5''", "1HB", "LONGNAME", "a b", "\"Q\"", "_x"];
        string[] elements = ["C", "O", "H", "D", "Se", "Zn", "X", "N"];
        var model = new Model { Number = number };
        foreach (string chain in chains.Where(_ => random.Next(2) == 0).DefaultIfEmpty("A").ToArray())
        {
            model.Chains.Add(new Chain { Id = chain });
            int residueNumber = random.Next(-999, 20_000);
            for (int count = random.Next(1, 6); count > 0; count--)
            {
                residueNumber += random.Next(1, 4);
                var residue = new Residue
                {
                    Name = names[random.Next(names.Length)],
                    ChainIndex = model.Chains.Count - 1,
                    Number = residueNumber,
                    InsertionCode = random.Next(3) == 0 ? 'A' : '\0',
                    SegmentId = isPdb && random.Next(3) == 0 ? "SEG1" : "",
                    IsHetero = random.Next(2) == 0,
                    EndsChain = isPdb && random.Next(4) == 0,
                    FirstAtom = model.Atoms.Count,
                };
                model.Chains[^1].Residues.Add(model.Residues.Count);
                foreach (string atom in atoms.Where(_ => random.Next(2) == 0).DefaultIfEmpty("CA").ToArray())
                {
                    foreach (char altLoc in random.Next(4) == 0 ? "AB" : "\0")
                        model.Atoms.Add(MakeAtom(random, atom, altLoc, elements[random.Next(elements.Length)], model.Residues.Count, model.Atoms.Count + 1));
                }

                residue.AtomCount = model.Atoms.Count - residue.FirstAtom;
                model.Residues.Add(residue);
            }
        }

        return model;
    }

    private static Atom MakeAtom(Random random, string name, char altLoc, string element, int residue, int serial)
    {
        Assert.That(Element.TryParse(element, out Element parsed), Is.True);
        return new Atom
        {
            Name = name,
            AltLoc = altLoc,
            Element = parsed,
            Charge = (sbyte)random.Next(-3, 4),
            Serial = serial,
            ResidueIndex = residue,
            Position = new Vec3(random.Next(-999_999, 9_999_999) / 1000.0, random.Next(-999_999, 9_999_999) / 1000.0, random.Next(-1000, 1000) / 1000.0),
            Occupancy = random.Next(0, 101) / 100.0,
            BIso = random.Next(-1000, 99_999) / 100.0,
            UAniso = random.Next(3) == 0 ? [.. Enumerable.Range(0, 6).Select(_ => random.Next(-9999, 9999) / 10_000.0)] : null,
        };
    }

    private static LinkPartner Partner(Model model, Atom atom)
    {
        Residue r = model.Residues[atom.ResidueIndex];
        return new LinkPartner(model.Chains[r.ChainIndex].Id, r.Number, r.InsertionCode, r.Name, atom.Name, atom.AltLoc);
    }
}
