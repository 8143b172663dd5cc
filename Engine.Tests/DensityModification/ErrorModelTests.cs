using Engine.Core.DensityModification;
using Engine.Core.HalfMaps;
using NUnit.Framework;

namespace Engine.Tests.DensityModification;

/// <summary>The error model against correlations worked out from the model that it assumes.</summary>
[TestFixture]
public sealed class ErrorModelTests
{
    private const double Width = 0.01;
    private const int Count = 41;

    /// <summary>Noise, part that is kept, independent and common errors, scale.</summary>
    [TestCase(0.5, 0.6, 0.3, 0.1, 0.7)]
    [TestCase(4.0, 0.4, 1.5, 0.4, 1.3)]
    [TestCase(0.02, 0.85, 0.01, 0.005, 1.0)]
    [TestCase(12.0, 0.5, 1.0, 0.2, 2.0)]
    public void TheUnknownsAreRecovered(double noise, double alpha, double independent, double common, double scale)
    {
        ErrorModel model = ErrorModel.Of(Expected(_ => (noise, alpha, independent, common, scale)), 2.5, new() { LargestWeight = 2 });
        ErrorShell shell = model.Shells[20];
        Assert.Multiple(() =>
        {
            Assert.That(model.Shells, Has.Count.EqualTo(40));
            Assert.That(shell.Noise, Is.EqualTo(noise).Within(1e-6 * (1 + noise)));
            Assert.That(shell.Retained, Is.EqualTo(alpha).Within(1e-4));
            Assert.That(shell.Independent, Is.EqualTo(independent).Within(1e-5));
            Assert.That(shell.Common, Is.EqualTo(common).Within(1e-6));
            Assert.That(shell.Scale, Is.EqualTo(scale).Within(1e-6));
            Assert.That(shell.IsMeasured);
        });
    }

    /// <summary>No other weight gives a smaller error; the correlation to expect is that of signal and error.</summary>
    [Test]
    public void TheWeightMakesTheErrorLeast([Values(0.5, 3.0)] double noise, [Values(0.0, 0.6)] double alpha, [Values(0.05, 0.8)] double independent)
    {
        const double Common = 0.1;
        ErrorShell shell = ErrorModel.Of(Expected(_ => (noise, alpha, independent, Common, 1)), 2.5, new() { LargestWeight = 2 }).Shells[10];
        double Error(double u) => Math.Pow(1 - u * (1 - alpha), 2) * noise / 2 + u * u * (independent / 2 + Common);
        Assert.Multiple(() =>
        {
            Assert.That(shell.Error, Is.EqualTo(Error(shell.Weight)).Within(1e-4 * shell.Error));
            Assert.That(Error(shell.Weight + 0.05), Is.GreaterThan(Error(shell.Weight)));
            Assert.That(Error(shell.Weight - 0.05), Is.GreaterThan(Error(shell.Weight)));
            Assert.That(shell.CcRef, Is.EqualTo(1 / Math.Sqrt(1 + shell.Error)).Within(1e-12));
            Assert.That(shell.CcRef, Is.EqualTo(Math.Sqrt(2 * shell.Equivalent / (1 + shell.Equivalent))).Within(1e-12), "FSC and correlation with the truth say the same");
        });
    }

    /// <summary>Map phasing that changes nothing gains nothing, whatever the weight.</summary>
    [Test]
    public void NothingChangedIsNothingGained()
    {
        ErrorModel model = ErrorModel.Of(Expected(k => (0.02 * k, 1, 0, 0, 1)), 2.5);
        foreach (ErrorShell shell in model.Shells)
            Assert.That(shell.CcRef, Is.EqualTo(shell.CcBefore).Within(1e-3), $"shell at {shell.Resolution:F2} Å");
        Assert.That(ModificationVerdict.Of(model, 3, 2.5).IsImproved, Is.False);
    }

