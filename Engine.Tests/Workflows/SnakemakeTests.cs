using System.Diagnostics;
using System.Text;
using Engine.Tests.Archive;
using Engine.Tests.Cli;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Workflows;

/// <summary>The Snakemake workflow of the samples, on entries with files and on a fetched one.</summary>
[TestFixture]
[NonParallelizable]
public sealed class SnakemakeTests : PeptideFixture, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void TheWorkflowDoesEachEntryAndThenNothing()
    {
        if (Programs.Find("snakemake") == null)
            Assert.Ignore("needs snakemake (apt-get install snakemake)");
        using var server = new LocalArchive();
        Publish(server);
        string place = Directory.CreateDirectory(folder["ta'ble $(touch hit) é"]).FullName;
        File.Copy(Files.Model, Path.Combine(place, "-o model.cif"));
        Assert.That(CommandLine.Run("mask", "--half-maps", Files.Map, Files.OtherMap, "-o", Path.Combine(place, "m"), "--device", "cpu").ExitCode, Is.Zero);
        File.WriteAllText(
            Path.Combine(place, "entries.csv"),
            $"\uFEFFid,model,map,half1,half2,mask,resolution,options\nmap,-o model.cif,{Files.Map},,,,2.8,--iterations 9\nhalves,-o model.cif,,{Files.Map},{Files.OtherMap},m_mask.mrc,2.8,\n\n7CEC,,,,,,,\n");
        File.WriteAllText(folder["config.yaml"], $"table: \"{place}/entries.csv\"\nengine: {Engine()}\nmirrors: [\"{server.Address}\"]\ndevice: cpu\nthreads: 1\nrefine: \"--run xyz --cycles 1 --iterations 10\"\n");
        (int code, string said) = Snakemake();
        Assert.That(code, Is.Zero, said);
        string[] lines = File.ReadAllLines(folder["run/results.csv"]);
        Assert.Multiple(() =>
        {
            Assert.That(lines[0], Does.StartWith("id,decision,cc_mask_before,cc_mask_after,qscore_before"));
            Assert.That(lines[1..].Select(l => l.Split(',')[0]), Is.EqualTo(new[] { "map", "halves", "7CEC" }));
            Assert.That(lines[1..], Has.All.Match(@"^\w+,(accepted|kept),0\.\d+,0\.\d+,"));
            Assert.That(File.ReadAllText(folder["run/entries/halves/report_validation.json"]), Does.Contain("m_mask.mrc"));
            Assert.That(File.Exists(folder["run/entries/7CEC/report.html"]));
            Assert.That(server.Requests, Has.None.Matches<(string Path, string Range)>(r => r.Path.Contains("half_map", StringComparison.Ordinal)), "only what the workflow uses");
            Assert.That(Directory.EnumerateFiles(folder.Root, "hit", SearchOption.AllDirectories), Is.Empty);
        });
        Assert.That(Snakemake().Said, Does.Contain("Nothing to be done"));

        // The same refinement as that of batch.
        Assert.That(CommandLine.Start("batch", Path.Combine(place, "entries.csv"), "-o", folder["batch"], "--refine", "--run xyz --cycles 1 --iterations 10", "--device", "cpu", "--workers", "1", "--mirror", server.Address).ExitCode, Is.Zero);
        foreach (string id in new[] { "map", "halves", "7CEC" })
            Assert.That(File.ReadAllBytes(folder[$"run/entries/{id}/refined.cif"]), Is.EqualTo(File.ReadAllBytes(folder[$"batch/entries/{id}/refined.cif"])), id);
    }

    /// <summary>Puts the simulated case on a server as an entry of the archives.</summary>
    private void Publish(LocalArchive server)
    {
        ArchiveEntries.Fill(server);
        server.Files["emdb/structures/EMD-30342/header/emd-30342.xml"] = Encoding.UTF8.GetBytes(ArchiveEntries.Header("2.8", "0.03", "7cec"));
        server.Files["emdb/structures/EMD-30342/map/emd_30342.map.gz"] = LocalArchive.Pack(File.ReadAllBytes(Files.Map));
        server.Files["pdb/data/structures/divided/mmCIF/ce/7cec.cif.gz"] = LocalArchive.Pack(Encoding.UTF8.GetBytes(File.ReadAllText(Files.Model)
            + "\nloop_\n_pdbx_database_related.db_name\n_pdbx_database_related.db_id\n_pdbx_database_related.content_type\nEMDB EMD-30342 'associated EM volume'\n#\n"));
    }

    private string Engine()
    {
        string program = folder.Write("engine", Encoding.UTF8.GetBytes($"#!/bin/sh\nexec \"{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"}\" exec \"{Path.Combine(AppContext.BaseDirectory, "cryoengine.dll")}\" \"$@\"\n"));
        Programs.Open(program);
        return program;
    }

    private (int Code, string Said) Snakemake()
    {
        var start = new ProcessStartInfo(Programs.Find("snakemake")!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in new[] { "--cores", "2", "--snakefile", Path.Combine(SharedData.RepositoryRoot(), "samples", "workflows", "Snakefile"), "--directory", folder["run"], "--configfile", folder["config.yaml"], "--nocolor" })
            start.ArgumentList.Add(word);
        start.Environment["XDG_CACHE_HOME"] = folder["cache"];
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        string logs = string.Concat(Directory.EnumerateFiles(folder.Root, "*.log", SearchOption.AllDirectories).Where(f => f.Contains("/entries/", StringComparison.Ordinal)).Select(f => $"--- {f}\n{File.ReadAllText(f)}"));
        return (process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult() + logs);
    }
}
