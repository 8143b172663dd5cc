using Engine.Core.DensityModification;
using Engine.Core.Maps;
using Engine.Kernels;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.DensityModification;

/// <summary>Molecules found by their variance: balls of strong noise in weak noise.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class MoleculeProbabilityTests(string accelerator) : KernelFixture(accelerator)
{
    private const double Resolution = 3;

    private static readonly (int, int, int)[] Sizes = [(48, 48, 48), (47, 53, 41), (60, 37, 49)];

    /// <summary>Voxels well inside get the highest probability, those well outside the lowest; the mean is the molecule's part of the box.</summary>
    [Test]
    public void BallsAreFound([ValueSource(nameof(Sizes))] (int X, int Y, int Z) size)
    {
        (MapGrid grid, float[] map, double[] depth) = Ball(size, 14, 3);
        double solvent = depth.Count(d => d < 0) / (double)depth.Length;
        using DeviceBuffer<float> density = Put(map);
        using MoleculeProbability found = MoleculeProbability.Find(Device, density, grid, Resolution, solvent);
        float[] p = Get(found.Values);
        Assert.That(Get(density), Is.EqualTo(map));
        Assert.That(p.Min(), Is.EqualTo(0.02f));
        Assert.That(p.Max(), Is.EqualTo(0.98f));
        Assert.That(p.Where((_, i) => depth[i] > 5).Min(), Is.GreaterThan(0.9f));
        Assert.That(p.Where((_, i) => depth[i] < -5).Max(), Is.LessThan(0.1f));
        Assert.That(found.Fraction, Is.EqualTo(0.02 + 0.96 * (1 - solvent)).Within(0.02));
        Assert.That(found.Warnings, Is.Empty);
        Assert.That(found.Boundary.Inside, Is.GreaterThan(1.8 * found.Boundary.Outside));
    }

    /// <summary>A molecule is only looked for inside the mask, and fills the volume it is said to have there.</summary>
    [Test]
    public void MasksLimitTheMolecule()
    {
        (MapGrid grid, float[] map, _) = Ball((48, 48, 48), 14, 3);
        float[] mask = [.. map.Select((_, i) => i % 48 < 24 ? 1f : 0)];
        using DeviceBuffer<float> density = Put(map);
        using MoleculeProbability found = MoleculeProbability.Find(Device, density, grid, Resolution, 0.95, mask);
        float[] p = Get(found.Values);
        Assert.That(p.Where((_, i) => i % 48 is > 28 and < 43).Max(), Is.EqualTo(0.02f));
        Assert.That(p.Average(), Is.EqualTo(0.02 + 0.96 * 0.05).Within(0.01));
        Assert.Throws<UsageException>(() => MoleculeProbability.Find(Device, density, grid, Resolution, 0.4, mask));
    }

    /// <summary>A volume of the molecule that is two times too large or too small is noticed, and so are maps without a molecule and maps that were masked.</summary>
    [Test]
    public void WrongContentsAreNoticed()
    {
        (MapGrid grid, float[] map, double[] depth) = Ball((48, 48, 48), 14, 3);
        double molecule = depth.Count(d => d > 0) / (double)depth.Length;
        Assert.That(Warning(grid, map, 1 - molecule), Is.Null);
        Assert.That(Warning(grid, map, 1 - 2 * molecule), Does.Contain("only"));
        Assert.That(Warning(grid, map, 1 - molecule / 2), Does.Contain("varies like one"));
        Assert.That(Warning(grid, Ball((48, 48, 48), 14, 1).Map, 1 - molecule), Does.Contain("hardly stands out"));
        Assert.That(Warning(grid, [.. map.Select((v, i) => depth[i] > 0 ? v : 0)], 1 - molecule), Does.Contain("masked"));
    }

    /// <summary>Fractions that cannot be and maps without variation are refused.</summary>
    [Test]
    public void BadInputIsRefused()
    {
        MapGrid grid = PhasingCase.TestGrid(8, 8, 8, 1);
        using DeviceBuffer<float> flat = Put(Enumerable.Repeat(3f, 512).ToArray()), bad = Put(Enumerable.Range(0, 512).Select(i => i == 7 ? float.NaN : i).ToArray());
        using DeviceBuffer<float> good = Put(Enumerable.Range(0, 512).Select(i => (float)(i % 7)).ToArray());
        Assert.Throws<NumericalException>(() => MoleculeProbability.Find(Device, flat, grid, Resolution, 0.5));
        Assert.Throws<NumericalException>(() => MoleculeProbability.Find(Device, bad, grid, Resolution, 0.5));
        foreach (double fraction in new[] { 0, 1, -0.2, double.NaN })
            Assert.Throws<UsageException>(() => MoleculeProbability.Find(Device, good, grid, Resolution, fraction));
        Assert.Throws<ArgumentException>(() => MoleculeProbability.Find(Device, good, grid, Resolution, 0.5, new float[9]));
    }

    private string? Warning(MapGrid grid, float[] map, double solvent)
    {
        using DeviceBuffer<float> density = Put(map);
        using MoleculeProbability found = MoleculeProbability.Find(Device, density, grid, Resolution, solvent);
        return found.Warnings.SingleOrDefault();
    }

    /// <summary>Noise with a larger amplitude in a ball in the middle, and how deep every voxel lies in the ball, Å.</summary>
    private static (MapGrid Grid, float[] Map, double[] Depth) Ball((int X, int Y, int Z) size, double radius, double contrast)
    {
        MapGrid grid = PhasingCase.TestGrid(size.X, size.Y, size.Z, 1);
        KernelSamples samples = new(size.X);
        var map = new float[grid.VoxelCount];
        var depth = new double[map.Length];
        for (int i = 0; i < map.Length; i++)
        {
            double x = i % size.X - size.X / 2, y = i / size.X % size.Y - size.Y / 2, z = i / size.X / size.Y - size.Z / 2;
            depth[i] = radius - Math.Sqrt(x * x + y * y + z * z);
            map[i] = (float)(5 + samples.Between(-1, 1) * (depth[i] > 0 ? contrast : 1));
        }

        return (grid, map, depth);
    }
}
