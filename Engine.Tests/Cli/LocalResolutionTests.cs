using System.Text.Json.Nodes;
using Engine.Core.Maps;
using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>The commands local-resolution and local-filter from files to files.</summary>
[TestFixture]
[NonParallelizable]
public sealed class LocalResolutionTests : PeptideFixture
{
    [Test]
    public void TheMapIsWrittenAndOtherCommandsReadItBack()
    {
        CommandResult result = Run("local-resolution", "round", "--model", Files.Truth, "--write-to", "property");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode json = Json("round_locres.json");
        using (DensityMap map = MapReader.Read(Files["round_locres.mrc"]), half = MapReader.Read(Files.Map))
        {
            MapAverage.CheckSameGrid(map, half);
            float[] values = map.Values.Slice(0, (int)map.Values.Length).ToArray();
            Assert.That(values, Is.All.InRange(0f, 60f));
            Assert.That(values.Count(v => v > 0), Is.EqualTo((int)json["voxels"]!));
        }

        Assert.Multiple(() =>
        {
            Assert.That((string?)json["schema"], Is.EqualTo("cryoengine.local_resolution/1"));
            Assert.That((double)json["median"]!, Is.EqualTo((double)json["resolution_halves"]!).Within(1));
            Assert.That((double)json["percentile5"]!, Is.LessThanOrEqualTo((double)json["median"]!));
            Assert.That(json["chains"]!.AsArray(), Has.Count.EqualTo(1));
            Assert.That(json["shells"]!.AsArray(), Has.Count.GreaterThanOrEqualTo(20));
            Assert.That(json["histogram"]!.AsArray().Sum(b => (long)b!["count"]!), Is.EqualTo((long)json["voxels"]!));
            Assert.That(json["settings"]!["threshold"]!.GetValue<double>(), Is.EqualTo(0.143));
            Assert.That(json["warnings"], Is.Not.Null);
            Assert.That(File.ReadAllText(Files["round_locres.svg"]), Does.StartWith("<svg"));
            Assert.That(File.ReadAllText(Files["round_locres.cxc"]), Does.Contain("open sim_half1.mrc id #1").And.Contain("open round_locres.mrc id #2").And.Contain("color sample"));
            Assert.That(result.Out, Does.Contain("median").And.Contain("chain").And.Contain("written"));
        });
        CommandResult byMap = Score("map", Files.Truth, "--local-resolution", Files["round_locres.mrc"]);
        CommandResult byProperty = Score("property", Files["round_locres.cif"], "--resolution-from", "property");
        Assert.That(byMap.ExitCode + byProperty.ExitCode, Is.Zero, byMap.Error + byProperty.Error);
        JsonNode one = Json("map_scores.json")["local"]!, other = Json("property_scores.json")["local"]!;
        Assert.That((double)other["cc_mask"]!, Is.EqualTo((double)one["cc_mask"]!).Within(1e-4));
    }

    [Test]
    public void TheBColumnIsReadBack()
    {
        CommandResult result = Run("local-resolution", "b", "--model", Files.Truth, "--write-to", "b", "--no-calibration", "--mask", "none", "--estimate", "first");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        double[] cif = [.. StructureReader.Read(Files["b_locres.cif"]).First.Atoms.Select(a => a.BIso)], pdb = [.. StructureReader.Read(Files["b_locres.pdb"]).First.Atoms.Select(a => a.BIso)];
        Assert.That(cif, Is.EqualTo(pdb).And.All.InRange(1, 30));
        CommandResult map = CommandLine.Run("model-map", Files["b_locres.pdb"], "--like", Files.Map, "-d", "2.8", "--resolution-from", "b", "--device", "cpu", "-o", Files["b_map.mrc"]);
        Assert.That(map.ExitCode, Is.Zero, map.Error);
        Assert.That((double)Json("b_map.json")["resolution_coarsest"]!, Is.EqualTo(cif.Max()).Within(0.5));
    }

    [Test]
    public void FilteringByAFileIsFilteringByWhatIsComputed()
    {
        CommandResult first = Run("local-filter", "own", "--sharpen", "-40"), resolution = Run("local-resolution", "file");
        CommandResult second = Run("local-filter", "other", "--local-resolution", Files["file_locres.mrc"], "--sharpen", "-40");
        Assert.That(first.ExitCode + resolution.ExitCode + second.ExitCode, Is.Zero, first.Error + resolution.Error + second.Error);
        using DensityMap a = MapReader.Read(Files["own_filtered.mrc"]), b = MapReader.Read(Files["other_filtered.mrc"]);
        Assert.That(b.Values.Slice(0, (int)b.Values.Length).ToArray(), Is.EqualTo(a.Values.Slice(0, (int)a.Values.Length).ToArray()).Within(1e-6));
        JsonNode json = Json("own_filtered.json");
        Assert.Multiple(() =>
        {
            Assert.That((double)json["b_applied"]!, Is.EqualTo(-40));
            Assert.That(json["filters"]!.AsArray(), Has.Count.GreaterThanOrEqualTo(1));
            Assert.That(json["local_resolution"]!["median"], Is.Not.Null);
        });
    }

