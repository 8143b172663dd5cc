using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.SecondaryStructure;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.SecondaryStructure;

/// <summary>Helices, sheets and their hydrogen bonds in models whose structure is known.</summary>
[TestFixture]
public sealed class SecondaryStructureTests
{
    /// <summary>Crambin: helices 7-19 and 23-30 and a two-stranded antiparallel sheet of 1-4 and 32-35 (Teeter, PNAS 81 (1984) 6014).</summary>
    [Test]
    public void CrambinHasTwoHelicesAndASheet()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "miew", "1CRN.pdb")).First;
        SecondaryStructureRecord found = Find(model);
        TestContext.Out.WriteLine(found.Codes);
        HelixRecord[] alpha = [.. found.Helices.Where(h => h.Kind == HelixKind.Alpha)];
        Assert.Multiple(() =>
        {
            Assert.That(alpha, Has.Length.EqualTo(2));
            Assert.That(model.Residues[alpha[0].First].Number, Is.InRange(6, 8));
            Assert.That(model.Residues[alpha[0].Last].Number, Is.InRange(16, 19));
            Assert.That(model.Residues[alpha[1].First].Number, Is.InRange(22, 24));
            Assert.That(model.Residues[alpha[1].Last].Number, Is.InRange(29, 31));
            Assert.That(found.Sheets, Has.Count.EqualTo(1));
            Assert.That(found.Sheets[0].Ladders, Has.All.Property(nameof(LadderRecord.IsParallel)).False);
            Assert.That(found.Codes, Has.Length.EqualTo(model.Residues.Count));
        });
    }

    /// <summary>
    /// Apoferritin: a search by CA geometry (mmtbx) gives 5 helices with 112 hydrogen bonds. By energy the two stretches on either side of residue 137 are helices of their own.
    /// </summary>
    [Test]
    public void CountsAgreeWithThePeer()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "model.pdb")).First;
        SecondaryStructureRecord found = Find(model);
        (int, int)[] helices = [.. found.Helices.Select(h => (model.Residues[h.First].Number, model.Residues[h.Last].Number))];
        Assert.That(helices, Is.EqualTo(new[] { (14, 41), (49, 75), (96, 123), (127, 136), (138, 158), (164, 173) }));
        Assert.That(found.Bonds, Has.Count.EqualTo(112).Within(5).Percent);
        Assert.That(found.Sheets, Is.Empty);
    }

    /// <summary>Every bond found in a real model is one that chemistry allows.</summary>
    [TestCase("data/real/apo_20026/model.pdb")]
    [TestCase("data/real/7cec_30342/model_A.cif")]
    [TestCase("data/models/gemmi/1lzh.pdb.gz")]
    [TestCase("data/models/gemmi/4oz7.pdb")]
    [TestCase("data/models/gemmi/5i55.cif")]
    [TestCase("data/models/moorhen/5a3h.pdb")]
    public void EveryBondIsSane(string path)
    {
        Model model = StructureReader.Read(SharedData.Require(path.Split('/'))).First;
        SecondaryStructureRecord found = Find(model);
        var donors = new Dictionary<int, int>();
        TestContext.Out.WriteLine($"{path}: {string.Join(' ', found.Helices.Select(h => $"{h.Kind}{(h.FromTrace ? "*" : "")} {model.Residues[h.First].Number}-{model.Residues[h.Last].Number}"))}; "
            + $"{found.Sheets.Count} sheets, {found.Sheets.Sum(s => s.Strands.Count)} strands; {found.Bonds.Count} of {found.BackboneBonds} bonds");
        Assert.That(found.Bonds.Select(b => b.Distance), Has.All.InRange(2.2, 5.2), "the energy lets no bond be longer");
        foreach (StructuralHydrogenBond b in found.Bonds.Where(b => b.Distance <= new HydrogenBondOptions().Longest))
        {
            Vec3 At(int i) => model.Atoms[i].Position;
            Assert.That(Vec3.AngleDegrees(At(b.AcceptorC), At(b.AcceptorO), At(b.DonorN)), Is.InRange(85, 180));
            Assert.That(model.Residues[model.Atoms[b.DonorN].ResidueIndex].Name, Is.Not.EqualTo("PRO"));
            Assert.That((model.Atoms[b.AcceptorO].Name, model.Atoms[b.DonorN].Name), Is.EqualTo(("O", "N")));
            Assert.That(Vec3.Distance(At(b.PreviousC), At(b.DonorN)), Is.LessThan(1.6));
            donors[b.DonorN] = donors.GetValueOrDefault(b.DonorN) + 1;
        }

        Assert.That(donors.Values, Has.All.LessThanOrEqualTo(2));
        RestraintTable table = HydrogenBondRestraints.Make(model.Atoms.Count, found.Bonds, new HydrogenBondOptions());
        Assert.That(table.BondTop, Has.All.GreaterThan(0));
        Assert.That(table.AngleTop, Has.Length.EqualTo(table.AngleCount).And.All.GreaterThan(0));
    }

    [Test]
    public void AHelixWithoutCarbonylsIsFoundFromItsTrace()
    {
        Structure structure = StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "model.pdb"));
        bool[] alphas = [.. structure.First.Atoms.Select(a => a.Name == "CA")];
        Model trace = StructureCopy.Select(structure.First, alphas);
        SecondaryStructureRecord found = Find(trace), whole = Find(structure.First);
        Assert.That(found.Bonds, Is.Empty);
        Assert.That(found.Helices, Has.All.Property(nameof(HelixRecord.FromTrace)).True);
        Assert.That(found.Helices.Sum(h => h.Length), Is.EqualTo(whole.Helices.Where(h => h.Kind == HelixKind.Alpha).Sum(h => h.Length)).Within(15).Percent);
    }

    /// <summary>C=O...H-N in a line, N-O 2.9 Å: the textbook value of about -3 kcal/mol.</summary>
    [Test]
    public void TheEnergyOfAnIdealBondIsMinusThree() => Assert.That(
        BackboneHydrogenBonds.Energy(new(0, 0, 0), new(1.23, 0, 0), new(4.13, 0, 0), new(3.12, 0, 0)), Is.EqualTo(-2.9).Within(0.2));

    [Test]
    public void WrongNumbersOfCoordinatesAreRefused()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "miew", "1CRN.pdb")).First;
        Assert.That(() => SecondaryStructureFinder.Find(model, [1, 2, 3]), Throws.ArgumentException);
    }

    private static SecondaryStructureRecord Find(Model model) => SecondaryStructureFinder.Find(model, Coordinates.Of(model));
}
