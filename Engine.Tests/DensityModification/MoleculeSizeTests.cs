using Engine.Core.DensityModification;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.DensityModification;

/// <summary>The size of a molecule from sequences, masses and solvent contents.</summary>
[TestFixture]
public sealed class MoleculeSizeTests
{
    private static readonly MapGrid Grid = new() { Nx = 100, Ny = 100, Nz = 100, Cell = new UnitCell(100, 100, 100), Sampling = (100, 100, 100), Origin = Vec3.Zero };

    private string path = "";

    [SetUp]
    public void MakeName() => path = Path.Combine(Path.GetTempPath(), $"sequence_{Guid.NewGuid():N}.fasta");

    [TearDown]
    public void Delete() => File.Delete(path);

    [Test]
    public void ProteinAndNucleicAcidCountBySequence()
    {
        File.WriteAllText(path, ">protein\nMKV LIT\nGGG\n>rna\nACGUACGUAC\n");
        MoleculeSize size = new() { SequencePath = path, Copies = 4 };
        Assert.That(size.In(Grid).Volume, Is.EqualTo(4 * (9 * 110 * 1.23 + 10 * 330 * 1.15)).Within(1e-6));
        Assert.That(size.In(Grid).Source, Does.Contain("4 times").And.Contain("9 amino acids").And.Contain("10 nucleotides"));
    }

    [Test]
    public void MassAndSolventGiveVolumes()
    {
        Assert.That(new MoleculeSize { Mass = 100 }.In(Grid).Volume, Is.EqualTo(123_000).Within(1e-6));
        Assert.That(new MoleculeSize { Solvent = 0.8 }.In(Grid).Volume, Is.EqualTo(200_000).Within(1e-6));
    }

    [Test]
    public void OneOfThreeIsNeeded()
    {
        Assert.Throws<UsageException>(() => new MoleculeSize().Check());
        Assert.Throws<UsageException>(() => new MoleculeSize { Mass = 10, Solvent = 0.5 }.Check());
        Assert.Throws<UsageException>(() => new MoleculeSize { Mass = 10, Copies = 2 }.Check());
        Assert.Throws<UsageException>(() => new MoleculeSize { Mass = -3 }.Check());
        Assert.Throws<UsageException>(() => new MoleculeSize { Solvent = 1 }.Check());
        Assert.Throws<UsageException>(() => new MoleculeSize { SequencePath = "x", Copies = 0 }.Check());
    }

    [Test]
    public void MoleculesThatCannotBeAreRefused()
    {
        Assert.That(Assert.Throws<InputException>(() => new MoleculeSize { Mass = 900 }.In(Grid))!.Message, Does.Contain("no solvent"));
        Assert.That(Assert.Throws<InputException>(() => new MoleculeSize { Mass = 0.05 }.In(Grid))!.Message, Does.Contain("kDa"));
        File.WriteAllText(path, ">nothing\n");
        Assert.Throws<InputException>(() => new MoleculeSize { SequencePath = path }.In(Grid));
    }
}