    [Test]
    public void AutomaticAndLocalSharpeningRun()
    {
        CommandResult auto = Run("local-filter", "auto", "--sharpen", "auto", "--weight"), local = Run("local-filter", "local", "--sharpen", "local");
        Assert.That(auto.ExitCode + local.ExitCode, Is.Zero, auto.Error + local.Error);
        Assert.That((double)Json("auto_filtered.json")["b_applied"]!, Is.EqualTo((double)Json("local_filtered.json")["b_applied"]!));
    }

    [TestCase(1, "same values", "local-resolution", "HALF1", "HALF1")]
    [TestCase(1, "grid differs", "local-resolution", "HALF1", "CUT")]
    [TestCase(1, "no such file", "local-resolution", "HALF1", "nowhere.mrc")]
    [TestCase(1, "no such file", "local-resolution", "HALF1", "HALF2", "--mask", "nowhere.mrc")]
    [TestCase(2, "--write-to", "local-resolution", "HALF1", "HALF2", "--write-to", "b")]
    [TestCase(2, "--write-to", "local-resolution", "HALF1", "HALF2", "--write-to", "c")]
    [TestCase(2, "--method", "local-resolution", "HALF1", "HALF2", "--method", "magic")]
    [TestCase(2, "--estimate", "local-resolution", "HALF1", "HALF2", "--estimate", "magic")]
    [TestCase(2, "--window", "local-resolution", "HALF1", "HALF2", "--window", "20")]
    [TestCase(2, "larger than the map", "local-resolution", "HALF1", "HALF2", "--method", "window", "--window", "500")]
    [TestCase(2, "--threshold", "local-resolution", "HALF1", "HALF2", "--threshold", "2")]
    [TestCase(2, "--local-resolution", "local-filter", "HALF1")]
    [TestCase(2, "--sharpen", "local-filter", "HALF1", "HALF2", "--sharpen", "much")]
    [TestCase(2, "two half maps", "local-filter", "HALF1", "--local-resolution", "HALF2", "--sharpen", "auto")]
    [TestCase(1, "resolutions in Å", "local-filter", "HALF1", "--local-resolution", "HALF2")]
    [TestCase(1, "grid differs", "local-filter", "HALF1", "--local-resolution", "CUT")]
    public void WrongInputIsRefusedInOneLine(int code, string says, string verb, params string[] files)
    {
        if (!File.Exists(Files["cut.mrc"]))
        {
            using DensityMap map = Engine.Tests.Scoring.TestGrid.RandomMap(TestGrids.Small, 3);
            MapWriter.Write(Files["cut.mrc"], map);
        }

        CommandResult result = CommandLine.Run(
            [verb, .. files.Select(f => f switch { "HALF1" => Files.Map, "HALF2" => Files.OtherMap, "CUT" => Files["cut.mrc"], _ => f }), "-o", Files["refused"], "--device", "cpu", "--overwrite"]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(code), result.Error);
            Assert.That(result.ErrorLines.Count(l => l.StartsWith("cryoengine: ", StringComparison.Ordinal)), Is.EqualTo(1), result.Error);
            Assert.That(result.Error, Does.Contain(says));
            Assert.That(Files.Names.Where(n => n.StartsWith("refused", StringComparison.Ordinal)), Is.Empty);
        });
    }

    [Test]
    public void ADryRunWritesNothing()
    {
        CommandResult result = Run("local-resolution", "dry", "--dry-run"), filter = Run("local-filter", "dry", "--dry-run");
        Assert.That(result.ExitCode + filter.ExitCode, Is.Zero);
        Assert.That(result.Out + filter.Out, Does.Contain("would compute").And.Contain("would filter"));
        Assert.That(Files.Names.Where(n => n.StartsWith("dry", StringComparison.Ordinal)), Is.Empty);
    }

    private CommandResult Run(string verb, string prefix, params string[] options) =>
        CommandLine.Run([verb, Files.Map, Files.OtherMap, "-o", Files[prefix], "--device", "cpu", "--overwrite", .. options]);

    private CommandResult Score(string prefix, string model, params string[] options) =>
        CommandLine.Run(["score", model, Files.Map, "-d", "2.8", "-o", Files[prefix], "--device", "cpu", "--overwrite", .. options]);

    private JsonNode Json(string name) => JsonNode.Parse(File.ReadAllText(Files[name]))!;

    private static class TestGrids
    {
        public static MapGrid Small { get; } = Engine.Tests.Scoring.TestGrid.Make(12, 12, 12, new(1, 1, 1));
    }
}
