using Engine.Core.Models;
using Engine.Core.Refinement.Regularize;
using Engine.Core.Restraints;
using Engine.Core.SecondaryStructure;
using Engine.Core.Simulation;
using Engine.Kernels.Cpu;
using Engine.Tests.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Regularize;

/// <summary>Better geometry without a map: deposited models stay, distorted ones come back.</summary>
[TestFixture]
public sealed class RegularizerTests
{
    [TestCase("data/models/miew/1CRN.pdb", 0.12)]
    [TestCase("data/models/biotite/1bna.pdb", 0.25)]
    [TestCase("data/models/pymol/1rna.cif", 0.25)]
    [TestCase("data/real/apo_20026/model.pdb", 0.12)]
    public void DepositedModelsStayWhereTheyAre(string path, double most)
    {
        Structure structure = Read(path);
        RegularizeResult result = Run(structure, new RegularizeOptions());
        TestContext.Out.WriteLine($"{path}: moved {result.Rmsd:F3} (max {result.Largest:F2}); bonds {result.Before.Heavy.Bonds.Rmsd:F4} -> {result.After.Heavy.Bonds.Rmsd:F4}, "
            + $"angles {result.Before.Heavy.Angles.Rmsd:F2} -> {result.After.Heavy.Angles.Rmsd:F2}; {result.Added}; {result.Minimisation}");
        Assert.Multiple(() =>
        {
            Assert.That(result.Rmsd, Is.LessThan(most));
            Assert.That(result.Repair!.Before, Is.Empty);
            Assert.That(result.After.Heavy.Angles.Rmsd, Is.LessThan(result.Before.Heavy.Angles.Rmsd));
            Assert.That(result.After.Heavy.Bonds.Rmsd, Is.LessThan(Math.Max(0.02, result.Before.Heavy.Bonds.Rmsd)));
        });
    }

    [Test]
    public void AShakenModelGetsGoodGeometryAndKeepsItsHelices()
    {
        Structure structure = Read("data/real/apo_20026/shaken_0.3.pdb"), deposited = Read("data/real/apo_20026/model.pdb");
        RegularizeResult result = Run(structure, new RegularizeOptions());
        SecondaryStructureRecord after = SecondaryStructureFinder.Find(structure.First, result.Positions);
        SecondaryStructureRecord truth = SecondaryStructureFinder.Find(deposited.First, Coordinates.Of(deposited.First));
        TestContext.Out.WriteLine($"bonds {result.Before.Heavy.Bonds.Rmsd:F4} -> {result.After.Heavy.Bonds.Rmsd:F4}, angles {result.After.Heavy.Angles.Rmsd:F2}, moved {result.Rmsd:F3}; "
            + $"structural bonds {result.Structure.Bonds.Count} -> {after.Bonds.Count}, deposited {truth.Bonds.Count}");
        Assert.Multiple(() =>
        {
            Assert.That(result.After.Heavy.Bonds.Rmsd, Is.LessThan(0.02));
            Assert.That(result.After.Heavy.Angles.Rmsd, Is.LessThan(3));
            Assert.That(after.Bonds, Has.Count.GreaterThanOrEqualTo(result.Structure.Bonds.Count));
            Assert.That(after.Bonds, Has.Count.GreaterThan(90));
        });
    }

    /// <summary>Hydrogen bonds that do not exist, each oxygen given to the nitrogen of a later bond: one residue out of register, or far away.</summary>
    [TestCase(1)]
    [TestCase(7)]
    public void WrongHydrogenBondsDoNotDistort(int later)
    {
        Structure structure = Read("data/models/miew/1CRN.pdb");
        Model model = structure.First;
        SecondaryStructureRecord right = SecondaryStructureFinder.Find(model, Coordinates.Of(model));
        int[] oxygens = [.. right.Bonds.Select(b => b.AcceptorO)];
        StructuralHydrogenBond[] wrong = [.. right.Bonds.Select((b, i) => b with { AcceptorO = oxygens[(i + oxygens.Length - later) % oxygens.Length], Distance = 3.4 })];
        RestraintModel restraints = Build(structure);
        RestraintModel extended = restraints.With(HydrogenBondRestraints.Make(model.Atoms.Count, wrong, new HydrogenBondOptions()));
        using var accelerator = new CpuAccelerator(2);
        bool[] all = [.. model.Atoms.Select(_ => true)];
        var options = new RegularizeOptions { HydrogenBonds = null };
        RegularizeResult without = Regularizer.Run(accelerator, model, restraints, all, options, CancellationToken.None);
        RegularizeResult with = Regularizer.Run(accelerator, model, extended, all, options, CancellationToken.None);
        Assert.That(with.After.Heavy.Bonds.Rmsd, Is.LessThan(without.After.Heavy.Bonds.Rmsd + 0.004));
        Assert.That(with.After.Heavy.Angles.Rmsd, Is.LessThan(without.After.Heavy.Angles.Rmsd + 0.8));
        Assert.That(Coordinates.Rmsd(with.Positions, without.Positions), Is.LessThan(0.15));
    }

    [Test]
    public void OnlySelectedAtomsMove()
    {
        Structure structure = Read("data/models/miew/1CRN.pdb");
        Model model = structure.First;
        ModelShaker.Shake(model, 0.2, 5);
        bool[] movable = [.. model.Atoms.Select(a => model.Residues[a.ResidueIndex].Number > 20)];
        using var accelerator = new CpuAccelerator(2);
        RegularizeResult result = Regularizer.Run(accelerator, model, Build(structure), movable, new RegularizeOptions(), CancellationToken.None);
        double[] start = Coordinates.Of(model);
        Assert.That(Coordinates.Rmsd(start, result.Positions, [.. movable.Select(m => !m)]), Is.Zero);
        Assert.That(result.Rmsd, Is.GreaterThan(0.05));
    }

    [Test]
    public void BadInputIsRefused()
    {
        Structure structure = Read("data/models/miew/1CRN.pdb");
        using var accelerator = new CpuAccelerator(1);
        Assert.That(() => Regularizer.Run(accelerator, structure.First, Build(structure), [true], new RegularizeOptions(), CancellationToken.None), Throws.ArgumentException);
    }

    private static Structure Read(string path) => StructureReader.Read(SharedData.Require(path.Split('/')));

    private static RestraintModel Build(Structure structure) =>
        RestraintBuilder.Build(structure.First, structure.Links, Peptides.Library, new RestraintOptions());

    private static RegularizeResult Run(Structure structure, RegularizeOptions options)
    {
        using var accelerator = new CpuAccelerator(2);
        return Regularizer.Run(accelerator, structure.First, Build(structure), [.. structure.First.Atoms.Select(_ => true)], options, CancellationToken.None);
    }
}
