using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

[TestFixture]
public sealed class GeometryStatisticsTests
{
    [Test]
    public void OneStretchedBondGivesTheClosedForm()
    {
        var terms = new TermCollector(4);
        terms.AddBond(0, 1, 1.5, 0.02, true);
        terms.AddBond(1, 2, 1.5, 0.01, true);
        terms.AddBond(2, 3, 1.5, 0.02, false);
        terms.AddAngle(0, 1, 2, 90, 3, true);
        RestraintModel model = Model(terms, 4);
        GeometrySet g = DeviationCounter.Count(model, [0, 0, 0, 1.56, 0, 0, 1.56, 1.5, 0, 1.56, 1.5, 9], null);
        Assert.That(g.Bonds.Count, Is.EqualTo(2), "the third does not count");
        Assert.That(g.Bonds.Rmsd, Is.EqualTo(0.06 / Math.Sqrt(2)).Within(1e-9));
        Assert.That(g.Bonds.RmsZ, Is.EqualTo(3 / Math.Sqrt(2)).Within(1e-9));
        Assert.That(g.Bonds.Max, Is.EqualTo(0.06).Within(1e-9));
        Assert.That(g.Bonds.Worst[0].Z, Is.EqualTo(3).Within(1e-9));
        Assert.That(g.Bonds.Worst[0].Atoms, Is.EqualTo("atom 1 - atom 2"));
        Assert.That(g.Angles.Rmsd, Is.Zero.Within(1e-9));
        Assert.That(g.Torsions, Is.EqualTo(new GeometryClass(0, 0, 0, 0, g.Torsions.Worst)));
    }

    [Test]
    public void EitherHandIsRightForBoth()
    {
        var terms = new TermCollector(4);
        terms.AddChiral(0, 1, 2, 3, 1, true, true);
        double[] x = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, -1];
        Assert.That(DeviationCounter.Count(Model(terms, 4), x, null).Chirality.Max, Is.Zero.Within(1e-12));
    }

    [Test]
    public void SelectionsTakeOnlyWholeTerms()
    {
        Model model = Peptides.Chain(3);
        RestraintModel r = Peptides.Build(model);
        double[] x = Peptides.Coordinates(model);
        int Count(Func<Atom, bool> select) => GeometryStatistics.Compute(r, x, [.. model.Atoms.Select(select)]).Heavy.Bonds.Count;
        Assert.That(Count(a => true), Is.EqualTo(14));
        Assert.That(Count(a => a.ResidueIndex == 0), Is.EqualTo(4));
        Assert.That(Count(a => a.Name is "CA" or "CB"), Is.EqualTo(3));
        Assert.Throws<ArgumentException>(() => GeometryStatistics.Compute(r, x, [true]));
        Assert.Throws<ArgumentException>(() => GeometryStatistics.Compute(r, x.AsSpan(3)));
    }

    [Test]
    public void LabelsNameChainNumberResidueAtomAndAltloc()
    {
        Model model = Peptides.Chain(1);
        model.Residues[0].InsertionCode = 'C';
        model.Atoms[4].AltLoc = 'B';
        Assert.That(Peptides.Build(model).AtomLabel(4), Is.EqualTo("A 1C ALA CB.B"));
    }

    [Test]
    public void ClashesAreOverlapsFromFourTenths()
    {
        var model = new Model();
        model.Chains.Add(new Chain { Id = "W" });
        foreach (double x in new[] { 0.0, 2.0, 20.0, 22.4, 40.0, 42.6 })
        {
            Peptides.AddResidue(model, "HOH", model.Residues.Count + 1, hetero: true);
            Peptides.AddAtom(model, "O", new Vec3(x, 0, 0));
        }

        ContactStatistics contacts = GeometryStatistics.Compute(Peptides.Build(model), Peptides.Coordinates(model)).Contacts;
        Assert.That((contacts.Contacts, contacts.Clashes), Is.EqualTo((2, 1)), "hydrogen-bonded waters touch at 2.55 Å");
        Assert.That(contacts.Worst[0].Atoms, Is.EqualTo("W 1 HOH O - W 2 HOH O"));
        model.Atoms[0].Occupancy = 0;
        Assert.That(GeometryStatistics.Compute(Peptides.Build(model), Peptides.Coordinates(model)).Contacts.Clashes, Is.Zero, "zero occupancy takes no part");
    }

    [Test]
    public void MovingTheWholeModelChangesNothing()
    {
        Model model = Peptides.Chain(5, 170);
        RestraintModel r = Peptides.Build(model);
        GeometryStatistics a = GeometryStatistics.Compute(r, Peptides.Coordinates(model));
        foreach (Atom atom in model.Atoms)
            atom.Position = new Vec3(-atom.Position.Y + 100, atom.Position.X - 50, atom.Position.Z + 7);
        GeometryStatistics b = GeometryStatistics.Compute(r, Peptides.Coordinates(model));
        foreach (Func<GeometrySet, GeometryClass> part in new Func<GeometrySet, GeometryClass>[] { s => s.Bonds, s => s.Angles, s => s.Torsions, s => s.Chirality, s => s.Planes })
            Assert.That(part(b.Heavy).Rmsd, Is.EqualTo(part(a.Heavy).Rmsd).Within(1e-7));
    }

    private static RestraintModel Model(TermCollector terms, int atoms)
    {
        (byte[] bonds, byte[] angles, byte[] torsions, byte[] chirals, byte[] planes) = terms.Counts();
        RestraintModel empty = Peptides.Build(Peptides.Chain(1));
        return empty with
        {
            Table = terms.ToTable(),
            BondCounts = bonds,
            AngleCounts = angles,
            TorsionCounts = torsions,
            ChiralCounts = chirals,
            PlaneCounts = planes,
            IsHydrogen = new byte[atoms],
            AtomLabel = i => $"atom {i + 1}",
        };
    }
}
