using Engine.Core.Maps;
using Engine.Kernels;
using Engine.Tests.IO;
using ICSharpCode.SharpZipLib.BZip2;
using NUnit.Framework;

namespace Engine.Tests.Maps;

/// <summary>Files that lie, in one line each: what is wrong, and no memory taken on their word.</summary>
[TestFixture]
public sealed class HostileMapTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestCase(60000, 60000, 60000, "need 864000000001024 bytes, the file has 1504")]
    [TestCase(1 << 20, 1 << 20, 1 << 20, "need 4611686018427388928 bytes")]
    [TestCase((1 << 20) + 1, 1, 1, "NX (word 1) is 1048577")]
    [TestCase(6, 0, 4, "NY (word 2) is 0")]
    [TestCase(6, 5, -4, "NZ (word 3) is -4")]
    [TestCase(6, 5, int.MinValue, "NZ (word 3) is -2147483648")]
    [TestCase(6, 5, 5, "cut short: 6 x 5 x 5 voxels")]
    public void SizesAreCheckedAgainstTheFile(int nx, int ny, int nz, string fault) =>
        AssertRefused(new MapFileBuilder().SetIntegers(1, nx, ny, nz).ToBytes(), fault);

    [Test]
    public void SizesAreCheckedAgainstPackedFiles()
    {
        byte[] bytes = new MapFileBuilder().SetIntegers(1, 60000, 60000, 60000).ToBytes();
        AssertRefused(MapFileBuilder.Gzip(bytes), "of gzip can hold");
        AssertOutOfMemory(Bzip2(bytes), "reading", null);
        AssertRefused(Bzip2(new MapFileBuilder().SetIntegers(1, 6, 5, 5).ToBytes()), "the header declares 1624 bytes, 1504 are there");
    }

    [Test]
    public void TheMemoryLimitHolds()
    {
        byte[] bytes = new MapFileBuilder().ToBytes();
        AssertOutOfMemory(bytes, "reading", 479);
        using DensityMap map = MapReader.Read(folder.Write("ok.map", bytes), new() { MemoryLimitBytes = 480 });
        Assert.That(map[5, 4, 3], Is.EqualTo(345));
    }

    /// <summary>Work memory counts too: a permuted map needs a slab beside the map.</summary>
    [Test]
    public void TheMemoryLimitCountsWorkMemory() =>
        AssertOutOfMemory(new MapFileBuilder().SetIntegers(17, 3, 2, 1).ToBytes(), "reading", 480);

    [TestCase(-1, "NSYMBT (word 24) is -1")]
    [TestCase(int.MinValue, "NSYMBT (word 24)")]
    [TestCase(481, "481 bytes of extended header need")]
    [TestCase(int.MaxValue, "cut short")]
    public void ExtendedHeadersAreBounded(int nsymbt, string fault)
    {
        byte[] bytes = new MapFileBuilder().SetIntegers(24, nsymbt).ToBytes();
        AssertRefused(bytes, fault);
        if (nsymbt > 0)
            AssertRefused(MapFileBuilder.Gzip(bytes), "cut short");
    }

    [TestCase(1, 1, 2)]
    [TestCase(1, 2, 4)]
    [TestCase(-1, 2, 3)]
    public void AxisOrdersAreChecked(int c, int r, int s) => AssertRefused(new MapFileBuilder().SetIntegers(17, c, r, s).ToBytes(), "(words 17 to 19)");

    [TestCase(120f, 120f, 120f)]
    [TestCase(90f, 90f, -90f)]
    [TestCase(90f, 180f, 90f)]
    [TestCase(90f, float.NaN, 90f)]
    [TestCase(10f, 20f, 100f)]
    public void ImpossibleCellsAreRefused(float alpha, float beta, float gamma) =>
        AssertRefused(new MapFileBuilder().SetFloats(14, alpha, beta, gamma).ToBytes(), "angles (words 14 to 16)");

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    [TestCase(-9f)]
    [TestCase(0f)]
    public void ImpossibleEdgesAreRefused(float edge) => AssertRefused(new MapFileBuilder().SetFloats(11, edge).ToBytes(), "cell edges");

    [Test]
    public void AGzipBombIsStopped()
    {
        byte[] bomb = MapFileBuilder.Gzip([.. new MapFileBuilder().ToBytes(), .. new byte[30_000_000]]);
        Assert.That(bomb, Has.Length.LessThan(100_000));
        AssertRefused(bomb, "decompression bomb");
    }

    [Test]
    public void AFewPackedBytesTooManyAreAWarning()
    {
        string path = folder.Write("a.map.gz", MapFileBuilder.Gzip([.. new MapFileBuilder().ToBytes(), .. new byte[1000]]));
        using DensityMap map = MapReader.Read(path);
        Assert.That(map.Warnings, Has.One.Contains("1000 bytes after the last voxel"));
    }

    [Test]
    public void GzipMembersAreJoined()
    {
        byte[] bytes = new MapFileBuilder().ToBytes();
        string path = folder.Write("a.map", [.. MapFileBuilder.Gzip(bytes[..700]), .. MapFileBuilder.Gzip(bytes[700..])]);
        using DensityMap map = MapReader.Read(path);
        Assert.That(map[5, 4, 3], Is.EqualTo(345));
        Assert.That(map.Warnings, Is.Empty);
    }

    [Test]
    public void PackedFilesThatAreCutShortAreRefused()
    {
        byte[] gzip = MapFileBuilder.Gzip(new MapFileBuilder().ToBytes());
        AssertRefused(gzip[..^4], "cut short");
        AssertRefused(gzip[..^60], "cut short");
        byte[] bzip2 = Bzip2(new MapFileBuilder().ToBytes());
        AssertRefused(bzip2[..^12], "cut short");
    }

    [TestCase(0f, "all voxels are 0:")]
    [TestCase(2.5f, "all voxels are 2.5:")]
    public void AConstantMapIsAnErrorUnlessAllowed(float value, string fault)
    {
        float[] values = new float[120];
        Array.Fill(values, value);
        byte[] bytes = new MapFileBuilder().WithData(MapFileBuilder.Floats(values)).ToBytes();
        AssertRefused(bytes, fault);
        string path = folder.Write("constant.map", bytes);
        MapReport report = MapInspector.Inspect(path);
        Assert.That(report.Minimum, Is.EqualTo(value));
        Assert.That(report.ZeroFraction, Is.EqualTo(value == 0 ? 1 : 0));
        Assert.That(report.Warnings, Has.One.StartsWith("all voxels are"));
        using DensityMap map = MapReader.Read(path, new() { AllowConstant = true });
        Assert.That(map[0, 0, 0], Is.EqualTo(value));
    }

    [Test]
    public void NanIsCountedAndPlacedByAxis()
    {
        float[] values = MapFileBuilder.Law(6, 5, 4);
        values[3 + 6 * (2 + 5 * 1)] = float.NaN;
        values[5 + 6 * (4 + 5 * 3)] = float.NegativeInfinity;
        byte[] plain = new MapFileBuilder().WithData(MapFileBuilder.Floats(values)).ToBytes();
        AssertRefused(plain, "2 of 120 voxels are NaN or infinite, the first at x=3, y=2, z=1");
        byte[] permuted = new MapFileBuilder().SetIntegers(17, 3, 2, 1).SetIntegers(8, 4, 5, 6).WithData(MapFileBuilder.Floats(values)).ToBytes();
        AssertRefused(permuted, "the first at x=1, y=2, z=3");
    }

    [Test]
    public void OtherFilesAreNotMaps()
    {
        byte[] line = "ATOM      1  N   ALA A   1      11.104   6.134  -6.504  1.00  0.00           N\n"u8.ToArray();
        AssertRefused([.. Enumerable.Repeat(line, 40).SelectMany(l => l)], "not an MRC/CCP4 map");
        AssertRefused(new byte[2000], "not an MRC/CCP4 map");
        byte[] noise = new byte[5000];
        new Random(7).NextBytes(noise);
        AssertRefused(noise, "not an MRC/CCP4 map");
    }

    [Test]
    public void MissingFilesAndFoldersAreOneLineErrors()
    {
        Assert.That(Assert.Throws<InputException>(() => MapReader.Read(folder["none.map"]))!.Message, Does.Contain("no such file"));
        Assert.That(Assert.Throws<InputException>(() => MapReader.Read(folder.Root))!.Message, Does.Contain("is a folder"));
        Assert.That(Assert.Throws<InputException>(() => MapReader.ReadHeader(folder["none.map"]))!.Message, Does.Contain("no such file"));
    }

    private static byte[] Bzip2(byte[] bytes)
    {
        using MemoryStream target = new();
        using (BZip2OutputStream packer = new(target))
            packer.Write(bytes);
        return target.ToArray();
    }

    private void AssertRefused(byte[] bytes, string fault)
    {
        string path = folder.Write("hostile.map", bytes);
        InputException? e = Assert.Throws<InputException>(() => MapReader.Read(path));
        Assert.That(e!.Message, Does.StartWith(path).And.Contain(fault).And.Not.Contain("\n"));
    }

    private void AssertOutOfMemory(byte[] bytes, string fault, long? limit)
    {
        string path = folder.Write("hostile.map", bytes);
        DeviceOutOfMemoryException? e = Assert.Throws<DeviceOutOfMemoryException>(() => MapReader.Read(path, new() { MemoryLimitBytes = limit }));
        Assert.That(e!.Message, Does.Contain(path).And.Contain(fault).And.Not.Contain("\n"));
    }
}
