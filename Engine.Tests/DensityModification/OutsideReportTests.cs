using Engine.Core.DensityModification;
using Engine.Core.Geometry;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.DensityModification;

/// <summary>What is left of density outside of a mask, from coefficients for which it is known; tables that are undone.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class OutsideReportTests(string accelerator) : KernelFixture(accelerator)
{
    private const int N = 32;
    private const double Voxel = 2;

    /// <summary>Half maps S + e, modified ones 0.6 S + 0.3 e: 0.6 is kept, whatever the noise does.</summary>
    [TestCase(1.5, 0.6)]
    [TestCase(0.3, 0.6)]
    public void TheAmplitudeThatIsKeptIsFound(double noise, double kept)
    {
        OutsideReport report = Report(noise, kept, 0.3);
        OutsideBand worst = report.Worst!;
        Assert.Multiple(() =>
        {
            Assert.That(worst.Kept, Is.EqualTo(kept).Within(0.05));
            Assert.That(report.Bands.Select(b => (b.Coarse, b.Fine)), Is.EqualTo(new[] { (30.0, 16.0), (16.0, 8.0), (8.0, 5.0), (5.0, 1.2 * 4) }));
            Assert.That(report.Bands[2].Correlation, Is.EqualTo(1 / (1 + noise * noise)).Within(0.05));
            Assert.That(report.Warning(), Does.Contain("counts as solvent").And.Contain("--mask"));
        });
    }

    /// <summary>Density that stays is no reason for a warning; noise alone says nothing, whatever becomes of it.</summary>
    [Test]
    public void WhatIsKeptOrNotThereIsNoReasonToWarn()
    {
        OutsideReport stays = Report(1, 0.97, 0.1), empty = Report(1e6, 0.2, 0.2);
        Assert.Multiple(() =>
        {
            Assert.That(stays.Worst, Is.Not.Null);
            Assert.That(stays.Warning(), Is.Null);
            Assert.That(empty.Bands.Select(b => b.Kept), Is.All.Null);
            Assert.That(empty.Warning(), Is.Null);
            Assert.That(empty.Bands.Max(b => Math.Abs(b.Correlation) / b.Scatter), Is.LessThan(4), "of the size of its scatter");
        });
    }

    /// <summary>A table that jumps from shell to shell is undone also between the shells, and what it set to 0 stays 0.</summary>
    [Test]
    public void ATableIsUndoneExactly()
    {
        MapGrid grid = PhasingCase.TestGrid(N, N - 4, N - 2, Voxel);
        using FourierPlan plan = Device.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        using DeviceBuffer<float> half = Half(plan, White(1, (int)grid.VoxelCount));
        float[] before = Get(half);
        var combiner = new ShellCombiner(Device, grid);
        double[] table = [0, .. Enumerable.Range(1, 11).Select(k => 1 + 0.8 * Math.Cos(2.3 * k))];
        combiner.Scale(half, table);
        combiner.Unscale(half, table);
        float[] after = Get(half);
        double last = 11 * MapSpectrum.ShellWidth(grid);
        int kept = 0;
        for (int i = 0; i < before.Length; i++)
        {
            double s = Frequency(grid, i / 2);
            if (Math.Abs(s - last) < 1e-6)
                continue;
            Assert.That(after[i], Is.EqualTo(s > 0 && s < last ? before[i] : 0).Within(2e-3 * Math.Abs(before[i])), $"s = {s}");
            kept += s > 0 && s < last ? 1 : 0;
        }

        Assert.That(kept, Is.GreaterThan(1000));
    }

    private OutsideReport Report(double noise, double kept, double noiseKept)
    {
        MapGrid grid = PhasingCase.TestGrid(N, N, N, Voxel);
        using FourierPlan plan = Device.Fourier.CreatePlan(N, N, N);
        float[] signal = White(1, N * N * N), ones = new float[N * N * N];
        Array.Fill(ones, 1);
        using var outside = new MaskedTransform(Device, plan, grid, ones);
        DeviceBuffer<float>[] all =
        [
            .. from scale in new[] { (1.0, 1.0), (kept, noiseKept) } from seed in new ulong[] { 2, 3 } select Half(plan, [.. signal.Zip(White(seed, signal.Length), (s, e) => (float)(scale.Item1 * s + scale.Item2 * noise * e))]),
        ];
        try
        {
            return OutsideReport.Of(outside, all[..2], all[2..], 4);
        }
        finally
        {
            foreach (DeviceBuffer<float> half in all)
                half.Dispose();
        }
    }

    private static double Frequency(MapGrid grid, int coefficient)
    {
        int hx = grid.Nx / 2 + 1, h = coefficient % hx, k = coefficient / hx % grid.Ny, l = coefficient / hx / grid.Ny;
        int Signed(int i, int n) => i > n / 2 ? i - n : i;
        return new Vec3(h / grid.Box.A, Signed(k, grid.Ny) / grid.Box.B, Signed(l, grid.Nz) / grid.Box.C).Length;
    }

    private static float[] White(ulong seed, int count)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];
    }

    private DeviceBuffer<float> Half(FourierPlan plan, float[] values)
    {
        using DeviceBuffer<float> real = Put(values);
        DeviceBuffer<float> half = Device.Allocate<float>(plan.HalfLength, "test");
        plan.Forward(real, half);
        return half;
    }
}
