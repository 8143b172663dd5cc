using System.Text;
using System.Text.Json.Nodes;
using Engine.Core.Batch;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>The column mask of a manifest.</summary>
[TestFixture]
[NonParallelizable]
public sealed class BatchMaskTests : PeptideFixture
{
    [Test]
    public void TheMaskIsHandedToValidateAndAMissingOneParksTheEntry()
    {
        using var folder = new TemporaryFolder();
        Assert.That(CommandLine.Run("mask", "--half-maps", Files.Map, Files.OtherMap, "-o", folder["own"], "--device", "cpu").ExitCode, Is.Zero);
        string entry = $"{Files.Model},{Files.Map},{Files.OtherMap},2.8";
        string manifest = folder.Write("m.csv", Encoding.UTF8.GetBytes($"id,model,half1,half2,resolution,mask,options\nmasked,{entry},own_mask.mrc,\nplain,{entry},,--iterations 9\nmissing,{entry},none.mrc,\n"));
        CommandResult result = CommandLine.Start("batch", manifest, "-o", folder["run"], "--refine", "--run xyz --cycles 1 --iterations 10 --no-half-map-test --weight 1", "--device", "cpu");
        Assert.That(result.ExitCode, Is.EqualTo(5), result.Error + result.Out);
        Dictionary<string, EntryResult> rows = File.ReadLines(Path.Combine(folder["run"], "results.jsonl")).Select(l => EntryResult.FromLine(l)!).ToDictionary(r => r.Id);
        Assert.Multiple(() =>
        {
            Assert.That((rows["masked"].State, rows["plain"].State, rows["missing"].State), Is.EqualTo((EntryState.Done, EntryState.Done, EntryState.Parked)), rows["masked"].Reason);
            Assert.That(rows["missing"].Reason, Does.Contain("none.mrc"));
            Assert.That(FirstLine("masked", "validate"), Does.Contain("--mask " + folder["own_mask.mrc"]));
            Assert.That(FirstLine("plain", "validate"), Does.Not.Contain("--mask"));
            Assert.That(FirstLine("masked", "refine"), Does.Not.Contain("--mask"), "refine takes none");
            Assert.That(Masked("masked"), Is.Not.EqualTo(Masked("plain")), "the mask counts");
            Assert.That(FirstLine("plain", "refine"), Does.Contain("--cycles 1").And.Contain("--iterations 9").And.Not.Contain("--iterations 10"), "options of the entry win");
        });

        string Masked(string id) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder["run"], "entries", id, "report_validation.json")))!["fsc"]!["curves"]!["masked"]!.ToJsonString();

        string FirstLine(string id, string stage) => File.ReadLines(Path.Combine(folder["run"], "entries", id, stage + ".log")).First();
    }
}
