using Engine.Core.DensityModification;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Sharpening;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.DensityModification;

/// <summary>Densities expected by symmetry and from models, against densities for which they are known.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class ExpectedDensityTests(string accelerator) : KernelFixture(accelerator)
{
    private const double Width = 2;
    private static readonly MapGrid Grid = TestMaps.Grid(24, 27, 22, 1);
    private static readonly Vec3 Centre = new(11.6, 13.2, 10.4);

    /// <summary>A density with the symmetry expects itself, up to interpolation: at odd places, for odd box sizes.</summary>
    [TestCase("C3")]
    [TestCase("D2")]
    public void ASymmetricDensityExpectsItself(string name)
    {
        SymmetryOperators group = SymmetryOperators.PointGroup(name, Centre)!;
        float[] density = Blobs([.. group.All.Select(o => o.Apply(Centre + new Vec3(4.3, 1.2, 2.1)))]);
        DensityExpectation e = Symmetric(density, Inside(density), [new(group.Proper)]);
        float largest = density.Max();
        Assert.Multiple(() =>
        {
            Assert.That(e.Correlation, Is.GreaterThan(0.9999));
            for (int i = 0; i < density.Length; i++)
            {
                if (e.Share[i] > 0)
                    Assert.That(e.Mean[i], Is.EqualTo(density[i]).Within(2e-3 * largest));
            }

            Assert.That(e.Share.Zip(Inside(density)).All(p => p.First > 0 == p.Second > 0.5f));
            Assert.That(e.Source, Is.EqualTo($"{group.Proper.Count} equivalent positions"));
        });
    }

    /// <summary>Each part of a map has operators of its own; voxels of no part, and those with equivalents outside the box, have none.</summary>
    [Test]
    public void OperatorsHoldForTheirPartOnly()
    {
        var shift = new RigidTransform(new Vec3(1, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1), new Vec3(9, 0, 0));
        float[] density = Blobs([new(7, 13, 11), new(16, 13, 11)]);
        bool[] left = [.. density.Select((_, i) => i % Grid.Nx < 12)];
        DensityExpectation e = Symmetric(density, [.. density.Select(_ => 0.98f)], [new([shift], left)]);
        for (int i = 0; i < density.Length; i++)
        {
            Assert.That(e.Share[i] > 0, Is.EqualTo(left[i]));
            if (left[i] && i % Grid.Nx is > 2 and < 10)
                Assert.That(e.Mean[i], Is.EqualTo(density[Math.Min(density.Length - 1, i + 9)]).Within(1e-3 * density.Max()));
        }
    }

    /// <summary>The mean of n equivalents has at least its own noise, however well it happens to agree; with fewer equivalents more.</summary>
    [Test]
    public void TheNoiseOfTheMeanIsTheLeastUncertainty()
    {
        const double Noise = 0.04;
        RigidTransform Shift(double x) => new(new Vec3(1, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1), new Vec3(x, 0, 0));
        float[] density = Blobs([new(4, 13, 11), new(12, 13, 11), new(20, 13, 11)]);
        DensityExpectation e = Symmetric(density, [.. density.Select(_ => 0.98f)], [new([Shift(8), Shift(-8)])], Noise);
        Assert.Multiple(() =>
        {
            Assert.That(e.Variance[12], Is.EqualTo(Noise / 2).Within(1e-6), "two equivalents");
            Assert.That(e.Variance[2], Is.EqualTo(Noise).Within(1e-6), "one");
        });
    }

    [Test]
    public void AnAxisFarAwayIsAnError()
    {
        float[] density = Blobs([Centre]);
        SymmetryOperators group = SymmetryOperators.PointGroup("C2", new Vec3(500, 0, 0))!;
        Assert.That(Assert.Throws<InputException>(() => Symmetric(density, Inside(density), [new(group.Proper)]))!.Message, Does.Contain("out of the box"));
    }

    /// <summary>With noise of known variance the mean over n equivalents has that variance over n, and the correlation that follows from it.</summary>
    [Test]
    public void NoiseOfEquivalentsIsTheirUncertainty()
    {
        const double Noise = 0.04;
        SymmetryOperators group = SymmetryOperators.PointGroup("C3", Centre)!;
        float[] exact = Blobs([.. group.All.Select(o => o.Apply(Centre + new Vec3(4.3, 1.2, 2.1)))]);
        var random = new RandomSource(7);
        float[] noisy = [.. exact.Select(v => v + (float)(Math.Sqrt(Noise) * random.NextNormal()))], probability = Inside(exact);
        DensityExpectation e = Symmetric(noisy, probability, [new(group.Proper)], Noise);
        double[] inside = [.. exact.Where((_, i) => probability[i] > 0.5f).Select(v => (double)v)];
        double mean = inside.Average(), signal = inside.Average(v => (v - mean) * (v - mean));

        // White noise reaches to the corners of the spectrum, where cubic interpolation smooths: its variance at the equivalents is a little less.
        Assert.That(e.Variance.Max(), Is.EqualTo(Noise / 2).Within(0.3 * Noise / 2));
        Assert.That(e.Correlation, Is.EqualTo(signal / Math.Sqrt((signal + Noise) * (signal + Noise / 2))).Within(0.05));
    }

    /// <summary>The map of a model, times any fall-off by shell, is what the model expects.</summary>
    [Test]
    public void AModelExpectsItsOwnMap()
    {
        Model model = Atoms(0);
        float[] density = MapOf(model, s => 3 * Math.Exp(-4 * s * s));
        DensityExpectation e = OfModels(density, [model]);
        float largest = density.Max();
        Assert.Multiple(() =>
        {
            Assert.That(e.Correlation, Is.GreaterThan(0.999));
            Assert.That(e.Mean.Zip(density).Max(p => Math.Abs(p.First - p.Second)), Is.LessThan(0.03 * largest));
            Assert.That(e.Variance.Max(), Is.LessThan(1e-3 * largest * largest));
            Assert.That(e.Share.Select((s, i) => (s > 0, i)), Is.All.Matches<(bool IsCovered, int I)>(v => v.IsCovered == model.Atoms.Any(a => (a.Position - At(v.I)).Length <= 2)));
            Assert.That(e.Source, Is.EqualTo("a model"));
        });
    }

    /// <summary>What was taken off the half map is taken off the models: a map whose fall-off depends on direction differently from the model's is expected as well.</summary>
    [Test]
    public void TheAnisotropyThatWasTakenOffIsTakenOffTheModels()
    {
        Model model = Atoms(0);
        var fit = new AnisotropyFit([60, -20, -40, 0, 15, 0], 0, [], 0);
        using DeviceBuffer<float> spectrum = Spectrum(MapOf(model, _ => 1));
        AnisotropyRemoval.Remove(new ShellCombiner(Device, Grid), fit, spectrum);
        float[] density = Density(spectrum);
        bool[] all = [.. model.Atoms.Select(_ => true)];
        DensityExpectation plain = ModelExpectation.Of(Device, Grid, spectrum, density, [model], all, 3, 2.2, 1e-6), e = ModelExpectation.Of(Device, Grid, spectrum, density, [model], all, 3, 2.2, 1e-6, fit);
        Assert.That(e.Correlation, Is.GreaterThan(0.999));
        Assert.That(plain.Correlation, Is.LessThan(0.99));
        AnisotropyRemoval.Restore(new ShellCombiner(Device, Grid), fit, spectrum);
        Assert.That(Density(spectrum), Is.EqualTo(MapOf(model, _ => 1)).Within(1e-4 * density.Max()));
    }

    private float[] Density(DeviceBuffer<float> spectrum)
    {
        using FourierPlan plan = Device.Fourier.CreatePlan(Grid.Nx, Grid.Ny, Grid.Nz);
        using DeviceBuffer<float> copy = Device.Allocate<float>(plan.HalfLength, "test"), map = Device.Allocate<float>(plan.RealLength, "test");
        Device.Voxels.Combine(1, spectrum, 0, spectrum, 0, null, copy, plan.HalfLength);
        plan.Inverse(copy, map);
        return Get(map)[..(int)Grid.VoxelCount];
    }

    /// <summary>Where models differ they are uncertain by half of the squared difference; elsewhere hardly.</summary>
    [Test]
    public void TheSpreadOfModelsIsTheirUncertainty()
    {
        Model one = Atoms(0), other = Atoms(0.8);
        float[] first = MapOf(one, _ => 1), second = MapOf(other, _ => 1), density = [.. first.Zip(second, (a, b) => (a + b) / 2)];
        DensityExpectation e = OfModels(density, [one, other]);
        double least = e.Variance.Min(), largest = density.Max();
        for (int i = 0; i < density.Length; i++)
        {
            double spread = Math.Pow(first[i] - second[i], 2) / 2;
            Assert.That(e.Variance[i] - least, Is.EqualTo(spread).Within(0.1 * spread + 2e-3 * largest * largest));
        }
    }

    /// <summary>What a model has wrong is its uncertainty everywhere: the mean squared difference from the half map, less the noise.</summary>
    [Test]
    public void WhatModelsHaveWrongAlikeIsUncertainty()
    {
        const double Noise = 1e-6;
        float[] density = MapOf(Atoms(0), _ => 1);
        DensityExpectation e = OfModels(density, [Atoms(1.5)]);
        int[] near = [.. Enumerable.Range(0, density.Length).Where(i => e.Share[i] > 0)];
        double wrong = near.Average(i => Math.Pow((double)density[i] - e.Mean[i], 2)) - Noise;
        Assert.That(wrong, Is.GreaterThan(1e-3 * Math.Pow(density.Max(), 2)));
        Assert.That(near.Select(i => (double)e.Variance[i]), Is.All.EqualTo(wrong).Within(1e-3 * wrong));
    }

    /// <summary>Where some of the models have atoms, their part of the models speaks.</summary>
    [Test]
    public void VoxelsOfSomeModelsHaveTheirShare()
    {
        Model one = Atoms(0), other = Atoms(4);
        DensityExpectation e = OfModels(MapOf(one, _ => 1), [one, other]);
        for (int i = 0; i < e.Share.Length; i++)
        {
            int models = new[] { one, other }.Count(m => m.Atoms.Any(a => (a.Position - At(i)).Length <= 2));
            Assert.That(e.Share[i], Is.EqualTo(0.45 * models).Within(1e-6));
        }
    }

    /// <summary>On the device an uncertainty is a standard deviation.</summary>
    [Test]
    public void TheDeviceGetsStandardDeviations()
    {
        using DeviceExpectation device = new DensityExpectation("a", [1, 2], [4, 0.25f], [0.9f, 0]) { Correlation = 1 }.ToDevice(Device, 0.09);
        Assert.Multiple(() =>
        {
            Assert.That(Get(device.Values.Mean)[..2], Is.EqualTo(new[] { 1f, 2 }));
            Assert.That(Get(device.Values.Deviation)[..2], Is.EqualTo(new[] { 2f, 0.5f }).Within(1e-6));
            Assert.That(Get(device.Values.Share)[..2], Is.EqualTo(new[] { 0.9f, 0 }));
            Assert.That(device.Values.MapDeviation, Is.EqualTo(0.3).Within(1e-12));
        });
    }

    /// <summary>Each half map is told what the models that were refined against it expect.</summary>
    [Test]
    public void EachHalfHasItsOwnModels()
    {
        Model first = Atoms(0), second = Atoms(5);
        var random = new RandomSource(9);
        float[] exact = MapOf(second, _ => 1), density = [.. exact.Select(v => v + 0.02f * exact.Max() * (float)random.NextNormal())];
        using DeviceBuffer<float> spectrum = Spectrum(density), map = Put(density);
        using var phasing = new MapPhasing(Device, Grid);
        using var probability = MoleculeProbability.Find(Device, map, Grid, 3, 0.9);
        using var source = new ExpectedDensitySource(Device) { Models = [[first], [second]], Selection = [.. first.Atoms.Select(_ => true)], Resolution = 3 };
        Assert.That(source.Get(new(0, 1, spectrum, phasing, probability, 2.2, null)), Is.Not.Null);
        Assert.That(source.Get(new(1, 1, spectrum, phasing, probability, 2.2, null)), Is.Not.Null);
        Assert.Multiple(() =>
        {
            Assert.That(source.Reports.Select(r => r.Half), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(source.Reports[1].Correlation, Is.GreaterThan(0.95));
            Assert.That(source.Reports[0].Correlation, Is.LessThan(source.Reports[1].Correlation - 0.05));
        });
    }

    [Test]
    public void JoinedExpectationsWeighByTheirVariances()
    {
        var a = new DensityExpectation("a", [1, 1, 1, 0], [0.5f, 0.5f, 0.5f, 0], [0.9f, 0.9f, 0.9f, 0]) { Correlation = 0.5 };
        var b = new DensityExpectation("b", [4, 0, 4, 0], [0.25f, 0, 0.5f, 0], [0.9f, 0, 0.5f, 0]) { Correlation = 0.7 };
        DensityExpectation joined = DensityExpectation.Join(a, b, 1);
        Assert.Multiple(() =>
        {
            Assert.That(joined.Mean, Is.EqualTo(new[] { 3f, 1, 2.5f, 0 }).Within(1e-6));
            Assert.That(joined.Variance, Is.EqualTo(new[] { 1 / 6f, 0.5f, 0.25f, 0 }).Within(1e-6));
            Assert.That(joined.Share, Is.EqualTo(new[] { 0.9f, 0.9f, 0.9f, 0 }));
            Assert.That((joined.Correlation, joined.Source), Is.EqualTo((0.7, "a and b")));
        });
    }

    private DensityExpectation Symmetric(float[] density, float[] probability, SymmetryRegion[] regions, double noise = 1e-6)
    {
        using DeviceBuffer<float> spectrum = Spectrum(density);
        return SymmetryExpectation.Of(Device, Grid, spectrum, density, probability, regions, noise);
    }

    private DensityExpectation OfModels(float[] density, Model[] models)
    {
        using DeviceBuffer<float> spectrum = Spectrum(density);
        bool[] all = [.. Enumerable.Repeat(true, models[0].Atoms.Count)];
        return ModelExpectation.Of(Device, Grid, spectrum, density, models, all, 3, 2.2, 1e-6);
    }

    private DeviceBuffer<float> Spectrum(float[] density)
    {
        using FourierPlan plan = Device.Fourier.CreatePlan(Grid.Nx, Grid.Ny, Grid.Nz);
        using DeviceBuffer<float> map = Put(density);
        DeviceBuffer<float> half = Device.Allocate<float>(plan.HalfLength, "test");
        plan.Forward(map, half);
        return half;
    }

    private float[] MapOf(Model model, Func<double, double> factor)
    {
        using var plan = new FourierMapPlan(Device, Grid, 2.2);
        plan.Compute(ScatteringAtoms.Create(model, [.. Enumerable.Repeat(true, model.Atoms.Count)], ScatteringTable.Electron));
        using FourierPlan transform = Device.Fourier.CreatePlan(Grid.Nx, Grid.Ny, Grid.Nz);
        using DeviceBuffer<float> half = Device.Allocate<float>(transform.HalfLength, "test"), map = Device.Allocate<float>(transform.RealLength, "test");
        transform.Forward(plan.Values, half);
        var shape = new HalfSpaceShape(Grid.Nx, Grid.Ny, Grid.Nz);
        Device.Fourier.Apply(half, shape, half, shape, RadialFilter.Of((Grid.Box.A, Grid.Box.B, Grid.Box.C), 1, 500, factor));
        transform.Inverse(half, map);
        return Get(map)[..(int)Grid.VoxelCount];
    }

    /// <summary>A few carbon atoms in the middle of the box, the last of them displaced.</summary>
    private static Model Atoms(double displaced)
    {
        var model = new Model();
        foreach (Vec3 at in new Vec3[] { new(8, 13, 11), new(9.5, 13, 11), new(10.2, 14.3, 11.4), new(12.5, 11, 9), new(14 + displaced, 12, 12) })
            model.Atoms.Add(new Atom { Name = "C", Element = Element.C, Position = at, BIso = 30 });
        return model;
    }

    private static float[] Blobs(Vec3[] centres) => [.. Enumerable.Range(0, (int)Grid.VoxelCount).Select(i =>
    {
        Vec3 at = At(i);
        return (float)centres.Sum(c => Math.Exp(-Vec3.Dot(at - c, at - c) / (2 * Width * Width)));
    })];

    private static Vec3 At(int voxel) => new(voxel % Grid.Nx, voxel / Grid.Nx % Grid.Ny, voxel / Grid.Nx / Grid.Ny);

    private static float[] Inside(float[] density) => [.. density.Select(d => d > 0.2f * density.Max() ? 0.98f : 0.02f)];
}
