using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.HalfMaps;

/// <summary>Fourier shell correlations of maps made of known waves.</summary>
/// <param name="accelerator">Accelerator.</param>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class MapSpectrumTests(string accelerator) : KernelFixture(accelerator)
{
    private const int N = 24;

    /// <summary>An offset of a masked map does not print the shape of the mask into its coefficients.</summary>
    [Test]
    public void AnOffsetOfAMaskedMapDoesNotCount()
    {
        using DensityMap map = Waves((4, 0, 0, 1), (0, 8, 0, 0.5)), shifted = Waves((4, 0, 0, 1), (0, 8, 0, 0.5));
        for (long i = 0; i < shifted.Values.Length; i++)
            shifted.Values[i] += 5;
        float[] mask = [.. Enumerable.Range(0, (int)map.Grid.VoxelCount).Select(i => i % N < N / 3 ? 1f : 0)];
        using MapSpectrum plain = MapSpectrum.Of(Device, map, mask), offset = MapSpectrum.Of(Device, shifted, mask);
        float largest = plain.Values.Slice(0, (int)plain.Values.Length).ToArray().Max(Math.Abs);
        Assert.That(offset.Values.Slice(0, (int)offset.Values.Length).ToArray(), Is.EqualTo(plain.Values.Slice(0, (int)plain.Values.Length).ToArray()).Within(1e-4 * largest));
    }

    [Test]
    public void WavesOfOneShellCorrelateByTheirPhases()
    {
        // Shell 4: two waves with 60 degrees between the maps. Shell 8: opposite waves. Shell 6: of the first map only.
        using DensityMap a = Waves((4, 0, 0, 1), (0, 8, 0, 0.5), (0, 0, 6, 0.3)), b = Waves(Math.PI / 3, (4, 0, 0, 2));
        Add(b, 0, (0, 8, 0, -1));
        using MapSpectrum first = MapSpectrum.Of(Device, a), second = MapSpectrum.Of(Device, b);
        FscCurve curve = first.Correlate(second);
        Assert.Multiple(() =>
        {
            Assert.That(curve.Count, Is.EqualTo(N / 2 + 1));
            Assert.That(curve.Width, Is.EqualTo(1 / (N * 1.5)).Within(1e-12));
            Assert.That(curve.Correlation[4], Is.EqualTo(0.5).Within(1e-5));
            Assert.That(curve.Correlation[8], Is.EqualTo(-1).Within(1e-5));
            Assert.That(Math.Abs(curve.Correlation[6]), Is.LessThan(1), "rounding errors of the second map, if anything");
            Assert.That(curve.FirstPower[4] / curve.FirstPower[8], Is.EqualTo(4).Within(1e-4));
        });
    }

    [Test]
    public void EveryCoefficientInsideTheNyquistSphereIsCountedOnceInTheWholeSpace()
    {
        using DensityMap a = Waves((1, 0, 0, 1));
        using MapSpectrum spectrum = MapSpectrum.Of(Device, a);
        FscCurve curve = spectrum.Correlate(spectrum);
        var expected = new long[N / 2 + 1];
        for (int h = -N / 2; h < N / 2; h++)
        {
            for (int k = -N / 2; k < N / 2; k++)
            {
                for (int l = -N / 2; l < N / 2; l++)
                {
                    int shell = (int)Math.Floor(Math.Sqrt(h * h + k * k + l * l) + 0.5);
                    if (shell > 0 && shell <= N / 2)
                        expected[shell]++;
                }
            }
        }

        Assert.That(curve.Coefficients, Is.EqualTo(expected));
    }

    [Test]
    public void AnOffsetOfTheMapDoesNotPrintTheMask()
    {
        float[] mask = [.. Enumerable.Range(0, N * N * N).Select(i => i / (N * N) is > 5 and < 18 ? 1f : 0f)];
        using DensityMap a = Waves((4, 0, 0, 1)), b = Waves((4, 0, 0, 1));
        for (int i = 0; i < N * N * N; i++)
            b.Values[i] += 100;
        using MapSpectrum first = MapSpectrum.Of(Device, a, mask), second = MapSpectrum.Of(Device, b, mask);
        Assert.That(first.Correlate(second).Correlation[4], Is.EqualTo(1).Within(1e-4));
    }

    [Test]
    public void RefusesGridsThatDifferAndTheSameMapTwice()
    {
        using DensityMap a = Waves((4, 0, 0, 1)), other = TestMaps.Create(TestMaps.Grid(N, N, N - 2, 1.5), (_, _, _) => 1);
        float[] mask = new float[N * N * N];
        Assert.Multiple(() =>
        {
            Assert.That(() => new HalfMapPair(Device, a, other, mask), Throws.TypeOf<InputException>());
            Assert.That(() => new HalfMapPair(Device, a, a, mask), Throws.TypeOf<InputException>().With.Message.Contains("same values"));
        });
    }

    private static DensityMap Waves(params (int H, int K, int L, double A)[] waves) => Waves(0, waves);

    private static DensityMap Waves(double phase, params (int H, int K, int L, double A)[] waves)
    {
        DensityMap map = TestMaps.Create(TestMaps.Grid(N, N, N, 1.5), (_, _, _) => 0);
        Add(map, phase, waves);
        return map;
    }

    private static void Add(DensityMap map, double phase, params (int H, int K, int L, double A)[] waves)
    {
        for (int i = 0; i < N * N * N; i++)
        {
            int x = i % N, y = i / N % N, z = i / N / N;
            map.Values[i] += (float)waves.Sum(w => w.A * Math.Cos(2 * Math.PI * (w.H * x + w.K * y + w.L * z) / N + phase));
        }
    }
}
