using System.Text.Json.Nodes;
using Engine.Core.Maps;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>cryoengine density-modify: what is written, and what odd input gets.</summary>
[TestFixture]
[NonParallelizable]
public sealed class DensityModifyTests : PeptideFixture
{
    private static readonly string[] Endings =
        ["_denmod.mrc", "_denmod_half1.mrc", "_denmod_half2.mrc", "_initial.mrc", "_denmod.json", "_denmod_fsc.svg", "_denmod_weights.svg", "_denmod_histograms.svg", "_denmod_fsc.png"];

    private static readonly string[] Keys =
    [
        "schema", "version", "inputs", "verdict", "resolution", "limit", "resolution_before", "resolution_after", "molecule", "mask", "box", "options", "anisotropy", "solvent", "outside", "cycles", "shells",
        "histogram", "local_resolution", "timings", "warnings",
    ];

    [Test]
    public void AllIsWrittenInTheFrameOfTheHalfMaps()
    {
        CommandResult result = Run("all", [Files.Map, Files.OtherMap, "--mass", "1.4"]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode json = Json("all");
        using DensityMap half = MapReader.Read(Files.Map), modified = MapReader.Read(Files["all_denmod.mrc"]), initial = MapReader.Read(Files["all_initial.mrc"]);
        Assert.Multiple(() =>
        {
            foreach (string ending in Endings)
                Assert.That(File.Exists(Files["all" + ending]), ending);
            Assert.That(json.AsObject().Select(p => p.Key), Is.SupersetOf(Keys));
            Assert.That((string)json["schema"]!, Is.EqualTo("cryoengine.density-modify/1"));
            Assert.That(json["inputs"]!.AsArray(), Has.Count.EqualTo(2));
            Assert.That(json["shells"]!.AsArray(), Has.Count.GreaterThan(5));
            Assert.That((double)json["resolution"]!, Is.InRange(2, 4));
            Assert.That((double)json["limit"]!, Is.LessThanOrEqualTo((double)json["resolution"]!));
            Assert.That(result.Out, Does.Contain("verdict").And.Contain("CC_ref"));
            Assert.That((modified.Grid.Nx, modified.Grid.Ny, modified.Grid.Nz, modified.Grid.Sampling), Is.EqualTo((half.Grid.Nx, half.Grid.Ny, half.Grid.Nz, half.Grid.Sampling)));
            Assert.That((modified.Grid.Origin, modified.Grid.Cell.A, modified.Grid.Cell.C), Is.EqualTo((half.Grid.Origin, half.Grid.Cell.A, half.Grid.Cell.C)));
            double input = MapStatisticsCalculator.Compute(half).StandardDeviation;
            Assert.That(MapStatisticsCalculator.Compute(initial).StandardDeviation, Is.InRange(0.4 * input, 1.2 * input), "on the scale of the input");
        });
    }

    [Test]
    public void SequenceSolventAndOptionsAreTaken()
    {
        File.WriteAllText(Files["seq.fasta"], ">peptide\nGASPVTCLINDQ\n");
        CommandResult result = Run("options", [
            Files.Map, Files.OtherMap, "--sequence", Files["seq.fasta"], "-d", "2.9", "--cycles", "2", "--no-local-resolution", "--final-weight", "wiener", "--scale", "sharpened", "--scale-exponent", "0", "--no-box",
            "--largest-weight", "1", "--keep-anisotropy"]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode json = Json("options");
        Assert.Multiple(() =>
        {
            Assert.That((double)json["resolution"]!, Is.EqualTo(2.9));
            Assert.That((string)json["options"]!["final_weight"]!, Is.EqualTo("wiener"));
            Assert.That((string)json["options"]!["scale"]!, Is.EqualTo("sharpened"));
            Assert.That((double)json["options"]!["largest_weight"]!, Is.EqualTo(1));
            Assert.That((string)json["molecule"]!["source"]!, Does.Contain("12 amino acids"));
            Assert.That((bool)json["box"]!["is_cut"]!, Is.False);
            Assert.That(json["anisotropy"], Is.Null);
            Assert.That(json["shells"]!.AsArray().Max(s => (double)s!["weight"]!), Is.LessThanOrEqualTo(1));
            Assert.That(File.Exists(Files["options_locres.mrc"]), Is.False);
        });
    }

    [Test]
    public void ADryRunWritesNothing()
    {
        CommandResult result = Run("dry", [Files.Map, Files.OtherMap, "--mass", "1.4", "--dry-run"]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Out, Does.Contain("would modify").And.Contain("_denmod.mrc"));
        Assert.That(Files.Names.Any(n => n.Contains("dry_", StringComparison.Ordinal)), Is.False);
    }

    [TestCase(1, "identical", "same values")]
    [TestCase(1, "truth", "")]
    [TestCase(1, "missing", "")]
    [TestCase(1, "large", "no solvent")]
    [TestCase(2, "twice", "given twice")]
    [TestCase(2, "size", "--sequence FASTA, --mass KDA and --solvent")]
    [TestCase(2, "sizes", "more than once")]
    [TestCase(2, "solvent", "--solvent")]
    [TestCase(2, "weight", "--final-weight")]
    [TestCase(2, "scale", "--scale")]
    [TestCase(2, "cycles", "--cycles")]
    public void OddInputIsOneClearLine(int code, string kind, string message)
    {
        File.Copy(Files.Map, Files["copy.mrc"], true);
        string[] pair = [Files.Map, Files.OtherMap];
        string[] args = kind switch
        {
            "identical" => [Files.Map, Files["copy.mrc"], "--mass", "1.4"],
            "truth" => [Files.Map, Files.Truth, "--mass", "1.4"],
            "missing" => [Files.Map, Files["none.mrc"], "--mass", "1.4"],
            "large" => [.. pair, "--mass", "5000"],
            "twice" => [Files.Map, Files.Map, "--mass", "1.4"],
            "size" => pair,
            "sizes" => [.. pair, "--mass", "1.4", "--solvent", "0.9"],
            "solvent" => [.. pair, "--solvent", "1.5"],
            "weight" => [.. pair, "--mass", "1.4", "--final-weight", "best"],
            "scale" => [.. pair, "--mass", "1.4", "--scale", "nice"],
            _ => [.. pair, "--mass", "1.4", "--cycles", "0"],
        };
        CommandResult result = Run("bad", args);
        Assert.That((result.ExitCode, result.ErrorLines.Length), Is.EqualTo((code, 1)), result.Error);
        Assert.That(result.Error, Does.Contain(message));
        Assert.That(File.Exists(Files["bad_denmod.mrc"]), Is.False);
    }

    private CommandResult Run(string prefix, string[] args) => CommandLine.Run(["density-modify", .. args, "-o", Files[prefix], "--overwrite", "--device", "cpu"]);

    private JsonNode Json(string prefix) => JsonNode.Parse(File.ReadAllText(Files[prefix + "_denmod.json"]))!;
}
