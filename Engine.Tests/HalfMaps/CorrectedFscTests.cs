using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.Models;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.HalfMaps;

/// <summary>
/// The correction by random phases on half maps whose signal and noise are known. The true FSC of a mask that holds all signal and the part f = Σm²/N of the noise is
/// S/(S + f N), S and N the powers of signal and noise in the whole box.
/// </summary>
[TestFixture]
public sealed class CorrectedFscTests
{
    private const double Threshold = 0.143;

    [Test]
    public void ATightMaskMisleadsAndTheCorrectionRecoversTheTruth()
    {
        Result r = Run(1.5, 3);
        int low = r.Corrected.FirstShell + 2, high = (int)(1 / 2.4 / r.Masked.Width);
        double before = Rms(r.Masked.Correlation, r.True, low, high), after = Rms(r.Corrected.Curve.Correlation, r.True, low, high);
        double truth = r.TrueCurve.Crossing(Threshold).Resolution!.Value, masked = r.Masked.Crossing(Threshold).Resolution!.Value, corrected = r.Corrected.Curve.Crossing(Threshold).Resolution!.Value;
        TestContext.Out.WriteLine($"rms from the truth: masked {before:F4}, corrected {after:F4}; 0.143 at: true {truth:F3}, masked {masked:F3}, corrected {corrected:F3} Å");
        Assert.Multiple(() =>
        {
            Assert.That(before, Is.GreaterThan(0.015), "the masked FSC is too high");
            Assert.That(after, Is.LessThan(0.7 * before));
            Assert.That(masked, Is.LessThan(truth - 0.04));
            Assert.That(corrected, Is.EqualTo(truth).Within(0.05));
        });
    }

    [Test]
    public void AMaskWithAHardEdgeOnTheAtomsIsFoundOut()
    {
        Result r = Run(2, 0);
        Assert.Multiple(() =>
        {
            Assert.That(r.Masked.Crossing(Threshold).Resolution, Is.Null, "the masked FSC never falls below 0.143, although there is no signal beyond 2.15 Å");
            Assert.That(r.Corrected.Curve.Crossing(Threshold).Resolution, Is.EqualTo(r.TrueCurve.Crossing(Threshold).Resolution!.Value).Within(0.4));
            Assert.That(r.Corrected.Warnings, Has.Some.Contains("mask"));
        });
    }

    [Test]
    public void ASoftMaskNeedsNoCorrection()
    {
        Result r = Run(4, 6);
        for (int k = 2; k < r.Masked.Count; k++)
            Assert.That(r.Corrected.Curve.Correlation[k], Is.EqualTo(r.Masked.Correlation[k]).Within(0.03), $"shell {k}");
        Assert.That(r.Corrected.Warnings, Is.Empty);
    }

    private static double Rms(double[] a, double[] b, int low, int high) => Math.Sqrt(Enumerable.Range(low, high - low).Average(k => (a[k] - b[k]) * (a[k] - b[k])));

    private static Result Run(double radius, double edge)
    {
        string folder = SharedData.Require("data", "synthetic", "apo_half_3.0");
        using var accelerator = new CpuAccelerator(2);
        using DensityMap half1 = MapReader.Read(Path.Combine(folder, "half1.map.gz")), half2 = MapReader.Read(Path.Combine(folder, "half2.map.gz"));
        using DensityMap truth = MapReader.Read(Path.Combine(folder, "truth.map.gz"));
        float[] mask = ModelMask.Create(half1.Grid, StructureReader.Read(Path.Combine(folder, "model.pdb")).First, null, radius, edge);
        using MapSpectrum whole1 = MapSpectrum.Of(accelerator, half1), whole2 = MapSpectrum.Of(accelerator, half2), signal = MapSpectrum.Of(accelerator, truth);
        using MapSpectrum noise1 = whole1.Plus(-1, signal), noise2 = whole2.Plus(-1, signal);
        using MapSpectrum masked1 = MapSpectrum.Of(accelerator, half1, mask), masked2 = MapSpectrum.Of(accelerator, half2, mask);
        FscCurve unmasked = whole1.Correlate(whole2), masked = masked1.Correlate(masked2), noise = noise1.Correlate(noise2), power = signal.Correlate(signal);
        double f = mask.Average(m => (double)m * m);
        double[] expected = [.. Enumerable.Range(0, masked.Count).Select(k => k == 0 ? 1 : power.FirstPower[k] / (power.FirstPower[k] + f * (noise.FirstPower[k] + noise.SecondPower[k]) / 2))];
        CorrectedFsc corrected = CorrectedFsc.Compute(accelerator, whole1, whole2, mask, unmasked, masked, 1);
        return new(masked, corrected, expected, masked.With(expected));
    }

    private sealed record Result(FscCurve Masked, CorrectedFsc Corrected, double[] True, FscCurve TrueCurve);
}
