using Engine.Core.Models;
using Engine.Core.SecondaryStructure;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.SecondaryStructure;

/// <summary>Base pairs and stacks of DNA and RNA whose pairs are known.</summary>
[TestFixture]
public sealed class NucleicStructureTests
{
    /// <summary>The Dickerson dodecamer CGCGAATTCGCG: every base is paired, eight G-C and four A-T pairs.</summary>
    [Test]
    public void TheDodecamerIsPairedThroughout()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "biotite", "1bna.pdb")).First;
        NucleicStructure found = Find(model);
        Assert.Multiple(() =>
        {
            Assert.That(found.Bases, Is.EqualTo(24));
            Assert.That(found.Pairs.Count(p => p.Kind == BasePairKind.GuanineCytosine), Is.EqualTo(8));
            Assert.That(found.Pairs.Count(p => p.Kind == BasePairKind.AdenineThymine), Is.EqualTo(4));
            Assert.That(found.Pairs, Has.Count.EqualTo(12));
            Assert.That(found.Pairs.Select(p => Number(model, p.First) + Number(model, p.Second)), Has.All.EqualTo(25), "residue n pairs with 25 - n");
            Assert.That(found.Stacks, Has.Count.InRange(18, 22));
        });
    }

    /// <summary>
    /// Yeast tRNA-Phe: the 21 pairs of the four stems (acceptor 7, D 4, anticodon 5, T 5), the wobble pair G4-U69 and modified bases among them.
    /// </summary>
    [Test]
    public void TransferRnaHasItsStems()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "pymol", "1ehz-5.pdb")).First;
        NucleicStructure found = Find(model);
        HashSet<(int, int)> pairs = [.. found.Pairs.Select(p => (Math.Min(Number(model, p.First), Number(model, p.Second)), Math.Max(Number(model, p.First), Number(model, p.Second))))];
        TestContext.Out.WriteLine(string.Join(' ', found.Pairs.Select(p => $"{Number(model, p.First)}-{Number(model, p.Second)}:{p.Kind}")));
        int[] present = [.. model.Residues.Where(r => ResidueClasses.IsNucleic(r.Name)).Select(r => r.Number)];
        var stems = new List<(int, int)>();
        foreach ((int first, int last, int sum) in new[] { (1, 7, 73), (10, 13, 35), (27, 31, 70), (49, 53, 114) })
        {
            for (int n = first; n <= last; n++)
                stems.Add((n, sum - n));
        }

        Assert.That(stems.Where(s => present.Contains(s.Item1) && present.Contains(s.Item2) && !pairs.Contains(s)), Has.Exactly(0).Items);
    }

    [Test]
    public void RnaIsPairedAndStacked()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "pymol", "1rna.cif")).First;
        NucleicStructure found = Find(model);
        TestContext.Out.WriteLine($"{found.Bases} bases, {found.Pairs.Count} pairs, {found.Stacks.Count} stacks");
        Assert.That(found.Bases, Is.EqualTo(28));
        Assert.That(found.Pairs, Has.Count.EqualTo(14));
        Assert.That(found.Stacks, Has.Count.InRange(22, 26));
    }

    [Test]
    public void RestraintsHaveCeilingsAndParallelPlanes()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "biotite", "1bna.pdb")).First;
        NucleicStructure found = Find(model);
        RestraintTable table = found.Restrain(new HydrogenBondOptions { BasePairPlanes = true });
        Assert.Multiple(() =>
        {
            Assert.That(table.BondCount, Is.InRange(28, 32), "8 pairs of three bonds and 4 of two");
            Assert.That(table.BondTop, Has.All.GreaterThan(0));
            Assert.That(table.ParallelCount, Is.EqualTo(found.Pairs.Count + found.Stacks.Count));
            Assert.That(table.PlaneCount, Is.EqualTo(12));
            Assert.That(found.Restrain(new HydrogenBondOptions { Parallel = false }).ParallelCount, Is.Zero);
        });
    }

    [Test]
    public void ProteinHasNoPairs()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "miew", "1CRN.pdb")).First;
        NucleicStructure found = Find(model);
        Assert.That((found.Bases, found.Pairs.Count, found.Stacks.Count), Is.EqualTo((0, 0, 0)));
    }

    private static int Number(Model model, int residue) => model.Residues[residue].Number;

    private static NucleicStructure Find(Model model) => NucleicStructure.Find(model, Coordinates.Of(model));
}
