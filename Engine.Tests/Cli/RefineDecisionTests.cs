using System.Text.Json.Nodes;
using Engine.Core.Models;
using Engine.Core.Models.Cif;
using Engine.Core.Refinement.Flips;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>A refinement that makes a model worse leaves the input; one that makes it better replaces it.</summary>
[TestFixture]
[NonParallelizable]
public sealed class RefineDecisionTests : PeptideFixture
{
    [Test]
    public void AWorseModelIsNotWritten()
    {
        CommandResult result = CommandLine.Run(
            "refine", Files.Truth, Files.Map, "-d", "2.8", "--weight", "0", "--target", "density", "--device", "cpu", "-o", Files["worse"]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode decision = Stats("worse")["decision"]!;
        Assert.Multiple(() =>
        {
            Assert.That((string)decision["result"]!, Is.EqualTo("kept"));
            Assert.That((string)decision["deciding"]!, Is.EqualTo("cc_mask"));
            Assert.That(result.Out, Does.Contain("kept: the input stays"));
            Assert.That(Coordinates.Rmsd(Positions("worse.cif"), Coordinates.Of(StructureReader.Read(Files.Truth).First)), Is.LessThan(1e-3));
            Assert.That(Coordinates.Rmsd(Positions("worse_attempt.cif"), Positions("worse.cif")), Is.GreaterThan(0.02));
            Assert.That(Criteria("worse_attempt.cif"), Is.EqualTo("real space: density at atoms"));
        });
    }

    [Test]
    public void ABetterModelIsWritten()
    {
        CommandResult result = Files.Refine("better");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode stats = Stats("better");
        Assert.Multiple(() =>
        {
            Assert.That((string)stats["decision"]!["result"]!, Is.EqualTo("accepted"));
            Assert.That(stats["decision"]!["criteria"]!.AsArray(), Has.Count.EqualTo(8));
            Assert.That((int)stats["validation"]!["after"]!["ramachandran_outliers"]!, Is.Zero);
            Assert.That(File.Exists(Files["better_attempt.cif"]), Is.False);
            Assert.That(Criteria("better.cif"), Is.EqualTo("real space: density at atoms, then the model map by least squares"));
            Assert.That((string)stats["refinement"]!["target"]!, Does.StartWith("density at atoms").And.EndsWith("from macro-cycle 2 the model map inside the molecular mask, least squares"));
        });
    }

    [Test]
    public void BodiesOfTheUserAreMovedBackAsWholes()
    {
        Structure moved = StructureReader.Read(Files.Truth);
        double[] truth = Coordinates.Of(moved.First);
        Coordinates.Set(moved.First, [.. truth.Select((c, i) => i % 3 == 0 ? c + 1.5 : c)]);
        MmcifWriter.Write(moved, Files["moved.cif"]);
        CommandResult result = CommandLine.Run(
            "refine", Files["moved.cif"], Files.Map, "-d", "2.8", "--cycles", "1", "--iterations", "20", "--device", "cpu", "--rigid-body", "chain A", "-o", Files["body"]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.Multiple(() =>
        {
            Assert.That(result.Out, Does.Match(@"step rigid bodies in cycle 1: chain A by 1\.[45]\d Å"));
            Assert.That(Coordinates.Rmsd(Positions("body.cif"), truth), Is.LessThan(0.3));
        });
    }

    [TestCase("resid 999", "fewer than 3", ExitCode.BadInput)]
    [TestCase("chain (", "--rigid-body|selection", ExitCode.Usage)]
    public void BodiesWithoutAtomsAreAnError(string selection, string message, ExitCode code)
    {
        CommandResult result = Files.Refine("nobody", "--rigid-body", selection);
        Assert.That(result.ExitCode, Is.EqualTo((int)code), result.Error);
        Assert.That(result.Error, Does.Match(message));
    }

    [Test]
    public void ConstraintsWithoutCopiesAreAnError()
    {
        CommandResult result = Files.Refine("copies", "--ncs", "constraints");
        Assert.That(result.ExitCode, Is.EqualTo((int)ExitCode.BadInput));
        Assert.That(result.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(result.Error, Does.Contain("sim_shaken.cif").And.Contain("--ncs"));
    }

    [Test]
    public void RestraintsOfTheUserAndOfAReferenceCount()
    {
        Model model = StructureReader.Read(Files.Model).First;
        Residue first = model.Residues[0], last = model.Residues[^1];
        string chain = model.Chains[0].Id;
        File.WriteAllText(Files["own.txt"], $"bond {chain}/{first.Number}/CA {chain}/{last.Number}/CA 12.0 0.02\n");
        CommandResult result = Files.Refine("own", "--restraints", Files["own.txt"], "--reference-model", Files.Truth);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode stats = Stats("own");
        Model refined = Refined("own");
        Atom[] ends = [refined.Atoms.First(a => a.Name == "CA" && a.ResidueIndex == 0), refined.Atoms.Last(a => a.Name == "CA")];
        Assert.Multiple(() =>
        {
            Assert.That(stats["refinement"]!["restraints"]!.ToJsonString(), Does.Contain("of the user or of a reference"));
            Assert.That(stats["inputs"]!.AsArray(), Has.Count.EqualTo(4));
            Assert.That(Core.Geometry.Vec3.Distance(ends[0].Position, ends[1].Position), Is.EqualTo(12).Within(0.3));
        });
    }

    /// <summary>A peptide that was the wrong way round stands in the list, with what was won and what became of it.</summary>
    [Test]
    public void FlipsAreListedSingly()
    {
        Structure structure = StructureReader.Read(Files.Truth);
        double[] x = Coordinates.Of(structure.First);
        PeptidePlane plane = PeptidePlane.Find(structure.First, x, [.. structure.First.Atoms.Select(_ => true)]).ElementAt(2);
        plane.Turn(x, 180);
        Coordinates.Set(structure.First, x);
        MmcifWriter.Write(structure, Files["turned.cif"]);
        CommandResult result = CommandLine.Run("refine", Files["turned.cif"], Files.Map, "-d", "2.8", "--cycles", "4", "--device", "cpu", "-o", Files["flips"]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode stats = Stats("flips");
        Residue residue = structure.First.Residues[plane.Residue1];
        JsonNode? flip = stats["flips"]!.AsArray().FirstOrDefault(f => (string)f!["kind"]! == "peptide");
        Assert.That(flip, Is.Not.Null, stats["steps"]!.ToJsonString());
        Assert.Multiple(() =>
        {
            Assert.That(((string)flip!["chain"]!, (string)flip["residue"]!, (string)flip["name"]!), Is.EqualTo((structure.First.Chains[0].Id, $"{residue.Number}", residue.Name)));
            Assert.That((double)flip["gain"]!, Is.GreaterThan(0));
            Assert.That((string)flip["state"]!, Is.EqualTo("kept"));
            Assert.That((int)flip["cycle"]!, Is.InRange(2, (int)stats["refinement"]!["chosen_cycle"]!));
            Assert.That((string)flip["detail"]!, Does.Contain($" {residue.Number} {residue.Name} - ").And.Contain("Ramachandran outliers"));
            Assert.That(stats["side_chains_turned"]!.AsArray().All(c => (string)c!["kind"]! == "side chain"), Is.True);
        });
    }

    private string Criteria(string name) => CifDocument.Parse(File.ReadAllBytes(Files[name]), name).Blocks[0].Value("_em_3d_fitting.target_criteria")!;

    private double[] Positions(string name) => Coordinates.Of(StructureReader.Read(Files[name]).First);
}
