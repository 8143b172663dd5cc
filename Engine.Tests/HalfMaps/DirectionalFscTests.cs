using Engine.Core.Geometry;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.HalfMaps;

/// <summary>Resolution by direction, of maps whose noise is known by direction, and bodies whose sphericity is known.</summary>
[TestFixture]
public sealed class DirectionalFscTests
{
    private const int N = 64;

    [Test]
    public void EqualNoiseAlongAllDirectionsIsNearlyASphere()
    {
        DirectionalFsc fsc = Compute((_, _, _) => 0.18);
        Assert.Multiple(() =>
        {
            Assert.That(fsc.Directions, Has.Count.EqualTo(321));
            Assert.That(fsc.Directions.Select(d => d.Resolution), Is.All.EqualTo(1 / 0.18).Within(12).Percent);
            Assert.That(fsc.Sphericity, Is.InRange(0.93, 1));
        });
    }

    [Test]
    public void AMapThatIsBlurredAlongZIsFoundOut()
    {
        // Signal to s = 0.12 along z and 0.24 Å⁻¹ across: an ellipsoid of revolution.
        DirectionalFsc fsc = Compute((x, y, z) => 1 / Math.Sqrt((x * x + y * y) / (0.24 * 0.24) + z * z / (0.12 * 0.12)));
        Assert.Multiple(() =>
        {
            Assert.That(Math.Abs(fsc.Worst.Z), Is.GreaterThan(0.9));
            Assert.That(Math.Abs(fsc.Best.Z), Is.LessThan(0.35));
            Assert.That(fsc.Worst.Resolution / fsc.Best.Resolution, Is.InRange(1.4, 2.2));
            Assert.That(fsc.Sphericity, Is.LessThan(0.95));
            Assert.That(fsc.Spread, Is.GreaterThan(0.1));
        });
    }

    [Test]
    public void SphericityIsThatOfKnownBodies()
    {
        var sphere = new Icosphere(4);
        double[] ball = [.. sphere.Directions.Select(_ => 0.3)];

        // Prolate spheroid, axes 1, 1, 2: area 2π (1 + 2/e asin e), e = √3/2.
        double[] spheroid = [.. sphere.Directions.Select(d => 1 / Math.Sqrt(d.X * d.X + d.Y * d.Y + d.Z * d.Z / 4))];
        double e = Math.Sqrt(3) / 2, area = 2 * Math.PI * (1 + 2 / e * Math.Asin(e)), volume = 8 * Math.PI / 3;
        Assert.Multiple(() =>
        {
            Assert.That(sphere.Directions, Has.Count.EqualTo(2562));
            Assert.That(sphere.Directions.Select(d => d.Length), Is.All.EqualTo(1).Within(1e-12));
            Assert.That(sphere.Sphericity(ball), Is.EqualTo(1).Within(1e-9));
            Assert.That(sphere.Sphericity(spheroid), Is.EqualTo(Math.Cbrt(Math.PI) * Math.Pow(6 * volume, 2 / 3.0) / area).Within(0.002));
        });
    }

    [Test]
    public void CellsHoldTheirMiddlesAndOpposites()
    {
        for (int c = 0; c < DirectionCells.Count; c++)
        {
            Vec3 m = DirectionCells.Middle(c);
            Assert.That((DirectionCells.Of(m.X, m.Y, m.Z), DirectionCells.Of(-m.X, -m.Y, -m.Z)), Is.EqualTo((c, c)));
        }
    }

    /// <summary>Two maps of the same white signal up to a frequency by direction, and independent noise beyond.</summary>
    private static DirectionalFsc Compute(Func<double, double, double, double> limit)
    {
        using var accelerator = new CpuAccelerator(2);
        using DensityMap signal = PhaseRandomizationTests.Noise(N, N, N, 1), noise1 = PhaseRandomizationTests.Noise(N, N, N, 2), noise2 = PhaseRandomizationTests.Noise(N, N, N, 3);
        using MapSpectrum s = MapSpectrum.Of(accelerator, signal), n1 = MapSpectrum.Of(accelerator, noise1), n2 = MapSpectrum.Of(accelerator, noise2);
        using MapSpectrum a = Mix(s, n1, limit), b = Mix(s, n2, limit);
        return DirectionalFsc.Compute(a, b);
    }

    private static MapSpectrum Mix(MapSpectrum signal, MapSpectrum noise, Func<double, double, double, double> limit) => signal.Changed((at, row) =>
    {
        ReadOnlySpan<float> other = noise.Values.Slice(at.Offset, row.Length);
        for (int h = 0; h < row.Length / 2; h++)
        {
            double s = Math.Sqrt(at.Squared(h)), x = h / (double)N, y = at.K / (double)N, z = at.L / (double)N;
            if (s > 0 && s > limit(x / s, y / s, z / s))
                (row[2 * h], row[2 * h + 1]) = (other[2 * h], other[2 * h + 1]);
        }
    });
}