    /// <summary>Perfect halves stay as they are; noise that both modified maps share does not pass for signal.</summary>
    [Test]
    public void CommonErrorsDoNotCountAsAgreement()
    {
        ErrorModel perfect = ErrorModel.Of(Expected(_ => (1e-4, 0, 1e-4, 1, 1)), 2.5);
        Assert.That(perfect.Shells[10].CcRef, Is.GreaterThan(0.9999));
        Assert.That(perfect.Shells[10].Weight, Is.LessThan(0.01));
        ErrorShell shared = ErrorModel.Of(Expected(_ => (2, 0.5, 0.01, 1.5, 1)), 2.5).Shells[10];
        Assert.That(shared.Modified, Is.GreaterThan(0.8), "the modified maps agree");
        Assert.That(shared.Equivalent, Is.LessThan(0.5), "but not with the truth");
    }

    /// <summary>Where the correlation of the four maps fades into noise, weights stay and the estimate decays.</summary>
    [Test]
    public void TheTailDecays()
    {
        FourMapCorrelations measured = Expected(k => (Math.Exp(0.35 * (k - 10)), 0.6, 0.3, 0.1, 1));
        var random = new Engine.Core.Simulation.RandomSource(5);
        for (int k = 25; k < Count; k++)
        {
            measured.Crossed[k] = 0.02 * (random.NextUniform() - 0.5);
            measured.Same[k] = 0.3;
        }

        ErrorModel model = ErrorModel.Of(measured, 2.5);
        ErrorShell[] tail = [.. model.Shells.Where(s => !s.IsMeasured)];
        Assert.That(tail, Has.Length.GreaterThan(10));
        Assert.That(tail.Select(s => s.Weight), Is.All.EqualTo(model.Shells[^(tail.Length + 1)].Weight));
        Assert.That(tail.Select(s => s.Equivalent), Is.Ordered.Descending);
        Assert.That(model.After.Correlation[^1], Is.EqualTo(tail[^1].Equivalent).Within(1e-12));
        Assert.That(tail[^1].Equivalent, Is.LessThan(0.05));
    }

    /// <summary>Coarse shells can be left alone; their error is then that of the average of the half maps.</summary>
    [Test]
    public void CoarseShellsCanBeLeftAlone()
    {
        FourMapCorrelations measured = Expected(_ => (2, 0.4, 0.3, 0.1, 1));
        ErrorModel all = ErrorModel.Of(measured, 2.5), fine = ErrorModel.Of(measured, 2.5, new() { Coarse = (10, 5) });
        Assert.Multiple(() =>
        {
            Assert.That(fine.Shells.Where(s => s.Resolution > 9.99).Select(s => s.Weight), Is.All.Zero);
            Assert.That(fine.Shells[4].CcRef, Is.EqualTo(fine.Shells[4].CcBefore).Within(1e-9));
            Assert.That(fine.Shells[14].Weight, Is.EqualTo(all.Shells[14].Weight / 2).Within(1e-9), "half-way in frequency");
            Assert.That(fine.Shells[14].CcRef, Is.InRange(fine.Shells[14].CcBefore, all.Shells[14].CcRef));
            Assert.That(fine.Shells.Where(s => s.Resolution < 5.01).Select(s => s.Weight), Is.EqualTo(all.Shells.Where(s => s.Resolution < 5.01).Select(s => s.Weight)));
        });
    }

    /// <summary>Correlations that contradict each other where the half maps hold no signal do not pass for knowledge.</summary>
    [Test]
    public void ShellsWithoutSignalDoNotPassForKnown()
    {
        FourMapCorrelations measured = Expected(k => (Math.Exp(0.2 * (k - 24)), 0.4, 0.4, 0.2, 1));
        double[] xx = [.. measured.Original.Correlation];
        for (int k = 39; k < Count; k++)
            (xx[k], measured.Crossed[k], measured.Same[k]) = (0.005, 0.09, 0.5);
        ErrorModel model = ErrorModel.Of(measured with { Original = measured.Original.With(xx) }, 2.5);
        Assert.Multiple(() =>
        {
            Assert.That(model.Shells[^1].IsMeasured, Is.False);
            Assert.That(model.Shells.Skip(28).Select(s => s.Equivalent), Is.Ordered.Descending);
            Assert.That(model.Shells[^1].CcRef, Is.LessThan(model.Shells[^4].CcRef));
        });
    }

