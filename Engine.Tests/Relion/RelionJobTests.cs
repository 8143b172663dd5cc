using System.Diagnostics;
using Engine.Tests.Cli;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Relion;

/// <summary>Verbs as RELION External jobs: options, markers, abort, output nodes.</summary>
[TestFixture]
[NonParallelizable]
public sealed class RelionJobTests : PeptideFixture, IDisposable
{
    private static readonly string[] Quick = ["--resolution", "2.8", "--run", "xyz", "--cycles", "1", "--iterations", "10", "--device", "cpu"];

    private readonly TemporaryFolder folder = new();
    private string job = "";

    [SetUp]
    public void ChooseFolder() => job = folder[Guid.NewGuid().ToString("N")];

    public void Dispose() => folder.Dispose();

    [Test]
    public void AJobThatSucceedsSaysSoAndListsItsModel()
    {
        job += "/";
        Directory.CreateDirectory(job);
        File.WriteAllText(job + "RELION_JOB_EXIT_FAILURE", "");
        CommandResult result = CommandLine.Run(["relion", "refine", "--o", job, "--in_3dref", Files.Truth.Replace("_model.cif", "_truth.mrc", StringComparison.Ordinal), "--in_mask", "m.mrc", "--model", Files.Model, "--j", "2", "--pipeline_control", job, .. Quick]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Error, Does.Contain("--in_mask: refine uses no mask"));
        Assert.That(Markers(job), Is.EqualTo(new[] { "RELION_JOB_EXIT_SUCCESS" }));
        Assert.That(Nodes(job), Is.EqualTo(new[] { job + "refine.cif AtomCoords.cif" }));

        // Continued in RELION: the same command in the same folder.
        Assert.That(CommandLine.Run(["relion", "refine", "--o", job, "--in_3dref", Files.Map, "--model", Files.Model, .. Quick]).ExitCode, Is.Zero);
    }

    [Test]
    public void OneHalfMapStandsForBoth()
    {
        CommandResult validate = CommandLine.Run("relion", "validate", "--o=" + job, "--in_3dref", Files.OtherMap, "--model", Files.Model, "--resolution", "2.8", "--no-report", "--device", "cpu");
        Assert.That(validate.ExitCode, Is.Zero, validate.Error);
        string document = File.ReadAllText(Path.Combine(job, "validate_validation.json"));
        Assert.That(document.IndexOf("half2.mrc", StringComparison.Ordinal), Is.GreaterThan(document.IndexOf("half1.mrc", StringComparison.Ordinal)).And.Positive, "in their order, whichever was given");
        Assert.That(document, Does.Contain("half1.mrc"));
        CommandResult mask = CommandLine.Run("relion", "mask", "--o", job, "--in_3dref", Files.Map, "--device", "cpu");
        Assert.That(mask.ExitCode, Is.Zero, mask.Error);
        Assert.That(Nodes(job), Has.Member(Path.Combine(job, "mask_mask.mrc") + " Mask3D.mrc"));
        CommandResult locres = CommandLine.Run("relion", "local-resolution", "--o", job, "--in_3dref", Files.Map, "--device", "cpu");
        Assert.That(locres.ExitCode, Is.Zero, locres.Error);
        Assert.That(Nodes(job), Has.Member(Path.Combine(job, "local-resolution_locres.mrc") + " Image3D.mrc.localresmap"));
        Assert.That(Markers(job), Is.EqualTo(new[] { "RELION_JOB_EXIT_SUCCESS" }));
    }

