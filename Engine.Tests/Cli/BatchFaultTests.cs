using System.Text;
using Engine.Core.Batch;
using Engine.Tests.Archive;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>What a batch does about faults: which attempts are repeated, how often, and what earlier runs left behind.</summary>
[TestFixture]
[NonParallelizable]
public sealed class BatchFaultTests : PeptideFixture, IDisposable
{
    private const string Quick = "--run xyz --cycles 1 --iterations 10";

    private readonly TemporaryFolder folder = new();
    private readonly LocalArchive server = new();
    private string run = "";

    [SetUp]
    public void ChooseFolder() => run = folder[Guid.NewGuid().ToString("N")];

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Test]
    public void AFaultOfTheDeviceIsTriedAgainAndWrongInputIsNot()
    {
        string manifest = Write($"device,{Files.Model},{Files.Map},2.8,", $"input,{Files.Model},/nowhere.mrc,2.8,", $"option,{Files.Model},{Files.Map},2.8,--cycles x");
        CommandResult result = Batch(manifest, "--device", "no such device", "--retries", "1");
        Assert.That(result.ExitCode, Is.EqualTo(5), result.Error);
        Dictionary<string, EntryResult> rows = Results();
        Assert.Multiple(() =>
        {
            Assert.That((rows["device"].State, rows["device"].Failures), Is.EqualTo((EntryState.Parked, 2)), rows["device"].Reason);
            Assert.That((rows["input"].State, rows["input"].Failures), Is.EqualTo((EntryState.Parked, 1)));
            Assert.That((rows["option"].State, rows["option"].Failures), Is.EqualTo((EntryState.Parked, 1)));
            Assert.That(Said(result, "device")[..2], Is.EqualTo(new[] { "failed", "parked" }));
            Assert.That(result.Out.IndexOf("input: parked", StringComparison.Ordinal), Is.LessThan(result.Out.IndexOf("device: parked", StringComparison.Ordinal)), "what failed goes behind the others");
        });
    }

    [Test]
    public void AFaultOfTheNetworkIsTriedAgainAndAMissingEntryIsNot()
    {
        ArchiveEntries.Fill(server);
        server.Files["emdb/structures/EMD-30342/header/emd-30342.xml"] = Encoding.UTF8.GetBytes(ArchiveEntries.Header("3.9", "0.03", "7cec"));
        server.Files["emdb/structures/EMD-30342/map/emd_30342.map.gz"] = LocalArchive.Pack(File.ReadAllBytes(Files.Map));
        server.Files["pdb/data/structures/divided/mmCIF/ce/7cec.cif.gz"] = LocalArchive.Pack(File.ReadAllBytes(Files.Model));
        for (int i = 0; i < 4; i++)
            server.Script("emdb/structures/EMD-30342/map/emd_30342.map.gz", "HTTP/1.1 503 Busy\nRetry-After: 0\nContent-Length: 0", []);
        CommandResult result = Batch(Write("EMD-30342,,,2.8,", "EMD-9999,,,,"), "--mirror", server.Address, "--cache", folder["cache"], "--device", "cpu");
        Dictionary<string, EntryResult> rows = Results();
        Assert.Multiple(() =>
        {
            Assert.That((rows["EMD-30342"].State, rows["EMD-30342"].Failures), Is.EqualTo((EntryState.Done, 1)), rows["EMD-30342"].Reason + result.Out);
            Assert.That(rows["EMD-30342"].Resolution, Is.EqualTo(2.8), "the manifest wins over the archive");
            Assert.That((rows["EMD-9999"].State, rows["EMD-9999"].Failures), Is.EqualTo((EntryState.Parked, 1)));
            Assert.That(rows["EMD-9999"].Reason, Does.StartWith("fetch: ").And.Contain("404"));
        });
    }

    [Test]
    public void OptionsOfAnEntryWinAndThoseOfTheBatchAreRefused()
    {
        CommandResult result = Batch(Write($"own,{Files.Model},{Files.Map},2.8,--cycles 2", $"reserved,{Files.Model},{Files.Map},2.8,-o /tmp/elsewhere"), "--device", "cpu");
        Assert.That(result.ExitCode, Is.EqualTo(5), result.Error);
        string command = File.ReadLines(Path.Combine(run, "entries", "own", "refine.log")).First();
        Assert.That(command, Does.Contain("--cycles 2").And.Contain("--run xyz").And.Not.Contain("--cycles 1"));
        Assert.That(Results()["reserved"].Reason, Does.StartWith("option -o: is set by the batch"));
    }

    [Test]
    public void WhatEarlierRunsLeftIsUnderstood()
    {
        string manifest = Write($"written,{Files.Model},{Files.Map},2.8,", $"fatal,{Files.Model},{Files.Map},2.8,", $"other,{Files.Model},{Files.Map},2.8,", $"both,{Files.Model},{Files.Map},2.8,");
        BatchFolder batch = BatchFolder.Open(run, ManifestReader.Read(manifest));

        // The result was written, then the scheduler ended; fifty attempts ended with their scheduler; a result of another form.
        foreach (string id in new[] { "written", "fatal", "other" })
            Directory.CreateDirectory(batch.FolderOf(id));
        new EntryResult { Id = "written", State = EntryState.Done, Decision = "kept" }.Write(batch.FolderOf("written"));
        File.WriteAllText(Path.Combine(batch.FolderOf("fatal"), "attempt.open"), "50");
        File.WriteAllText(Path.Combine(batch.FolderOf("other"), "result.json"), "{\"schema\":\"cryoengine.batch-entry/9\",\"id\":\"other\",\"state\":\"done\"}\n");
        CommandResult result = Batch(manifest, "--device", "cpu");
        Dictionary<string, EntryResult> rows = Results();
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(5), result.Error);
            Assert.That((rows["written"].State, rows["written"].Decision, File.Exists(Path.Combine(batch.FolderOf("written"), "refined.cif"))), Is.EqualTo((EntryState.Done, "kept", false)), "not done again");
            Assert.That((rows["fatal"].State, rows["fatal"].Reason.StartsWith("interrupted 51 times", StringComparison.Ordinal)), Is.EqualTo((EntryState.Parked, true)), rows["fatal"].Reason);
            Assert.That((rows["other"].State, rows["other"].Decision.Length > 0), Is.EqualTo((EntryState.Done, true)), "done by this version");
            Assert.That(rows["both"].Host, Is.EqualTo(MachineIdentity.Host));
            Assert.That(BatchFolder.Open(run, null).Finished, Has.Count.EqualTo(4));
        });
    }

    [Test]
    public void AStageIsDoneAgainWhenItsOptionsChangeAndAMapIsTakenBeforeHalfMaps()
    {
        string manifest = folder.Write("halves.csv", Encoding.UTF8.GetBytes($"id,model,map,half1,half2,resolution\ne,{Files.Model},{Files.Map},{Files.Map},{Files.OtherMap},2.8\n"));
        Assert.That(Batch(manifest, "--device", "cpu").ExitCode, Is.Zero);
        string entry = Path.Combine(run, "entries", "e");
        Assert.That(First(entry, "refine"), Does.Not.Contain("--half-maps"));
        Assert.That(First(entry, "validate"), Does.Contain("--half-maps"));

        // The entry is put back, as an interruption after the stages would leave it, and worked on with other options of refine.
        File.Delete(Path.Combine(entry, "result.json"));
        File.Move(Path.Combine(run, "work", "0001", "finished", "e"), Path.Combine(run, "work", "0001", "queue", "e"));
        DateTime validated = File.GetLastWriteTimeUtc(Path.Combine(entry, "validate.done"));
        Assert.That(CommandLine.Start("batch", "-o", run, "--refine", Quick + " --blur 20", "--device", "cpu", "--workers", "1").ExitCode, Is.Zero);
        Assert.That(First(entry, "refine"), Does.Contain("--blur 20"));
        Assert.That(File.GetLastWriteTimeUtc(Path.Combine(entry, "validate.done")), Is.GreaterThanOrEqualTo(validated));
    }

    private static string First(string entry, string stage) => File.ReadLines(Path.Combine(entry, stage + ".log")).First();

    /// <summary>States of an entry in the order in which they were said.</summary>
    private static string[] Said(CommandResult result, string id) =>
        [.. result.Out.Split('\n').Where(l => l.StartsWith('[') && l.Contains($" {id}: ", StringComparison.Ordinal)).Select(l => l.Split($" {id}: ")[1].Split(':')[0])];

    private CommandResult Batch(string manifest, params string[] options) => CommandLine.Start(["batch", manifest, "-o", run, "--refine", Quick, "--workers", "1", .. options]);

    private Dictionary<string, EntryResult> Results() => File.ReadLines(Path.Combine(run, "results.jsonl")).Select(l => EntryResult.FromLine(l)!).ToDictionary(r => r.Id);

    private string Write(params string[] lines) => folder.Write($"{Guid.NewGuid():N}.csv", Encoding.UTF8.GetBytes("id,model,map,resolution,options\n" + string.Join('\n', lines) + "\n"));
}
