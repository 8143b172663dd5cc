using Engine.Core.DensityModification;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.DensityModification;

/// <summary>The box round a molecule and the way back.</summary>
[TestFixture]
public sealed class WorkingBoxTests
{
    private const int N = 96;

    /// <summary>A blob in one corner of a large, noisy map: the box holds it with a margin, and voxels come back to where they were.</summary>
    [Test]
    public void TheBoxHoldsTheMoleculeAndVoxelsComeBack()
    {
        using var accelerator = new CpuAccelerator(2);
        using DensityMap map = Blob((30, 28, 34), 9);
        WorkingBox box = WorkingBox.Around(accelerator, map, 6000, 4);
        using DensityMap cut = box.Cut(map);
        Assert.Multiple(() =>
        {
            Assert.That(box.IsCut);
            Assert.That(box.Grid.Nx, Is.InRange(34, 68));
            Assert.That(box.Grid.Nx % 2, Is.Zero);
            Assert.That(cut.Grid.Origin.X, Is.EqualTo(Math.Round(cut.Grid.Origin.X)).Within(1e-9));
        });
        float[] mask = box.Cut([.. Enumerable.Range(0, N * N * N).Select(i => (float)i)]);
        using DensityMap back = box.Back(cut, "back", map);
        int changed = 0, inside = 0;
        float level = map[30, 28, 34] - back[30, 28, 34];
        for (int z = 0; z < N; z++)
        {
            for (int y = 0; y < N; y++)
            {
                for (int x = 0; x < N; x++)
                {
                    double r = Math.Sqrt(Math.Pow(x - 30, 2) + Math.Pow(y - 28, 2) + Math.Pow(z - 34, 2));
                    if (r > 11)
                        continue;
                    inside++;
                    changed += Math.Abs(back[x, y, z] + level - map[x, y, z]) > 1e-4f ? 1 : 0;
                }
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(inside, Is.GreaterThan(5000));
            Assert.That(changed, Is.Zero, "only a constant level is taken off round the molecule");
            Assert.That(back[90, 90, 90], Is.Zero);
            Assert.That(back.Grid, Is.SameAs(map.Grid));
            Assert.That(mask[0], Is.EqualTo(((int)box.Grid.Origin.Z * N + (int)box.Grid.Origin.Y) * N + (int)box.Grid.Origin.X));
        });
    }

    /// <summary>Noise is as strong near the faces as elsewhere, without a level, and the box goes on at its other side without a step.</summary>
    [Test]
    public void TheBoxRepeatsWithoutStepsAndKeepsItsNoise()
    {
        using var accelerator = new CpuAccelerator(2);
        using DensityMap map = Blob((48, 48, 48), 9), smooth = Blob((48, 48, 48), 9);
        for (int i = 0; i < N * N * N; i++)
        {
            map.Values[i] += 5;
            smooth.Values[i] = (float)(Math.Sin(2 * Math.PI * (i % N) / N) + Math.Cos(2 * Math.PI * (i / N / N) / N));
        }

        WorkingBox box = WorkingBox.Around(accelerator, map, 6000, 4);
        using DensityMap cut = box.Cut(map), wave = box.Cut(smooth);
        MapGrid g = box.Grid;
        double Noise(int x) => Math.Sqrt(Enumerable.Range(0, g.Ny).Average(y => Math.Pow(cut[x, y, 3] - cut[x, (y + 1) % g.Ny, 3], 2)) / 2);
        double Step(DensityMap m, int from, int to) => Enumerable.Range(0, g.Ny).Max(y => Math.Abs(m[from, y, 20] - m[to, y, 20]));
        Assert.Multiple(() =>
        {
            foreach (int x in new[] { 0, 10, g.Nx - 5, g.Nx - 2, g.Nx - 1 })
                Assert.That(Noise(x), Is.EqualTo(0.1).Within(0.035), $"noise at {x}");
            Assert.That(Math.Abs(MapStatisticsCalculator.Compute(cut).Mean), Is.LessThan(0.02));
            Assert.That(Step(wave, g.Nx - 1, 0), Is.LessThan(0.4), "across the face");
            Assert.That(Enumerable.Range(0, g.Nx - 1).Max(x => Step(wave, x, x + 1)), Is.LessThan(0.9), "within the edge");
        });
    }

    /// <summary>A molecule that fills the map is worked on as it is.</summary>
    [Test]
    public void AFullMapStaysWhole()
    {
        using var accelerator = new CpuAccelerator(2);
        using DensityMap map = Blob((48, 48, 48), 38);
        WorkingBox box = WorkingBox.Around(accelerator, map, 220_000, 4);
        using DensityMap cut = box.Cut(map);
        Assert.That(box.IsCut, Is.False);
        Assert.That(Enumerable.Range(0, 1000).Select(i => cut.Values[i * 800]), Is.EqualTo(Enumerable.Range(0, 1000).Select(i => map.Values[i * 800])));
    }

    private static DensityMap Blob((int X, int Y, int Z) at, double radius)
    {
        var grid = new MapGrid { Nx = N, Ny = N, Nz = N, Cell = new UnitCell(N, N, N), Sampling = (N, N, N), Origin = Vec3.Zero };
        var values = new NativeBuffer<float>(grid.VoxelCount, "test");
        var random = new RandomSource(7);
        for (int i = 0; i < values.Length; i++)
        {
            double r = Math.Sqrt(Math.Pow(i % N - at.X, 2) + Math.Pow(i / N % N - at.Y, 2) + Math.Pow(i / N / N - at.Z, 2));
            values[i] = (r < radius ? 1 : 0) + 0.1f * (float)random.NextNormal();
        }

        return new(grid, values) { Name = "blob" };
    }
}
