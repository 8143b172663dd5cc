using System.Buffers.Binary;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Reports;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.Reports;

/// <summary>The map inside a page: what a reader restores, and where it lies.</summary>
[TestFixture]
public sealed class DensityBoxTests
{
    private static readonly Vec3 Origin = new(-7, 11, 3.5);

    [Test]
    public void DensitiesComeBackWithinHalfAStep()
    {
        using DensityMap map = Noise(30, 26, 34, 1.1);
        DensityBox box = DensityBox.Of(map, [new(3, 22, 20), new(10, 26, 24)], 1_000_000)!;
        Stored read = Read(box.File);
        Assert.Multiple(() =>
        {
            Assert.That((read.Mode, read.Word40, read.Word41, box.Coarsening), Is.EqualTo((0, -128, 127, 1)));
            Assert.That(box.File, Has.Length.EqualTo(1024 + read.Nx * read.Ny * read.Nz));
            Assert.That((read.Low, read.High), Is.EqualTo((box.Low, box.High)));
            Assert.That((read.Mean, read.Sigma), Is.EqualTo(((float)box.Whole.Mean, (float)box.Whole.StandardDeviation)), "statistics are those of the whole map");
        });
        double worst = 0;
        for (int k = 0; k < read.Nz; k++)
        {
            for (int j = 0; j < read.Ny; j++)
            {
                for (int i = 0; i < read.Nx; i++)
                {
                    Vec3 voxel = (1 / 1.1) * (read.Place(i, j, k) - Origin);
                    float value = map[(int)Math.Round(voxel.X), (int)Math.Round(voxel.Y), (int)Math.Round(voxel.Z)];
                    worst = Math.Max(worst, Math.Abs(read.Value(i, j, k) - value));
                }
            }
        }

        Assert.That(worst, Is.LessThanOrEqualTo(box.HalfStep * 1.0001).And.GreaterThan(0));
    }

    [Test]
    public void TheBoxHoldsTheAtomsAndFourAngstromsRoundThem()
    {
        using DensityMap map = Noise(40, 40, 40, 1);
        Vec3 low = new(8, 26, 18), high = new(14, 33, 22);
        Stored read = Read(DensityBox.Of(map, [low, high], 1_000_000)!.File);
        Vec3 first = read.Place(0, 0, 0), last = read.Place(read.Nx - 1, read.Ny - 1, read.Nz - 1);
        Assert.Multiple(() =>
        {
            foreach ((double at, double expected) in new[] { (low.X - first.X, 4.0), (low.Y - first.Y, 4), (low.Z - first.Z, 4), (last.X - high.X, 4), (last.Y - high.Y, 4), (last.Z - high.Z, 4) })
                Assert.That(at, Is.InRange(expected, expected + 1));
        });
    }

    /// <summary>A plane stays the same plane when voxels are averaged, so places and values fit together.</summary>
    [Test]
    public void AveragedVoxelsLieWhereTheirMeansBelong()
    {
        using DensityMap map = Make(24, 24, 24, 1, p => 2 * p.X - p.Y + 0.5 * p.Z);
        DensityBox box = DensityBox.Of(map, [Origin + new Vec3(12, 12, 12), Origin + new Vec3(8, 9, 10)], 300)!;
        Stored read = Read(box.File);
        Assert.That(box.Coarsening, Is.EqualTo(2));
        Assert.That(read.Nx * read.Ny * read.Nz, Is.LessThanOrEqualTo(300));
        Vec3 p = read.Place(3, 2, 1);
        Assert.That(read.Value(3, 2, 1), Is.EqualTo(2 * p.X - p.Y + 0.5 * p.Z).Within(box.HalfStep * 1.001));
    }

    [Test]
    public void AConstantMapAndAModelBesideTheMapHaveNoBox()
    {
        using DensityMap constant = Make(20, 20, 20, 1, _ => 3), noise = Noise(20, 20, 20, 1);
        Assert.Multiple(() =>
        {
            Assert.That(DensityBox.Of(constant, [Origin + new Vec3(10, 10, 10)], 1_000_000), Is.Null);
            Assert.That(DensityBox.Of(noise, [Origin + new Vec3(500, 500, 500)], 1_000_000), Is.Null);
        });
    }

    private static DensityMap Noise(int nx, int ny, int nz, double voxel)
    {
        var random = new Random(7);
        return Make(nx, ny, nz, voxel, _ => random.NextDouble() * 3 - 1);
    }

    private static DensityMap Make(int nx, int ny, int nz, double voxel, Func<Vec3, double> density) =>
        TestMaps.Create(TestMaps.Grid(nx, ny, nz, voxel) with { Origin = Origin, OriginWords = Origin }, (x, y, z) => (float)density(Origin + voxel * new Vec3(x, y, z)));

    /// <summary>A reader of its own for the words that the viewer uses.</summary>
    private static Stored Read(byte[] file)
    {
        int Integer(int word) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4 * (word - 1)));
        float Float(int word) => BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(4 * (word - 1)));
        Assert.That((Integer(17), Integer(18), Integer(19), Integer(5), Integer(6), Integer(7)), Is.EqualTo((1, 2, 3, 0, 0, 0)), "axes and start");
        Assert.That((Integer(8), Integer(9), Integer(10)), Is.EqualTo((Integer(1), Integer(2), Integer(3))), "the cell is the box");
        return new(file, Integer(1), Integer(2), Integer(3), Integer(4), Integer(40), Integer(41), Float(20), Float(21), Float(22), Float(55), Float(11) / Integer(8), new(Float(50), Float(51), Float(52)));
    }

    private sealed record Stored(byte[] File, int Nx, int Ny, int Nz, int Mode, int Word40, int Word41, double Low, double High, float Mean, float Sigma, double Voxel, Vec3 Corner)
    {
        public Vec3 Place(int i, int j, int k) => Corner + Voxel * new Vec3(i, j, k);

        public double Value(int i, int j, int k) => Low + (unchecked((sbyte)File[1024 + (k * Ny + j) * Nx + i]) + 128) / 255.0 * (High - Low);
    }
}
