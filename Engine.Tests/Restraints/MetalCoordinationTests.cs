using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

/// <summary>Donors of metals, their distances and the shapes of the sites.</summary>
[TestFixture]
public sealed class MetalCoordinationTests
{
    private static readonly Vec3[] Tetrahedron = [new(1, 1, 1), new(1, -1, -1), new(-1, 1, -1), new(-1, -1, 1)];
    private static readonly Vec3[] Octahedron = [new(1, 0, 0), new(-1, 0, 0), new(0, 1, 0), new(0, -1, 0), new(0, 0, 1), new(0, 0, -1)];

    /// <summary>Rubredoxin of Pyrococcus furiosus: iron between four cysteines.</summary>
    [Test]
    public void RubredoxinIsTetrahedral()
    {
        Structure structure = StructureReader.Read(SharedData.Require("data", "models", "cctbx", "Fe_1brf_snip_reduced.pdb"));
        Model model = structure.First;
        MetalCoordination found = MetalCoordination.Find(model, Coordinates.Of(model));
        MetalSite site = found.Sites.Single();
        Assert.That(site.Ligands.Select(l => model.Atoms[l.Atom].Name), Has.All.EqualTo("SG").And.Exactly(4).Items);
        Assert.That(site.Ligands.Select(l => l.Ideal), Has.All.EqualTo(2.30));
        Assert.That(site.Geometry, Is.EqualTo(MetalGeometry.Tetrahedral));
        RestraintTable table = found.Restrain(new RestraintTable { AtomCount = model.Atoms.Count });
        Assert.That((table.BondCount, table.AngleCount), Is.EqualTo((4, 6)));
        Assert.That(table.BondTop, Has.All.GreaterThan(0));
    }

    [Test]
    public void ContactsThatHaveABondKeepIt()
    {
        Structure structure = StructureReader.Read(SharedData.Require("data", "real", "7cec_30342", "model_full_10_chains.cif.gz"));
        Model model = structure.First;
        RestraintModel restraints = RestraintBuilder.Build(model, structure.Links, Peptides.Library, new RestraintOptions());
        MetalCoordination found = MetalCoordination.Find(model, Coordinates.Of(model));
        RestraintTable table = found.Restrain(restraints.Table);
        int recorded = restraints.Links.Count(l => l.StartsWith("metal", StringComparison.Ordinal)), contacts = found.Sites.Sum(s => s.Ligands.Count);
        TestContext.Out.WriteLine($"{found.Sites.Count} sites, {contacts} contacts, {recorded} recorded, {table.BondCount} added");
        Assert.That(found.Sites, Is.Not.Empty);
        Assert.That(table.BondCount, Is.LessThanOrEqualTo(contacts).And.GreaterThanOrEqualTo(contacts - recorded));
        Assert.That(Peptides.Bonds(restraints).Intersect(Enumerable.Range(0, table.BondCount).Select(k =>
            (Math.Min(table.BondAtoms[2 * k], table.BondAtoms[2 * k + 1]), Math.Max(table.BondAtoms[2 * k], table.BondAtoms[2 * k + 1])))), Is.Empty);
    }

    [TestCase("ZN", "Zn", 2.31, false, MetalGeometry.Tetrahedral, 4, 6)]
    [TestCase("MG", "Mg", 2.08, true, MetalGeometry.Octahedral, 6, 12)]
    public void ShapesAreRecognised(string residue, string element, double distance, bool octahedral, MetalGeometry shape, int bonds, int angles)
    {
        Model model = Site(residue, element, octahedral ? Octahedron : Tetrahedron, distance + 0.1, octahedral);
        MetalCoordination found = MetalCoordination.Find(model, Coordinates.Of(model));
        RestraintTable table = found.Restrain(new RestraintTable { AtomCount = model.Atoms.Count });
        Assert.That(found.Sites.Single().Geometry, Is.EqualTo(shape));
        Assert.That((table.BondCount, table.AngleCount), Is.EqualTo((bonds, angles)));
        Assert.That(table.BondIdeal, Has.All.EqualTo(distance));
        Assert.That(table.AngleIdeal, Has.All.EqualTo(octahedral ? 90 : 109.5));
    }

    [Test]
    public void AnIncompleteShellHasNoShapeAndFarWatersAreNoDonors()
    {
        Model model = Site("MG", "Mg", Octahedron[..5], 2.1, true);
        MetalCoordination found = MetalCoordination.Find(model, Coordinates.Of(model));
        Assert.That(found.Sites.Single().Geometry, Is.EqualTo(MetalGeometry.Unclear));
        Model far = Site("MG", "Mg", Octahedron, 3.0, true);
        Assert.That(MetalCoordination.Find(far, Coordinates.Of(far)).Sites, Is.Empty);
    }

    private static Model Site(string residue, string element, Vec3[] directions, double distance, bool waters)
    {
        var model = new Model();
        model.Chains.Add(new Chain { Id = "A" });
        Peptides.AddResidue(model, residue, 1);
        Peptides.AddAtom(model, residue, Vec3.Zero, element);
        for (int k = 0; k < directions.Length; k++)
        {
            Peptides.AddResidue(model, waters ? "HOH" : "CYS", k + 2);
            Peptides.AddAtom(model, waters ? "O" : "SG", distance * directions[k].Normalized());
        }

        return model;
    }
}
