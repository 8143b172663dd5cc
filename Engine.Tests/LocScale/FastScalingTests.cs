using Engine.Core.LocScale;
using Engine.Core.Maps;
using Engine.Kernels.Cpu;
using Engine.Kernels.Windows;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.LocScale;

/// <summary>The fast mode against the exact one, and its own measure of the difference.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class FastScalingTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly LocScaleOptions Fast = new() { WindowVoxels = 12, Mode = LocScaleMode.Fast };

    /// <summary>
    /// A reference that is the map times a number has one ratio everywhere: the bands add up to the map again, but where a window's mean is nearly 0 and counts as more; also where it has a large
    /// constant or reaches the faces.
    /// </summary>
    [TestCase(0, 3)]
    [TestCase(40, 3)]
    [TestCase(0, 13)]
    public void AScaledReferenceScalesTheMap(double constant, double radius)
    {
        MapGrid grid = LocScaleCase.Grid(24, 26, 23, 1.3);
        using DensityMap map = LocScaleCase.Noise(grid, 5, constant), reference = LocScaleCase.Noise(grid, 5, constant);
        for (int i = 0; i < reference.Values.Length; i++)
            reference.Values[i] *= 2.5f;
        float[] mask = LocScaleCase.Ball(grid, radius);
        using LocScaleResult result = LocScaler.Scale(Device, map, reference, mask, Fast);
        Assert.That(result.Padded, Is.EqualTo(radius > 4));
        for (int i = 0; i < mask.Length; i++)
            Assert.That(result.Map.Values[i], Is.EqualTo(mask[i] * 2.5 * map.Values[i]).Within(0.25 + 1e-5 * constant), $"voxel {i}");
        Assert.That(result.FastError!.Correlation!.Value, Is.EqualTo(1).Within(1e-5));
        Assert.That(result.FastError.RmsRatio, Is.EqualTo(1).Within(1e-4));
    }

    /// <summary>
    /// Where sharpness and strength change from place to place, the fast map is close to the exact one, closer with a finer grid of windows, and the error that it reports is the true one.
    /// </summary>
    [Test]
    public void FastIsCloseToExact()
    {
        MapGrid grid = LocScaleCase.Grid(40, 37, 41);
        using DensityMap map = LocScaleCase.Noise(grid, 21), reference = LocScaleCase.Noise(grid, 22);
        for (int i = 0; i < reference.Values.Length; i++)
            reference.Values[i] *= 1 + 0.5f * MathF.Sin(i % 40 / 8f) * MathF.Cos(i / 40 % 37 / 9f);
        float[] mask = LocScaleCase.Ball(grid, 12);
        LocScaleOptions options = Fast with { WindowVoxels = 14 };
        using LocScaleResult exact = LocScaler.Scale(Device, map, reference, mask, options with { Mode = LocScaleMode.Exact });
        var found = new List<double>();
        foreach (int step in (int[])[4, 2, 1])
        {
            using LocScaleResult fast = LocScaler.Scale(Device, map, reference, mask, options with { FastStep = step });
            Assert.That(fast.WindowsComputed, Is.LessThan(step == 1 ? exact.Windows + 1 : 2 * exact.Windows / (step * step)));
            (double correlation, double rms) = Compare(LocScaleCase.Values(fast.Map), LocScaleCase.Values(exact.Map), mask);
            Assert.That(correlation, Is.GreaterThan(0.99));
            Assert.That(fast.FastError!.Step, Is.EqualTo(step));
            Assert.That(fast.FastError.Voxels, Is.GreaterThan(300));
            Assert.That(fast.FastError.Rms, Is.EqualTo(rms).Within(0.25 * rms));
            Assert.That(1 - fast.FastError.Correlation!.Value, Is.EqualTo(1 - correlation).Within(0.5 * (1 - correlation)));
            Assert.That(fast.FastError.Largest, Is.GreaterThan(fast.FastError.Rms).And.LessThan(0.6));
            Assert.That(LocScaleCase.Values(fast.Map).Where((_, i) => mask[i] == 0), Is.All.Zero);
            double[] b = [.. Enumerable.Range(0, mask.Length).Where(i => mask[i] > 0).Select(i => Math.Abs(fast.LocalB!.Values[i] - (double)exact.LocalB!.Values[i]))];
            Assert.That(b.Average(), Is.LessThan(0.4 * step));
            found.Add(rms);
        }

        // What is left with a window at every voxel is the radial filter's part.
        Assert.That(found[1], Is.LessThan(0.9 * found[0]));
        Assert.That(found, Is.All.LessThan(0.08));
    }

    /// <summary>Other targets, voxels without reference, and zeros of a masked map.</summary>
    [TestCase(LocScaleTarget.Guinier)]
    [TestCase(LocScaleTarget.Hybrid)]
    [TestCase(LocScaleTarget.Reference)]
    public void EveryTargetIsFollowed(LocScaleTarget target)
    {
        MapGrid grid = LocScaleCase.Grid(40, 30, 34, 1.2);
        using DensityMap map = LocScaleCase.Noise(grid, 31), reference = LocScaleCase.Noise(grid, 32);
        for (int i = 0; i < reference.Values.Length; i++)
            reference.Values[i] *= i % 40 < 20 ? 1 : 0;
        float[] mask = LocScaleCase.Ball(grid, 9);
        LocScaleOptions options = Fast with { Target = target, Resolution = 2.6 };
        using LocScaleResult fast = LocScaler.Scale(Device, map, reference, mask, options), exact = LocScaler.Scale(Device, map, reference, mask, options with { Mode = LocScaleMode.Exact });
        Assert.That(Compare(LocScaleCase.Values(fast.Map), LocScaleCase.Values(exact.Map), mask).Correlation, Is.GreaterThan(0.98));
        Assert.That(fast.Faded, Is.InRange(exact.Faded * 3 / 4, exact.Faded * 5 / 4));
        Assert.That(exact.Faded > 0, Is.EqualTo(target == LocScaleTarget.Reference));
    }

    /// <summary>The filters of a window: their sum is 1 at every frequency, each is near 1 at its own radius only, and they are the mean over directions of the window's own response.</summary>
    [Test]
    public void BandsAddUpToOne()
    {
        var shape = new WindowShape(10);
        double[][] tables = WindowBands.Tables(Device, shape);
        Assert.That(tables, Has.Length.EqualTo(6));
        for (int node = 0; node < tables[0].Length; node++)
            Assert.That(tables.Sum(t => t[node]), Is.EqualTo(1).Within(1e-6));

        // At whole indices along an axis the response of an uncut window is the triangle itself; the mean over directions is lower at the peak, and 0 stays 0 at the origin.
        Assert.That(tables[0][0], Is.EqualTo(1).Within(1e-5));
        Assert.That(tables[2][0], Is.EqualTo(0).Within(1e-5));
        for (int r = 1; r < 5; r++)
            Assert.That(tables[r][8 * r], Is.GreaterThan(0.5).And.LessThan(1), $"radius {r}");
        Assert.That(tables[1][40], Is.EqualTo(0).Within(0.05));

        // One frequency and direction after the other, from the triangle's transform in double precision: the mean over many directions.
        foreach ((int r, double u) in (ReadOnlySpan<(int, double)>)[(1, 1.5), (3, 3), (4, 2.25)])
            Assert.That(tables[r][(int)(8 * u)], Is.EqualTo(MeanResponse(10, r, u)).Within(2e-3), $"radius {r} at {u}");
    }

    /// <summary>Σ_y K(y) cos(2π u n·y/side), mean over directions n, with K(y) = Σ_k triangle(|k|) cos(2π k·y/side)/side³ for y in the window.</summary>
    private static double MeanResponse(int side, int radius, double u)
    {
        var kernel = new List<(int X, int Y, int Z, double Value)>();
        int half = side / 2;
        for (int i = 0; i < side * side * side; i++)
        {
            (int x, int y, int z) = (i % side - half, i / side % side - half, i / side / side - half);
            double sum = 0;
            for (int k = 0; k < side * side * side; k++)
            {
                (int a, int b, int c) = (k % side - half, k / side % side - half, k / side / side - half);
                double weight = 1 - Math.Abs(Math.Sqrt(a * a + b * b + c * c) - radius);
                if (weight > 0)
                    sum += weight * Math.Cos(2 * Math.PI * (a * x + b * y + c * z) / side);
            }

            kernel.Add((x, y, z, sum / (side * side * side)));
        }

        const int Directions = 400;
        double mean = 0;
        for (int d = 0; d < Directions; d++)
        {
            // Points of a Fibonacci lattice on the sphere.
            double nz = 1 - (2 * d + 1.0) / Directions, angle = d * Math.PI * (3 - Math.Sqrt(5)), across = Math.Sqrt(1 - nz * nz);
            (double nx, double ny) = (across * Math.Cos(angle), across * Math.Sin(angle));
            mean += kernel.Sum(k => k.Value * Math.Cos(2 * Math.PI * u * (nx * k.X + ny * k.Y + nz * k.Z) / side)) / Directions;
        }

        return mean;
    }

    private static (double Correlation, double Rms) Compare(float[] a, float[] b, float[] mask)
    {
        int[] inside = [.. Enumerable.Range(0, mask.Length).Where(i => mask[i] > 0)];
        double meanA = inside.Average(i => a[i]), meanB = inside.Average(i => b[i]);
        double product = inside.Sum(i => (a[i] - meanA) * (b[i] - meanB)), squaresA = inside.Sum(i => (a[i] - meanA) * (a[i] - meanA)), squaresB = inside.Sum(i => (b[i] - meanB) * (b[i] - meanB));
        return (product / Math.Sqrt(squaresA * squaresB), Math.Sqrt(inside.Sum(i => (double)(a[i] - b[i]) * (a[i] - b[i])) / inside.Sum(i => (double)b[i] * b[i])));
    }
}

/// <summary>The number of threads does not matter for the fast mode.</summary>
[TestFixture]
public sealed class FastScalingThreadTests
{
    [Test]
    public void ThreadsDoNotMatter()
    {
        MapGrid grid = LocScaleCase.Grid(29, 33, 30);
        using DensityMap map = LocScaleCase.Noise(grid, 11), reference = LocScaleCase.Noise(grid, 12);
        float[][] values = [.. ((int[])[1, 4]).Select(threads =>
        {
            using var cpu = new CpuAccelerator(threads);
            using LocScaleResult result = LocScaler.Scale(cpu, map, reference, LocScaleCase.Ball(grid, 8), new LocScaleOptions { WindowVoxels = 10, Mode = LocScaleMode.Fast });
            return LocScaleCase.Values(result.Map);
        })];
        Assert.That(values[1], Is.EqualTo(values[0]));
    }
}