    /// <summary>What lay in the folder before is no output of this run, and a name with a blank would break RELION's table.</summary>
    [Test]
    public void OnlyWhatThisRunMadeIsListed()
    {
        Directory.CreateDirectory(job);
        string old = Path.Combine(job, "old.mrc"), attempt = Path.Combine(job, "x_attempt.cif");
        File.WriteAllText(old, "");
        File.WriteAllText(attempt, "");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddMinutes(-5));
        File.SetLastWriteTimeUtc(attempt, DateTime.UtcNow.AddMinutes(5));
        Assert.That(CommandLine.Run("relion", "mask", "--o", job, "--in_3dref", Files.Map, "--device", "cpu").ExitCode, Is.Zero);
        Assert.That(Nodes(job), Is.EqualTo(new[] { Path.Combine(job, "mask_mask.mrc") + " Mask3D.mrc" }));
        string blank = folder["a job"];
        Assert.That(CommandLine.Run("relion", "mask", "--o", blank, "--in_3dref", Files.Map, "--device", "cpu").ExitCode, Is.Zero);
        Assert.That(Nodes(blank), Is.Empty);
        Assert.That(Markers(blank), Is.EqualTo(new[] { "RELION_JOB_EXIT_SUCCESS" }));
    }

    [TestCase("refine", "--in_3dref /nowhere/half1.mrc --model /nowhere.cif --resolution 3", 1)]
    [TestCase("refine", "--resolution", 2)]
    [TestCase("refine", "--in_parts particles.star", 2)]
    [TestCase("refine", "--o", 2)]
    [TestCase("nonsense", "--j 1", 2)]
    [TestCase("batch", "--in_3dref map.mrc", 2)]
    public void AJobThatFailsSaysSo(string verb, string options, int code)
    {
        CommandResult result = CommandLine.Run(["relion", verb, "--o", job, .. options.Split(' ')]);
        Assert.That((result.ExitCode, result.Error.Length > 0), Is.EqualTo((code, true)), result.Error);
        Assert.That(Markers(job), Is.EqualTo(new[] { "RELION_JOB_EXIT_FAILURE" }));
    }

    [Test]
    public void WithoutAFolderNothingIsWritten()
    {
        CommandResult result = CommandLine.Run("relion", "refine", "--model", "x");
        Assert.That((result.ExitCode, result.Error.Contains("--o External/jobNNN/", StringComparison.Ordinal)), Is.EqualTo((2, true)), result.Error);
        Assert.That(CommandLine.Run("relion", "--help").Out, Does.Contain("density-modify"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void AbortStopsTheJobWithWhatItHasAndContinueGoesOn(bool byFile)
    {
        // Left by a job that was killed before it could obey: no wish of this one's user.
        Directory.CreateDirectory(job);
        File.WriteAllText(Path.Combine(job, "RELION_JOB_ABORT_NOW"), "");
        string checkpoint = Path.Combine(job, "refine_checkpoint.bin");
        Assert.That(UntilAborted(byFile, () => File.Exists(checkpoint)), Does.Not.Contain("resumed from"));
        Assert.That(Path.Combine(job, "refine.cif"), Does.Exist, "what was reached is written");
        if (!byFile)
            return;
        DateTime before = File.GetLastWriteTimeUtc(checkpoint);
        Assert.That(UntilAborted(byFile, () => File.GetLastWriteTimeUtc(checkpoint) > before), Does.Contain("resumed from"));
    }

    [Test]
    public void ABatchWithAParkedEntryHasSucceeded()
    {
        string manifest = folder.Write("m.csv", System.Text.Encoding.UTF8.GetBytes($"id,model,map,resolution\nfine,{Files.Model},{Files.Map},2.8\ngone,/nowhere.cif,{Files.Map},2.8\n"));
        CommandResult result = CommandLine.Start("relion", "batch", "--o", job, "--manifest", manifest, "--refine", "--run xyz --cycles 1 --iterations 10", "--j", "1", "--device", "cpu");
        Assert.That(result.ExitCode, Is.EqualTo(5), result.Error);
        Assert.That(Markers(job), Is.EqualTo(new[] { "RELION_JOB_EXIT_SUCCESS" }));
        Assert.That(Nodes(job), Is.EqualTo(new[] { Path.Combine(job, "entries/fine/refined.cif") + " AtomCoords.cif" }));
    }

    /// <summary>Runs a job that would take hours, aborts it when a condition holds, and gives what it said.</summary>
    private string UntilAborted(bool byFile, Func<bool> condition)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string word in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "cryoengine.dll"), "relion", "refine", "--o", job, "--in_3dref", Files.Map, "--model", Files.Model, "--resolution", "2.8", "--cycles", "900", "--iterations", "90000", "--device", "cpu"])
            start.ArgumentList.Add(word);
        using Process process = Process.Start(start)!;
        process.BeginErrorReadLine();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Assert.That(() => condition() || process.HasExited, Is.True.After(60).Seconds.PollEvery(50), "no cycle came to its end");
        if (byFile)
            File.WriteAllText(Path.Combine(job, "RELION_JOB_ABORT_NOW"), "");
        else
            Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Dispose();
        Assert.That(process.WaitForExit(60_000), Is.True);
        Assert.That(process.ExitCode, Is.EqualTo(130));
        Assert.That(Markers(job), Is.EqualTo(new[] { "RELION_JOB_EXIT_ABORTED" }));
        return output.GetAwaiter().GetResult();
    }

    private static string[] Markers(string job) => [.. Directory.EnumerateFiles(job, "RELION_JOB*").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    /// <summary>Rows of the list of nodes, below the names of its two columns.</summary>
    private static string[] Nodes(string job)
    {
        string[] lines = File.ReadAllLines(Path.Combine(job, "RELION_OUTPUT_NODES.star"));
        int last = Array.IndexOf(lines, "_rlnPipeLineNodeTypeLabel #2");
        Assert.That(lines[..last], Does.Contain("data_output_nodes").And.Contain("loop_").And.Contain("_rlnPipeLineNodeName #1"));
        return lines[(last + 1)..];
    }
}
