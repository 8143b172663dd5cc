using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Engine.Core.Maps;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>The command fsc from files to files.</summary>
[TestFixture]
[NonParallelizable]
public sealed class FscTests : PeptideFixture
{
    [Test]
    public void HalfMapsAndModelGiveAllCurves()
    {
        CommandResult result = Run("out", Files.Map, Files.OtherMap, "--model", Files.Truth);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonObject json = Json("out");
        JsonObject curves = json["curves"]!.AsObject();
        string[] csv = File.ReadAllLines(Files["out_fsc.csv"]), star = File.ReadAllLines(Files["out_fsc.star"]);
        Assert.Multiple(() =>
        {
            Assert.That(curves.Select(c => c.Key), Is.EqualTo(new[] { "unmasked", "masked", "randomized", "corrected", "particle", "model_unmasked", "model_masked" }));

            // The peptide was simulated so that the masked FSC crosses 0.143 at 2.8 Å.
            Assert.That((double)curves["masked"]!["crossings"]![1]!["resolution"]!, Is.EqualTo(2.8).Within(0.05));
            Assert.That((double)json["resolution"]!, Is.EqualTo(2.8).Within(0.2));
            Assert.That((string)json["resolution_source"]!, Is.EqualTo("corrected"));
            Assert.That((double)json["directional"]!["sphericity"]!, Is.InRange(0.8, 1));
            Assert.That((double)json["mtriage"]!["masked"]!["d_fsc"]!, Is.InRange(2.4, 3.6));
            Assert.That(csv[0], Is.EqualTo("shell,frequency,resolution,coefficients,unmasked,masked,randomized,corrected,particle,model_unmasked,model_masked"));
            Assert.That(csv, Has.Length.EqualTo(curves["masked"]!["fsc"]!.AsArray().Count + 1));
            Assert.That(star, Has.Some.Contains("_rlnCorrectedFourierShellCorrelationPhaseRandomizedMaskedMaps #8").And.Some.StartsWith("_rlnFinalResolution"));
            Assert.That(XDocument.Load(Files["out_fsc.svg"]).Root, Is.Not.Null);
            Assert.That(new FileInfo(Files["out_fsc.png"]).Length, Is.GreaterThan(10_000));
            Assert.That(result.Out, Does.Contain("half maps, masked and corrected").And.Contain("sphericity").And.Contain("mtriage"));
        });

        // The STAR table holds the curves of the JSON document.
        string[] row = star.First(l => l.TrimStart().StartsWith("5 ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(double.Parse(row[5], CultureInfo.InvariantCulture), Is.EqualTo((double)curves["unmasked"]!["fsc"]![4]!).Within(1e-5));
    }

    [Test]
    public void ARunIsTheSameWithAnyNumberOfThreadsAndAnotherSeedGivesOtherPhases()
    {
        string Curve(string name, params string[] options)
        {
            CommandResult result = Run(name, [Files.Map, Files.OtherMap, "--no-mtriage", .. options]);
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            return Json(name)["curves"]!["randomized"]!.ToJsonString();
        }

        string one = Curve("t1", "--threads", "1"), two = Curve("t2", "--threads", "2"), seed = Curve("t3", "--seed", "9");
        Assert.That(two, Is.EqualTo(one));
        Assert.That(seed, Is.Not.EqualTo(one));
    }

    [Test]
    public void AModelAndAMapNeedNoHalves()
    {
        CommandResult result = Run("model", Files.Map, "--model", Files.Truth, "--mask", "none", "--no-directions");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonObject json = Json("model");
        Assert.Multiple(() =>
        {
            Assert.That(json["curves"]!.AsObject().Select(c => c.Key), Is.EqualTo(new[] { "model_unmasked" }));
            Assert.That(json["curves"]!["model_unmasked"]!["crossings"]!.AsArray().Select(c => (double)c!["threshold"]!), Is.EqualTo(new[] { 0.5, 0.143, 0 }));
            Assert.That((double)json["curves"]!["model_unmasked"]!["average"]!, Is.InRange(0.3, 1));
            Assert.That(json["mask"], Is.Null);
        });
    }

    [Test]
    public void AMaskFileOfTheSameGridIsTakenAndOthersAreRefused()
    {
        Assert.That(CommandLine.Run("mask", Files.Map, "--model", Files.Truth, "-o", Files["m"], "--device", "cpu", "--overwrite").ExitCode, Is.Zero);
        CommandResult result = Run("file", Files.Map, Files.OtherMap, "--mask", Files["m_mask.mrc"], "--mass", "1.4", "--no-mtriage");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That((string)Json("file")["mask"]!["method"]!, Does.StartWith("file"));
        using (DensityMap mask = MapReader.Read(Files["m_mask.mrc"]))
        {
            for (long i = 0; i < mask.Values.Length; i++)
                mask.Values[i] = 0;
            MapWriter.Write(Files["zero.mrc"], mask);
            for (long i = 0; i < mask.Values.Length; i++)
                mask.Values[i] = i % 7;
            MapWriter.Write(Files["seven.mrc"], mask);
        }

        Fails(1, "0 everywhere", Files.Map, Files.OtherMap, "--mask", Files["zero.mrc"]);
        Fails(1, "from 0 to 1", Files.Map, Files.OtherMap, "--mask", Files["seven.mrc"]);
    }

    [Test]
    public void MapsThatDoNotBelongTogetherAreRefused()
    {
        using (DensityMap map = MapReader.Read(Files.Map))
        {
            using DensityMap cropped = MapCrop.Around(map, [map.Grid.Origin, map.Grid.Origin + new Engine.Core.Geometry.Vec3(15, 15, 15)], 2);
            MapWriter.Write(Files["cropped.mrc"], cropped);
        }

        Fails(1, "same values", Files.Map, Files.Map);
        Fails(1, "grid differs", Files.Map, Files["cropped.mrc"]);
        Fails(2, "one map given", Files.Map);
        Fails(2, "3 maps", Files.Map, Files.OtherMap, Files.Map);
        Fails(1, "no such file", Files.Map, "nowhere.mrc");
        Fails(2, "--mass", Files.Map, Files.OtherMap, "--mass", "-3");
        Fails(2, "one of them", Files.Map, Files.OtherMap, "--mass", "3", "--sequence", Files.Truth);
        Fails(2, "resolution", Files.Map, Files.OtherMap, "-d", "0.1");
        Fails(1, "no atom", Files.Map, Files.OtherMap, "--model", Files.Truth, "--select", "chain nobody");
    }

    private CommandResult Run(string name, params string[] options) => CommandLine.Run(["fsc", .. options, "--device", "cpu", "-o", Files[name], "--overwrite"]);

    private JsonObject Json(string name) => JsonNode.Parse(File.ReadAllText(Files[name + "_fsc.json"]))!.AsObject();

    private void Fails(int code, string says, params string[] options)
    {
        CommandResult result = CommandLine.Run(["fsc", .. options, "--device", "cpu", "-o", Files["refused"]]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(code), result.Error);
            Assert.That(result.ErrorLines.Count(l => l.StartsWith("cryoengine: ", StringComparison.Ordinal)), Is.EqualTo(1), result.Error);
            Assert.That(result.Error, Does.Contain(says));
            Assert.That(File.Exists(Files["refused_fsc.json"]), Is.False);
        });
    }
}
