using Engine.Kernels;
using Engine.Kernels.Cuda;
using NUnit.Framework;

namespace Engine.Tests.Cuda;

/// <summary>Plans of cuFFT's interface have the layout and normalisation of the CPU's at every kind of size, as the stand-in reads cuFFT's manual.</summary>
[TestFixture]
public sealed class CudaFourierTests
{
    [TestCase(8, 6, 10, 1)]
    [TestCase(9, 7, 5, 1)]
    [TestCase(12, 1, 1, 5)]
    [TestCase(11, 4, 1, 3)]
    [TestCase(6, 1, 5, 2)]
    [TestCase(1, 6, 5, 2)]
    [TestCase(1, 1, 7, 3)]
    [TestCase(2, 2, 2, 4)]
    [TestCase(1, 1, 1, 3)]
    public void PlanAgreesWithTheCpu(int nx, int ny, int nz, int batch)
    {
        using CudaAccelerator cuda = CudaStandIn.Open();
        using Accelerator cpu = DeviceCatalog.Open("cpu", 1);
        float[] input = new KernelSamples(nx + ny + nz).Singles(nx * ny * nz * batch, -1, 1);
        (float[] half, float[] kept, float[] back) = ThereAndBack(cuda, input, nx, ny, nz, batch);
        Assert.That(half, Is.EqualTo(ThereAndBack(cpu, input, nx, ny, nz, batch).Half).Within(2e-6 * nx * ny * nz));
        Assert.That(kept, Is.EqualTo(input), "the forward transform keeps its input");
        Assert.That(back, Is.EqualTo(input).Within(2e-6));
    }

    [Test]
    public void ShortArraysAndSizesBelowOneAreRefused()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        using FourierPlan plan = accelerator.Fourier.CreatePlan(6, 1, 1, 3);
        using DeviceBuffer<float> real = accelerator.Allocate<float>(plan.RealLength, "test");
        Assert.That(() => plan.Forward(real, real), Throws.ArgumentException.With.Message.Contains("half space"));
        Assert.That(() => accelerator.Fourier.CreatePlan(4, 0, 4), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void StatusNamesTheCallAndTheCode()
    {
        Assert.That(() => CuFft.Check(0), Throws.Nothing);
        Assert.That(() => CuFft.Check(8, "library.ExecR2C(1)"), Throws.TypeOf<DeviceException>().With.Message.Contains("cufftExecR2C failed with CUFFT_INVALID_SIZE"));
        Assert.That(() => CuFft.Check(2), Throws.TypeOf<DeviceOutOfMemoryException>());
    }

    private static (float[] Half, float[] Kept, float[] Back) ThereAndBack(Accelerator accelerator, float[] input, int nx, int ny, int nz, int batch)
    {
        using FourierPlan plan = accelerator.Fourier.CreatePlan(nx, ny, nz, batch);
        using DeviceBuffer<float> real = accelerator.Upload<float>(input, "test");
        using DeviceBuffer<float> half = accelerator.Allocate<float>(plan.HalfLength, "test");
        plan.Forward(real, half);
        float[] coefficients = new float[plan.HalfLength], kept = new float[input.Length], back = new float[input.Length];
        accelerator.Download(half, coefficients);
        accelerator.Download(real, kept);
        accelerator.Clear(real);
        plan.Inverse(half, real);
        accelerator.Download(real, back);
        return (coefficients, kept, back);
    }
}
