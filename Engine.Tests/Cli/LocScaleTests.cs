using System.Text.Json.Nodes;
using Engine.Core.Maps;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>cryoengine locscale: what is written for every kind of reference, and what odd input gets.</summary>
[TestFixture]
[NonParallelizable]
public sealed class LocScaleTests : PeptideFixture
{
    private static readonly string[] Keys =
        ["schema", "mode", "target", "window_voxels", "mask", "windows", "seconds_per_window", "faded_voxels", "correlation_before", "correlation_after", "local_b", "audit", "timings_s", "warnings"];

    [Test]
    public void AModelIsMadeAReference()
    {
        CommandResult result = Run("--model", Files.Model, "-d", "2", "--window", "9", "--write-reference");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonObject json = Json();
        Assert.That(json.Select(p => p.Key), Is.SupersetOf(Keys));
        Assert.That((string)json["schema"]!, Is.EqualTo("cryoengine.locscale/1"));
        Assert.That((bool)json["b_factors"]!["refined"]!);
        Assert.That((double)json["correlation_after"]!, Is.GreaterThan(0.9));
        Assert.That((int)json["window_voxels"]! % 2, Is.Zero);
        using DensityMap map = MapReader.Read(Files.Map), scaled = MapReader.Read(Files["out_locscale.mrc"]), reference = MapReader.Read(Files["out_reference.mrc"]);
        Assert.That((scaled.Grid.Nx, scaled.Grid.Origin, reference.Grid.Nx), Is.EqualTo((map.Grid.Nx, map.Grid.Origin, map.Grid.Nx)));
        Assert.That(File.ReadAllText(Files["out_locscale.svg"]), Does.StartWith("<svg").And.Contain("scale factor"));
        Assert.That(File.Exists(Files["out_local_b.mrc"]) && !File.Exists(Files["out_locscale_checkpoint.bin"]));

        // The reference that was written does the same again.
        byte[] first = File.ReadAllBytes(Files["out_locscale.mrc"])[1024..];
        CommandResult again = Run("--reference", Files["out_reference.mrc"], "--window", "9", "--mask", Mask(scaled), "--no-local-b");
        Assert.That(again.ExitCode, Is.Zero, again.Error);
        using DensityMap second = MapReader.Read(Files["out_locscale.mrc"]);
        for (int i = 0; i < second.Values.Length; i += 97)
            Assert.That(second.Values[i], Is.EqualTo(BitConverter.ToSingle(first, 4 * i)).Within(1e-4));
    }

    [TestCase("locscale2")]
    [TestCase("none")]
    [TestCase("hybrid")]
    [TestCase("fast")]
    [TestCase("symmetry")]
    public void OtherModes(string mode)
    {
        string[] more = mode == "none" ? ["--no-reference", "-d", "2"] : mode == "symmetry" ? ["--reference", Files.Map, "--symmetry", "c2"] : mode == "fast" ? ["--model", Files.Model, "--no-refine-b", "--fast", "--no-local-b"] : mode == "hybrid" ? ["--model", Files.Model, "-d", "2.2", "--no-refine-b", "--hybrid"] : ["--model", Files.Model, "--no-refine-b", "--compat", "locscale2", "--soft-edge"];
        CommandResult result = Run([.. more, "--window", "8", "--mask", "auto"]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That((string)Json()["mode"]!, Is.EqualTo(mode is "locscale2" or "fast" ? mode : "exact"));
        Assert.That(Json()["symmetry"] != null, Is.EqualTo(mode == "symmetry"));
        Assert.That(Json()["fast_error"] != null, Is.EqualTo(mode == "fast"));
        if (mode == "fast")
            Assert.That((double)Json()["fast_error"]!["correlation"]!, Is.GreaterThan(0.9).And.LessThan(1));
    }

    [TestCase("--model and --reference", "only one of")]
    [TestCase("nothing", "--no-reference")]
    [TestCase("no resolution", "give it with -d")]
    [TestCase("large window", "larger than the map")]
    [TestCase("compat", "give locscale2")]
    [TestCase("same halves", "same values")]
    [TestCase("fast and compat", "contradict each other")]
    [TestCase("symmetry", "no such file")]
    [TestCase("identity", "no operator besides the identity")]
    [TestCase("centre", "three numbers")]
    [TestCase("centre without", "is for point groups")]
    [TestCase("no copies", "no copies of a chain")]
    [TestCase("fast and resume", "keeps no checkpoint")]
    public void OddInputGetsOneLine(string what, string message)
    {
        CommandResult result = what switch
        {
            "--model and --reference" => Run("--model", Files.Model, "--reference", Files.Map, "-d", "2"),
            "nothing" => Run("-d", "2"),
            "no resolution" => Run("--model", Files.Model),
            "large window" => Run("--reference", Files.Map, "--window", "90"),
            "symmetry" => Run("--reference", Files.Map, "--symmetry", "Q7"),
            "identity" => Run("--reference", Files.Map, "--symmetry", "C1", "--window", "8"),
            "centre" => Run("--reference", Files.Map, "--symmetry", "C2", "--symmetry-centre", "1,2"),
            "centre without" => Run("--reference", Files.Map, "--symmetry-centre", "1,2,3"),
            "no copies" => Run("--model", Files.Model, "--no-refine-b", "--window", "8", "--symmetry", "from-model"),
            "fast and compat" => Run("--reference", Files.Map, "--fast", "--compat", "locscale2"),
            "fast and resume" => Run("--reference", Files.Map, "--fast", "--resume"),
            "compat" => Run("--reference", Files.Map, "--compat", "emda"),
            _ => Run(Files.Map, "--reference", Files.Map),
        };
        Assert.That(result.ExitCode, Is.Not.Zero);
        Assert.That(result.Error, Does.Contain(message));
        Assert.That(result.ErrorLines.Count(l => l.StartsWith("cryoengine", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    private CommandResult Run(params string[] more) => CommandLine.Run(["locscale", Files.Map, .. more, "-o", Files["out"], "--overwrite", "--device", "cpu", "--quiet"]);

    private JsonObject Json() => JsonNode.Parse(File.ReadAllText(Files["out_locscale.json"]))!.AsObject();

    /// <summary>A mask of the voxels that a scaled map has.</summary>
    private string Mask(DensityMap scaled)
    {
        for (int i = 0; i < scaled.Values.Length; i++)
            scaled.Values[i] = scaled.Values[i] != 0 ? 1 : 0;
        MapWriter.Write(Files["mask.mrc"], scaled);
        return Files["mask.mrc"];
    }
}
