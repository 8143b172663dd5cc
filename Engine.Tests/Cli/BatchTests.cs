using System.Diagnostics;
using System.Text;
using Engine.Core.Batch;
using Engine.Tests.Archive;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>Whole batches in processes of their own: broken entries, two machines, kills, limits.</summary>
[TestFixture]
[NonParallelizable]
public sealed class BatchTests : PeptideFixture
{
    private const string Quick = "--run xyz --cycles 1 --iterations 10";

    [Test]
    public void GoodEntriesAreDoneAndBrokenOnesReported()
    {
        using var folder = new TemporaryFolder();
        string odd = Path.Combine(folder.Root, "käse; $(touch x) 'q'");
        Directory.CreateDirectory(odd);
        File.Copy(Files.Model, Path.Combine(odd, "-o model.cif"));
        File.WriteAllBytes(folder["cut.mrc"], File.ReadAllBytes(Files.Map)[..2000]);
        string manifest = Write(folder, $"fine,{Files.Model},{Files.Map},2.8,", $"odd,\"{Path.Combine(odd, "-o model.cif")}\",{Files.Map},2.8,", $"cut,{Files.Model},{folder["cut.mrc"]},2.8,", $"gone,/nowhere.pdb,{Files.Map},2.8,",
            $"option,{Files.Model},{Files.Map},2.8,--output x", $"shell,{Files.Model},{Files.Map},2.8,; touch x", $"../up,{Files.Model},{Files.Map},2.8,");
        CommandResult result = CommandLine.Start("batch", manifest, "-o", folder["run"], "--refine", Quick, "--device", "cpu");
        Assert.That(result.ExitCode, Is.EqualTo(5), result.Error + result.Out);
        Dictionary<string, EntryResult> rows = Results(folder["run"]);
        Assert.Multiple(() =>
        {
            Assert.That(rows["fine"].State, Is.EqualTo(EntryState.Done), rows["fine"].Reason);
            Assert.That(rows["odd"].State, Is.EqualTo(EntryState.Done), rows["odd"].Reason);
            Assert.That(rows["fine"].After["cc_mask"], Is.GreaterThan(rows["fine"].Before["cc_mask"]!.Value));
            Assert.That(rows["fine"].PeakMemory, Is.GreaterThan(10_000_000));
            Assert.That(rows["cut"].Reason, Does.Contain("cut.mrc"));
            Assert.That(rows["gone"].Reason, Does.Contain("/nowhere.pdb"));
            Assert.That(rows["option"].Reason, Does.Contain("--output"));
            Assert.That(rows["shell"].Reason, Does.Contain("must start with an option"));
            Assert.That(rows["line-8"].Reason, Does.Contain("letters, digits"));
            Assert.That(rows.Values.Count(r => r.State == EntryState.Parked), Is.EqualTo(5));
            Assert.That(File.Exists(Path.Combine(folder["run"], "entries", "fine", "report.html")));
            Assert.That(Directory.EnumerateFiles(folder.Root, "x", SearchOption.AllDirectories), Is.Empty);
        });
        DateTime before = File.GetLastWriteTimeUtc(Path.Combine(folder["run"], "entries", "fine", "result.json"));
        Assert.That(CommandLine.Start("batch", "-o", folder["run"]).ExitCode, Is.EqualTo(5));
        Assert.That(File.GetLastWriteTimeUtc(Path.Combine(folder["run"], "entries", "fine", "result.json")), Is.EqualTo(before), "what is done is not done again");
    }

    [Test]
    public void TwoMachinesOnOneFolderDoEachEntryOnce()
    {
        using var folder = new TemporaryFolder();
        string manifest = Write(folder, [.. Enumerable.Range(0, 4).Select(i => $"e{i},{Files.Model},{Files.Map},2.8,")]);
        using Process one = Start("first", manifest, folder["run"]), two = Start("second", manifest, folder["run"]);
        string[] said = [one.StandardOutput.ReadToEnd(), two.StandardOutput.ReadToEnd()];
        one.WaitForExit();
        two.WaitForExit();
        Assert.That((one.ExitCode, two.ExitCode), Is.EqualTo((0, 0)));
        string[] done = [.. said.SelectMany(s => s.Split('\n')).Where(l => l.Contains(": done:", StringComparison.Ordinal)).Select(l => l.Split(' ').First(w => w.EndsWith(':')))];
        Assert.That(done.Order(), Is.EqualTo(new[] { "e0:", "e1:", "e2:", "e3:" }));
    }

