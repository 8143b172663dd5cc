using Engine.Core.DensityModification;
using Engine.Kernels;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.DensityModification;

/// <summary>Mixtures of densities: what they are, and that a fit finds those that made a map.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class MixtureTests(string accelerator) : KernelFixture(accelerator)
{
    private const int Voxels = 300_000;

    private static readonly GaussianMixture Molecule = new([0.5, 0.3, 0.2], [-0.6, 1, 3], [0.6, 0.5, 0.9]);
    private static readonly GaussianMixture Solvent = new([1], [-0.1], [0.4]);

    /// <summary>Mixtures that made a map are found again where the probabilities are certain.</summary>
    [Test]
    public void KnownMixturesAreFound()
    {
        DensityHistograms fit = Fit(Sample(7, Voxels, 1, 0), new DensityFitOptions { FixedComponents = true });
        Expect(fit.Molecule, Molecule, 0.02);
        Expect(fit.Solvent, Solvent, 0.005);
    }

    /// <summary>A voxel counts for either class by its probability: with the same probability everywhere both histograms are that of the map.</summary>
    [Test]
    public void VoxelsCountByTheirProbability()
    {
        (float[] rho, _) = Sample(7, Voxels, 1, 0);
        DensityHistograms fit = Fit((rho, [.. Enumerable.Repeat(0.3f, Voxels)]), new DensityFitOptions { SolventComponents = 3, FixedComponents = true });
        Assert.That(fit.Solvent.Means, Is.EqualTo(fit.Molecule.Means).Within(1e-9));
        double mean = rho.Average(v => (double)v);
        Assert.That(fit.Molecule.Mean, Is.EqualTo(mean).Within(1e-3));
        Assert.That(fit.Molecule.Variance, Is.EqualTo(rho.Average(v => (v - mean) * (v - mean))).Within(2e-3));
    }

    /// <summary>The information criterion takes as many Gaussians as there are.</summary>
    [Test]
    public void NumberOfGaussiansIsFound()
    {
        DensityHistograms fit = Fit(Sample(8, Voxels, 1, 0), new DensityFitOptions { MoleculeComponents = 4, SolventComponents = 2, IndependentFraction = 0.2 });
        Assert.That((fit.Molecule.Count, fit.Solvent.Count), Is.EqualTo((3, 1)));

        // A few independent voxels are no evidence for more than one Gaussian.
        DensityHistograms few = Fit(Sample(8, Voxels, 1, 0), new DensityFitOptions { IndependentFraction = 100.0 / Voxels });
        Assert.That(few.Molecule.Count, Is.EqualTo(1));
    }

    /// <summary>The same in any units and about any mean.</summary>
    [Test]
    public void UnitsDoNotMatter()
    {
        DensityFitOptions options = new DensityFitOptions { FixedComponents = true };
        DensityHistograms one = Fit(Sample(9, Voxels, 1, 0), options), other = Fit(Sample(9, Voxels, 0.01, 2), options);
        Expect(other.Molecule, one.Molecule.Scaled(0.01, 200), 2e-3 * 0.01);
    }

    /// <summary>The same bits on every accelerator with any number of threads, and far voxels do no harm.</summary>
    [Test]
    public void FitsRepeatAndBearOutliers()
    {
        (float[] rho, float[] p) = Sample(10, Voxels, 1, 0);
        rho[17] = 3000;
        rho[18] = -2000;
        DensityFitOptions options = new DensityFitOptions { FixedComponents = true };
        DensityHistograms fit = Fit((rho, p), options), again = Fit((rho, p), options);
        Assert.That(again.Molecule.Means, Is.EqualTo(fit.Molecule.Means));
        Assert.That(again.Solvent.Deviations, Is.EqualTo(fit.Solvent.Deviations));
        Assert.That(fit.Solvent.Deviations[0], Is.EqualTo(0.4).Within(0.02));
        Assert.That(Cpu(rho, p), Is.EqualTo(fit.Molecule.Means).Within(1e-9));
    }

    /// <summary>Maps without any spread, with voxels that are no numbers, or without a molecule are refused, and so are options that cannot be.</summary>
    [Test]
    public void OddMapsAreRefused()
    {
        KernelSamples samples = new(3);
        float[] flat = [.. Enumerable.Repeat(2f, 1000)], bad = samples.Singles(1000, -1, 1), even = samples.Singles(1000, -1, 1), p = samples.Singles(1000, 0, 1);
        bad[3] = float.NaN;
        Assert.Throws<NumericalException>(() => Fit((flat, p), new()));
        Assert.Throws<NumericalException>(() => Fit((bad, p), new()));
        Assert.Throws<NumericalException>(() => Fit((even, bad), new()));
        Assert.Throws<NumericalException>(() => Fit((even, new float[1000]), new()));
        Assert.Throws<ArgumentException>(() => Fit((even, p), new() { MoleculeComponents = 6 }));
        Assert.Throws<ArgumentException>(() => Fit((even, p), new() { IndependentFraction = 0 }));
    }

    /// <summary>Moments, density, added variance and change of units of a mixture.</summary>
    [Test]
    public void MixturesAreWhatTheySay()
    {
        Assert.That(Molecule.Mean, Is.EqualTo(0.6).Within(1e-12));
        double[] places = [.. Enumerable.Range(0, 20_000).Select(i => -10 + i * 1e-3)];
        Assert.That(places.Sum(Molecule.At) * 1e-3, Is.EqualTo(1).Within(1e-9));
        Assert.That(places.Sum(x => (x - 0.6) * (x - 0.6) * Molecule.At(x)) * 1e-3, Is.EqualTo(Molecule.Variance).Within(1e-6));
        Assert.That(Molecule.Broadened(0.7).Variance, Is.EqualTo(Molecule.Variance + 0.7).Within(1e-12));
        Assert.That(Molecule.Widened(4).Deviations, Is.EqualTo(Molecule.Deviations.Select(s => 2 * s)).Within(1e-12));
        Assert.That(Molecule.Broadened(-100).Deviations, Is.EqualTo(Molecule.Deviations.Select(s => s / 2)).Within(1e-12));
        GaussianMixture scaled = Molecule.Scaled(2, 3);
        Assert.That(scaled.At(2 * (1.1 + 3)), Is.EqualTo(Molecule.At(1.1) / 2).Within(1e-12));
    }

    private static double[] Cpu(float[] rho, float[] p)
    {
        using var cpu = new Engine.Kernels.Cpu.CpuAccelerator(2);
        using DeviceBuffer<float> map = cpu.Upload<float>(rho, "test"), probability = cpu.Upload<float>(p, "test");
        return DensityHistograms.Fit(cpu, map, probability, rho.Length, new DensityFitOptions { FixedComponents = true }).Molecule.Means;
    }

    private static void Expect(GaussianMixture actual, GaussianMixture expected, double tolerance)
    {
        Assert.That(actual.Weights, Is.EqualTo(expected.Weights).Within(Math.Max(tolerance, 0.01)));
        Assert.That(actual.Means, Is.EqualTo(expected.Means).Within(2 * tolerance));
        Assert.That(actual.Deviations, Is.EqualTo(expected.Deviations).Within(2 * tolerance));
    }

    /// <summary>Voxels of a box that is 15 % molecule, with certain probabilities.</summary>
    private static (float[] Rho, float[] P) Sample(int seed, int n, double factor, double offset)
    {
        KernelSamples samples = new(seed);
        float[] rho = new float[n], p = new float[n];
        for (int i = 0; i < n; i++)
        {
            double probability = samples.Between(0, 1) < 0.15 ? 1 : 0;
            GaussianMixture mixture = probability > 0 ? Molecule : Solvent;
            double pick = samples.Between(0, 1);
            int k = 0;
            while (k < mixture.Count - 1 && pick > mixture.Weights[k])
                pick -= mixture.Weights[k++];
            double normal = Math.Sqrt(-2 * Math.Log(1 - samples.Between(0, 1))) * Math.Cos(2 * Math.PI * samples.Between(0, 1));
            (rho[i], p[i]) = ((float)(factor * (mixture.Means[k] + mixture.Deviations[k] * normal) + offset), (float)probability);
        }

        return (rho, p);
    }

    private DensityHistograms Fit((float[] Rho, float[] P) voxels, DensityFitOptions options)
    {
        using DeviceBuffer<float> map = Put(voxels.Rho), probability = Put(voxels.P);
        return DensityHistograms.Fit(Device, map, probability, voxels.Rho.Length, options);
    }
}
