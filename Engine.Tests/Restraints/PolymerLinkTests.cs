using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

[TestFixture]
public sealed class PolymerLinkTests
{
    [TestCase(180, "TRANS")]
    [TestCase(-160, "TRANS")]
    [TestCase(100, "TRANS")]
    [TestCase(3, "CIS")]
    [TestCase(-40, "CIS")]
    [TestCase(70, "CIS")]
    public void OmegaDecidesBetweenCisAndTrans(double omega, string link)
    {
        RestraintModel r = Peptides.Build(Peptides.Chain(2, omega));
        Assert.That(r.Links, Is.EqualTo(new[] { $"{link} A 1 ALA - A 2 ALA" }));
        int k = Enumerable.Range(0, r.Table.TorsionCount).Single(t => r.Table.TorsionPeriod[t] == 0 && Math.Abs(r.Table.TorsionWeight[t] - 0.04) < 1e-9);
        Assert.That(r.Table.TorsionIdeal[k], Is.EqualTo(link == "CIS" ? 0 : 180));
    }

    [Test]
    public void ProlineHasItsOwnLink()
    {
        Model model = Peptides.Chain(2);
        Residue second = model.Residues[1];
        second.Name = "PRO";
        RestraintModel r = Peptides.Build(model);
        Assert.That(r.Links, Is.EqualTo(new[] { "PTRANS A 1 ALA - A 2 PRO" }));
    }

    [TestCase(2.4, 1)]
    [TestCase(2.6, 0)]
    public void LongDistancesAreGaps(double peptideBond, int links) =>
        Assert.That(Peptides.Build(Peptides.Chain(2, peptideBond: peptideBond)).Links, Has.Count.EqualTo(links));

    /// <summary>A helix of alanines shaken so much that bonds and torsions mean little is linked as before, but for a gap in its numbers.</summary>
    [TestCase(0.3, 11)]
    [TestCase(1.0, 11)]
    [TestCase(1.5, 11)]
    public void NeighboursInSequenceOfATornModelAreLinkedAndTrans(double shake, int links)
    {
        Model model = Peptides.Chain(13);
        for (int r = 6; r < model.Residues.Count; r++)
            model.Residues[r].Number += 30;
        Vec3 away = new(0, 0, 12);
        foreach (Atom atom in model.Atoms.Where(a => a.ResidueIndex >= 6))
            atom.Position += away;
        ModelShaker.Shake(model, shake, 3);
        RestraintModel r2 = Peptides.Build(model);
        Assert.That(r2.Links, Has.Count.EqualTo(links).And.All.StartsWith("TRANS"));
        Assert.That(r2.Warnings.Any(w => w.StartsWith("bonds are wrong", StringComparison.Ordinal)), Is.EqualTo(shake > 0.7));
    }

    [TestCase(1.33, 1)]
    [TestCase(2.2, 0)]
    public void AcrossTerOnlyARealBondCounts(double peptideBond, int links)
    {
        Model model = Peptides.Chain(2, peptideBond: peptideBond);
        model.Residues[0].EndsChain = true;
        Assert.That(Peptides.Build(model).Links, Has.Count.EqualTo(links));
    }

    [Test]
    public void LinkedResiduesTakePeptideValuesAndTheEndThoseOfTheAcid()
    {
        Model model = Peptides.Chain(3);
        Vec3 c = model.Atoms[Peptides.Find(model, 3, "C")].Position, ca = model.Atoms[Peptides.Find(model, 3, "CA")].Position;
        Peptides.AddAtom(model, "OXT", Peptides.Place(model.Atoms[Peptides.Find(model, 3, "N")].Position, ca, c, 1.25, 117, 130));
        RestraintModel r = Peptides.Build(model);
        Assert.That(BondIdeal(r, model, 1, "C", "O"), Is.EqualTo(1.229).Within(0.003));
        Assert.That(BondIdeal(r, model, 3, "C", "O"), Is.GreaterThan(1.24));
        Assert.That(BondIdeal(r, model, 3, "C", "OXT"), Is.EqualTo(BondIdeal(r, model, 3, "C", "O")).Within(1e-9));
        Assert.That(BondIdeal(r, model, 2, "N", "CA"), Is.EqualTo(1.459).Within(0.002));
        Assert.That(r.Warnings, Is.Empty);
    }