    /// <summary>A curve that stays above 0.143 up to the limit has no crossing there.</summary>
    [Test]
    public void TheLimitIsNoCrossing()
    {
        ErrorModel model = ErrorModel.Of(Expected(_ => (1, 0.4, 0.3, 0.1, 1)), 4);
        Assert.That((model.ResolutionBefore, model.ResolutionAfter), Is.EqualTo(((double?)null, (double?)null)));
        Assert.That(ModificationVerdict.Of(model, 4.5, 4).Message, Does.Contain("4.00 Å or finer"));
    }

    /// <summary>Half maps of noise alone: nothing is known, nothing is gained.</summary>
    [Test]
    public void NoiseAloneGivesNoCorrelation()
    {
        FourMapCorrelations measured = Expected(_ => (1, 0.5, 0.5, 0.1, 1));
        var random = new Engine.Core.Simulation.RandomSource(6);
        var noise = measured.Original.With([1, .. Enumerable.Range(1, Count - 1).Select(_ => 0.02 * (random.NextUniform() - 0.5))]);
        var nothing = new double[Count];
        ErrorModel model = ErrorModel.Of(new(noise, measured.Modified, nothing, nothing), 2.5);
        Assert.That(model.Shells.Any(s => s.IsMeasured), Is.False);
        Assert.That(model.Shells.Max(s => s.CcRef), Is.LessThan(0.25));
        Assert.That(model.Shells.Max(s => s.Equivalent), Is.LessThan(0.05));
    }

    /// <summary>The corrected resolution is where the expected correlation with the truth is one half.</summary>
    [Test]
    public void TheCorrectedResolutionIsWhereCcRefIsOneHalf()
    {
        ErrorModel model = ErrorModel.Of(Expected(k => (Math.Exp(0.2 * (k - 12)), 0.5, 0.2, 0.05, 1)), 2.5);
        double d = model.ResolutionAfter!.Value;
        int k = (int)(1 / d / Width);
        Assert.That(model.Shells[k - 1].CcRef, Is.GreaterThanOrEqualTo(0.5));
        Assert.That(model.Shells[k].CcRef, Is.LessThan(0.501));
        Assert.That(d, Is.LessThan(model.ResolutionBefore!.Value));
        Assert.That(ModificationVerdict.Of(model, model.ResolutionBefore.Value, 2.5).IsImproved);
    }

    /// <summary>The correlations that the generating model has: signal of power 1, X = F + e, Y = k (F + α e + b + c).</summary>
    private static FourMapCorrelations Expected(Func<int, (double Noise, double Alpha, double Independent, double Common, double Scale)> shell)
    {
        double[] xx = Ones(), yy = Ones(), crossed = Ones(), same = Ones(), xPower = new double[Count], yPower = new double[Count];
        var counts = new long[Count];
        for (int k = 1; k < Count; k++)
        {
            (double n, double alpha, double independent, double common, double scale) = shell(k);
            double q = 1 + alpha * alpha * n + independent + common;
            (xx[k], yy[k], crossed[k], same[k]) = (1 / (1 + n), (1 + common) / q, 1 / Math.Sqrt((1 + n) * q), (1 + alpha * n) / Math.Sqrt((1 + n) * q));
            counts[k] = 4 * k * k;
            (xPower[k], yPower[k]) = (counts[k] * (1 + n), counts[k] * scale * scale * q);
        }

        return new(new FscCurve(Width, xPower, xPower, xPower, counts).With(xx), new FscCurve(Width, yPower, yPower, yPower, counts).With(yy), crossed, same);
    }

    private static double[] Ones() => [.. Enumerable.Repeat(1.0, Count)];
}
