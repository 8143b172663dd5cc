using Engine.Core.DensityModification;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Sharpening;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.DensityModification;

/// <summary>Whole density modifications of a simulated protein, judged by the map without noise; and maps that do not suit.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class DensityModifierTests
{
    private readonly CpuAccelerator accelerator = new(2);
    private SimulatedMaps maps = null!;
    private float[] mask = [];
    private double volume;

    [OneTimeSetUp]
    public void Simulate()
    {
        Model model = SyntheticCase.Protein().First;
        var options = new SimulationOptions { Resolution = 3.6, UniformB = 90, Margin = 16, Seed = 11 };
        var simulator = new HalfMapSimulator(accelerator, options);
        simulator.Centre(model);
        maps = simulator.Run(model);
        mask = SoftAtomMask.Create(maps.Truth.Grid, model);
        bool[] all = [.. model.Atoms.Select(_ => true)];
        volume = ParticleVolume.OfModel(model, all)!.Volume;
    }

    [OneTimeTearDown]
    public void Delete()
    {
        maps.Dispose();
        accelerator.Dispose();
    }

    [Test]
    public void TheMapComesCloserToTheTruthAndTheEstimateKnowsIt()
    {
        using DensityModificationResult result = Run(new() { Volume = volume });
        FscCurve before = WithTruth(result.Initial), after = WithTruth(result.Modified);
        ErrorModel errors = result.Cycles[^1].Errors;
        double gain = Mean(result, k => after.Correlation[k] - before.Correlation[k]);
        double least = Range(result, 0.05, 1 / result.Limit).Min(k => after.Correlation[k] - before.Correlation[k]);
        double off = Range(result, 0.05, 1 / result.Resolution).Max(k => Math.Abs(errors.Shells[k - 1].CcRef - after.Correlation[k]));
        TestContext.Out.WriteLine($"d {result.Resolution:F2}, gain {gain:F3}, least {least:F3}, estimate off by {off:F3}; {result.Verdict.Message}");
        Assert.Multiple(() =>
        {
            Assert.That(gain, Is.GreaterThan(0.02));
            Assert.That(least, Is.GreaterThan(-0.03));
            Assert.That(off, Is.LessThan(0.1));
            Assert.That(result.Verdict.IsImproved, result.Verdict.Message);
            Assert.That(result.Warnings.Where(w => w.Contains("outside", StringComparison.Ordinal)), Is.Empty);
            Assert.That(result.Naive.At(1 / result.Resolution), Is.GreaterThan(errors.After.At(1 / result.Resolution) - 0.03), "modified halves agree at least as far as they are right");
        });
    }

    /// <summary>Each modified half is made of its own half map: in the other order the same maps come out.</summary>
    [Test]
    public void HalvesStayApart()
    {
        var options = new DensityModificationOptions { Volume = volume, Resolution = 3.6 };
        using DensityModificationResult one = Run(options), other = DensityModifier.Run(accelerator, maps.Half2, maps.Half1, null, options);
        double deviation = MapStatisticsCalculator.Compute(one.Modified).StandardDeviation;
        Assert.Multiple(() =>
        {
            Assert.That(Largest(one.Halves[0], other.Halves[1]), Is.LessThan(1e-3 * deviation));
            Assert.That(Largest(one.Halves[1], other.Halves[0]), Is.LessThan(1e-3 * deviation));
            Assert.That(Largest(one.Halves[0], one.Halves[1]), Is.GreaterThan(0.1 * deviation));
        });
    }

    /// <summary>The same bits for any number of threads; the average as full map, on any scale, changes nothing.</summary>
    [Test]
    public void TheResultDependsOnTheInputAlone()
    {
        using var one = new CpuAccelerator(1);
        using DensityMap average = MapAverage.Average(maps.Half1, maps.Half2), scaled = Changed(average, (v, _) => 3 * v);
        var options = new DensityModificationOptions { Volume = volume };
        using DensityModificationResult a = Run(options), b = DensityModifier.Run(one, maps.Half1, maps.Half2, null, options), c = DensityModifier.Run(accelerator, maps.Half1, maps.Half2, scaled, options);
        double deviation = MapStatisticsCalculator.Compute(a.Modified).StandardDeviation;
        Assert.That(Largest(a.Modified, b.Modified), Is.Zero);
        Assert.That(Largest(a.Modified, c.Modified), Is.LessThan(1e-3 * deviation));
    }

    [Test]
    public void ASecondCycleDoesNotMakeItWorse()
    {
        using DensityModificationResult one = Run(new() { Volume = volume }), two = Run(new() { Volume = volume, Cycles = 2 });
        Assert.That(two.Cycles, Has.Count.InRange(1, 2));
        Assert.That(two.Verdict.After ?? two.Limit, Is.LessThanOrEqualTo((one.Verdict.After ?? one.Limit) + 1e-9));
        Assert.That(Mean(two, k => WithTruth(two.Modified).Correlation[k]), Is.GreaterThan(Mean(one, k => WithTruth(one.Modified).Correlation[k]) - 0.02));
    }

    /// <summary>A solvent content that is off by two costs some of the gain, no more.</summary>
    [TestCase(0.5)]
    [TestCase(2.0)]
    public void AWrongSolventContentIsSurvived(double factor)
    {
        using DensityModificationResult result = Run(new() { Volume = factor * volume });
        FscCurve before = WithTruth(result.Initial), after = WithTruth(result.Modified);
        Assert.That(Mean(result, k => after.Correlation[k] - before.Correlation[k]), Is.GreaterThan(0));
    }

    /// <summary>Halves that were multiplied by a mask have no noise in the solvent: refused, not improved.</summary>
    [Test]
    public void MaskedHalvesAreRefused()
    {
        using DensityMap first = Changed(maps.Half1, (v, i) => v * mask[i]), second = Changed(maps.Half2, (v, i) => v * mask[i]);
        InputException error = Assert.Throws<InputException>(() => DensityModifier.Run(accelerator, first, second, null, new() { Volume = volume }).Dispose())!;
        Assert.That(error.Message, Does.Contain("masked").And.Contain("unmasked"));
    }

    /// <summary>Solvent with a tenth of the noise of the molecule is said.</summary>
    [Test]
    public void HalvesWithLittleNoiseInTheSolventAreDoubted()
    {
        using DensityMap first = Changed(maps.Half1, (v, i) => v * (0.4f + 0.6f * mask[i])), second = Changed(maps.Half2, (v, i) => v * (0.4f + 0.6f * mask[i]));
        using DensityModificationResult result = DensityModifier.Run(accelerator, first, second, null, new() { Volume = volume });
        Assert.That(result.Warnings, Has.Some.Contains("weaker outside"));
        Assert.That(result.Solvent.NoiseRatio, Is.InRange(0.05, 0.5));
    }

    /// <summary>Real density where solvent should be, such as a micelle: found, and what is left of it told; where much is lost there is a warning. Without it there is nothing to say.</summary>
    [Test]
    public void DensityInTheSolventIsFound()
    {
        float[] belt = Belt();
        using DensityMap first = Changed(maps.Half1, (v, i) => v + belt[i]), second = Changed(maps.Half2, (v, i) => v + belt[i]);
        using DensityModificationResult result = DensityModifier.Run(accelerator, first, second, null, new() { Volume = 0.7 * volume, Resolution = 3.6 }), plain = Run(new() { Volume = volume });
        Assert.Multiple(() =>
        {
            Assert.That((result.Solvent.HoldsDensity, plain.Solvent.HoldsDensity), Is.EqualTo((true, false)));
            Assert.That(result.Outside.Bands.Max(b => b.Correlation), Is.GreaterThan(0.3));
            Assert.That(result.Outside.Worst?.Kept, Is.InRange(0.2, 1.05));
            Assert.That(result.Warnings.Any(w => w.Contains("outside of the mask the half maps agree", StringComparison.Ordinal)), Is.EqualTo(result.Outside.Worst!.Kept < 0.9));
            Assert.That(plain.Outside.Warning(), Is.Null);
        });
    }

    /// <summary>
    /// With no weight on map phasing and none on shells the result is the average of the half maps: all that was done to them, fall-off by shell and direction included, is undone. Only the level changes: that of the
    /// solvent becomes 0.
    /// </summary>
    [Test]
    public void WithoutWeightsTheInputComesBack()
    {
        var uneven = new AnisotropyFit([25, -10, -15, 8, 0, 0], 90, [], 0);
        using DensityMap calm1 = Changed(maps.Half1, Calm), calm2 = Changed(maps.Half2, Calm), first = Uneven(calm1, uneven), second = Uneven(calm2, uneven), average = MapAverage.Average(first, second);
        float Calm(float v, int i) => maps.Truth.Values[i] + 0.2f * (v - maps.Truth.Values[i]);
        using DensityModificationResult result = DensityModifier.Run(accelerator, first, second, null, new() { Volume = volume, Weight = FinalWeight.None, Errors = new() { LargestWeight = 0 } });
        using MapSpectrum expected = MapSpectrum.Of(accelerator, average), found = MapSpectrum.Of(accelerator, result.Modified);
        FscCurve curve = expected.Correlate(found);
        int last = (int)(1 / (result.Limit * curve.Width)) - 1;
        double solvent = Enumerable.Range(0, result.Mask.Length).Sum(i => (1.0 - result.Mask[i]) * result.Modified.Values[i]) / result.Mask.Sum(m => 1.0 - m);
        Assert.Multiple(() =>
        {
            Assert.That(result.Anisotropy?.Range, Is.GreaterThan(15));
            Assert.That(curve.Correlation.Take(last).Skip(1), Is.All.GreaterThan(0.999999));
            Assert.That(Enumerable.Range(1, last - 1).Select(k => curve.SecondPower[k] / curve.FirstPower[k]), Is.All.EqualTo(1).Within(2e-3));
            Assert.That(solvent, Is.Zero.Within(1e-4 * MapStatisticsCalculator.Compute(average).StandardDeviation));
            Assert.That(result.Verdict.IsImproved, Is.False);
        });
    }

    private DensityMap Uneven(DensityMap map, AnisotropyFit fit)
    {
        using MapSpectrum spectrum = MapSpectrum.Of(accelerator, map);
        (fit with { Deviatoric = [.. fit.Deviatoric.Select(b => -b)] }).Remove(spectrum);
        return spectrum.ToMap(accelerator, map.Name);
    }

    [Test]
    public void MapsThatAreNotTwoHalvesAreRefused()
    {
        using DensityMap other = new(maps.Half1.Grid with { Origin = new(5, 0, 0) }, Copy(maps.Half2)) { Name = "moved" };
        using DensityMap twice = Changed(maps.Half1, (v, _) => 2 * v);
        using DensityMap noise = Changed(maps.Half1, (_, i) => (float)new RandomSource((ulong)i).NextNormal()), noise2 = Changed(maps.Half1, (_, i) => (float)new RandomSource((ulong)i + 100_000_000).NextNormal());
        DensityModificationOptions options = new() { Volume = volume };
        Assert.Throws<InputException>(() => DensityModifier.Run(accelerator, maps.Half1, maps.Half1, null, options).Dispose());
        Assert.Throws<InputException>(() => DensityModifier.Run(accelerator, maps.Half1, twice, null, options).Dispose());
        Assert.Throws<InputException>(() => DensityModifier.Run(accelerator, maps.Half1, other, null, options).Dispose());
        Assert.That(Assert.Throws<InputException>(() => DensityModifier.Run(accelerator, noise, noise2, null, options).Dispose())!.Message, Does.Contain("hardly agree").Or.Contain("stands out of the solvent"));
        Assert.Throws<UsageException>(() => DensityModifier.Run(accelerator, maps.Half1, maps.Half2, null, options with { Cycles = 0 }).Dispose());
    }

    [Test]
    public void ItCanBeStopped()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => DensityModifier.Run(accelerator, maps.Half1, maps.Half2, null, new() { Volume = volume }, null, source.Token).Dispose());
    }

    private DensityModificationResult Run(DensityModificationOptions options) => DensityModifier.Run(accelerator, maps.Half1, maps.Half2, null, options);

    /// <summary>Correlation with the truth inside the mask, after every shell has got the truth's power.</summary>
    private FscCurve WithTruth(DensityMap map)
    {
        using MapSpectrum truth = MapSpectrum.Of(accelerator, maps.Truth), spectrum = MapSpectrum.Of(accelerator, map);
        FscCurve power = truth.Correlate(spectrum);
        spectrum.Scale([.. Enumerable.Range(0, power.Count).Select(k => power.SecondPower[k] > 0 ? Math.Sqrt(power.FirstPower[k] / power.SecondPower[k]) : 0)]);
        using DensityMap scaled = spectrum.ToMap(accelerator, "scaled");
        using MapSpectrum a = MapSpectrum.Of(accelerator, maps.Truth, mask), b = MapSpectrum.Of(accelerator, scaled, mask);
        return a.Correlate(b);
    }

    private static IEnumerable<int> Range(DensityModificationResult result, double from, double to) =>
        Enumerable.Range(1, result.Cycles[^1].Errors.Shells.Count - 1).Where(k => k * result.Whole.Width >= from && k * result.Whole.Width <= to);

    private static double Mean(DensityModificationResult result, Func<int, double> value) => Range(result, 1 / (1.5 * result.Resolution), 1 / (0.9 * result.Resolution)).Average(value);

    /// <summary>A smooth texture at some distance from the molecule, as strong as its density.</summary>
    private float[] Belt()
    {
        MapGrid g = maps.Truth.Grid;
        float[] values = ColouredNoise.Create(accelerator, g.Nx, g.Ny, g.Nz, g.VoxelSize.X, 600, 77);
        double deviation = MapStatisticsCalculator.Compute(maps.Truth).StandardDeviation, own = Math.Sqrt(values.Average(v => (double)v * v));
        float[] solvent = MoleculeRegions.Solvent(accelerator, g, mask, 2);
        return [.. values.Select((v, i) => (float)(1.5 * deviation / own) * v * solvent[i])];
    }

    private static DensityMap Changed(DensityMap map, Func<float, int, float> change)
    {
        NativeBuffer<float> values = Copy(map);
        for (int i = 0; i < values.Length; i++)
            values[i] = change(values[i], i);
        return new(map.Grid, values) { Name = "changed " + map.Name };
    }

    private static NativeBuffer<float> Copy(DensityMap map)
    {
        var values = new NativeBuffer<float>(map.Values.Length, "test");
        map.Values.Slice(0, (int)map.Values.Length).CopyTo(values.Slice(0, (int)values.Length));
        return values;
    }

    private static double Largest(DensityMap a, DensityMap b)
    {
        double largest = 0;
        for (long i = 0; i < a.Values.Length; i++)
            largest = Math.Max(largest, Math.Abs((double)a.Values[i] - b.Values[i]));
        return largest;
    }
}
