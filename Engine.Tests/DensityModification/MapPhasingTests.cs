using System.Numerics;
using Engine.Core.DensityModification;
using Engine.Kernels;
using Engine.Kernels.Likelihood;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.DensityModification;

/// <summary>The map likelihood's derivatives by single coefficients, and the step made of them, against finite differences in double precision.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class MapPhasingTests(string accelerator) : KernelFixture(accelerator)
{
    private const double Noise = 0.35;
    private const double Resolution = 3.1;

    private static readonly (int, int, int)[] Sizes = [(8, 8, 8), (7, 9, 11), (10, 7, 6)];

    /// <summary>
    /// The formulas of gradient and curvature, along the coefficient's phase, across it and mixed, from the transforms of L' and L'': within 1e-4 of finite differences.
    /// </summary>
    [Test]
    public void FormulasAgreeWithFiniteDifferences([ValueSource(nameof(Sizes))] (int X, int Y, int Z) size, [Values] bool isExpected)
    {
        var c = new PhasingCase(size.X, size.Y, size.Z);
        ReferencePhasing reference = c.Reference(isExpected ? Noise : null);
        (double[] first, double[] second) = Derivatives(c, isExpected);
        double n = first.Length, scale = 2 * second.Sum() / (n * n);
        foreach ((int h, int k, int l) in c.Within(4))
        {
            if (reference.IsReal(h, k, l))
                continue;
            Complex f = reference.Transform(c.Exact, h, k, l), unit = f / f.Magnitude;
            Complex a = reference.Transform(first, h, k, l), b = reference.Transform(second, 2 * h, 2 * k, 2 * l), b0 = second.Sum();
            var (along, across, aa, cc, ac) = reference.Differences(c.Exact, h, k, l, unit, 1e-3 * n);
            Complex slope = 2 / n * a * Complex.Conjugate(unit), bend = b * Complex.Conjugate(unit * unit);
            double gradient = 2 / n * a.Magnitude;
            Assert.That(along, Is.EqualTo(slope.Real).Within(1e-4 * gradient), $"along {h} {k} {l}");
            Assert.That(across, Is.EqualTo(slope.Imaginary).Within(1e-4 * gradient), $"across {h} {k} {l}");
            Assert.That(aa, Is.EqualTo(2 / (n * n) * (b0 + bend).Real).Within(1e-4 * Math.Abs(scale)), $"along along {h} {k} {l}");
            Assert.That(cc, Is.EqualTo(2 / (n * n) * (b0 - bend).Real).Within(1e-4 * Math.Abs(scale)), $"across across {h} {k} {l}");
            Assert.That(ac, Is.EqualTo(2 / (n * n) * bend.Imaginary).Within(1e-4 * Math.Abs(scale)), $"along across {h} {k} {l}");
        }
    }

    /// <summary>The step that the engine makes solves the 2 × 2 system of finite differences; F(000) and what lies beyond the limit stay.</summary>
    [Test]
    public void StepsSolveTheSystemOfFiniteDifferences([ValueSource(nameof(Sizes))] (int X, int Y, int Z) size, [Values] bool isExpected)
    {
        var c = new PhasingCase(size.X, size.Y, size.Z);
        ReferencePhasing reference = c.Reference(isExpected ? Noise : null);
        float[] before = c.Spectrum(c.Exact);
        (float[] after, MapPhasingResult result) = Modify(c, before, isExpected);
        float[] expected = [.. before];
        double n = c.Map.Length;
        foreach ((int h, int k, int l) in c.Within(Resolution))
        {
            var (x, y, xx, yy, xy) = reference.Differences(c.Exact, h, k, l, 1, 1e-3 * n);
            Complex d = reference.IsReal(h, k, l) ? new(-x / xx, 0) : new Complex(yy * x - xy * y, xx * y - xy * x) / -(xx * yy - xy * xy);
            int i = c.Index(h, k, l);
            (expected[i], expected[i + 1]) = ((float)(before[i] + d.Real), (float)(before[i + 1] + d.Imaginary));
        }

        double largest = before.Skip(2).Max(Math.Abs);
        Assert.That(after, Is.EqualTo(expected).Within(1e-4 * largest));
        Assert.That(after.Zip(before).Count(v => v.First != v.Second), Is.GreaterThan(50));
        Assert.That(result.LogLikelihood, Is.EqualTo(reference.Total(c.Exact) / n).Within(1e-5));
        Assert.That(result.Fallbacks, Is.Zero);
    }

    /// <summary>
    /// A flat solvent of any shape, L = -f (ρ - c)²/2: the new coefficient does not depend on the one that was there, and it is what the other coefficients say through
    /// the transform G of f: -(1/f_s) Σ G(h - k) F(k) over the others where G(2h) can be neglected.
    /// </summary>
    [Test]
    public void FlatSolventForgetsTheStart([ValueSource(nameof(Sizes))] (int X, int Y, int Z) size)
    {
        var c = new PhasingCase(size.X, size.Y, size.Z);
        ReferencePhasing reference = c.Reference(null);
        var shape = new HalfSpaceShape(c.Nx, c.Ny, c.Nz);
        double n = c.Map.Length, mean = c.Probability.Average();
        foreach ((int h, int k, int l) in new[] { (1, 0, 0), (1, -2, 1), (2, 1, -1), (0, 2, 1) })
        {
            Complex plain = Flattened(c, shape, c.Exact, h, k, l);
            Complex other = Flattened(c, shape, reference.Changed(c.Exact, h, k, l, new(0.7 * n, -0.4 * n)), h, k, l);
            double scale = n * Math.Sqrt(c.Exact.Average(v => v * v));
            Assert.That((plain - other).Magnitude, Is.LessThan(2e-6 * scale), $"{h} {k} {l}");

            // The closed form, with the Friedel mate's part through G(2h): all other coefficients are those of the map without this one.
            double[] without = reference.Changed(c.Exact, h, k, l, -reference.Transform(c.Exact, h, k, l));
            double[] solvent = [.. c.Probability.Select(p => 1.0 - p)];
            Complex others = reference.Transform([.. without.Select((v, i) => solvent[i] * v)], h, k, l), twice = reference.Transform(solvent, 2 * h, 2 * k, 2 * l) / n;
            double share = 1 - mean;
            Complex closed = -(share * others - twice * Complex.Conjugate(others)) / (share * share - twice.Magnitude * twice.Magnitude);
            Assert.That((plain - closed).Magnitude, Is.LessThan(1e-5 * scale), $"closed form {h} {k} {l}");
        }
    }

    /// <summary>A factor on the solvent's variance is the same as a solvent of that variance.</summary>
    [Test]
    public void SolventsCanBeWidened()
    {
        var c = new PhasingCase(8, 9, 7);
        float[] before = c.Spectrum(c.Exact);
        (float[] plain, _) = Modify(c, before, false);
        (float[] wide, MapPhasingResult widened) = Modify(c, before, false, 1.3);
        using var phasing = new MapPhasing(Device, c.Grid) { SolventVarianceFactor = 1 };
        using DeviceBuffer<float> spectrum = Put(before), modified = Put(new float[before.Length]), probability = Put(c.Probability);
        DensityHistograms histograms = PhasingCase.Histograms with { Solvent = PhasingCase.Histograms.Solvent.Widened(1.3) };
        Assert.That(phasing.Modify(spectrum, modified, probability, histograms, Resolution), Is.EqualTo(widened));
        Assert.That(Get(modified), Is.EqualTo(wide));
        Assert.That(wide, Is.Not.EqualTo(plain));
    }

    /// <summary>The same bits again, and arrays that may not be changed are not.</summary>
    [Test]
    public void StepsRepeat()
    {
        var c = new PhasingCase(12, 10, 9);
        float[] before = c.Spectrum(c.Exact);
        (float[] one, MapPhasingResult first) = Modify(c, before, true);
        (float[] two, MapPhasingResult again) = Modify(c, before, true);
        Assert.That(two, Is.EqualTo(one));
        Assert.That(again, Is.EqualTo(first));
    }

    /// <summary>The map of a spectrum, which is kept.</summary>
    [Test]
    public void DensityKeepsTheSpectrum()
    {
        var c = new PhasingCase(7, 9, 11);
        float[] half = c.Spectrum(c.Exact);
        using var phasing = new MapPhasing(Device, c.Grid);
        using DeviceBuffer<float> spectrum = Put(half);
        float[] map = Get(phasing.Density(spectrum))[..c.Map.Length];
        Assert.That(map, Is.EqualTo(c.Map).Within(1e-5));
        Assert.That(Get(spectrum), Is.EqualTo(half));
        Assert.That(phasing.HalfLength, Is.EqualTo(half.Length));
    }

    /// <summary>Bad input: values that are no numbers, one array for two things, wrong lengths, grids that are not orthogonal.</summary>
    [Test]
    public void BadInputIsRefused()
    {
        var c = new PhasingCase(8, 8, 8);
        float[] half = c.Spectrum(c.Exact), bad = [.. half];
        bad[5] = float.NaN;
        using var phasing = new MapPhasing(Device, c.Grid);
        using DeviceBuffer<float> spectrum = Put(half), broken = Put(bad), modified = Put(new float[half.Length]), probability = Put(c.Probability), small = Put(new float[8]);
        Assert.Throws<NumericalException>(() => phasing.Modify(broken, modified, probability, PhasingCase.Histograms, 4));
        Assert.Throws<ArgumentException>(() => phasing.Modify(spectrum, spectrum, probability, PhasingCase.Histograms, 4));
        Assert.Throws<ArgumentException>(() => phasing.Modify(spectrum, modified, small, PhasingCase.Histograms, 4));
        Assert.Throws<ArgumentException>(() => phasing.Modify(small, modified, probability, PhasingCase.Histograms, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => phasing.Modify(spectrum, modified, probability, PhasingCase.Histograms, 0));
        Assert.Throws<InputException>(() => _ = new MapPhasing(Device, c.Grid with { Cell = new(12, 12, 12, 90, 100, 90) }));
    }

    private (float[] After, MapPhasingResult Result) Modify(PhasingCase c, float[] before, bool isExpected, double factor = 1)
    {
        using var phasing = new MapPhasing(Device, c.Grid) { SolventVarianceFactor = factor };
        using DeviceBuffer<float> spectrum = Put(before), modified = Put(new float[before.Length]), probability = Put(c.Probability);
        using DeviceBuffer<float> mean = Put(c.Mean), deviation = Put(c.Deviation), share = Put(c.Share);
        MapPhasingResult result = phasing.Modify(spectrum, modified, probability, PhasingCase.Histograms, Resolution, isExpected ? new(mean, deviation, share, Noise) : null);
        Assert.That(Get(spectrum), Is.EqualTo(before));
        return (Get(modified), result);
    }

    private static (double[] First, double[] Second) Derivatives(PhasingCase c, bool isExpected)
    {
        var likelihood = new ReferenceLikelihood(
            [.. PhasingCase.Histograms.Molecule.Components().Select(g => (g.Weight, g.Mean, g.Deviation))],
            [.. PhasingCase.Histograms.Solvent.Components().Select(g => (g.Weight, g.Mean, g.Deviation))]);
        var values = c.Exact.Select((v, i) => likelihood.At(v, c.Probability[i], isExpected ? c.Share[i] : 0, c.Mean[i], Math.Sqrt((double)c.Deviation[i] * c.Deviation[i] + Noise * Noise))).ToArray();
        return ([.. values.Select(v => v.First)], [.. values.Select(v => v.Second)]);
    }

    /// <summary>A coefficient after the engine's transforms and step for L = -f ρ²/2, f = 1 - p.</summary>
    private Complex Flattened(PhasingCase c, HalfSpaceShape shape, double[] map, int h, int k, int l)
    {
        using FourierPlan plan = Device.Fourier.CreatePlan(c.Nx, c.Ny, c.Nz);
        using DeviceBuffer<float> spectrum = Put(c.Spectrum(map)), gradient = Device.Allocate<float>(plan.HalfLength, "test"), curvature = Device.Allocate<float>(plan.HalfLength, "test");
        using DeviceBuffer<float> first = Put(map.Select((v, i) => (float)(-(1.0 - c.Probability[i]) * v)).ToArray()), second = Put(c.Probability.Select(p => p - 1).ToArray());
        plan.Forward(first, gradient);
        plan.Forward(second, curvature);
        var step = new NewtonStep
        {
            CellX = c.Grid.Box.A,
            CellY = c.Grid.Box.B,
            CellZ = c.Grid.Box.C,
            Limit = 1 / Resolution,
            MeanCurvature = c.Probability.Average(p => (double)p) - 1,
        };
        Device.Likelihood.Update(spectrum, gradient, curvature, shape, step, gradient);
        float[] result = Get(gradient);
        return new(result[c.Index(h, k, l)], result[c.Index(h, k, l) + 1]);
    }
}