    [Test]
    public void KilledRunsEndAsAnUndisturbedOne()
    {
        using var folder = new TemporaryFolder();
        string manifest = Write(folder, [.. Enumerable.Range(0, 3).Select(i => $"e{i},{Files.Model},{(i == 1 ? Files.OtherMap : Files.Map)},2.8,")]);
        using (Process whole = Start("host", manifest, folder["whole"]))
            whole.WaitForExit();
        foreach (int wait in new[] { 700, 2200, 3500 })
        {
            using Process killed = Start("host", manifest, folder["killed"]);
            if (!killed.WaitForExit(wait))
                killed.Kill(entireProcessTree: true);
        }

        using (Process last = Start("host", manifest, folder["killed"]))
        {
            string said = last.StandardOutput.ReadToEnd();
            last.WaitForExit();
            Assert.That(last.ExitCode, Is.Zero, said);
        }

        Assert.That(File.ReadAllText(Path.Combine(folder["killed"], "results.csv")), Is.EqualTo(File.ReadAllText(Path.Combine(folder["whole"], "results.csv"))));
        foreach (string id in new[] { "e0", "e1", "e2" })
            Assert.That(File.ReadAllBytes(Path.Combine(folder["killed"], "entries", id, "refined.cif")), Is.EqualTo(File.ReadAllBytes(Path.Combine(folder["whole"], "entries", id, "refined.cif"))));
        Assert.That(Directory.EnumerateFiles(Path.Combine(folder["killed"], "work", "0001", "claims")), Is.Empty);
    }

    [Test]
    public void AnEntryBeyondALimitIsParkedAndTheNextOneDone()
    {
        using var folder = new TemporaryFolder();
        string manifest = Write(folder, $"long,{Files.Model},{Files.Map},2.8,--cycles 900 --iterations 90000", $"short,{Files.Model},{Files.Map},2.8,{Quick}");
        CommandResult result = CommandLine.Start("batch", manifest, "-o", folder["run"], "--limit-time", "12", "--workers", "1", "--device", "cpu");
        Assert.That(result.ExitCode, Is.EqualTo(5), result.Error + result.Out);
        Dictionary<string, EntryResult> rows = Results(folder["run"]);
        Assert.That((rows["long"].State, rows["long"].Reason, rows["short"].State), Is.EqualTo((EntryState.Parked, "took longer than the limit of 12 s (--limit-time)", EntryState.Done)), rows["short"].Reason);
        result = CommandLine.Start("batch", Write(folder, $"big,{Files.Model},{Files.Map},2.8,--cycles 900"), "-o", folder["small"], "--limit-memory", "0.01", "--device", "cpu");
        Assert.That(Results(folder["small"])["big"].Reason, Does.Contain("--limit-memory"), result.Out);
    }

    /// <summary>Entries that are fetched load while others are computed; one that is not there is parked.</summary>
    [Test]
    public void EntriesAreFetchedAhead()
    {
        using var folder = new TemporaryFolder();
        using var server = new LocalArchive();
        foreach (string number in new[] { "30341", "30342", "30343" })
        {
            string root = $"emdb/structures/EMD-{number}/", model = "7ce" + number[^1];
            server.Files[$"{root}header/emd-{number}.xml"] = Encoding.UTF8.GetBytes(ArchiveEntries.Header("2.8", "0.5", model).Replace("30342", number, StringComparison.Ordinal));
            server.Files[$"{root}map/emd_{number}.map.gz"] = LocalArchive.Pack(File.ReadAllBytes(Files.Map));
            server.Files[$"pdb/data/structures/divided/mmCIF/ce/{model}.cif.gz"] = LocalArchive.Pack(File.ReadAllBytes(Files.Model));
        }

        string manifest = folder.Write("m.csv", "id\nEMD-30341\nEMD-39999\nEMD-30342\nEMD-30343\n"u8.ToArray());
        CommandResult result = CommandLine.Start("batch", manifest, "-o", folder["run"], "--mirror", server.Address, "--cache", folder["cache"], "--workers", "1", "--retries", "0", "--refine", Quick, "--device", "cpu");
        Assert.That(result.ExitCode, Is.EqualTo(5), result.Error + result.Out);
        Dictionary<string, EntryResult> rows = Results(folder["run"]);
        Assert.That(rows.Values.Select(r => r.State), Is.EqualTo(new[] { EntryState.Done, EntryState.Parked, EntryState.Done, EntryState.Done }), string.Join('\n', rows.Values.Select(r => r.Reason)));
        Assert.That((rows["EMD-39999"].Reason.StartsWith("fetch:", StringComparison.Ordinal), rows["EMD-30342"].Timings["fetch"] > 0, rows["EMD-30342"].Resolution), Is.EqualTo((true, true, (double?)2.8)), rows["EMD-39999"].Reason);
        DateTime fetched = File.GetLastWriteTimeUtc(Path.Combine(folder["cache"], "EMD-30342", "emd_30342.map.gz")), computed = File.GetLastWriteTimeUtc(Path.Combine(folder["run"], "entries", "EMD-30341", "refine.done"));
        Assert.That(fetched, Is.LessThan(computed), "the second entry was fetched before the first was refined");
    }

