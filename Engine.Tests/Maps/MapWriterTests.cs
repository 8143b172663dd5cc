using Engine.Core.Geometry;
using Engine.Core.IO;
using Engine.Core.Maps;
using Engine.Kernels;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Maps;

[TestFixture]
public sealed class MapWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A permuted map keeps cell, sampling and origin words bit by bit, gets order 1, 2, 3, and lies where it was.</summary>
    [TestCase("crs_312.map")]
    [TestCase("crs_231.map")]
    [TestCase("monoclinic_crs312.map")]
    [TestCase("origin_words.map")]
    [TestCase("origin_and_nstart_agree.map")]
    [TestCase("origin_and_nstart_disagree.map")]
    [TestCase("mxyz_differs.map")]
    [TestCase("triclinic.map")]
    [TestCase("mode2_bigendian.map")]
    public void GeometryIsKeptBitByBit(string name)
    {
        using DensityMap map = MapReader.Read(SharedData.Require("data", "headers", "made", name));
        MapWriter.Write(folder["out.map"], map);
        MapHeader before = MapReader.ReadHeader(map.Name), after = MapReader.ReadHeader(folder["out.map"]);
        using DensityMap again = MapReader.Read(folder["out.map"]);
        Assert.Multiple(() =>
        {
            Assert.That(after.AxisOrder, Is.EqualTo((1, 2, 3)));
            Assert.That((after.Size, after.Start, after.Sampling), Is.EqualTo((before.Size, before.Start, before.Sampling)));
            Assert.That((after.CellEdges, after.CellAngles, after.OriginWords), Is.EqualTo((before.CellEdges, before.CellAngles, before.OriginWords)));
            Assert.That(again.Grid.Origin, Is.EqualTo(map.Grid.Origin));
            Assert.That(Values(again), Is.EqualTo(Values(map)));
        });
    }

    [Test]
    public void HeaderStatesTrueStatistics()
    {
        using DensityMap map = TestMaps.Create(TestMaps.Grid(7, 6, 5), TestMaps.Noise);
        MapWriter.Write(folder["out.map"], map);
        MapStatistics stated = MapReader.ReadHeader(folder["out.map"]).StatedStatistics, true_ = MapStatisticsCalculator.Compute(map);
        Assert.That(stated.Minimum, Is.EqualTo((float)true_.Minimum));
        Assert.That(stated.Maximum, Is.EqualTo((float)true_.Maximum));
        Assert.That(stated.Mean, Is.EqualTo((float)true_.Mean));
        Assert.That(stated.StandardDeviation, Is.EqualTo((float)true_.StandardDeviation));
        Assert.That(new FileInfo(folder["out.map"]).Length, Is.EqualTo(1024 + 4 * 210));
    }

    [Test]
    public void HalfFloatsAreRoundedAndTheirStatisticsStated()
    {
        using DensityMap map = TestMaps.Create(TestMaps.Grid(33, 6, 5), TestMaps.Noise);
        MapWriter.Write(folder["out.map"], map, new() { Mode = MapMode.Float16 });
        using DensityMap again = MapReader.Read(folder["out.map"]);
        Assert.That(Values(again), Is.EqualTo(Values(map).Select(v => (float)(Half)v)));
        Assert.That(MapReader.ReadHeader(folder["out.map"]).StatedStatistics.Mean, Is.EqualTo((float)MapStatisticsCalculator.Compute(again).Mean));
    }

    [Test]
    public void ANameThatEndsInGzIsPacked()
    {
        using DensityMap map = TestMaps.Create(TestMaps.Grid(7, 6, 5), TestMaps.Noise);
        MapWriter.Write(folder["out.map.gz"], map);
        Assert.That(CompressedFile.Detect(folder["out.map.gz"]), Is.EqualTo(FileCompression.Gzip));
        using DensityMap again = MapReader.Read(folder["out.map.gz"]);
        Assert.That(Values(again), Is.EqualTo(Values(map)));
        Assert.That(again.Warnings, Is.Empty);
    }

    [TestCase("a.map")]
    [TestCase("a.map.gz")]
    public void TheSameMapGivesTheSameBytes(string name)
    {
        using DensityMap map = TestMaps.Create(TestMaps.Grid(40, 41, 42), TestMaps.Noise);
        MapWriter.Write(folder[name], map);
        byte[] first = File.ReadAllBytes(folder[name]);
        MapWriter.Write(folder[name], map);
        Assert.That(File.ReadAllBytes(folder[name]), Is.EqualTo(first));
    }

    [Test]
    public void LabelsAreKeptAndOneIsAdded()
    {
        string[] labels = [.. Enumerable.Range(0, 10).Select(i => $"label {i}")];
        using DensityMap map = TestMaps.Create(TestMaps.Grid(3, 3, 3), TestMaps.Noise);
        using DensityMap labelled = new(map.Grid, map.Values) { Labels = labels };
        MapWriter.Write(folder["a.map"], labelled);
        using DensityMap again = MapReader.Read(folder["a.map"]);
        Assert.That(again.Labels.Take(9), Is.EqualTo(labels.Take(9)));
        Assert.That(again.Labels[9], Does.StartWith("cryoengine "));
        MapWriter.Write(folder["b.map"], again);
        Assert.That(MapReader.ReadHeader(folder["b.map"]).Labels, Is.EqualTo(again.Labels), "the own label is not repeated");
        MapWriter.Write(folder["c.map"], map, new() { Label = new string('x', 100) });
        Assert.That(MapReader.ReadHeader(folder["c.map"]).Labels, Is.EqualTo(new[] { new string('x', 80) }));
    }

    /// <summary>A grid that was moved, or whose user overruled the header, is found again where it is.</summary>
    [Test]
    public void TheOriginInForceIsWritten()
    {
        MapGrid moved = TestMaps.Grid(3, 3, 3) with { Start = (2, 0, 0), OriginWords = new(1, 2, 3), Origin = new(7, 8, 9) };
        using DensityMap map = TestMaps.Create(moved, TestMaps.Noise);
        MapWriter.Write(folder["a.map"], map);
        using DensityMap again = MapReader.Read(folder["a.map"]);
        Assert.That(again.Grid.Origin, Is.EqualTo(new Vec3(7, 8, 9)));
        Assert.That(again.Warnings, Is.Empty);
    }

    [Test]
    public void FailuresLeaveNoFile()
    {
        using DensityMap map = TestMaps.Create(TestMaps.Grid(3, 3, 3), TestMaps.Noise);
        Assert.Throws<InputException>(() => MapWriter.Write(folder["none/a.map"], map));
        Assert.Throws<InputException>(() => MapWriter.Write(folder.Root, map));
        Assert.Throws<UsageException>(() => MapWriter.Write(folder["a.map"], map, new() { Mode = MapMode.Int8 }));
        Assert.Throws<UsageException>(() => MapWriter.Write(folder["a.map.bz2"], map));
        map[1, 1, 1] = 70000;
        Assert.Throws<NumericalException>(() => MapWriter.Write(folder["a.map"], map, new() { Mode = MapMode.Float16 }));
        map[1, 1, 1] = float.NaN;
        Assert.Throws<NumericalException>(() => MapWriter.Write(folder["a.map"], map));
        Assert.That(folder.Names, Is.Empty);
    }

    [Test]
    public void AnInputFileCanBeReplaced()
    {
        string path = folder.Write("a.map", new MapFileBuilder().ToBytes());
        using DensityMap map = MapReader.Read(path);
        map[0, 0, 0] = -5;
        MapWriter.Write(path, map);
        using DensityMap again = MapReader.Read(path);
        Assert.That((again[0, 0, 0], again[5, 4, 3]), Is.EqualTo((-5f, 345f)));
    }

    private static float[] Values(DensityMap map) => map.Values.Slice(0, (int)map.Values.Length).ToArray();
}
