using System.Text.Json;
using Engine.Core.Maps;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Maps;

/// <summary>Every real file: the facts and the voxel statistics of real.json, or a refusal that names the fault.</summary>
[TestFixture]
public sealed class RealHeaderTests
{
    private const string ImageWithoutDepth = "mode12_float16_64x64x1.mrc";

    [Test]
    public void EveryFileIsRead()
    {
        string folder = SharedData.Require("data", "headers", "real");
        using JsonDocument facts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "real.json")));
        int count = 0;
        foreach (JsonProperty file in facts.RootElement.EnumerateObject().Where(f => f.Value.TryGetProperty("mode", out _)))
        {
            count++;
            Check(Path.Combine(folder, file.Name), file.Value);
        }

        Assert.That(count, Is.EqualTo(25));
    }

    [Test]
    public void AnImageWithoutDepthNeedsAVoxelSize()
    {
        string path = SharedData.Require("data", "headers", "real", ImageWithoutDepth);
        InputException? e = Assert.Throws<InputException>(() => MapReader.Read(path));
        Assert.That(e!.Message, Does.Contain("cell edges").And.Contain("--voxel-size"));
    }

    /// <summary>EMD-3001: the sampling, not the size, divides the cell, and NSTART is permuted with the axes.</summary>
    [Test]
    public void SamplingAndStartFollowTheAxes()
    {
        string path = SharedData.Require("data", "headers", "real", "EMD-3001_monoclinic_sg4_crs312_symops.map");
        using DensityMap map = MapReader.Read(path);
        Assert.That((map.Grid.Nx, map.Grid.Ny, map.Grid.Nz), Is.EqualTo((43, 25, 73)));
        Assert.That(map.Grid.Start, Is.EqualTo((-21, -12, 0)));
        Assert.That(map.Grid.VoxelSize.X, Is.EqualTo(17.93 / 40).Within(1e-6));
        Assert.That(map.Grid.VoxelSize.Z, Is.EqualTo(33.03 / 72).Within(1e-6));
        Assert.That(map.Grid.Cell.Beta, Is.EqualTo(94.326).Within(1e-4));
    }

    /// <summary>The same density in CRS 2,1,3 hexagonal setting, stored as bytes and as floats, must correlate.</summary>
    [Test]
    public void TwoModesOfOneMapAgree()
    {
        using DensityMap bytes = MapReader.Read(SharedData.Require("data", "headers", "real", "3pqr_mode0_hexagonal_nstart.ccp4"));
        using DensityMap floats = MapReader.Read(SharedData.Require("data", "headers", "real", "3pqr_mode2_hexagonal_nstart.ccp4.gz"));
        Assert.That(bytes.Grid, Is.EqualTo(floats.Grid).UsingPropertiesComparer());
        double scale = 1.4254447 / 255, offset = -0.5163028 + 128 * scale;
        for (int i = 0; i < floats.Values.Length; i += 101)
            Assert.That(bytes.Values[i] * scale + offset, Is.EqualTo(floats.Values[i]).Within(scale));
    }

    private static void Check(string path, JsonElement facts)
    {
        string name = Path.GetFileName(path);
        MapHeader header = MapReader.ReadHeader(path);
        MapReadOptions options = name == ImageWithoutDepth ? new() { VoxelSize = new(3.6, 3.6, 3.6) } : new();
        MapReport report = MapInspector.Inspect(path, options);
        int[] order = Integers(facts, "mapcrs");
        double[] statistics = Doubles(facts, "data_min_max_mean_rms");
        Assert.Multiple(() =>
        {
            Assert.That(report.FileGrid, Is.EqualTo(Integers(facts, "n_columns_rows_sections")), name);
            Assert.That(report.AxisOrder, Is.EqualTo(order), name);
            for (int k = 0; k < 3; k++)
                Assert.That(report.Grid[order[k] - 1], Is.EqualTo(report.FileGrid[k]), name);
            int[] start = [header.FileStart.Columns, header.FileStart.Rows, header.FileStart.Sections];
            Assert.That(start, Is.EqualTo(Integers(facts, "nstart_words_in_file_order")), name);
            Assert.That(report.Mode, Is.EqualTo(facts.GetProperty("mode").GetInt32()), name);
            Assert.That(report.ByteOrder, Is.EqualTo(facts.GetProperty("endian").GetString()), name);
            Assert.That(report.Sampling, Is.EqualTo(Integers(facts, "mxyz")), name);
            Assert.That(report.SpaceGroup, Is.EqualTo(facts.GetProperty("ispg").GetInt32()), name);
            Assert.That(report.ExtendedHeaderBytes, Is.EqualTo(facts.GetProperty("nsymbt").GetInt32()), name);
            Assert.That(report.MachineStamp, Is.EqualTo(Convert.ToHexString([.. Integers(facts, "machine_stamp").Select(v => (byte)v)])), name);
            Assert.That(report.OriginWords, Is.EqualTo(Doubles(facts, "origin")).Within(1e-5), name);
            if (name != ImageWithoutDepth)
                Assert.That(report.Cell, Is.EqualTo(Doubles(facts, "cell")).Within(1e-3), name);
            double[] found = [report.Minimum, report.Maximum, report.Mean, report.StandardDeviation];
            for (int k = 0; k < 4; k++)
                Assert.That(found[k], Is.EqualTo(statistics[k]).Within(2e-6 * (1 + Math.Abs(statistics[k]))), $"{name}: statistic {k}");
            Assert.That(report.Bytes, Is.EqualTo(facts.GetProperty("bytes").GetInt64()), name);
        });
        CheckFirstRow(path, options, header, order, Doubles(facts, "first_row"));
    }

    private static void CheckFirstRow(string path, MapReadOptions options, MapHeader header, int[] order, double[] firstRow)
    {
        using DensityMap map = MapReader.Read(path, options);
        for (int column = 0; column < Math.Min(firstRow.Length, header.FileSize.Columns); column++)
        {
            int[] at = [0, 0, 0];
            at[order[0] - 1] = column;
            double scale = Math.Max(1e-12, Math.Abs(firstRow[column]));
            Assert.That(map[at[0], at[1], at[2]], Is.EqualTo(firstRow[column]).Within(1e-5 * scale), Path.GetFileName(path));
        }
    }

    private static int[] Integers(JsonElement facts, string name) => [.. facts.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];

    private static double[] Doubles(JsonElement facts, string name) => [.. facts.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
