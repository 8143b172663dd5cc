using Engine.Kernels;
using Engine.Kernels.Likelihood;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Likelihoods of densities and their derivatives against plain formulas in double precision.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class LikelihoodTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly (double W, double C, double S)[] Molecule = [(0.5, -0.3, 0.8), (0.3, 0.9, 0.5), (0.2, 2.2, 1.1)];
    private static readonly (double W, double C, double S)[] Solvent = [(0.85, -0.1, 0.4), (0.15, 0.2, 0.9)];
    private static readonly int[] Lengths = [1, 7, 8, 255, 16384, 50_021];

    private static DensityClasses Classes => new(Molecule.Select(g => new DensityComponent(g.W, g.C, g.S)), Solvent.Select(g => new DensityComponent(g.W, g.C, g.S)));

    /// <summary>Derivatives of every voxel and all sums, with and without an expected density; voxels past the count are left alone.</summary>
    [Test]
    public void DerivativesAgreeWithTheFormulas([ValueSource(nameof(Lengths))] int n, [Values] bool isExpected)
    {
        KernelSamples samples = new(n);
        float[] rho = samples.Singles(n + 3, -3, 5), p = samples.Singles(n + 3, 0, 1), mu = samples.Singles(n + 3, -1, 3), sigma = samples.Singles(n + 3, 0, 0.7);
        float[] share = [.. samples.Singles(n + 3, -0.5, 1).Select(v => Math.Max(0, v))];
        const double Noise = 0.45;
        using DeviceBuffer<float> map = Put(rho), probability = Put(p), mean = Put(mu), deviation = Put(sigma), q = Put(share);
        using DeviceBuffer<float> second = Put(new float[n + 3]);
        LikelihoodSums sums = Device.Likelihood.Derive(map, probability, Classes, isExpected ? new(mean, deviation, q, Noise) : null, map, second, n);
        var reference = new ReferenceLikelihood(Molecule, Solvent);
        double[] totals = new double[5];
        float[] first = Get(map), bend = Get(second);
        double worstFirst = 0, worstSecond = 0;
        for (int i = 0; i < n; i++)
        {
            double width = Math.Sqrt((double)sigma[i] * sigma[i] + Noise * Noise), part = isExpected ? Math.Min(0.98, share[i]) : 0;
            (double l, double d1, double d2, double inside) = reference.At(rho[i], Math.Clamp(p[i], 0.02, 0.98), part, mu[i], width);
            worstFirst = Math.Max(worstFirst, Math.Abs(first[i] - d1) / (1 + Math.Abs(d1)));
            worstSecond = Math.Max(worstSecond, Math.Abs(bend[i] - d2) / (1 + Math.Abs(d2)));
            double[] terms = [l, d1, d2, inside, d2 > 0 ? 1 : 0];
            for (int k = 0; k < 5; k++)
                totals[k] += terms[k];
        }

        Assert.That(worstFirst, Is.LessThan(1e-5));
        Assert.That(worstSecond, Is.LessThan(2e-5));
        Assert.That(first[n..], Is.EqualTo(rho[n..]));
        Assert.That(bend[n..], Is.EqualTo(new float[3]));
        double[] actual = [sums.LogLikelihood, sums.First, sums.Second, sums.Molecule];
        Assert.That(actual, Is.EqualTo(totals[..4]).Within(3e-6 * n + 1e-5));
        Assert.That(sums.Convex, Is.EqualTo(totals[4]).Within(1 + 1e-4 * n));
    }

    /// <summary>Far from every Gaussian the widest one decides: L' falls linearly and L'' is minus one over its variance.</summary>
    [Test]
    public void FarDensitiesKeepTheirDerivatives()
    {
        float[] rho = [-40, 60, 1000, -3000];
        using DeviceBuffer<float> map = Put(rho), probability = Put(0.5f, 0.98f, 0.02f, 0.3f), first = Put(new float[4]), second = Put(new float[4]);
        LikelihoodSums sums = Device.Likelihood.Derive(map, probability, Classes, null, first, second, 4);
        double[] expected = [.. rho.Select(v => -(v - 2.2) / 1.21)];
        Assert.That(Get(first).Zip(expected, (a, b) => a / b), Is.All.EqualTo(1).Within(1e-5));
        Assert.That(Get(second), Is.All.EqualTo(-1 / 1.21).Within(1e-2));
        Assert.That(double.IsFinite(sums.LogLikelihood));
    }

    /// <summary>Where an expected density has no share, what it says does not matter, however well it fits.</summary>
    [Test]
    public void ExpectationsWithoutShareDoNotMatter()
    {
        float[] rho = [0.3f, 25, -30, 1];
        using DeviceBuffer<float> map = Put(rho), probability = Put(0.5f, 0.9f, 0.1f, 0.5f), none = Put(new float[4]), zero = Put(new float[4]);
        using DeviceBuffer<float> first = Put(new float[4]), second = Put(new float[4]), first2 = Put(new float[4]), second2 = Put(new float[4]);
        LikelihoodSums with = Device.Likelihood.Derive(map, probability, Classes, new(map, zero, none, 0.1), first, second, 4);
        LikelihoodSums without = Device.Likelihood.Derive(map, probability, Classes, null, first2, second2, 4);
        Assert.That(Get(first), Is.EqualTo(Get(first2)).Within(1e-5));
        Assert.That(Get(second), Is.EqualTo(Get(second2)).Within(1e-5));
        Assert.That(with.LogLikelihood, Is.EqualTo(without.LogLikelihood).Within(1e-4));
    }

    /// <summary>The same result in any units: a map a million times smaller has derivatives a million times larger.</summary>
    [Test]
    public void UnitsOfTheMapDoNotMatter()
    {
        const double Factor = 1e-6;
        KernelSamples samples = new(9);
        float[] rho = samples.Singles(1000, -3, 5), p = samples.Singles(1000, 0, 1);
        using DeviceBuffer<float> map = Put(rho), small = Put(rho.Select(v => (float)(v * Factor)).ToArray()), probability = Put(p), second = Put(new float[1000]), second2 = Put(new float[1000]);
        var scaled = new DensityClasses(
            Molecule.Select(g => new DensityComponent(g.W, Factor * g.C, Factor * g.S)), Solvent.Select(g => new DensityComponent(g.W, Factor * g.C, Factor * g.S)));
        LikelihoodSums sums = Device.Likelihood.Derive(map, probability, Classes, null, map, second, 1000);
        LikelihoodSums other = Device.Likelihood.Derive(small, probability, scaled, null, small, second2, 1000);
        Assert.That(other.Second * Factor * Factor, Is.EqualTo(sums.Second).Within(1e-5).Percent);
        Assert.That(other.LogLikelihood + 1000 * Math.Log(Factor), Is.EqualTo(sums.LogLikelihood).Within(1e-2));
        Assert.That(Get(small).Select(v => v * Factor), Is.EqualTo(Get(map).Select(v => (double)v)).Within(1e-4));
    }

    /// <summary>A voxel that is no number shows in the sums.</summary>
    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    public void BadVoxelsShow(float bad)
    {
        float[] rho = new float[100];
        rho[70] = bad;
        using DeviceBuffer<float> map = Put(rho), probability = Put(Enumerable.Repeat(0.5f, 100).ToArray()), second = Put(new float[100]);
        LikelihoodSums sums = Device.Likelihood.Derive(map, probability, Classes, null, map, second, 100);
        Assert.That(double.IsFinite(sums.First + sums.Second + sums.LogLikelihood), Is.False);
    }

    /// <summary>Mixtures and arrays that cannot be are refused.</summary>
    [Test]
    public void ImpossibleCallsAreRefused()
    {
        DensityComponent good = new(1, 0, 1);
        Assert.Throws<ArgumentException>(() => _ = new DensityClasses([], [good]));
        Assert.Throws<ArgumentException>(() => _ = new DensityClasses([good], []));
        Assert.Throws<ArgumentException>(() => _ = new DensityClasses([good], [new(1, 0, 0)]));
        Assert.Throws<ArgumentException>(() => _ = new DensityClasses([good], [new(double.NaN, 0, 1)]));
        Assert.Throws<ArgumentException>(() => _ = new DensityClasses([good], Enumerable.Repeat(good, 12)));
        Assert.Throws<ArgumentException>(() => _ = new DensityClasses([good], [good], 0.5));
        using DeviceBuffer<float> map = Put(new float[8]), second = Put(new float[8]), small = Put(new float[7]);
        Assert.Throws<ArgumentException>(() => Device.Likelihood.Derive(map, map, Classes, null, map, map, 8));
        Assert.Throws<ArgumentException>(() => Device.Likelihood.Derive(map, map, Classes, null, small, second, 8));
        Assert.Throws<ArgumentException>(() => Device.Likelihood.Derive(map, small, Classes, null, map, second, 8));
        Assert.Throws<ArgumentException>(() => Device.Likelihood.Derive(map, map, Classes, new(map, map, small, 1), map, second, 8));
    }
}