    [Test]
    public void ATruncatedEndHasPeptideValues()
    {
        Model model = Peptides.Chain(2);
        Assert.That(BondIdeal(Peptides.Build(model), model, 2, "C", "O"), Is.EqualTo(1.229).Within(0.003));
    }

    [Test]
    public void FreeAcidTargetsLeaveTheCarbonylAlone()
    {
        Model model = Peptides.Chain(2);
        RestraintModel r = RestraintBuilder.Build(model, [], Peptides.Library, new RestraintOptions { FreeAcidTargets = true });
        Assert.That(BondIdeal(r, model, 1, "C", "O"), Is.GreaterThan(1.24));
    }

    [Test]
    public void ExactGeometryHasNoDeviations()
    {
        Model model = Peptides.Chain(6);
        GeometryStatistics g = GeometryStatistics.Compute(Peptides.Build(model), Peptides.Coordinates(model));
        Assert.That(g.Heavy.Bonds.Rmsd, Is.LessThan(0.02));
        Assert.That(g.Heavy.Angles.Rmsd, Is.LessThan(2));
        Assert.That(g.Heavy.Planes.Max, Is.LessThan(0.02));
        Assert.That(g.Heavy.Chirality.Max, Is.LessThan(0.3));
        Assert.That(g.Heavy.Torsions.Max, Is.LessThan(2), "omega and the place of CB");
    }

    [Test]
    public void AnUnknownAminoAcidIsLinkedLikeItsNeighbours()
    {
        Model model = Peptides.Chain(3);
        model.Residues[1].Name = "Q7Z";
        RestraintModel r = Peptides.Build(model);
        Assert.That(r.Links, Is.EqualTo(new[] { "TRANS A 1 ALA - A 2 Q7Z", "TRANS A 2 Q7Z - A 3 ALA" }));
        Assert.That(r.UnknownComponents, Is.EqualTo(new[] { "Q7Z" }));
    }

    [Test]
    public void AnAlternativeResidueIsLinkedToBothNeighbours()
    {
        Model model = Peptides.Chain(3);
        Residue second = model.Residues[1];
        Atom[] copy = [.. model.Atoms.Skip(second.FirstAtom).Take(second.AtomCount)];
        var hetero = new Model();
        hetero.Chains.Add(new Chain { Id = "A" });
        foreach ((string name, char alt, int number) in new[] { ("ALA", '\0', 1), ("ALA", 'A', 2), ("SER", 'B', 2), ("ALA", '\0', 3) })
        {
            Peptides.AddResidue(hetero, name, number);
            foreach (Atom a in number == 2 ? copy : [.. model.Atoms.Where(a => a.ResidueIndex == number - 1)])
                Peptides.AddAtom(hetero, a.Name, a.Position, altLoc: alt);
        }

        RestraintModel r = Peptides.Build(hetero);
        Assert.That(r.Links, Is.EquivalentTo(new[]
        {
            "TRANS A 1 ALA - A 2 ALA", "TRANS A 1 ALA - A 2 SER", "TRANS A 2 ALA - A 3 ALA", "TRANS A 2 SER - A 3 ALA",
        }));
        GeometryStatistics g = GeometryStatistics.Compute(r, Peptides.Coordinates(hetero));
        Assert.That(g.Contacts.Clashes, Is.Zero, "the two residues at one place do not see each other");
        Assert.That(g.Heavy.Bonds.Max, Is.LessThan(0.05));
    }

    private static double BondIdeal(RestraintModel r, Model model, int number, string first, string second)
    {
        int a = Peptides.Find(model, number, first), b = Peptides.Find(model, number, second);
        int[] x = r.Table.BondAtoms;
        int k = Enumerable.Range(0, r.Table.BondCount).Single(i => (x[2 * i], x[2 * i + 1]) == (a, b) || (x[2 * i], x[2 * i + 1]) == (b, a));
        return r.Table.BondIdeal[k];
    }
}
