using Engine.Core.Geometry;
using Engine.Core.LocScale;
using Engine.Core.Maps;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.IO;
using Engine.Tests.Kernels;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.LocScale;

/// <summary>Whole maps against the rule in double precision.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class LocScalerTests(string accelerator) : KernelFixture(accelerator)
{
    /// <summary>Every voxel of the mask, to 1e-5 of the scaled map's rms; 0 outside; a large constant on the map and odd, prime and unequal sizes do not matter.</summary>
    [TestCase(LocScaleMode.Exact, 0)]
    [TestCase(LocScaleMode.Exact, 300)]
    [TestCase(LocScaleMode.LocScale2, 0)]
    public void VoxelsAgreeWithWholeTransforms(LocScaleMode mode, double constant)
    {
        MapGrid grid = LocScaleCase.Grid(23, 26, 31);
        using DensityMap map = LocScaleCase.Noise(grid, 1, constant), reference = LocScaleCase.Noise(grid, 2, 0.5);
        float[] mask = LocScaleCase.Ball(grid, 5.3);
        using LocScaleResult result = LocScaler.Scale(Device, map, reference, mask, new LocScaleOptions { WindowVoxels = 12, Mode = mode });
        Assert.That((result.Side, result.Padded, result.Windows, result.Faded), Is.EqualTo((12, false, (long)mask.Sum(), 0L)));
        float[] values = LocScaleCase.Values(result.Map);
        int[] inside = [.. Enumerable.Range(0, values.Length).Where(i => mask[i] > 0)], checkedVoxels = [.. inside.Where((_, i) => i % 40 == 0)];
        double rms = Math.Sqrt(inside.Average(i => (double)values[i] * values[i]));
        Assert.That(
            checkedVoxels.Select(i => (double)values[i]),
            Is.EqualTo(checkedVoxels.Select(i => LocScaleCase.Expected(map, reference, i, 12, mode == LocScaleMode.LocScale2))).Within((constant == 0 ? 1e-5 : 1e-4) * rms));
        Assert.That(values.Where((_, i) => mask[i] == 0), Is.All.Zero);
    }

    /// <summary>Where windows reach beyond a face, the map is continued by its mean outside the mask.</summary>
    [Test]
    public void FacesAreContinuedByTheMeanOutside()
    {
        MapGrid grid = LocScaleCase.Grid(11, 13, 10);
        using DensityMap map = LocScaleCase.Noise(grid, 3, 1), reference = LocScaleCase.Noise(grid, 4, 2);
        float[] mask = [.. Enumerable.Range(0, 1430).Select(i => i % 7 == 0 ? 1f : 0)];
        using LocScaleResult result = LocScaler.Scale(Device, map, reference, mask, new LocScaleOptions { WindowVoxels = 8 });
        Assert.That(result.Padded);
        Assert.That(result.Warnings, Has.Some.Contains("padded by 4 voxels"));
        using DensityMap paddedMap = LocScaleCase.Pad(map, mask, 4), paddedReference = LocScaleCase.Pad(reference, mask, 4);
        foreach (int i in (int[])[0, 7, 1428, 77, 700])
        {
            int padded = ((i / 143 + 4) * 21 + i / 11 % 13 + 4) * 19 + i % 11 + 4;
            Assert.That(result.Map.Values[i], Is.EqualTo(LocScaleCase.Expected(paddedMap, paddedReference, padded, 8, false)).Within(1e-4), $"voxel {i}");
        }
    }

    /// <summary>A reference that is the map times a number gives the map times that number: no phase and no amplitude ratio is touched.</summary>
    [Test]
    public void AScaledReferenceScalesTheMap()
    {
        MapGrid grid = LocScaleCase.Grid(24, 24, 24, 1.3);
        using DensityMap map = LocScaleCase.Noise(grid, 5), reference = LocScaleCase.Noise(grid, 5);
        for (int i = 0; i < reference.Values.Length; i++)
            reference.Values[i] *= -2.5f;
        float[] mask = LocScaleCase.Ball(grid, 6);
        using LocScaleResult result = LocScaler.Scale(Device, map, reference, mask, new LocScaleOptions { Window = 13 });
        for (int i = 0; i < mask.Length; i++)
            Assert.That(result.Map.Values[i], Is.EqualTo(mask[i] * 2.5 * map.Values[i]).Within(5e-5));
        Assert.That((double[])[result.CorrelationBefore!.Value, result.CorrelationAfter!.Value], Is.EqualTo((double[])[-1, -1]).Within(1e-6));
    }

    /// <summary>Without a reference, a window's amplitudes keep their shape but for B and the low-pass filter.</summary>
    [Test]
    public void WithoutReferenceBIsSet()
    {
        MapGrid grid = LocScaleCase.Grid(30, 30, 30, 1.2);
        using DensityMap map = LocScaleCase.Noise(grid, 6);
        float[] mask = LocScaleCase.Ball(grid, 4);
        var options = new LocScaleOptions { Window = 18, Target = LocScaleTarget.Guinier, Resolution = 3, TargetB = 15 };
        using LocScaleResult result = LocScaler.Scale(Device, map, null, mask, options);
        WindowAudit window = result.Audit[^1];
        double[] s2 = [.. window.Frequency.Select(s => s * s)];
        int[] fitted = [.. Enumerable.Range(1, s2.Length - 1).Where(r => window.Frequency[r] >= 0.1 && window.Frequency[r] <= 1 / 3.0)];
        double mean = fitted.Average(r => s2[r]);
        double slope = fitted.Sum(r => (s2[r] - mean) * Math.Log(window.Map[r])) / fitted.Sum(r => (s2[r] - mean) * (s2[r] - mean)), b = -4 * slope;
        double[] expected = [.. s2.Select((x, r) => Math.Exp(0.25 * (b - 15) * x) * (r == 0 ? 1 : 1 / (1 + Math.Exp(10 * (3 - 1 / window.Frequency[r])))))];
        Assert.That(window.Scale, Is.EqualTo(expected).Within(1e-5 * expected.Max()));
        Assert.That(result.CorrelationBefore, Is.Null);
        float[] local = [.. LocScaleCase.Values(result.LocalB!).Where((_, i) => mask[i] > 0)];
        Assert.That(local.Min(), Is.LessThan(b).And.GreaterThan(-100));
        Assert.That(local.Max(), Is.GreaterThan(b).And.LessThan(500));
    }

    /// <summary>Without a reference, the hybrid target is the window's own profile at low resolution and that of a protein beyond; with one everywhere it is the reference.</summary>
    [Test]
    public void HybridTargets()
    {
        MapGrid grid = LocScaleCase.Grid(30, 30, 30, 1.25);
        using DensityMap map = LocScaleCase.Noise(grid, 15), reference = LocScaleCase.Noise(grid, 16);
        float[] mask = LocScaleCase.Ball(grid, 4);
        var options = new LocScaleOptions { Window = 20, Target = LocScaleTarget.Hybrid, Resolution = 2.5, TargetB = 30 };
        using LocScaleResult without = LocScaler.Scale(Device, map, null, mask, options);
        WindowAudit window = without.Audit[^1];
        Assert.That(window.Frequency[4], Is.EqualTo(0.2).Within(1e-12));

        // s = 0.2 and 0.3 Å⁻¹: structure factors of the table there, carbon's form factor, B; anchored at 0.1 and 0.15 Å⁻¹, 1.520 and (1.085 + 1.066) / 2.
        double Shape(double structure, double s) => structure * Engine.Core.Chemistry.FormFactorTable.Electron(Engine.Core.Models.Element.C).At(s) * Math.Exp(-30 * s * s / 4);
        double amplitude = (window.Map[2] + window.Map[3]) / (Shape(1.520, 0.1) + Shape(1.0755, 0.15));
        foreach ((int r, double structure) in (ReadOnlySpan<(int, double)>)[(4, 1.306), (6, 0.984)])
        {
            double s = r / 20.0, own = 1 / (1 + Math.Exp(0.3 * (10 - 1 / s))), fade = 1 / (1 + Math.Exp(10 * (2.5 - 1 / s)));
            Assert.That(window.Target[r], Is.EqualTo(fade * (own * window.Map[r] + (1 - own) * amplitude * Shape(structure, s))).Within(1e-6 * window.Target[r]));
        }

        using LocScaleResult with = LocScaler.Scale(Device, map, reference, mask, options);
        using LocScaleResult plain = LocScaler.Scale(Device, map, reference, mask, options with { Target = LocScaleTarget.Reference });
        Assert.That(LocScaleCase.Values(with.Map), Is.EqualTo(LocScaleCase.Values(plain.Map)));
    }

    /// <summary>A soft mask multiplies; voxels beyond the model fade out and are counted.</summary>
    [Test]
    public void EdgesAndFading()
    {
        MapGrid grid = LocScaleCase.Grid(40, 20, 20);
        using DensityMap map = LocScaleCase.Noise(grid, 7), reference = LocScaleCase.Noise(grid, 8);
        for (int i = 0; i < reference.Values.Length; i++)
            reference.Values[i] *= i % 40 < 16 ? 1 : 0;
        float[] mask = new float[grid.VoxelCount];
        for (int x = 8; x < 32; x++)
            mask[(10 * 20 + 10) * 40 + x] = x % 2 == 0 ? 1 : 0.25f;
        using LocScaleResult hard = LocScaler.Scale(Device, map, reference, mask, new LocScaleOptions { WindowVoxels = 8 });
        using LocScaleResult soft = LocScaler.Scale(Device, map, reference, mask, new LocScaleOptions { WindowVoxels = 8, SoftEdge = true, Threshold = 0.01 });
        Assert.That((hard.Windows, soft.Windows), Is.EqualTo((12L, 24L)));
        for (int x = 8; x < 32; x += 2)
            Assert.That(soft.Map[x, 10, 10], Is.EqualTo(hard.Map[x, 10, 10]).Within(1e-5));
        Assert.That(soft.Map[9, 10, 10], Is.Not.Zero);
        Assert.That((hard.Map[9, 10, 10], hard.Map[24, 10, 10], soft.Map[31, 10, 10]), Is.EqualTo((0f, 0f, 0f)));
        Assert.That((hard.Faded, soft.Faded), Is.EqualTo((6L, 12L)));
        Assert.That(hard.Warnings, Has.Some.Contains("6 of 12 voxels of the mask (50 %)"));
    }

    /// <summary>In a map that was masked, windows of zeros stay zero whatever the reference holds, and those at the edge are right.</summary>
    [Test]
    public void ZerosStayZero()
    {
        MapGrid grid = LocScaleCase.Grid(30, 40, 60);
        using DensityMap map = LocScaleCase.Noise(grid, 13), reference = LocScaleCase.Noise(grid, 14);
        for (int i = 0; i < map.Values.Length; i++)
            map.Values[i] = i / 1200 < 20 && i / 30 % 40 < 24 ? 100 * map.Values[i] : 0;
        float[] mask = LocScaleCase.Ball(grid, 21);
        using LocScaleResult result = LocScaler.Scale(Device, map, reference, mask, new LocScaleOptions { WindowVoxels = 8, LocalB = false });
        for (int z = 25; z < 50; z++)
            Assert.That(result.Map[15, 20, z], Is.Zero, $"z = {z}");
        for (int z = 12; z < 23; z++)
            Assert.That(result.Map[15, 20, z], Is.EqualTo(LocScaleCase.Expected(map, reference, (z * 40 + 20) * 30 + 15, 8, false)).Within(1e-4), $"z = {z}");
    }

    /// <summary>A run that was stopped goes on from its checkpoint to the same bits; a checkpoint of other inputs is refused.</summary>
    [Test]
    public void StoppedRunsGoOn()
    {
        using var folder = new TemporaryFolder();
        MapGrid grid = LocScaleCase.Grid(14, 90, 140);
        using DensityMap map = LocScaleCase.Noise(grid, 9), reference = LocScaleCase.Noise(grid, 10);
        float[] mask = [.. Enumerable.Range(0, (int)grid.VoxelCount).Select(i => i % 14 == 7 && i / 14 % 90 % 23 == 5 && i / 1260 % 9 == 4 ? 1f : 0)];
        var options = new LocScaleOptions { WindowVoxels = 6, CheckpointPath = folder["c.bin"], CheckpointSeconds = 0, CheckpointSetup = new Dictionary<string, string> { ["file"] = "a" } };
        float[] expected;
        using (LocScaleResult whole = LocScaler.Scale(Device, map, reference, mask, options))
            expected = [.. LocScaleCase.Values(whole.Map), .. LocScaleCase.Values(whole.LocalB!)];
        Assert.That(File.Exists(folder["c.bin"]), Is.False);
        using (LocScaleResult anew = LocScaler.Scale(Device, map, reference, mask, options with { Resume = true }))
            Assert.That(anew.Warnings, Has.Some.Contains("no checkpoint to go on from"));

        using var stop = new CancellationTokenSource();
        var seen = new List<LocScaleProgress>();
        void Watch(LocScaleProgress p)
        {
            seen.Add(p);
            if (seen.Count == 3)
                stop.Cancel();
        }

        Assert.That(() => LocScaler.Scale(Device, map, reference, mask, options with { Progress = Watch }, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.Exists(folder["c.bin"]));
        Assert.That(() => LocScaler.Scale(Device, map, reference, mask, options with { Resume = true, LocalB = false }), Throws.InstanceOf<InputException>().With.Message.Contains("local B = True, not False"));
        var other = new Dictionary<string, string> { ["file"] = "b" };
        Assert.That(() => LocScaler.Scale(Device, map, reference, mask, options with { Resume = true, CheckpointSetup = other }), Throws.InstanceOf<InputException>().With.Message.Contains("file = a, not b"));
        byte[] bytes = File.ReadAllBytes(folder["c.bin"]);
        using (LocScaleResult resumed = LocScaler.Scale(Device, map, reference, mask, options with { Resume = true }))
        {
            Assert.That((float[])[.. LocScaleCase.Values(resumed.Map), .. LocScaleCase.Values(resumed.LocalB!)], Is.EqualTo(expected));
            Assert.That((resumed.Windows, resumed.WindowsComputed), Is.EqualTo((seen[0].Total, seen[0].Total - seen[2].Done)));
        }

        bytes[^50] ^= 1;
        folder.Write("c.bin", bytes);
        Assert.That(() => LocScaler.Scale(Device, map, reference, mask, options with { Resume = true }), Throws.InstanceOf<InputException>().With.Message.Contains("damaged"));
    }
}

/// <summary>The number of threads, and input that does not suit.</summary>
[TestFixture]
public sealed class LocScaleInputTests
{
    private static readonly MapGrid Grid = LocScaleCase.Grid(12, 12, 12);

    /// <summary>Results do not depend on the number of threads.</summary>
    [Test]
    public void ThreadsDoNotMatter()
    {
        MapGrid grid = LocScaleCase.Grid(29, 33, 30);
        using DensityMap map = LocScaleCase.Noise(grid, 11), reference = LocScaleCase.Noise(grid, 12);
        float[][] values = [.. ((int[])[1, 4]).Select(threads =>
        {
            using var cpu = new CpuAccelerator(threads);
            using LocScaleResult result = LocScaler.Scale(cpu, map, reference, LocScaleCase.Ball(grid, 8), new LocScaleOptions { WindowVoxels = 10 });
            return LocScaleCase.Values(result.Map);
        })];
        Assert.That(values[1], Is.EqualTo(values[0]));
    }

    /// <summary>Windows are even, at least as long as asked for, and whole numbers of voxels stay.</summary>
    [TestCase(25, 1.25, 20)]
    [TestCase(25, 1.0, 26)]
    [TestCase(25, 0.65, 40)]
    [TestCase(25, 1.06, 24)]
    [TestCase(9.9, 1.1, 10)]
    public void SidesAreEven(double window, double voxel, int expected)
    {
        MapGrid grid = LocScaleCase.Grid(64, 64, 64, voxel);
        using var cpu = new CpuAccelerator(1);
        using DensityMap map = TestGrid.RandomMap(grid, 1);
        var mask = new float[grid.VoxelCount];
        mask[(32 * 64 + 32) * 64 + 32] = 1;
        using LocScaleResult result = LocScaler.Scale(cpu, map, map, mask, new LocScaleOptions { Window = window });
        Assert.That(result.Side, Is.EqualTo(expected));
    }

    /// <summary>Every unsuitable input gets an error that names it.</summary>
    [TestCase("window", "larger than the map")]
    [TestCase("empty", "no voxel above 0.5")]
    [TestCase("mask", "mask has 3 voxels")]
    [TestCase("grid", "grid differs")]
    [TestCase("origin", "origin differs")]
    [TestCase("anisotropic", "not cubes")]
    [TestCase("nan", "NaN or infinite")]
    [TestCase("constant", "all voxels are 0")]
    [TestCase("none", "needs a reference")]
    [TestCase("resolution", "resolution of the map must be known")]
    [TestCase("tiny", "4 to 256 voxels")]
    public void OddInputIsRefused(string what, string message)
    {
        using var cpu = new CpuAccelerator(1);
        MapGrid grid = what == "anisotropic" ? TestGrid.Make(12, 12, 12, new Vec3(1, 1, 1.1)) : Grid;
        using DensityMap map = TestGrid.RandomMap(grid, 1);
        using DensityMap other = TestGrid.RandomMap(what == "grid" ? LocScaleCase.Grid(12, 12, 13) : what == "origin" ? Grid with { Origin = new Vec3(1, 0, 0) } : grid, 2);
        float[] mask = what == "mask" ? new float[3] : [.. Enumerable.Repeat(what == "empty" ? 0f : 1f, 1728)];
        if (what == "nan")
            other.Values[5] = float.NaN;
        if (what == "constant")
            other.Values.Slice(0, 1728).Clear();
        var options = new LocScaleOptions
        {
            WindowVoxels = what == "window" ? 14 : what == "tiny" ? 2 : 6,
            Target = what == "resolution" ? LocScaleTarget.Guinier : LocScaleTarget.Reference,
        };
        Assert.That(
            () => LocScaler.Scale(cpu, map, what == "none" ? null : other, mask, options), Throws.InstanceOf<EngineException>().With.Message.Contains(message));
    }
}
