using System.Text.Json.Nodes;
using Engine.Core.Maps;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>The command mask from files to files.</summary>
[TestFixture]
[NonParallelizable]
public sealed class MaskTests : PeptideFixture
{
    [TestCase("from the density", "local standard deviation")]
    [TestCase("round a model", null, "--model", "MODEL")]
    [TestCase("above a threshold", "density", "--threshold", "0.05", "--low-pass", "6")]
    public void MasksAreWrittenWithWhatTheyAre(string name, string? quantity, params string[] options)
    {
        CommandResult result = Run([Files.Map, .. options.Select(o => o == "MODEL" ? Files.Truth : o)]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonObject json = JsonNode.Parse(File.ReadAllText(Files["out_mask.json"]))!.AsObject();
        using DensityMap mask = MapReader.Read(Files["out_mask.mrc"]), map = MapReader.Read(Files.Map);
        MapAverage.CheckSameGrid(map, mask);
        MapStatistics s = MapStatisticsCalculator.Summarize(mask).Statistics;
        Assert.Multiple(() =>
        {
            Assert.That((s.Minimum, s.Maximum), Is.EqualTo((0, 1)), name);
            Assert.That((double)json["fraction"]!, Is.EqualTo(s.Mean).Within(1e-5));
            Assert.That((double)json["volume"]!, Is.EqualTo(s.Mean * map.Grid.VoxelCount * Math.Pow(map.Grid.VoxelSize.X, 3)).Within(0.1).Percent);
            Assert.That((string?)json["threshold_quantity"], quantity == null ? Is.Null : Does.Contain(quantity));
            Assert.That(json["warnings"], Is.Not.Null);
            Assert.That(result.Out, Does.Contain("volume").And.Contain("written"));
        });
    }

    [Test]
    public void HalfMapsGiveAConfidenceMask()
    {
        CommandResult result = Run("--half-maps", Files.Map, Files.OtherMap, "--fdr", "0.01", "--noise-box", "0", "0", "0", "8", "--low-pass", "5");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Out, Does.Contain("confidence"));
        Assert.That((double)JsonNode.Parse(File.ReadAllText(Files["out_mask.json"]))!["threshold"]!, Is.EqualTo(0.99).Within(1e-9));
    }

    [TestCase(2, "no map given")]
    [TestCase(2, "give one of them", "MAP", "--model", "MODEL", "--fdr")]
    [TestCase(2, "--radius", "MAP", "--radius", "3")]
    [TestCase(2, "--threshold: only with", "MAP", "--model", "MODEL", "--threshold", "3")]
    [TestCase(2, "--threshold high", "MAP", "--threshold", "high")]
    [TestCase(2, "--edge", "MAP", "--edge", "-1")]
    [TestCase(2, "--fdr", "MAP", "--fdr", "1.5")]
    [TestCase(1, "no voxel", "MAP", "--threshold", "1e9")]
    [TestCase(1, "leaves the map", "MAP", "--fdr", "0.01", "--noise-box", "900", "0", "0", "8")]
    [TestCase(1, "no atom", "MAP", "--model", "MODEL", "--select", "chain nobody")]
    [TestCase(1, "no such file", "nowhere.mrc")]
    public void WrongInputIsRefusedInOneLine(int code, string says, params string[] options)
    {
        CommandResult result = CommandLine.Run(["mask", .. options.Select(o => o == "MODEL" ? Files.Truth : o == "MAP" ? Files.Map : o), "-o", Files["refused"], "--device", "cpu"]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(code), result.Error);
            Assert.That(result.ErrorLines.Count(l => l.StartsWith("cryoengine: ", StringComparison.Ordinal)), Is.EqualTo(1), result.Error);
            Assert.That(result.Error, Does.Contain(says));
            Assert.That(File.Exists(Files["refused_mask.mrc"]), Is.False);
        });
    }

    private CommandResult Run(params string[] options) => CommandLine.Run(["mask", .. options, "--device", "cpu", "-o", Files["out"], "--overwrite"]);
}
