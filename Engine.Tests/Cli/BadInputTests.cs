using System.IO.Compression;
using System.Text;
using Engine.Tests.IO;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>Bad input ends with one line on stderr, the right exit code, and no file left behind.</summary>
[TestFixture]
[NonParallelizable]
public sealed class BadInputTests : IDisposable
{
    private const string Glycine = """
        ATOM      1  N   GLY A   1       2.000   3.000   3.000  1.00 20.00           N
        ATOM      2  CA  GLY A   1       3.450   3.000   3.000  1.00 20.00           C
        ATOM      3  C   GLY A   1       4.000   4.400   3.000  1.00 20.00           C
        ATOM      4  O   GLY A   1       3.300   5.400   3.000  1.00 20.00           O
        END

        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void DimensionsBeyondTheFile() =>
        Fails(1, Map(new MapFileBuilder().SetIntegers(1, 60000, 60000, 60000).SetIntegers(8, 60000, 60000, 60000)));

    [Test]
    public void NegativeDimensions() => Fails(1, Map(new MapFileBuilder().SetIntegers(1, -6, 5, 4)));

    [Test]
    public void ATruncatedMap()
    {
        byte[] whole = new MapFileBuilder().ToBytes();
        Fails(1, folder.Write("map.mrc", whole[..^40]));
    }

    [Test]
    public void ATruncatedPackedMap()
    {
        byte[] packed = MapFileBuilder.Gzip(new MapFileBuilder().ToBytes());
        Fails(1, folder.Write("map.mrc.gz", packed[..^20]));
    }

    [Test]
    public void AGzipBomb()
    {
        using var target = new MemoryStream();
        using (var packer = new GZipStream(target, CompressionLevel.Fastest))
        {
            packer.Write(new MapFileBuilder().ToBytes());
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++)
                packer.Write(zeros);
        }

        Fails(1, folder.Write("map.mrc.gz", target.ToArray()));
    }

    [Test]
    public void NanVoxels()
    {
        float[] values = MapFileBuilder.Law(6, 5, 4);
        values[17] = float.NaN;
        Fails(1, Map(new MapFileBuilder().WithData(MapFileBuilder.Floats(values))), message: "nan");
    }

    [Test]
    public void AnAllZeroMap() => Fails(1, Map(new MapFileBuilder().WithData(new byte[480])), message: "all voxels are 0");

    [Test]
    public void AModelOutsideTheMap() => Fails(1, Map(), Model(Glycine.Replace("   3.000  1.00", " 300.000  1.00", StringComparison.Ordinal)), message: "inside the map");

    [Test]
    public void AModelWithoutAtoms() => Fails(1, Map(), Model("HEADER    EMPTY\nREMARK   2\nEND\n"));

    [Test]
    public void AFileThatIsNeither() => Fails(1, folder.Write("notes.txt", Encoding.UTF8.GetBytes("Dear diary,\n")), message: "neither");

    [Test]
    public void AMissingFile() => Fails(1, folder["nothing.mrc"], message: "no such file");

    [Test]
    public void AFolderInsteadOfAFile() => Fails(1, folder.Root, message: "folder");

    [TestCase("missing/out")]
    [TestCase("file/out")]
    [TestCase("/proc/out")]
    public void AnOutputThatCannotBeWritten(string prefix)
    {
        folder.Write("file", [1]);
        Check(1, Path.Combine(folder.Root, prefix), [Map(), Model(), "-d", "3"]);
    }

    [Test]
    public void AnOutputThatExists()
    {
        string existing = folder.Write("out_stats.json", [1, 2, 3]);
        Check(1, folder["out"], [Map(), Model(), "-d", "3"], "--overwrite");
        Assert.That(File.ReadAllBytes(existing), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [TestCase(1, "--select", "chain Z")]
    [TestCase(2, "--select", "chain A and (")]
    [TestCase(2, "--select", "colour green")]
    [TestCase(2, "--cycles", "0")]
    [TestCase(2, "--cycles", "many")]
    [TestCase(2, "--weight", "-1")]
    [TestCase(2, "--weight", "NaN")]
    [TestCase(2, "--threads", "0")]
    [TestCase(2, "--voxel-size", "0")]
    [TestCase(3, "--device", "no such device")]
    [TestCase(1, "--dictionary", "no_such_file.cif")]
    public void AnOptionThatMakesNoSense(int code, params string[] options) => Check(code, folder["out"], [Map(), Model(), "-d", "3", .. options]);

    [Test]
    public void AnUnknownOption() => Check(2, folder["out"], [Map(), Model(), "-d", "3", "--no-such-option"], "no such option");

    [TestCase("0")]
    [TestCase("-3")]
    [TestCase("NaN")]
    [TestCase("1000")]
    [TestCase("three")]
    public void AResolutionThatMakesNoSense(string resolution) => Check(2, folder["out"], [Map(), Model(), "-d", resolution]);

    [Test]
    public void NoResolution() => Check(2, folder["out"], [Map(), Model()]);

    [Test]
    public void NoMap() => Check(2, folder["out"], [Model(), "-d", "3"], "no density map");

    [Test]
    public void NoModel() => Check(2, folder["out"], [Map(), "-d", "3"], "no model");

    [Test]
    public void TwoMaps() => Check(2, folder["out"], [Map(), Map(new MapFileBuilder(), "second.mrc"), Model(), "-d", "3"], "one is needed");

    [Test]
    public void AMapAndHalfMaps() => Check(2, folder["out"], [Map(), Model(), "-d", "3", "--half-maps", Map(), Map()], "not both");

    [Test]
    public void HalfMapsOfDifferentGrids()
    {
        var other = new MapFileBuilder().SetIntegers(1, 4, 5, 6).SetIntegers(8, 4, 5, 6).SetFloats(11, 6f, 7.5f, 9f);
        Check(1, folder["out"], [Model(), "-d", "3", "--half-maps", Map(), Map(other, "second.mrc")]);
    }

    [Test]
    public void AnUnknownOptionOfInspect() => Assert.That(CommandLine.Run("inspect", "--no-such-option").ExitCode, Is.EqualTo(2));

    [Test]
    public void NoCommandThatExists()
    {
        CommandResult result = CommandLine.Run("refined");
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.ErrorLines, Has.All.StartsWith("cryoengine: "));
    }

    private string Map(MapFileBuilder? builder = null, string name = "map.mrc") => folder.Write(name, (builder ?? new MapFileBuilder()).ToBytes());

    private string Model(string text = Glycine) => folder.Write("model.pdb", Encoding.ASCII.GetBytes(text));

    private void Fails(int code, string map, string? model = null, string message = "") => Check(code, folder["out"], [map, model ?? Model(), "-d", "3"], message);

    /// <summary>Both commands that take a model and a map end alike; options that only refine has are tried with it alone.</summary>
    private void Check(int code, string prefix, string[] args, string message = "")
    {
        string[] before = folder.Names;
        bool refineOnly = args.Intersect(["--cycles", "--weight"]).Any() || before.Contains("out_stats.json");
        foreach (string verb in refineOnly ? (string[])["refine"] : ["refine", "score"])
        {
            string[] device = args.Contains("--device") ? [] : ["--device", "cpu"];
            CommandResult result = CommandLine.Run([verb, .. args, "-o", prefix, .. device]);
            Assert.Multiple(() =>
            {
                Assert.That(result.ExitCode, Is.EqualTo(code), $"{verb}: {result.Error}");
                Assert.That(result.ErrorLines, Has.Length.InRange(1, code == 2 ? 2 : 1), $"{verb}: {result.Error}");
                Assert.That(result.ErrorLines, Has.All.StartsWith("cryoengine: "));
                Assert.That(result.Error, Does.Contain(message).IgnoreCase.And.Not.Contain("internal error").And.Not.Contain("   at "));
                Assert.That(folder.Names, Is.EqualTo(before), "no file is left behind");
            });
        }
    }
}
