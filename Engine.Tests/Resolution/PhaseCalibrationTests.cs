using Engine.Core.Resolution;
using NUnit.Framework;

namespace Engine.Tests.Resolution;

/// <summary>What random phases correlate is taken off where phases were random, and nowhere else.</summary>
[TestFixture]
public sealed class PhaseCalibrationTests
{
    [Test]
    public void RandomCorrelationsAreTakenOff()
    {
        double[] frequencies = [0.1, 0.2, 0.3];
        var random = new LocalCurves([0.9, 0.9, 0.9], [[0.9f, 0.9f], [0.9f, 0.9f], [0.1f, 0.3f]]);
        PhaseCalibration calibration = PhaseCalibration.From(random, frequencies, 0.15, 0.05);
        var curves = new LocalCurves([0.8, 0.7, 0.6], [[0.8f, 0.6f], [0.7f, 0.5f], [0.6f, 0.2f]]);
        calibration.Apply(curves);
        Assert.Multiple(() =>
        {
            Assert.That(calibration.Means, Is.EqualTo(new double?[] { null, null, 0.2 }).Using<double?>((a, b) => a == b || Math.Abs(a!.Value - b!.Value) < 1e-6));
            Assert.That(calibration.Deviations[2], Is.EqualTo(0.1).Within(1e-6));
            Assert.That(curves.Whole, Is.EqualTo(new[] { 0.8, 0.7, 0.5 }).Within(1e-6));
            Assert.That(curves.Local[1], Is.EqualTo(new[] { 0.7f, 0.5f }));
            Assert.That(curves.Local[2], Is.EqualTo(new[] { 0.5f, 0 }).Within(1e-6));
        });
    }
}
