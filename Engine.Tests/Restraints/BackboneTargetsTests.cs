using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

/// <summary>Targets of main-chain bonds and angles that depend on φ and ψ.</summary>
[TestFixture]
public sealed class BackboneTargetsTests
{
    private static readonly Lazy<(Model Model, RestraintModel Restraints, RestraintTable Targets, int Residues)> Apoferritin = new(() =>
    {
        Structure structure = StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "model.pdb"));
        var library = new ComponentLibrary(new ComponentLibraryOptions { MonomerLibrary = SharedData.Require("data", "monlib_core"), UseEnvironment = false, UseInstalled = false });
        RestraintModel restraints = RestraintBuilder.Build(structure.First, structure.Links, library, new RestraintOptions());
        (RestraintTable targets, int residues) = new BackboneTargets(structure.First, restraints.Table).At(Coordinates.Of(structure.First));
        return (structure.First, restraints, targets, residues);
    });

    /// <summary>Targets and standard deviations that cctbx 2022.9 gives the same model (its restraints manager, after the conformation-dependent library was applied).</summary>
    [TestCase("20.N 20.CA 20.C", 110.72, 1.01)]
    [TestCase("19.C 20.N 20.CA", 120.42, 1.42)]
    [TestCase("20.CB 20.CA 20.C", 112.22, 1.38)]
    [TestCase("20.O 20.C 21.N", 121.83, 1.03)]
    [TestCase("77.CA 77.C 78.N", 118.42, 1.26, Description = "glycine")]
    [TestCase("85.N 85.CA 85.C", 107.51, 1.49, Description = "isoleucine in a strand")]
    [TestCase("88.N 88.CA 88.C", 111.41, 1.50, Description = "proline")]
    [TestCase("160.N 160.CA 160.C", 110.08, 1.38, Description = "before proline")]
    [TestCase("159.N 159.CA 159.C", 113.18, 2.37, Description = "a rare bin")]
    [TestCase("161.N 161.CA 161.C", 112.10, 2.60, Description = "cis proline")]
    [TestCase("160.C 161.N 161.CA", 127.00, 2.40)]
    [TestCase("84.C 85.N", 1.3286, 0.0131)]
    [TestCase("77.N 77.CA", 1.4476, 0.0151)]
    [TestCase("160.CA 160.C", 1.5284, 0.0118)]
    [TestCase("160.C 161.N", 1.3380, 0.0190)]
    public void TargetsAreThoseOfThePeer(string atoms, double ideal, double sigma)
    {
        (Model model, _, RestraintTable targets, _) = Apoferritin.Value;
        string Label(int i) => $"{model.Residues[model.Atoms[i].ResidueIndex].Number}.{model.Atoms[i].Name}";
        int size = atoms.Split(' ').Length;
        int[] list = size == 2 ? targets.BondAtoms : targets.AngleAtoms;
        double[] ideals = size == 2 ? targets.BondIdeal : targets.AngleIdeal, weights = size == 2 ? targets.BondWeight : targets.AngleWeight;
        string back = string.Join(' ', atoms.Split(' ').Reverse());
        int term = Enumerable.Range(0, ideals.Length).Single(k => string.Join(' ', list[(size * k)..(size * k + size)].Select(Label)) is { } name && (name == atoms || name == back));
        Assert.Multiple(() =>
        {
            Assert.That(ideals[term], Is.EqualTo(ideal).Within(1e-9));
            Assert.That(1 / Math.Sqrt(weights[term]), Is.EqualTo(sigma).Within(1e-9));
        });
    }

    [Test]
    public void OnlyTargetsOfTheMainChainChange()
    {
        (Model model, RestraintModel restraints, RestraintTable targets, int residues) = Apoferritin.Value;
        RestraintTable before = restraints.Table;
        bool IsMain(int i) => model.Atoms[i].Name is "N" or "CA" or "C" or "O" or "CB";
        int angles = 0;
        for (int k = 0; k < before.AngleCount; k++)
        {
            int[] atoms = before.AngleAtoms[(3 * k)..(3 * k + 3)];
            bool changed = before.AngleIdeal[k] != targets.AngleIdeal[k] || before.AngleWeight[k] != targets.AngleWeight[k];
            Assert.That(!changed || atoms.All(IsMain), "an angle of the side chain");
            angles += changed ? 1 : 0;
        }

        Assert.Multiple(() =>
        {
            Assert.That(residues, Is.EqualTo(170), "172 residues without both ends");
            Assert.That(angles, Is.InRange(6 * residues, 7 * residues));
            Assert.That(targets.AngleAtoms, Is.SameAs(before.AngleAtoms));
            Assert.That(targets.TorsionIdeal, Is.SameAs(before.TorsionIdeal));
        });
    }

    [Test]
    public void TargetsFollowTheConformation()
    {
        BackboneGeometryTable table = BackboneGeometryTable.BuiltIn;
        double helix = table.Find("ALA", "LEU", -64, -41, false)![2]!.Value.Ideal, strand = table.Find("ALA", "LEU", -121, 129, false)![2]!.Value.Ideal;
        Assert.Multiple(() =>
        {
            Assert.That(helix, Is.EqualTo(111).Within(0.5));
            Assert.That(strand, Is.LessThan(helix - 1.5));
            Assert.That(table.Find("ALA", "LEU", 179.9, 179.9, false), Is.SameAs(table.Find("ALA", "LEU", -179.9, -179.9, false)), "the edge of the plot");
            Assert.That(table.Find("GLY", "LEU", -64, -41, false)![1], Is.Null, "no CB");
            Assert.That(table.Find("MSE", "LEU", -64, -41, false), Is.Null);
            Assert.That(table.Find("ALA", "LEU", double.NaN, -41, false), Is.Null);
        });
    }
}
