using System.Text.Json;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Maps;

/// <summary>Odd headers that are read, with the warnings they get.</summary>
[TestFixture]
public sealed class MapHeaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestCase("44440000")]
    [TestCase("44410000")]
    [TestCase("44110000")]
    [TestCase("44202020")]
    [TestCase("4D414520")]
    [TestCase("00000000")]
    public void OddMachineStampsAreIgnored(string stamp)
    {
        DensityMap map = Read(new MapFileBuilder().SetBytes(212, Convert.FromHexString(stamp)));
        Assert.That(map[5, 4, 3], Is.EqualTo(345));
        Assert.That(map.Warnings, Is.Empty);
    }

    [Test]
    public void AMachineStampThatLiesIsAWarning()
    {
        DensityMap map = Read(new MapFileBuilder().SetBytes(212, [0x11, 0x11, 0, 0]));
        Assert.That(map[5, 4, 3], Is.EqualTo(345));
        Assert.That(map.Warnings, Has.One.EqualTo("the machine stamp 11110000 disagrees with the byte order found, little-endian"));
    }

    [Test]
    public void ZeroAxisWordsMeanTheUsualOrder()
    {
        DensityMap map = Read(new MapFileBuilder().SetIntegers(17, 0, 0, 0));
        Assert.That(map[5, 4, 3], Is.EqualTo(345));
        Assert.That(map.Warnings, Has.One.Contains("1 2 3 is assumed"));
    }

    [TestCase(0, 4, null)]
    [TestCase(1, 4, null)]
    [TestCase(0, 1, "stack of images")]
    [TestCase(155, 4, "symmetry is not applied")]
    [TestCase(401, 4, "it holds one, which is read")]
    [TestCase(-7, 4, "no space group")]
    [TestCase(99999, 4, "no space group")]
    public void SpaceGroupsAreTakenAsP1(int ispg, int mz, string? warning)
    {
        DensityMap map = Read(new MapFileBuilder().SetIntegers(23, ispg).SetIntegers(10, mz));
        Assert.That(map[5, 4, 3], Is.EqualTo(345));
        if (warning == null)
            Assert.That(map.Warnings, Is.Empty);
        else
            Assert.That(map.Warnings, Has.One.Contains(warning));
    }

    [TestCase("CCP4")]
    [TestCase("MRCO")]
    [TestCase("SERI")]
    [TestCase("AGAR")]
    [TestCase("FEI1")]
    [TestCase("FEI2")]
    [TestCase("HDF5")]
    public void ExtendedHeadersAreSkipped(string type)
    {
        MapFileBuilder file = new() { Extended = new byte[333] };
        Array.Fill(file.Extended, (byte)0x7f);
        file.SetIntegers(24, 333).SetBytes(104, System.Text.Encoding.ASCII.GetBytes(type));
        string path = folder.Write("a.map", file.ToBytes());
        MapReport report = MapInspector.Inspect(path);
        Assert.That((report.ExtendedHeaderType, report.ExtendedHeaderBytes, report.Maximum), Is.EqualTo((type, 333, 345.0)));
        Assert.That(MapInspector.Inspect(folder.Write("b.map.gz", MapFileBuilder.Gzip(file.ToBytes()))).Maximum, Is.EqualTo(345.0));
    }

    [TestCase(-3)]
    [TestCase(99)]
    public void LabelsAreFoundWhateverTheirNumberWordSays(int stated)
    {
        DensityMap map = Read(new MapFileBuilder().SetIntegers(56, stated).SetBytes(224 + 80 * 2, "third \e[31mlabel\xff"u8));
        Assert.That(map.Labels, Is.EqualTo(new[] { "third ?[31mlabel??" }));
        Assert.That(map.Warnings, Has.One.Contains("NLABL"));
    }

    [Test]
    public void OldImodBytesAreAWarning()
    {
        byte[] data = [.. Enumerable.Range(0, 120).Select(i => (byte)(2 * i))];
        MapFileBuilder file = new MapFileBuilder().SetIntegers(4, 0).SetIntegers(39, 1146047817, 0).WithData(data);
        Assert.That(Read(file).Warnings, Has.One.Contains("--unsigned-bytes"));
        Assert.That(Read(file)[5, 4, 3], Is.EqualTo(238 - 256));
        Assert.That(Read(file, new() { UnsignedBytes = true })[5, 4, 3], Is.EqualTo(238));
        file.SetIntegers(40, 1);
        Assert.That(Read(file).Warnings, Is.Empty);
    }

    [Test]
    public void OriginWordsThatAreNoNumberAreZero()
    {
        DensityMap map = Read(new MapFileBuilder().SetFloats(50, float.NaN, 1, 2));
        Assert.That(map.Grid.Origin, Is.EqualTo(Vec3.Zero));
        Assert.That(map.Warnings, Has.One.Contains("ORIGIN"));
    }

    [Test]
    public void OriginFollowsTheCellAngles()
    {
        MapReport report = MapInspector.Inspect(
            folder.Write("a.map", new MapFileBuilder().SetFloats(11, 9, 9, 6, 90, 90, 120).SetIntegers(8, 6, 6, 4).SetIntegers(5, 1, 2, -3).ToBytes()));
        Assert.That(report.OriginFrom, Is.EqualTo("NSTART"));
        Assert.That(report.Origin, Is.EqualTo(new[] { 1.5 - 1.5, 3 * Math.Sqrt(3) / 2, -4.5 }).Within(1e-9));
        Assert.That(report.IsOrthogonal, Is.False);
    }

    [Test]
    public void TheReportIsPlainJson()
    {
        MapReport report = MapInspector.Inspect(folder.Write("a.map", new MapFileBuilder().SetFloats(50, 117, 65.65f, 101.4f).ToBytes()));
        using JsonDocument json = JsonDocument.Parse(JsonSerializer.Serialize(report));
        Assert.That(json.RootElement.GetProperty("OriginFrom").GetString(), Is.EqualTo("ORIGIN"));
        Assert.That(json.RootElement.GetProperty("VoxelSize")[1].GetDouble(), Is.EqualTo(1.5));
        Assert.That(json.RootElement.GetProperty("Mean").GetDouble(), Is.EqualTo(172.5));
        Assert.That(json.RootElement.GetProperty("Compression").GetString(), Is.EqualTo("none"));
    }

    [Test]
    public void MapsAreToldFromOtherFiles()
    {
        byte[] map = new MapFileBuilder().ToBytes();
        Assert.That(MapFileDetector.LooksLikeMap(folder.Write("a", map)), Is.True);
        Assert.That(MapFileDetector.LooksLikeMap(folder.Write("b", MapFileBuilder.Gzip(map))), Is.True);
        Assert.That(MapFileDetector.LooksLikeMap(folder.Write("c", map[..800])), Is.True, "cut short: for the reader to say");
        Assert.That(MapFileDetector.LooksLikeMap(folder.Write("d", [])), Is.False);
        Assert.That(MapFileDetector.LooksLikeMap(folder.Write("e", MapFileBuilder.Gzip(map)[..30])), Is.False);
        Assert.That(MapFileDetector.LooksLikeMap(folder.Write("f", new byte[2000])), Is.False);
        Assert.Throws<InputException>(() => MapFileDetector.LooksLikeMap(folder["none"]));
    }

    [Test]
    public void AllSharedFilesAreTold()
    {
        string root = SharedData.Require("data");
        foreach (string path in Directory.EnumerateFiles(Path.Combine(root, "headers"), "*", SearchOption.AllDirectories))
        {
            bool isMap = !path.EndsWith(".json", StringComparison.Ordinal) && !path.EndsWith(".pdb", StringComparison.Ordinal);
            Assert.That(MapFileDetector.LooksLikeMap(path), Is.EqualTo(isMap && new FileInfo(path).Length > 0), path);
        }

        foreach (string path in Directory.EnumerateFiles(Path.Combine(root, "models"), "*", SearchOption.AllDirectories))
            Assert.That(MapFileDetector.LooksLikeMap(path), Is.False, path);
    }

    private DensityMap Read(MapFileBuilder file, MapReadOptions? options = null) => MapReader.Read(folder.Write("a.map", file.ToBytes()), options);
}
