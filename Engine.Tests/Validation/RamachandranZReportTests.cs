using System.Text.Json;
using Engine.Core.Models;
using Engine.Core.Validation;
using Engine.Core.Validation.Backbone;
using Engine.Tests.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>The Ramachandran Z-score against cctbx, its parts and its table.</summary>
[TestFixture]
public sealed class RamachandranZReportTests
{
    /// <summary>All four scores and their errors; the parts of the backbone come from the CA trace as there.</summary>
    [TestCaseSource(typeof(ValidationReference), nameof(ValidationReference.Names))]
    public void RealModelsHaveTheScoresOfCctbx(string name)
    {
        (Model model, double[] x, JsonElement numbers) = ValidationReference.Read(name, "rama_z");
        RamachandranZReport report = RamachandranZReport.Compute(model, x);
        Assert.Multiple(() =>
        {
            Compare(report.Whole, numbers.GetProperty("W"), "whole");
            Compare(report.Helix, numbers.GetProperty("H"), "helix");
            Compare(report.Sheet, numbers.GetProperty("S"), "sheet");
            Compare(report.Loop, numbers.GetProperty("L"), "loop");
        });

        static void Compare(RamachandranZ? ours, JsonElement theirs, string what)
        {
            Assert.That(ours == null, Is.EqualTo(theirs.ValueKind == JsonValueKind.Null), what);
            if (ours == null)
                return;
            Assert.That(ours.Z, Is.EqualTo(theirs[0].GetDouble()).Within(0.05), what);
            Assert.That(ours.Error, Is.EqualTo(theirs[1].GetDouble()).Within(0.02), what);
        }
    }

    /// <summary>z = (count - Σn²/Σn)/sd, bilinear between cells and over the border at 180°.</summary>
    [Test]
    public void TheGridGivesDeviationsFromTheMean()
    {
        int[] counts = new int[8100];
        counts[0] = 30;
        counts[1] = 10;
        var grid = new RamachandranZGrid(counts);
        double mean = 1000.0 / 40, deviation = Math.Sqrt((30 * 25 + 10 * 225) / 39.0);
        Assert.Multiple(() =>
        {
            Assert.That(grid.Mean, Is.EqualTo(mean).Within(1e-12));
            Assert.That(grid.Deviation, Is.EqualTo(deviation).Within(1e-12));
            Assert.That(grid.Z(-178, -178), Is.EqualTo((30 - mean) / deviation).Within(1e-12));
            Assert.That(grid.Z(-178, -176), Is.EqualTo((20 - mean) / deviation).Within(1e-12));
            Assert.That(grid.Z(180, -178), Is.EqualTo((15 - mean) / deviation).Within(1e-12), "half way to the cell at 178°");
            Assert.That(grid.Z(-180, -178), Is.EqualTo(grid.Z(180, -178)).Within(1e-12));
        });
        Assert.Throws<ArgumentException>(() => _ = new RamachandranZGrid(new int[81]));
    }

    [Test]
    public void TheBuiltInTableHasAllTypesInAllParts()
    {
        Assert.That(RamachandranZTable.BuiltIn.Count, Is.EqualTo(66));
        foreach (BackbonePart part in Enum.GetValues<BackbonePart>())
        {
            foreach (string type in "ALA ARG ASN ASP CYS GLN GLU GLY HIS ILE LEU LYS MET PHE SER THR TRP TYR VAL cisPRO prePRO transPRO".Split(' '))
                Assert.That(RamachandranZTable.BuiltIn.Find(part, type), Is.Not.Null, $"{part} {type}");
        }

        using var packed = new MemoryStream(RamachandranZTable.BuiltIn.Pack());
        Assert.That(RamachandranZTable.Unpack(packed).Find(BackbonePart.Helix, "ALA")!.Counts, Is.EqualTo(RamachandranZTable.BuiltIn.Find(BackbonePart.Helix, "ALA")!.Counts));
        Assert.Throws<InvalidDataException>(() => RamachandranZTable.Unpack(new MemoryStream([11, 2, 128, 1, 0, 0, 0, 3])));
    }

    [Test]
    public void NoProteinNoScore()
    {
        RamachandranZReport report = RamachandranZReport.Compute(new Model(), []);
        Assert.That((report.Whole, report.Helix, report.Sheet, report.Loop, report.Residues.Count), Is.EqualTo(((RamachandranZ?)null, (RamachandranZ?)null, (RamachandranZ?)null, (RamachandranZ?)null, 0)));
    }

    /// <summary>One residue has a score and no error; a lone strand has no sheet.</summary>
    [Test]
    public void ASingleResidueHasNoError()
    {
        Model model = Peptides.Chain(3);
        RamachandranZReport report = RamachandranZReport.Compute(model, Peptides.Coordinates(model));
        Assert.That((report.Whole!.Count, report.Whole.Error, report.Sheet), Is.EqualTo((1, (double?)null, (RamachandranZ?)null)));
        Assert.That(report.Loop!.Z, Is.EqualTo((report.Residues[0].Z + 0.018458) / 0.157884).Within(1e-9));
        Assert.Throws<ArgumentException>(() => RamachandranZReport.Compute(model, RamachandranReport.Compute(model, Peptides.Coordinates(model)), []));
    }

    /// <summary>Selenomethionine is methionine; cis-prolines of any part are compared with those of loops.</summary>
    [TestCase("MSE", 180, BackbonePart.Helix, BackbonePart.Helix, "MET")]
    [TestCase("PRO", 0, BackbonePart.Helix, BackbonePart.Loop, "cisPRO")]
    [TestCase("PRO", 180, BackbonePart.Sheet, BackbonePart.Sheet, "transPRO")]
    public void ResiduesHaveTheDistributionsOfTheirTypes(string name, double omega, BackbonePart part, BackbonePart table, string type)
    {
        Model model = Peptides.Chain(3, omega);
        Residue middle = model.Residues[1];
        model.Residues[1] = new Residue { Name = name, Number = middle.Number, ChainIndex = middle.ChainIndex, FirstAtom = middle.FirstAtom, AtomCount = middle.AtomCount };
        RamachandranReport angles = RamachandranReport.Compute(model, Peptides.Coordinates(model));
        RamachandranZReport report = RamachandranZReport.Compute(model, angles, [part, part, part]);
        double expected = RamachandranZTable.BuiltIn.Find(table, type)!.Z(angles.Residues[0].Phi, angles.Residues[0].Psi);
        Assert.That((report.Residues.Single().Z, report.Residues[0].Part), Is.EqualTo((expected, part)));
    }

    /// <summary>The error is that of leaving out each residue in turn: sd of those scores × √(n - 1).</summary>
    [Test]
    public void TheErrorIsTheJackknife()
    {
        (Model model, double[] x, _) = ValidationReference.Read("emringer_small", "rama_z");
        RamachandranZReport report = RamachandranZReport.Compute(model, x);
        double[] z = [.. report.Residues.Select(r => r.Z)];
        double[] without = [.. z.Select(v => ((z.Sum() - v) / (z.Length - 1) + 0.016807) / 0.120450)];
        double mean = without.Average();
        double expected = Math.Sqrt(without.Average(v => (v - mean) * (v - mean))) * Math.Sqrt(z.Length - 1);
        Assert.That(report.Whole!.Error, Is.EqualTo(expected).Within(1e-9));
    }
}
