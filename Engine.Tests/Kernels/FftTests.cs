using System.Numerics;
using Engine.Kernels;
using Engine.Kernels.OpenCl;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Fourier plans of every accelerator.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class FftTests(string accelerator) : KernelFixture(accelerator)
{
    /// <summary>Skips plans of OpenCL devices where the VkFFT library is not built.</summary>
    [SetUp]
    public void RequireLibrary()
    {
        if (Device.Kind == AcceleratorKind.OpenCl && VkFft.Problem is { } problem)
            Assert.Ignore(problem);
    }

    /// <summary>Even and odd sizes, axes of one point, primes, sizes that need Bluestein's algorithm, batches.</summary>
    [TestCase(1, 1, 1, 1)]
    [TestCase(1, 7, 1, 2)]
    [TestCase(16, 16, 16, 1)]
    [TestCase(20, 21, 22, 3)]
    [TestCase(17, 19, 23, 2)]
    [TestCase(60, 49, 13, 1)]
    public void AgreesWithDefinition(int nx, int ny, int nz, int batch) => FftChecks.AgreesWithDefinition(Device, nx, ny, nz, batch);

    /// <summary>A batch is the transform of each volume.</summary>
    [TestCase(12, 10, 9, 5)]
    [TestCase(15, 4, 6, 4)]
    public void BatchEqualsSingleTransforms(int nx, int ny, int nz, int batch)
    {
        float[] input = FftChecks.Numbers((long)nx * ny * nz * batch, 3);
        Complex[] together = ReferenceFourier.ToComplex(FftChecks.Forward(Device, input, nx, ny, nz, batch));
        Complex[] apart = [.. input.Chunk(nx * ny * nz).SelectMany(v => ReferenceFourier.ToComplex(FftChecks.Forward(Device, v, nx, ny, nz)))];
        Assert.That(ReferenceFourier.RelativeError(together, apart), Is.LessThan(Device.Kind == AcceleratorKind.Cpu ? 1e-300 : 3e-7));
    }

    /// <summary>The squares of the values sum up to those of all coefficients over the number of points.</summary>
    [TestCase(18, 12, 10)]
    [TestCase(15, 14, 11)]
    public void ParsevalHolds(int nx, int ny, int nz)
    {
        float[] input = FftChecks.Numbers(nx * ny * nz, 4);
        Complex[] half = ReferenceFourier.ToComplex(FftChecks.Forward(Device, input, nx, ny, nz));
        int row = nx / 2 + 1;
        double power = half.Select((c, i) => ReferenceFourier.Power(c) * (i % row == 0 || 2 * (i % row) == nx ? 1 : 2)).Sum();
        double expected = input.Sum(v => (double)v * v);
        Assert.That(power / input.Length, Is.EqualTo(expected).Within(1e-6 * expected));
    }

    /// <summary>A whole shift of the volume turns the phases.</summary>
    [TestCase(18, 12, 10, 5, 7, 3)]
    [TestCase(15, 14, 11, 1, 13, 10)]
    public void ShiftTurnsPhases(int nx, int ny, int nz, int dx, int dy, int dz)
    {
        float[] input = FftChecks.Numbers(nx * ny * nz, 5), shifted = new float[input.Length];
        for (int i = 0; i < input.Length; i++)
            shifted[((i / nx / ny + dz) % nz * ny + (i / nx + dy) % ny) * nx + (i % nx + dx) % nx] = input[i];

        int row = nx / 2 + 1;
        Complex[] before = ReferenceFourier.ToComplex(FftChecks.Forward(Device, input, nx, ny, nz));
        Complex[] expected = [.. before.Select((c, i) =>
        {
            double turns = (double)(i % row) * dx / nx + (double)(i / row % ny) * dy / ny + (double)(i / row / ny) * dz / nz;
            return c * Complex.FromPolarCoordinates(1, -2 * Math.PI * turns);
        })];
        Complex[] after = ReferenceFourier.ToComplex(FftChecks.Forward(Device, shifted, nx, ny, nz));
        Assert.That(ReferenceFourier.RelativeError(after, expected), Is.LessThan(1e-6));
    }

    /// <summary>Random sums of two volumes of one size.</summary>
    [Test]
    public void TransformIsLinear()
    {
        const int Nx = 18, Ny = 12, Nz = 10;
        using FourierPlan plan = Device.Fourier.CreatePlan(Nx, Ny, Nz);
        Complex[] Forward(IEnumerable<float> values) => ReferenceFourier.ToComplex(FftChecks.Forward(Device, plan, [.. values]));
        Arbitrary<(int Seed, int Scale)> cases = Arb.From(from seed in Gen.Choose(0, 1000000) from scale in Gen.Choose(-20, 20) select (seed, scale));
        Prop.ForAll(cases, c =>
        {
            float[] a = FftChecks.Numbers(Nx * Ny * Nz, c.Seed), b = FftChecks.Numbers(Nx * Ny * Nz, c.Seed + 1);
            Complex[] sum = Forward(a.Zip(b, (p, q) => p + c.Scale * q));
            return ReferenceFourier.RelativeError(sum, Forward(a).Zip(Forward(b), (p, q) => p + c.Scale * q)) < 1e-6;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Device.Kind == AcceleratorKind.Cpu ? 50 : 5));
    }

    /// <summary>Sizes below one and arrays that are too short are refused.</summary>
    [Test]
    public void BadSizesAreRefused()
    {
        Assert.That(() => Device.Fourier.CreatePlan(0, 4, 4), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Device.Fourier.CreatePlan(4, -1, 4), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Device.Fourier.CreatePlan(4, 4, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Device.Fourier.CreatePlan(4, 4, 4, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        using FourierPlan plan = Device.Fourier.CreatePlan(6, 6, 6);
        using DeviceBuffer<float> real = Device.Allocate<float>(plan.RealLength, "test"), half = Device.Allocate<float>(plan.HalfLength, "test");
        using DeviceBuffer<float> small = Device.Allocate<float>(plan.RealLength - 1, "test");
        Assert.That(() => plan.Forward(small, half), Throws.ArgumentException.With.Message.Contains("6 x 6 x 6"));
        Assert.That(() => plan.Inverse(real, real), Throws.ArgumentException.With.Message.Contains("half space"));
    }
}