    /// <summary>A server that does not answer keeps only its own entry waiting.</summary>
    [Test]
    public void AnEntryThatIsThereDoesNotWaitForOneThatIsFetched()
    {
        using var folder = new TemporaryFolder();
        using var server = new LocalArchive();
        const string header = "emdb/structures/EMD-30341/header/emd-30341.xml";
        server.Files[header] = Encoding.UTF8.GetBytes(ArchiveEntries.Header("2.8", "0.5", "7ce1"));
        server.Plan(header, ServerFault.Stall);
        string manifest = Write(folder, "EMD-30341,,,,", $"here,{Files.Model},{Files.Map},2.8,{Quick}");
        Task<CommandResult> batch = Task.Run(() => CommandLine.Start("batch", manifest, "-o", folder["run"], "--mirror", server.Address, "--cache", folder["cache"], "--workers", "1", "--retries", "0", "--device", "cpu"));
        Assert.That(() => EntryResult.Read(folder["run/entries/here"])?.State, Is.EqualTo(EntryState.Done).After(40).Seconds.PollEvery(50));
        Assert.That(batch.IsCompleted, Is.False, "the other is still being fetched");
        server.Dispose();
        Assert.That(batch.GetAwaiter().GetResult().ExitCode, Is.EqualTo(5));
        Assert.That(Results(folder["run"])["EMD-30341"].Reason, Does.StartWith("fetch: "));
    }

    /// <summary>Entries that do not fit into the memory together are worked on one after the other.</summary>
    [Test]
    public void EntriesThatDoNotFitTogetherWait()
    {
        using var folder = new TemporaryFolder();
        string manifest = Write(folder, $"a,{Files.Model},{Files.Map},2.8,", $"b,{Files.Model},{Files.Map},2.8,");
        CommandResult result = CommandLine.Start("batch", manifest, "-o", folder["run"], "--workers", "2", "--memory", "0.3", "--refine", Quick, "--device", "cpu");
        Assert.That(result.ExitCode, Is.Zero, result.Error + result.Out);
        (DateTime Begin, DateTime End)[] spans = [.. new[] { "a", "b" }.Select(id => Path.Combine(folder["run"], "entries", id)).Select(f => (StartOf(f), File.GetLastWriteTimeUtc(Path.Combine(f, "result.json")))).OrderBy(s => s.Item1)];
        Assert.That(spans[1].Begin, Is.GreaterThanOrEqualTo(spans[0].End.AddMilliseconds(-50)));
        static DateTime StartOf(string folder) => File.GetLastWriteTimeUtc(Path.Combine(folder, "refine.done")).AddSeconds(-EntryResult.Read(folder)!.Timings["refine"]);
    }

    [Test]
    public void ThePlanNamesTheMemoryOfEveryEntry()
    {
        using var folder = new TemporaryFolder();
        string manifest = Write(folder, $"a,{Files.Model},{Files.Map},2.8,", $"b,/nowhere.pdb,{Files.Map},2.8,", "../c,x,y,2.8,");
        CommandResult result = CommandLine.Run("batch", manifest, "-o", folder["run"], "--dry-run", "--workers", "2");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        EntrySize size = EntrySize.Of(Files.Model, Files.Map, null)!;
        Assert.That(size.Atoms, Is.EqualTo(Engine.Core.Models.StructureReader.Read(Files.Model).First.Atoms.Count));
        Assert.That(result.Out, Does.Contain($"a: {size.Voxels} voxels, {size.Atoms} atoms: 0.").And.Contain("b: its memory is planned when").And.Contain("line-4: would be parked").And.Contain("memory of the largest 2 together: 0."));
        Assert.That(Directory.Exists(folder["run"]), Is.False);
    }

    private static Dictionary<string, EntryResult> Results(string folder) =>
        File.ReadLines(Path.Combine(folder, "results.jsonl")).Select(l => EntryResult.FromLine(l)!).ToDictionary(r => r.Id);

    private static string Write(TemporaryFolder folder, params string[] lines) =>
        folder.Write($"{Guid.NewGuid():N}.csv", Encoding.UTF8.GetBytes("id,model,map,resolution,options\n" + string.Join('\n', lines) + "\n"));

    private static Process Start(string host, string manifest, string run)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[] { "exec", Path.Combine(AppContext.BaseDirectory, "cryoengine.dll"), "batch", manifest, "-o", run, "--refine", Quick, "--device", "cpu", "--workers", "1" })
            start.ArgumentList.Add(argument);
        start.Environment["CRYOENGINE_HOST"] = host;
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }
}
