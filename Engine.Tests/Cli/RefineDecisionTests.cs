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
        // Against its own map without noise: every drift of the coordinates lowers the correlation by more than the tolerance of the decision, on every processor.
        CommandResult result = CommandLine.Run(
            "refine", Files.Truth, Files["sim_truth.mrc"], "-d", "2.8", "--weight", "0", "--target", "density", "--device", "cpu", "-o", Files["worse"]);
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

    /// <summary>Atoms that a reference holds tightly end where it has them, the others where the map wants them.</summary>
    [Test]
    public void AtomsAreHeldAtTheirPlacesInAReference()
    {
        Structure other = StructureReader.Read(Files.Truth);
        double[] truth = Coordinates.Of(other.First);
        Residue moved = other.First.Residues[6];
        for (int i = moved.FirstAtom; i < moved.FirstAtom + moved.AtomCount; i++)
            other.First.Atoms[i].Position += new Core.Geometry.Vec3(0.5, 0, 0);
        MmcifWriter.Write(other, Files["reference.cif"]);
        CommandResult result = Files.Refine(
            "places", "--reference-model", Files["reference.cif"], "--reference-sigma", "0.01", "--reference-select", $"resid {moved.Number} and name CA");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode reference = Stats("places")["refinement"]!["reference"]!;
        Model refined = Refined("places");
        int ca = Enumerable.Range(moved.FirstAtom, moved.AtomCount).First(i => refined.Atoms[i].Name == "CA");
        double[] x = Coordinates.Of(refined);
        Assert.Multiple(() =>
        {
            Assert.That((int)reference["positions"]!, Is.EqualTo(1));
            Assert.That((int)reference["torsions"]!, Is.GreaterThan(20));
            Assert.That((double)reference["sigma"]!, Is.EqualTo(0.01));
            Assert.That(x[3 * ca] - truth[3 * ca], Is.EqualTo(0.5).Within(0.15), "the reference, superposed");
            Assert.That(Math.Abs(x[0] - truth[0]), Is.LessThan(0.25), "the map");
            Assert.That(result.Out, Does.Contain("1 positions (σ 0.01 Å"));
        });
    }

    /// <summary>With one map the start holds nothing unless asked for, and what is held ends nearer to it.</summary>
    [Test]
    public void AHeldStartHoldsAtoms()
    {
        double[] start = Coordinates.Of(StructureReader.Read(Files.Model).First);
        double Moved(string name, params string[] options)
        {
            CommandResult result = Files.Refine(name, options);
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            return Coordinates.Rmsd(start, Coordinates.Of(Refined(name)));
        }

        double free = Moved("free"), held = Moved("held", "--hold-start", "true");
        string Restraints(string name) => Stats(name)["refinement"]!["restraints"]!.ToJsonString();
        Assert.Multiple(() =>
        {
            Assert.That(Restraints("free"), Does.Not.Contain("near their start"));
            Assert.That(Restraints("held"), Does.Contain($"{start.Length / 3} atoms near their start"));
            Assert.That(held, Is.LessThan(0.97 * free));
        });
    }

    [TestCase("--reference-sigma needs", "--reference-sigma", "0.5")]
    [TestCase("give a number above 0", "--reference-sigma", "0", "--reference-model", "TRUTH")]
    [TestCase("give that too", "--reference-select", "all", "--reference-model", "TRUTH")]
    [TestCase("--run full", "--reference-sigma", "0.5", "--reference-model", "TRUTH", "--run", "xyz")]
    [TestCase("holds for the whole model", "--weight", "3", "--weights-by", "chain")]
    public void OptionsThatContradictEachOtherAreAnError(string message, params string[] options)
    {
        CommandResult result = Files.Refine("contradiction", [.. options.Select(o => o == "TRUTH" ? Files.Truth : o)]);
        Assert.That(result.ExitCode, Is.EqualTo((int)ExitCode.Usage), result.Error);
        Assert.That(result.Error.Replace(": needs", " needs", StringComparison.Ordinal), Does.Contain(message));
    }

    /// <summary>Targets by φ and ψ bring the main chain nearer to them than a dictionary's do.</summary>
    [Test]
    public void ConformationDependentTargetsAreFollowed()
    {
        Assert.That(Files.Refine("plain", "--run", "xyz").ExitCode, Is.Zero);
        CommandResult result = Files.Refine("cdl", "--run", "xyz", "--cdl");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode Targets(string name) => Stats(name)["refinement"]!["conformation_dependent_targets"]!;
        Assert.Multiple(() =>
        {
            Assert.That((bool)Targets("cdl")["used"]!, Is.True);
            Assert.That((bool)Targets("plain")["used"]!, Is.False);
            Assert.That((int)Targets("cdl")["after"]!["residues"]!, Is.EqualTo(10), "12 without both ends");
            Assert.That((double)Targets("cdl")["after"]!["angle_rmsd"]!, Is.LessThan((double)Targets("plain")["after"]!["angle_rmsd"]!));
            Assert.That(result.Out, Does.Contain("by conformation-dependent targets of 10 residues"));
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
