using System.Text.Json.Nodes;
using Engine.Core.Maps;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>The command diff-map from files to files: a residue that is not selected is the highest peak.</summary>
[TestFixture]
[NonParallelizable]
public sealed class DifferenceMapTests : PeptideFixture
{
    [TestCase("local_scale", "MAP")]
    [TestCase("half_maps", "--half-maps", "MAP", "OTHER")]
    [TestCase("half_maps", "--half-maps", "MAP", "OTHER", "--form", "residual")]
    [TestCase("half_maps", "MAP", "--half-maps", "MAP", "OTHER")]
    public void ResiduesLeftOutShow(string method, params string[] options)
    {
        CommandResult result = Run([Files.Truth, "-d", "2.8", "--select", "not resi 6", .. options]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonObject json = JsonNode.Parse(File.ReadAllText(Files["out_diff.json"]))!.AsObject();
        using DensityMap map = MapReader.Read(Files["out_diff.mrc"]), input = MapReader.Read(Files.Map);
        MapAverage.CheckSameGrid(map, input);
        JsonNode peak = json["positive"]!["peaks"]![0]!;
        Assert.Multiple(() =>
        {
            Assert.That((string)json["schema"]!, Is.EqualTo("cryoengine.diff_map/1"));
            Assert.That((string)json["method"]!, Is.EqualTo(method));
            Assert.That(json["scale"] == null, Is.EqualTo(method == "half_maps"));
            Assert.That(json["shells"] == null, Is.EqualTo(method == "local_scale"));
            Assert.That((string)json["observed"]!, Is.EqualTo(options[0] == "MAP" ? "map" : "average of the half maps"));
            Assert.That((double)peak["sigma"]!, Is.GreaterThan(5));
            Assert.That((int)peak["number"]!, Is.InRange(5, 7), "the residue beside the one left out");
            Assert.That((string)json["map"]!, Does.EndWith("out_diff.mrc"));
            Assert.That(result.Out, Does.Contain("density without model").And.Contain("model without density").And.Contain("written"));
            Assert.That(File.ReadLines(Files["out_diff_peaks.csv"]).First(), Does.StartWith("rank,sigma,x,y,z,chain,number"));
            Assert.That(File.ReadLines(Files["out_diff_peaks.csv"]).Count(), Is.EqualTo(1 + json["positive"]!["peaks"]!.AsArray().Count + json["negative"]!["peaks"]!.AsArray().Count));
        });
    }

    /// <summary>A mask file takes the place of the surroundings of the model, and is named in the document.</summary>
    [Test]
    public void AMaskIsReadAndNamed()
    {
        CommandResult made = CommandLine.Run(["mask", Files.Map, "--model", Files.Truth, "-o", Files["around"], "--device", "cpu", "--overwrite"]);
        Assert.That(made.ExitCode, Is.Zero, made.Error);
        string mask = Files["around_mask.mrc"];
        CommandResult result = Run([Files.Truth, "MAP", "-d", "2.8", "--select", "not resi 6", "--mask", mask]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonObject json = JsonNode.Parse(File.ReadAllText(Files["out_diff.json"]))!.AsObject();
        Assert.Multiple(() =>
        {
            Assert.That((string)json["mask"]!, Is.EqualTo(mask));
            Assert.That(json["sigma_radius"], Is.Null);
            Assert.That(json["inputs"]!.ToJsonString(), Does.Contain("around_mask.mrc"));
            Assert.That(result.Out, Does.Contain($"inside {mask}"));
        });
    }

    [TestCase(2, "no model", "MAP", "-d", "3")]
    [TestCase(2, "no density map", "MODEL", "-d", "3")]
    [TestCase(1, "no such file", "MODEL", "MAP", "-d", "3", "--mask", "nowhere.mrc")]
    [TestCase(1, "a mask has values from 0 to 1", "MODEL", "MAP", "-d", "3", "--mask", "MAP")]
    [TestCase(2, "2 files look like", "MODEL", "MAP", "OTHER", "--half-maps", "MAP", "OTHER", "-d", "3")]
    [TestCase(2, "--form: only with", "MODEL", "MAP", "-d", "3", "--form", "residual")]
    [TestCase(2, "--box: only without", "MODEL", "--half-maps", "MAP", "OTHER", "-d", "3", "--box", "20")]
    [TestCase(2, "--peak-level", "MODEL", "MAP", "-d", "3", "--peak-level", "0")]
    [TestCase(2, "resolution", "MODEL", "MAP", "-d", "0")]
    [TestCase(1, "same values", "MODEL", "--half-maps", "MAP", "MAP", "-d", "3")]
    [TestCase(1, "no atom", "MODEL", "MAP", "-d", "3", "--select", "chain nobody")]
    public void WrongInputIsRefusedInOneLine(int code, string says, params string[] options)
    {
        CommandResult result = CommandLine.Run(["diff-map", .. options.Select(Path), "-o", Files["refused"], "--device", "cpu"]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(code), result.Error);
            Assert.That(result.ErrorLines.Count(l => l.StartsWith("cryoengine: ", StringComparison.Ordinal)), Is.EqualTo(1), result.Error);
            Assert.That(result.Error, Does.Contain(says));
            Assert.That(File.Exists(Files["refused_diff.mrc"]), Is.False);
        });
    }

    private string Path(string option) => option switch
    {
        "MAP" => Files.Map,
        "OTHER" => Files.OtherMap,
        "MODEL" => Files.Truth,
        _ => option,
    };

    private CommandResult Run(params string[] options) => CommandLine.Run(["diff-map", .. options.Select(Path), "--device", "cpu", "-o", Files["out"], "--overwrite"]);
}
