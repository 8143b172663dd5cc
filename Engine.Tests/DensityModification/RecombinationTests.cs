using Engine.Core.DensityModification;
using Engine.Core.Geometry;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.DensityModification;

/// <summary>Coefficients drawn from the generating model: its numbers are found again, and the recombined map is as good as said.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class RecombinationTests(string accelerator) : KernelFixture(accelerator)
{
    private const int N = 48;
    private const double Noise = 1.6, Alpha = 0.5, Independent = 0.5, Common = 0.2, Scale = 0.8;

    [Test]
    public void TheRecombinedMapIsAsGoodAsExpected()
    {
        MapGrid grid = new() { Nx = N, Ny = N, Nz = N, Cell = new UnitCell(N, N, N), Sampling = (N, N, N), Origin = Vec3.Zero };
        using FourierPlan plan = Device.Fourier.CreatePlan(N, N, N);
        float[] f = White(1), c = White(2), e1 = White(3), e2 = White(4), b1 = White(5), b2 = White(6), ones = new float[N * N * N];
        Array.Fill(ones, 1);
        using DeviceBuffer<float> truth = Half(plan, f), x1 = Half(plan, X(f, e1)), x2 = Half(plan, X(f, e2)), y1 = Half(plan, Y(f, e1, b1, c)), y2 = Half(plan, Y(f, e2, b2, c));
        using var masked = new MaskedTransform(Device, plan, grid, ones);
        FourMapCorrelations measured = FourMapCorrelations.Measure(masked, [x1, x2], [y1, y2]);
        ErrorModel model = ErrorModel.Of(measured, 2.1);
        var combiner = new ShellCombiner(Device, grid);
        using DeviceBuffer<float> x = combiner.Mean(x1, x2), y = combiner.Mean(y1, y2), recombined = combiner.Combine(x, y, model, _ => 1);
        FscCurve real = combiner.Correlate(truth, recombined);

        // Half of the coefficients of the last shell lie beyond the table.
        ErrorShell[] fine = [.. model.Shells.SkipLast(1).Where(s => s.Frequency > 0.25)];
        Assert.Multiple(() =>
        {
            Assert.That(fine.Average(s => s.Noise), Is.EqualTo(Noise).Within(0.1));
            Assert.That(fine.Average(s => s.Retained), Is.EqualTo(Alpha).Within(0.05));
            Assert.That(fine.Average(s => s.Independent), Is.EqualTo(Independent).Within(0.07));
            Assert.That(fine.Average(s => s.Common), Is.EqualTo(Common).Within(0.05));
            Assert.That(fine.Average(s => s.Scale), Is.EqualTo(Scale).Within(0.03));
            foreach (ErrorShell s in fine)
                Assert.That(real.At(s.Frequency), Is.EqualTo(s.CcRef).Within(0.04), $"{s.Resolution:F2} Å");
            double best = 1 / Math.Sqrt(1 + Best()), before = 1 / Math.Sqrt(1 + Noise / 2);
            Assert.That(fine.Average(s => s.CcRef), Is.EqualTo(best).Within(0.015));
            Assert.That(fine.Average(s => real.At(s.Frequency)), Is.GreaterThan(before + 0.02));
        });
    }

    /// <summary>The scatter of CC_ref over draws of everything is the one that is told, with a mask too.</summary>
    [Test]
    public void TheScatterOfTheEstimateIsTold([Values(false, true)] bool isMasked)
    {
        const int Draws = 40, Edge = 20;
        MapGrid grid = PhasingCase.TestGrid(Edge, Edge, Edge, 1);
        using FourierPlan plan = Device.Fourier.CreatePlan(Edge, Edge, Edge);
        float[] mask = [.. Enumerable.Range(0, Edge * Edge * Edge).Select(i => !isMasked || i % Edge < 9 ? 1f : 0)];
        using var masked = new MaskedTransform(Device, plan, grid, mask);
        var found = new List<IReadOnlyList<ErrorShell>>();
        for (ulong draw = 0; draw < Draws; draw++)
        {
            float[] f = White(100 * draw + 1, mask.Length), c = White(100 * draw + 2, mask.Length), e1 = White(100 * draw + 3, mask.Length), e2 = White(100 * draw + 4, mask.Length);
            float[] b1 = White(100 * draw + 5, mask.Length), b2 = White(100 * draw + 6, mask.Length);
            using DeviceBuffer<float> x1 = Half(plan, X(f, e1)), x2 = Half(plan, X(f, e2)), y1 = Half(plan, Y(f, e1, b1, c)), y2 = Half(plan, Y(f, e2, b2, c));
            found.Add(ErrorModel.Of(FourMapCorrelations.Measure(masked, [x1, x2], [y1, y2]), 2.1).Shells);
        }

        foreach (int shell in new[] { 5, 7 })
        {
            double[] values = [.. found.Select(s => s[shell].CcRef)];
            double mean = values.Average(), scatter = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            Assert.That(found.Average(s => s[shell].CcRefDeviation), Is.EqualTo(scatter).Within(0.4 * scatter), $"shell {shell + 1}");
        }

        Assert.That(masked.IndependentFraction, Is.EqualTo(isMasked ? 0.45 : 1).Within(1e-6));
    }

    /// <summary>A mask of ones is no mask; a mask multiplies the map.</summary>
    [Test]
    public void MaskedSpectraAreThoseOfTheProduct()
    {
        MapGrid grid = new() { Nx = 12, Ny = 10, Nz = 9, Cell = new UnitCell(12, 10, 9), Sampling = (12, 10, 9), Origin = Vec3.Zero };
        using FourierPlan plan = Device.Fourier.CreatePlan(12, 10, 9);
        float[] values = new KernelSamples(1).Singles(1080, -1, 1), mask = new KernelSamples(2).Singles(1080, 0, 1);
        using DeviceBuffer<float> half = Half(plan, values), expected = Half(plan, [.. values.Zip(mask, (v, m) => v * m)]);
        float[] before = Get(half);
        using var masked = new MaskedTransform(Device, plan, grid, mask);
        using DeviceBuffer<float> product = masked.Of(half);
        Assert.That(Get(product), Is.EqualTo(Get(expected)).Within(1e-4));
        Assert.That(Get(half), Is.EqualTo(before), "the spectrum is kept");
    }

    private static double Best()
    {
        double added = Independent / 2 + Common, taken = 1 - Alpha, u = Math.Min(1.25, taken * Noise / 2 / (taken * taken * Noise / 2 + added));
        return Math.Pow(1 - u * taken, 2) * Noise / 2 + u * u * added;
    }

    private static float[] White(ulong seed, int count = N * N * N)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];
    }

    private static float[] X(float[] f, float[] e) => [.. f.Zip(e, (s, n) => s + (float)Math.Sqrt(Noise) * n)];

    private static float[] Y(float[] f, float[] e, float[] b, float[] c) => [.. Enumerable.Range(0, f.Length).Select(i =>
        (float)(Scale * (f[i] + Alpha * Math.Sqrt(Noise) * e[i] + Math.Sqrt(Independent) * b[i] + Math.Sqrt(Common) * c[i])))];

    private DeviceBuffer<float> Half(FourierPlan plan, float[] values)
    {
        using DeviceBuffer<float> real = Put(values);
        DeviceBuffer<float> half = Device.Allocate<float>(plan.HalfLength, "test");
        plan.Forward(real, half);
        return half;
    }
}
