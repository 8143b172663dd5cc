using System.Text.Json;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Maps;

/// <summary>Every made file: the facts and the value law of headers.json, or a refusal that names the fault.</summary>
[TestFixture]
public sealed class MadeHeaderTests
{
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["mode101.map"] = "MODE (word 4) is 101",
        ["mode4_complex.map"] = "MODE (word 4) is 4",
        ["mode_unknown_7.map"] = "MODE (word 4) is 7",
        ["truncated_10.map"] = "cut short",
        ["truncated_header.map"] = "cut short",
        ["mxyz_zero.map"] = "MX, MY, MZ",
        ["cell_zero.map"] = "cell edges",
        ["nan_inf.map"] = "2 of 120 voxels are NaN or infinite, the first at x=0, y=0, z=0",
        ["volume_stack_ispg401.map"] = "a stack of volumes",
        ["negative_dimension.map"] = "NX (word 1) is -6",
        ["huge_dimension.map"] = "NX (word 1) is 2000000000",
        ["truncated.map.gz"] = "cut short",
        ["empty.map"] = "holds 0 bytes",
    };

    private static readonly Dictionary<string, string> Warned = new()
    {
        ["no_map_stamp.map"] = "ISPG is 1065353216",
        ["symops_160.map"] = "ISPG is 4",
        ["trailing_byte.map"] = "1 bytes after the last voxel",
        ["origin_and_nstart_disagree.map"] = "NSTART is used",
        ["angles_zero.map"] = "90° is assumed",
        ["skew_matrix_flag.map"] = "skew",
        ["image_stack_ispg0.map"] = "stack of images",
    };

    [Test]
    public void EveryFileIsReadOrRefused()
    {
        string folder = SharedData.Require("data", "headers", "made");
        using JsonDocument facts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "headers.json")));
        int count = 0;
        foreach (JsonProperty file in facts.RootElement.EnumerateObject())
        {
            string path = Path.Combine(folder, file.Name);
            count++;
            if (Refused.TryGetValue(file.Name, out string? fault))
            {
                InputException? e = Assert.Throws<InputException>(() => MapReader.Read(path), file.Name);
                Assert.That(e!.Message, Does.Contain(fault).And.Contain(file.Name).And.Not.Contain("\n"));
                continue;
            }

            JsonElement facts1 = file.Name == "plain.map.gz" ? facts.RootElement.GetProperty("mode2_plain.map") : file.Value;
            Check(path, facts1);
        }

        Assert.That(count, Is.EqualTo(45));
    }

    [Test]
    public void VoxelSizeOptionSavesUndefinedCells()
    {
        foreach (string name in new[] { "cell_zero.map", "mxyz_zero.map" })
        {
            string path = SharedData.Require("data", "headers", "made", name);
            using DensityMap map = MapReader.Read(path, new() { VoxelSize = new(1.5, 1.25, 2) });
            Assert.That(map.Grid.VoxelSize, Is.EqualTo(new Vec3(1.5, 1.25, 2)), name);
            Assert.That(map[3, 2, 1], Is.EqualTo(123));
        }
    }

    [Test]
    public void NanToZeroSavesBadVoxels()
    {
        string path = SharedData.Require("data", "headers", "made", "nan_inf.map");
        using DensityMap map = MapReader.Read(path, new() { NanToZero = true });
        Assert.That(map[0, 0, 0], Is.Zero);
        Assert.That(map[3, 2, 1], Is.Zero);
        Assert.That(map[4, 2, 1], Is.EqualTo(124));
        Assert.That(map.Warnings, Has.One.Contains("taken as zero"));
    }

    [TestCase(OriginSource.Auto, 3, -4.5, 7.5)]
    [TestCase(OriginSource.NStart, 3, -4.5, 7.5)]
    [TestCase(OriginSource.Origin, 30, 4.5, -7.5)]
    public void OriginSourceIsChosen(OriginSource source, double x, double y, double z)
    {
        string path = SharedData.Require("data", "headers", "made", "origin_and_nstart_disagree.map");
        using DensityMap map = MapReader.Read(path, new() { OriginSource = source });
        Assert.That(Vec3.Distance(map.Grid.Origin, new(x, y, z)), Is.LessThan(1e-9));
        Assert.That(map.Warnings, Has.One.Contains(source == OriginSource.Origin ? "ORIGIN is used" : "NSTART is used"));
    }

    [Test]
    public void UnsignedBytesAreAnOption()
    {
        string path = SharedData.Require("data", "headers", "made", "mode0_signed.map");
        using DensityMap map = MapReader.Read(path, new() { UnsignedBytes = true });
        Assert.That(map[3, 2, 1], Is.EqualTo((123 - 128 + 256) % 256));
        Assert.That(map[5, 4, 3], Is.EqualTo(345 % 256 - 128 + 256));
    }

    private static void Check(string path, JsonElement facts)
    {
        string name = Path.GetFileName(path);
        using DensityMap map = MapReader.Read(path);
        MapHeader header = MapReader.ReadHeader(path);
        MapGrid grid = map.Grid;
        int[] size = Integers(facts, "n_columns_rows_sections");
        int[] sampling = Integers(facts, "mxyz");
        int[] start = Integers(facts, "nstart_xyz");
        double[] cell = Doubles(facts, "cell"), origin = Doubles(facts, "origin");
        Assert.Multiple(() =>
        {
            Assert.That((int)header.Mode, Is.EqualTo(facts.GetProperty("mode").GetInt32()), name);
            Assert.That(header.IsBigEndian ? "big" : "little", Is.EqualTo(facts.GetProperty("endian").GetString()), name);
            Assert.That(header.FileSize, Is.EqualTo((size[0], size[1], size[2])), name);
            Assert.That((grid.Nx, grid.Ny, grid.Nz), Is.EqualTo((6, 5, 4)), name);
            Assert.That(grid.Sampling, Is.EqualTo((sampling[0], sampling[1], sampling[2])), name);
            Assert.That(grid.Start, Is.EqualTo((start[0], start[1], start[2])), name);
            Assert.That(Vec3.Distance(grid.VoxelSize, new(cell[0] / sampling[0], cell[1] / sampling[1], cell[2] / sampling[2])), Is.LessThan(1e-6), name);
            double[] angles = cell[3] == 0 ? [90, 90, 90] : cell[3..];
            Assert.That(Vec3.Distance(new(grid.Cell.Alpha, grid.Cell.Beta, grid.Cell.Gamma), new(angles[0], angles[1], angles[2])), Is.LessThan(1e-5), name);
            Assert.That(Vec3.Distance(grid.OriginWords, new(origin[0], origin[1], origin[2])), Is.LessThan(1e-5), name);
            Assert.That(header.ExtendedHeaderBytes, Is.EqualTo(facts.GetProperty("nsymbt").GetInt32()), name);
            bool isSigned = facts.GetProperty("mode").GetInt32() == 0;
            for (int i = 0; i < 120; i++)
            {
                int law = (i % 6) + 10 * (i / 6 % 5) + 100 * (i / 30);
                Assert.That(map[i % 6, i / 6 % 5, i / 30], Is.EqualTo(isSigned ? law % 256 - 128 : law), name);
            }

            bool isWarned = Warned.TryGetValue(name, out string? warning);
            Assert.That(map.Warnings.Count > 0, Is.EqualTo(isWarned), name + ": " + string.Join("; ", map.Warnings));
            if (isWarned)
                Assert.That(map.Warnings, Has.One.Contains(warning), name);
        });
    }

    private static int[] Integers(JsonElement facts, string name) => [.. facts.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];

    private static double[] Doubles(JsonElement facts, string name) => [.. facts.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
