using System.Numerics;
using Engine.Kernels.Cpu;
using Engine.Kernels.Fft;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The transform of the CPU at every length, and its bits for every number of threads.</summary>
[TestFixture]
public sealed class FftCpuTests
{
    private static readonly int[] LongLengths = [74, 101, 127, 2 * 131, 209, 210, 243, 256, 343, 384, 500, 512, 625, 720];

    /// <summary>Every length from 1 to 64, and some long ones, along each axis, alone and with others.</summary>
    [Test]
    public void EveryLengthAgreesWithDefinition([Range(1, 64)] int n)
    {
        using CpuAccelerator cpu = new(2);
        FftChecks.AgreesWithDefinition(cpu, n, 1, 1);
        FftChecks.AgreesWithDefinition(cpu, 1, n, 1, 2);
        FftChecks.AgreesWithDefinition(cpu, 1, 1, n);
        FftChecks.AgreesWithDefinition(cpu, n, 5, 2, 3);
        FftChecks.AgreesWithDefinition(cpu, 19, n, 3);
        FftChecks.AgreesWithDefinition(cpu, 4, 7, n, 2);
    }

    /// <summary>Long lengths along each axis.</summary>
    [TestCaseSource(nameof(LongLengths))]
    public void LongLengthsAgreeWithDefinition(int n)
    {
        using CpuAccelerator cpu = new(2);
        FftChecks.AgreesWithDefinition(cpu, n, 3, 1);
        FftChecks.AgreesWithDefinition(cpu, 2, n, 2);
        FftChecks.AgreesWithDefinition(cpu, 3, 1, n);
    }

    /// <summary>
    /// Whole volumes, groups of planes and pieces of planes as tasks: the bits do not depend on the number of threads, nor on the
    /// batch. The sizes have several plane groups, one, and rows that do not fill a block.
    /// </summary>
    [TestCase(64, 60, 50, 1)]
    [TestCase(150, 301, 9, 1)]
    [TestCase(31, 18, 20, 12)]
    [TestCase(8, 8, 8, 40)]
    public void ThreadsDoNotChangeBits(int nx, int ny, int nz, int batch)
    {
        float[] input = FftChecks.Numbers((long)nx * ny * nz * batch, 6);
        float[][] forward = new float[4][], inverse = new float[4][];
        for (int threads = 1; threads <= forward.Length; threads++)
        {
            using CpuAccelerator cpu = new(threads);
            forward[threads - 1] = FftChecks.Forward(cpu, input, nx, ny, nz, batch);
            inverse[threads - 1] = FftChecks.Inverse(cpu, forward[0], nx, ny, nz, batch);
        }

        using CpuAccelerator one = new(3);
        float[] single = FftChecks.Forward(one, input[..(nx * ny * nz)], nx, ny, nz);
        Assert.That(forward[0].AsSpan(0, single.Length).SequenceEqual(single), "one volume of the batch alone");
        Assert.That(forward.Skip(1).Select(f => f.AsSpan().SequenceEqual(forward[0])), Is.All.True);
        Assert.That(inverse.Skip(1).Select(f => f.AsSpan().SequenceEqual(inverse[0])), Is.All.True);
        Assert.That(ReferenceFourier.RelativeError(inverse[0], input), Is.LessThan(1e-6));
    }

    /// <summary>Volumes of a batch do not touch each other, not even through a number that is not finite.</summary>
    [Test]
    public void BatchesAreIndependent()
    {
        const int Nx = 9, Ny = 7, Nz = 5;
        float[] input = FftChecks.Numbers(2 * Nx * Ny * Nz, 7);
        input[3] = float.NaN;
        using CpuAccelerator cpu = new(1);
        float[] both = FftChecks.Forward(cpu, input, Nx, Ny, Nz, 2);
        float[] second = FftChecks.Forward(cpu, input[(Nx * Ny * Nz)..], Nx, Ny, Nz);
        Assert.That(both[..second.Length], Is.All.NaN);
        Assert.That(both[second.Length..], Is.EqualTo(second));
    }

    /// <summary>The error of a large transform stays far below the bound, on data of a known transform: a wave has one coefficient.</summary>
    [TestCase(256, 16, 16)]
    [TestCase(11 * 13, 11, 14)]
    public void ErrorGrowsSlowly(int nx, int ny, int nz)
    {
        float[] wave = new float[nx * ny * nz];
        for (int i = 0; i < wave.Length; i++)
            wave[i] = (float)Math.Cos(2 * Math.PI * (5.0 * (i % nx) / nx + 3.0 * (i / nx % ny) / ny + 2.0 * (i / nx / ny) / nz));
        using CpuAccelerator cpu = new(1);
        Complex[] half = ReferenceFourier.ToComplex(FftChecks.Forward(cpu, wave, nx, ny, nz));
        int row = nx / 2 + 1, peak = (2 * ny + 3) * row + 5;
        Assert.That(half[peak].Real, Is.EqualTo(0.5 * wave.Length).Within(1e-6 * wave.Length));
        half[peak] = 0;
        Assert.That(Math.Sqrt(half.Sum(ReferenceFourier.Power)) / wave.Length, Is.LessThan(1e-7 * Math.Log2(wave.Length)));
    }

    /// <summary>Imaginary parts that no real volume has are ignored where they belong to a single row.</summary>
    [TestCase(8)]
    [TestCase(9)]
    [TestCase(4)]
    [TestCase(24)]
    public void ImaginaryPartsOfSelfConjugateCoefficientsAreIgnored(int nx)
    {
        using CpuAccelerator cpu = new(1);
        float[] half = FftChecks.Forward(cpu, FftChecks.Numbers(nx, 8), nx, 1, 1);
        float[] expected = FftChecks.Inverse(cpu, half, nx, 1, 1);
        half[1] = 5;
        if (nx % 2 == 0)
            half[^1] = -7;
        Assert.That(FftChecks.Inverse(cpu, half, nx, 1, 1), Is.EqualTo(expected));
    }

    /// <summary>The radices multiply to the length, with as few passes as can be.</summary>
    [Test]
    public void RadicesMultiplyToTheLength()
    {
        foreach (int n in Enumerable.Range(1, 2000).Where(RadixFactors.Cover))
            Assert.That(RadixFactors.Of(n).Aggregate(1, (a, b) => a * b), Is.EqualTo(n));
        Assert.That(RadixFactors.Of(256), Is.EqualTo(new[] { 8, 8, 4 }));
        Assert.That(RadixFactors.Of(13 * 15 * 16), Is.EqualTo(new[] { 13, 5, 3, 4, 4 }));
        Assert.That(Enumerable.Range(1, 40).Where(n => !RadixFactors.Cover(n)), Is.EqualTo(new[] { 37 }));
        Assert.That(() => RadixFactors.Of(2 * 37), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>Roots of unity: quarters are exact, the rest agrees with sine and cosine.</summary>
    [Test]
    public void RootsAreExactAtQuarters()
    {
        Assert.That(Enumerable.Range(-1, 6).Select(k => Roots.Turn(k * 3L, 12)), Is.EqualTo(new (double, double)[] { (-1, 0), (0, 1), (1, 0), (0, -1), (-1, 0), (0, 1) }));
        for (int k = -50; k < 100; k++)
        {
            (double sin, double cos) = Roots.Turn(k, 41);
            Assert.That(sin, Is.EqualTo(Math.Sin(2 * Math.PI * k / 41)).Within(1e-14));
            Assert.That(cos, Is.EqualTo(Math.Cos(2 * Math.PI * k / 41)).Within(1e-14));
        }
    }
}
