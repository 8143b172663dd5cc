using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

[TestFixture]
public sealed class ConformerTests
{
    [Test]
    public void TermsNeverMixConformersAndCommonOnesComeOnce()
    {
        Model model = WithTwoSideChains('A', 'B');
        RestraintModel r = Peptides.Build(model);
        int a = Peptides.Find(model, 2, "CB", 'A'), b = Peptides.Find(model, 2, "CB", 'B');
        Assert.That(Terms(r), Has.None.Matches<int[]>(t => t.Contains(a) && t.Contains(b)));
        Assert.That(Terms(r).Count(t => t.Contains(a)), Is.EqualTo(Terms(r).Count(t => t.Contains(b))).And.GreaterThan(4));
        RestraintModel plain = Peptides.Build(Peptides.Chain(3));
        Assert.That(r.Table.BondCount, Is.EqualTo(plain.Table.BondCount + 1));
        Assert.That(r.Table.AngleCount, Is.EqualTo(plain.Table.AngleCount + 2));
        Assert.That(r.Table.ChiralCount, Is.EqualTo(plain.Table.ChiralCount + 1));
        Assert.That(r.Table.PlaneCount, Is.EqualTo(plain.Table.PlaneCount));
    }

    [Test]
    public void ABlankCopyBesideALetteredOneIsItsOwnConformer()
    {
        Model model = WithTwoSideChains('\0', 'B');
        RestraintModel r = Peptides.Build(model);
        int a = Peptides.Find(model, 2, "CB"), b = Peptides.Find(model, 2, "CB", 'B'), ca = Peptides.Find(model, 2, "CA");
        Assert.That(Peptides.Bonds(r), Is.SupersetOf(new[] { (Math.Min(a, ca), Math.Max(a, ca)), (Math.Min(b, ca), Math.Max(b, ca)) }));
        Assert.That(r.Nonbonded.Conformer[a], Is.Not.EqualTo(r.Nonbonded.Conformer[b]).And.Not.Zero);
        Assert.That(r.Nonbonded.Conformer[ca], Is.Zero);
        Assert.That(GeometryStatistics.Compute(r, Peptides.Coordinates(model)).Contacts.Clashes, Is.Zero);
    }

    [Test]
    public void RepeatedAtomsAreReportedAndLeftOut()
    {
        Model model = WithTwoSideChains('\0', '\0');
        RestraintModel r = Peptides.Build(model);
        int second = model.Atoms.FindLastIndex(a => a.Name == "CB" && a.ResidueIndex == 1);
        Assert.That(r.Warnings.Single(), Does.Contain("repeat the name").And.Contain("A 2 ALA CB"));
        Assert.That(r.Nonbonded.Active[second], Is.Zero);
        Assert.That(Terms(r), Has.None.Matches<int[]>(t => t.Contains(second)));
    }

    /// <summary>Three residues; the middle one has two CB atoms 0.6 Å apart.</summary>
    private static Model WithTwoSideChains(char first, char second)
    {
        Model source = Peptides.Chain(3), model = new();
        model.Chains.Add(new Chain { Id = "A" });
        for (int r = 0; r < 3; r++)
        {
            Peptides.AddResidue(model, "ALA", r + 1);
            foreach (Atom a in source.Atoms.Where(a => a.ResidueIndex == r))
            {
                bool doubled = r == 1 && a.Name == "CB";
                Peptides.AddAtom(model, a.Name, a.Position, altLoc: doubled ? first : '\0');
                if (doubled)
                    Peptides.AddAtom(model, a.Name, a.Position + new Vec3(0.3, 0.4, 0.3), altLoc: second);
            }
        }

        return model;
    }

    /// <summary>The atoms of every term.</summary>
    private static List<int[]> Terms(RestraintModel r) =>
    [
        .. r.Table.BondAtoms.Chunk(2), .. r.Table.AngleAtoms.Chunk(3), .. r.Table.TorsionAtoms.Chunk(4), .. r.Table.ChiralAtoms.Chunk(4),
        .. Enumerable.Range(0, r.Table.PlaneCount).Select(p => r.Table.PlaneAtoms[r.Table.PlaneStart[p]..r.Table.PlaneStart[p + 1]]),
    ];
}
