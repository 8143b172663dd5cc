using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Scoring;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Maps;
using Engine.Tests.ModelMaps;
using Engine.Tests.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Scoring;

/// <summary>Atom inclusion and the level that encloses a molecule's volume.</summary>
[TestFixture]
public sealed class AtomInclusionTests
{
    /// <summary>Density that falls by 1 per Å: an atom is included up to the level of its place.</summary>
    [Test]
    public void InclusionCountsAtomsAtOrAboveTheLevel()
    {
        Model model = Peptides.Chain(2);
        for (int i = 0; i < model.Atoms.Count; i++)
            model.Atoms[i].Position = new Vec3(i, 5, 5);
        Peptides.AddAtom(model, "H", new Vec3(0, 5, 5));
        AtomInclusion found = Compute(model, (x, _, _) => 10 - x, 4.5);
        Assert.Multiple(() =>
        {
            Assert.That((found.NAtoms, found.NOutside), Is.EqualTo((10, 0)), "hydrogens do not count");
            Assert.That(found.All, Is.EqualTo(0.6), "atoms at 0 to 5 Å");
            Assert.That(found.Backbone, Is.EqualTo(5.0 / 8));
            Assert.That(found.Residues.Select(r => (r.Name, r.Inclusion, r.NAtoms)), Is.EqualTo(new[] { ("A 1 ALA", 1.0, 5), ("A 2 ALA", 0.2, 5) }));
            Assert.That(found.Chains.Single().Inclusion, Is.EqualTo(0.6));
            Assert.That(found.Curve, Has.Count.EqualTo(101));
            Assert.That((found.Curve[0].Level, found.Curve[0].All, found.Curve[^1].Level, found.Curve[^1].All), Is.EqualTo((0.0, 1.0, 10.0, 0.1)));
            Assert.That(found.Curve.Zip(found.Curve.Skip(1)).All(p => p.First.All >= p.Second.All));
        });
    }

    /// <summary>An atom exactly at the level is included, in groups too; a level above all densities includes none.</summary>
    [Test]
    public void AtomsAtTheLevelAreIncluded()
    {
        Model model = Peptides.Chain(2);
        for (int i = 0; i < model.Atoms.Count; i++)
            model.Atoms[i].Position = new Vec3(i, 5, 5);
        AtomInclusion found = Compute(model, (x, _, _) => 10 - x, 4);
        Assert.That((found.All, found.Residues[1].Inclusion, found.Chains[0].Inclusion), Is.EqualTo((0.7, 0.4, 0.7)));
        Assert.That(Compute(model, (x, _, _) => 10 - x, 10.5).All, Is.Zero);
    }

    /// <summary>Half occupied atoms have half their mass.</summary>
    [Test]
    public void OccupanciesCountInTheVolume()
    {
        Model half = Peptides.Chain(40), whole = Peptides.Chain(20);
        foreach (Atom atom in half.Atoms)
            atom.Occupancy = 0.5;
        using DensityMap map = TestGrid.RandomMap(TestGrid.Make(30, 31, 32, new Vec3(1, 1, 1)), 5);
        Assert.That(ContourLevel.OfVolume(map, half, TestModel.All(half)).Value, Is.EqualTo(ContourLevel.OfVolume(map, whole, TestModel.All(whole)).Value));
    }

    /// <summary>Atoms outside the map are not included at any level, below 0 either.</summary>
    [Test]
    public void AtomsOutsideAreNotIncluded()
    {
        Model model = TestModel.Of(new Atom { Element = Element.C, Position = new Vec3(2, 2, 2) }, new Atom { Element = Element.C, Position = new Vec3(-20, 2, 2) });
        AtomInclusion found = Compute(model, (_, _, _) => 1, -5);
        Assert.That((found.All, found.NOutside, found.Warnings.Count), Is.EqualTo((0.5, 1, 1)));
        Assert.That(found.Backbone, Is.Null);
        Assert.That(() => Compute(TestModel.Of(new Atom { Element = Element.H }), (_, _, _) => 1, 0), Throws.InstanceOf<InputException>());
    }

    /// <summary>The level of the volume: as many voxels lie at or above it as the molecule has Å³.</summary>
    [TestCase(false, 1.075)]
    [TestCase(true, 1)]
    public void TheLevelEnclosesTheVolumeOfTheMolecule(bool hydrogens, double factor)
    {
        Model model = Peptides.Chain(20);
        if (hydrogens)
            Peptides.AddAtom(model, "H", new Vec3(1, 1, 1));
        using DensityMap map = TestGrid.RandomMap(TestGrid.Make(30, 31, 32, new Vec3(1, 1, 1)), 5);
        ContourLevel level = ContourLevel.OfVolume(map, model, TestModel.All(model));
        double mass = 20 * (3 * 12.011 + 14.007 + 15.999) + (hydrogens ? 1.008 : 0);
        double[] values = [.. Enumerable.Range(0, (int)map.Grid.VoxelCount).Select(i => (double)map.Values[i])];
        Assert.That(values.Count(v => v >= level.Value), Is.EqualTo(1.21 * factor * mass).Within(1));
        Assert.That((level.IsRecommended, ContourLevel.Given(0.3).IsRecommended), Is.EqualTo((false, true)));
    }

    [Test]
    public void LevelsThatCannotBeAreRefused()
    {
        using DensityMap map = TestGrid.RandomMap(TestGrid.Make(8, 8, 8, new Vec3(1, 1, 1)), 6);
        Model model = Peptides.Chain(20);
        Assert.That(() => ContourLevel.Given(double.NaN), Throws.InstanceOf<UsageException>());
        Assert.That(() => ContourLevel.OfVolume(map, model, TestModel.All(model)), Throws.InstanceOf<InputException>().With.Message.Contains("more than the map"));
        Assert.That(() => ContourLevel.OfVolume(map, model, new bool[model.Atoms.Count]), Throws.InstanceOf<InputException>().With.Message.Contains("no mass"));
    }

    private static AtomInclusion Compute(Model model, Func<int, int, int, float> density, double level)
    {
        using DensityMap map = TestMaps.Create(TestGrid.Make(12, 11, 11, new Vec3(1, 1, 1)), density);
        using var accelerator = new CpuAccelerator(1);
        using var onDevice = new DeviceMap(accelerator, map);
        return AtomInclusion.Compute(onDevice, model, TestModel.All(model), ContourLevel.Given(level));
    }
}
