using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Engine.Core.Jobs;
using Engine.Core.Models;
using Engine.Core.Models.Cif;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>Runs that are killed and resumed, and what refine writes besides the model.</summary>
[TestFixture]
[NonParallelizable]
public sealed class ResumeTests : PeptideFixture
{
    private const string Checkpoint = "_checkpoint.bin";

    [OneTimeSetUp]
    public void RunWhole()
    {
        CommandResult whole = CommandLine.Run(Arguments("whole", "--geometry-list"));
        Assert.That(whole.ExitCode, Is.Zero, whole.Error);
    }

    [TestCase(0)]
    [TestCase(37)]
    [TestCase(150)]
    [TestCase(290)]
    public void AKilledRunGoesOnWithTheSameResult(int milliseconds)
    {
        string prefix = $"killed{milliseconds}";
        Kill(prefix, milliseconds);
        CommandResult result = CommandLine.Run([.. Arguments(prefix), "--resume"]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(result.Out, Does.Contain("resumed from").Or.Not.Contain("resumed"));
            foreach (string ending in new[] { ".cif", ".pdb", "_cc.svg", "_geometry.svg", "_weight.svg", "_b.svg" })
                Assert.That(File.ReadAllBytes(Files[prefix + ending]), Is.EqualTo(File.ReadAllBytes(Files["whole" + ending])), ending);
            Assert.That(Result(prefix), Is.EqualTo(Result("whole")));
            Assert.That(File.Exists(Files[prefix + Checkpoint]), Is.False);
        });
    }

    [Test]
    public void ACheckpointOfOtherOptionsOrADamagedOneIsRefused()
    {
        Kill("other", 0);
        if (!File.Exists(Files["other" + Checkpoint]))
            Assert.Inconclusive("the run ended before it could be killed");
        CommandResult other = CommandLine.Run([.. Arguments("other"), "--resume", "--torsion-scale", "0.2"]);
        byte[] bytes = File.ReadAllBytes(Files["other" + Checkpoint]);
        CommandResult anew = CommandLine.Run(Arguments("other"));
        bytes[^100] ^= 1;
        File.WriteAllBytes(Files["other" + Checkpoint], bytes);
        CommandResult damaged = CommandLine.Run([.. Arguments("other"), "--resume"]);
        Assert.Multiple(() =>
        {
            Assert.That(other.ExitCode, Is.EqualTo(1));
            Assert.That(other.Error, Does.Contain("torsion-scale = 0.1, not 0.2").And.Contain("start anew without --resume"));
            Assert.That(other.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(anew.ExitCode, Is.EqualTo(1));
            Assert.That(anew.Error, Does.Contain(Checkpoint).And.Contain("exists already"));
            Assert.That(damaged.ExitCode, Is.EqualTo(1));
            Assert.That(damaged.Error, Does.Contain("damaged"));
        });
    }

    [Test]
    public void ATerminatedRunWritesItsBestModelAndSaysSo()
    {
        using Process process = Start("stopped", 40);
        Wait(process, Files["stopped" + Checkpoint]);
        using (Process signal = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            signal.WaitForExit();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Multiple(() =>
        {
            Assert.That(process.ExitCode, Is.EqualTo(130), error);
            Assert.That(error, Does.Contain("stopped by a signal: the best model so far (macro-cycle").And.Contain("--resume goes on from"));
            Assert.That(StructureReader.Read(Files["stopped.cif"]).First.Atoms, Has.Count.EqualTo(StructureReader.Read(Files.Model).First.Atoms.Count));
            Assert.That(File.Exists(Files["stopped" + Checkpoint]));
        });
    }

    [TestCase("_attempt.cif")]
    [TestCase("_checkpoint.bin")]
    [TestCase("_cc.svg")]
    public void NothingIsOverwrittenUnasked(string ending)
    {
        File.WriteAllText(Files["mine" + ending], "mine");
        CommandResult result = CommandLine.Run(Arguments("mine"));
        CommandResult plan = CommandLine.Run([.. Arguments("plan"), "--dry-run"]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.Contain("exists already"));
            Assert.That(File.ReadAllText(Files["mine" + ending]), Is.EqualTo("mine"));
            Assert.That(plan.Out, Does.Contain("plan" + ending));
        });
        File.Delete(Files["mine" + ending]);
    }

    [Test]
    public void ChartsAreDocumentsAndTheListIsSorted()
    {
        foreach (string ending in RefinementPlots.Endings)
            Assert.That(XDocument.Load(Files["whole" + ending]).Root!.Name.LocalName, Is.EqualTo("svg"), ending);
        string[] lines = File.ReadAllLines(Files["whole_geometry.tsv"]);
        double[] z = [.. lines.Skip(1).Select(l => double.Parse(l.Split('\t')[5], System.Globalization.CultureInfo.InvariantCulture))];
        JsonNode after = Stats("whole")["after"]!;
        Assert.Multiple(() =>
        {
            Assert.That(lines[0], Is.EqualTo(GeometryListWriter.Header));
            Assert.That(z, Is.Ordered.Descending);
            foreach (string kind in "bond angle torsion chirality plane".Split(' '))
                Assert.That(lines.Count(l => l.StartsWith(kind + "\t", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo((int)after["geometry"]![kind + "_count"]!), kind);
            Assert.That(
                lines.First(l => l.StartsWith("bond\t", StringComparison.Ordinal)).Split('\t')[1], Is.EqualTo((string)after["geometry"]!["worst"]!["bond"]![0]!["atoms"]!));
        });
    }

    [Test]
    public void TheModelFileTellsOfTheRefinement()
    {
        JsonNode stats = Stats("whole"), after = stats["after"]!;
        Assume.That((string)stats["decision"]!["result"]!, Is.EqualTo("accepted"));
        CifBlock block = CifDocument.Parse(File.ReadAllBytes(Files["whole.cif"]), "whole.cif").Blocks[0];
        CifCategory terms = block.Category("_refine_ls_restr")!;
        Assert.Multiple(() =>
        {
            Assert.That(block.Value("_refine.ls_d_res_high"), Is.EqualTo("2.80"));
            Assert.That(block.Value("_refine.pdbx_refine_id"), Is.EqualTo("ELECTRON MICROSCOPY"));
            Assert.That(block.Value("_refine.details"), Does.StartWith("CC_mask 0."));
            Assert.That(double.Parse(block.Value("_refine.B_iso_mean")!, System.Globalization.CultureInfo.InvariantCulture), Is.GreaterThan(0));
            Assert.That(block.Value("_em_3d_fitting.ref_space"), Is.EqualTo("REAL"));
            Assert.That(block.Value("_em_3d_fitting.ref_protocol"), Is.EqualTo("FLEXIBLE FIT"));
            Assert.That(block.Value("_software.name"), Is.EqualTo("cryoengine"));
            Assert.That(
                Enumerable.Range(0, terms.RowCount).Select(r => terms.Text(r, terms.Column("type"))),
                Is.EqualTo(new[] { "f_bond_d", "f_angle_d", "f_dihedral_angle_d", "f_chiral_restr", "f_plane_restr" }));
            Assert.That(
                double.Parse(terms.Text(0, terms.Column("dev_ideal"))!, System.Globalization.CultureInfo.InvariantCulture),
                Is.EqualTo((double)after["geometry"]!["bond_rmsd"]!).Within(1e-4));
        });
    }

    private string[] Arguments(string prefix, params string[] more) =>
        ["refine", Files.Model, Files.Map, "-d", "2.8", "--cycles", "5", "--iterations", "25", "--device", "cpu", "-o", Files[prefix], .. more];

    /// <summary>Starts a run, waits for its first checkpoint and some time more, and kills it the hard way.</summary>
    private void Kill(string prefix, int milliseconds)
    {
        using Process process = Start(prefix, 5);
        Wait(process, Files[prefix + Checkpoint]);
        Thread.Sleep(milliseconds);
        process.Kill();
        process.WaitForExit();
    }

    private Process Start(string prefix, int cycles)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments = [.. Arguments(prefix)];
        arguments[Array.IndexOf(arguments, "--cycles") + 1] = cycles.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (string argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "cryoengine.dll"), .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static void Wait(Process process, string path)
    {
        while (!File.Exists(path) && !process.HasExited)
            Thread.Sleep(2);
    }

    private string Result(string prefix)
    {
        JsonObject document = Stats(prefix).AsObject();
        document.Remove("timings_s");
        document.Remove("command");
        return document.ToJsonString();
    }
}
