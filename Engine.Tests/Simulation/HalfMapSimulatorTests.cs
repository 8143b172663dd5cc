using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Simulation;

/// <summary>Simulated half maps: the resolution they claim, and noise that the halves do not share.</summary>
[TestFixture]
public sealed class HalfMapSimulatorTests
{
    [TestCase(3.5, 0.0, 1UL)]
    [TestCase(4.5, 20.0, 5UL)]
    public void TheMaskedFscCrossesWhereWanted(double resolution, double noiseB, ulong seed)
    {
        using var accelerator = new CpuAccelerator(2);
        Model model = Centred(accelerator, Options(resolution, noiseB, seed));
        using SimulatedMaps maps = new HalfMapSimulator(accelerator, Options(resolution, noiseB, seed)).Run(model);
        float[] mask = SoftAtomMask.Create(maps.Half1.Grid, model);
        using MapSpectrum first = MapSpectrum.Of(accelerator, maps.Half1, mask), second = MapSpectrum.Of(accelerator, maps.Half2, mask);
        double? crossing = first.Correlate(second).Crossing(0.143).Resolution;
        Assert.Multiple(() =>
        {
            Assert.That(crossing, Is.EqualTo(resolution).Within(2).Percent);
            Assert.That(maps.MaskedResolution, Is.EqualTo(crossing!.Value).Within(0.2).Percent, "what the simulator reports");
            Assert.That(maps.UnmaskedResolution, Is.Null.Or.GreaterThan(resolution), "noise outside the mask lowers the curve");
        });
    }

    [Test]
    public void TheNoiseOfTheHalvesIsIndependentOfEachOtherAndOfTheTruth()
    {
        using var accelerator = new CpuAccelerator(2);
        SimulationOptions options = Options(4, 0, 2);
        Model model = Centred(accelerator, options);
        using SimulatedMaps maps = new HalfMapSimulator(accelerator, options).Run(model);
        double[] truth = Centred(Values(maps.Truth));
        double[] noise1 = Centred(Difference(maps.Half1, maps.Truth)), noise2 = Centred(Difference(maps.Half2, maps.Truth));

        // Low frequencies are stronger, so that voxels are not independent; a quarter of them is a safe count of degrees of freedom.
        double error = 5 / Math.Sqrt(truth.Length / 4.0);
        Assert.Multiple(() =>
        {
            Assert.That(Correlation(noise1, noise2), Is.EqualTo(0).Within(error));
            Assert.That(Correlation(noise1, truth), Is.EqualTo(0).Within(error));
            Assert.That(Correlation(noise2, truth), Is.EqualTo(0).Within(error));
            Assert.That(Deviation(noise1), Is.EqualTo(Deviation(noise2)).Within(5).Percent, "both halves have the same noise power");
        });
    }

    [Test]
    public void TheSameSeedGivesTheSameMaps()
    {
        using CpuAccelerator one = new(1), two = new(2);
        SimulationOptions options = Options(4.5, 50, 9);
        using SimulatedMaps a = new HalfMapSimulator(one, options).Run(Centred(one, options));
        using SimulatedMaps b = new HalfMapSimulator(two, options).Run(Centred(two, options));
        Assert.That(Values(a.Half1), Is.EqualTo(Values(b.Half1)));
        Assert.That(Values(a.Half2), Is.EqualTo(Values(b.Half2)));
    }

    [Test]
    public void TheNoiseHasTheSpectrumAskedFor()
    {
        const int N = 64;
        const double Voxel = 1.2, FallOff = 80;
        using var accelerator = new CpuAccelerator(2);
        float[] noise = ColouredNoise.Create(accelerator, N, N, N, Voxel, FallOff, 4);
        MapGrid grid = Maps.TestMaps.Grid(N, N, N, Voxel);
        float[] spectrum = Spectrum(accelerator, noise, grid);
        double[] sum = new double[N / 2], count = new double[N / 2], expected = new double[N / 2];
        for (int z = 0; z < N; z++)
        {
            for (int y = 0; y < N; y++)
            {
                for (int x = 0; x <= N / 2; x++)
                {
                    int ky = y <= N / 2 ? y : y - N, kz = z <= N / 2 ? z : z - N;
                    double k = Math.Sqrt(x * x + ky * ky + kz * kz);
                    if ((int)Math.Round(k) >= N / 2)
                        continue;
                    long at = 2 * (((long)z * N + y) * (N / 2 + 1) + x);
                    sum[(int)Math.Round(k)] += (double)spectrum[at] * spectrum[at] + (double)spectrum[at + 1] * spectrum[at + 1];
                    expected[(int)Math.Round(k)] += ColouredNoise.Power(k / (N * Voxel), FallOff);
                    count[(int)Math.Round(k)]++;
                }
            }
        }

        double scale = sum.Skip(5).Sum() / expected.Skip(5).Sum();
        Assert.Multiple(() =>
        {
            for (int k = 5; k < N / 2; k++)
                Assert.That(sum[k] / (scale * expected[k]), Is.EqualTo(1).Within(6 / Math.Sqrt(count[k])), $"shell {k}");
        });
    }

    [Test]
    public void RefusesAModelWithoutAtoms()
    {
        using var accelerator = new CpuAccelerator(1);
        Assert.That(() => new HalfMapSimulator(accelerator, Options(4, 0, 1)).Run(new Model()), Throws.TypeOf<InputException>());
    }

    private static SimulationOptions Options(double resolution, double noiseB, ulong seed) =>
        new() { Resolution = resolution, NoiseB = noiseB, Seed = seed, Margin = 12 };

    private static Model Centred(Accelerator accelerator, SimulationOptions options)
    {
        Model model = SyntheticCase.Peptide(30).First;
        new HalfMapSimulator(accelerator, options).Centre(model);
        return model;
    }

    private static float[] Values(DensityMap map) => map.Values.Slice(0, (int)map.Grid.VoxelCount).ToArray();

    private static double[] Difference(DensityMap a, DensityMap b) => [.. Values(a).Zip(Values(b), (p, q) => (double)p - q)];

    private static double[] Centred(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return [.. values.Select(v => v - mean)];
    }

    private static double[] Centred(float[] values) => Centred((double[])[.. values]);

    private static double Deviation(double[] centred) => Math.Sqrt(centred.Average(v => v * v));

    private static double Correlation(double[] a, double[] b) => a.Zip(b, (p, q) => p * q).Average() / (Deviation(a) * Deviation(b));

    private static float[] Spectrum(Accelerator accelerator, float[] values, MapGrid grid)
    {
        using FourierPlan plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        using DeviceBuffer<float> real = accelerator.Upload((ReadOnlySpan<float>)values, "map");
        using DeviceBuffer<float> half = accelerator.Allocate<float>(plan.HalfLength, "spectrum");
        plan.Forward(real, half);
        var spectrum = new float[plan.HalfLength];
        accelerator.Download(half, spectrum);
        return spectrum;
    }
}
