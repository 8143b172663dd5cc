using System.Numerics;
using Engine.Kernels;
using Engine.Kernels.Compute;
using Engine.Kernels.OpenCl;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>VkFFT plans give the layout and normalisation of <see cref="FourierPlan"/> at every kind of size.</summary>
[TestFixture]
public sealed class OpenClFourierTests
{
    [TestCase(1, 1, 1, 2)]
    [TestCase(1, 5, 4, 2)]
    [TestCase(6, 1, 1, 3)]
    [TestCase(5, 3, 7, 2)]
    [TestCase(8, 6, 10, 1)]
    [TestCase(17, 1, 1, 2)]
    public void TransformIsTheDirectSumAndComesBack(int nx, int ny, int nz, int batch)
    {
        RequireVkFft();
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        using FourierPlan plan = accelerator.Fourier.CreatePlan(nx, ny, nz, batch);
        float[] input = new KernelSamples(nx + ny + nz).Singles((int)plan.RealLength, -1, 1);
        using DeviceBuffer<float> real = accelerator.Upload<float>(input, "test");
        using DeviceBuffer<float> half = accelerator.Allocate<float>(plan.HalfLength, "test");
        plan.Forward(real, half);
        float[] kept = new float[input.Length];
        accelerator.Download(real, kept);
        Assert.That(kept, Is.EqualTo(input), "the forward transform keeps its input");
        float[] coefficients = new float[plan.HalfLength];
        accelerator.Download(half, coefficients);
        Assert.That(coefficients, Is.EqualTo(Direct(input, nx, ny, nz, batch)).Within(2e-6 * nx * ny * nz));
        accelerator.Clear(real);
        plan.Inverse(half, real);
        accelerator.Download(real, kept);
        Assert.That(kept, Is.EqualTo(input).Within(2e-6));
    }

    [Test]
    public void PlanFromSavedKernelsGivesTheSameBits()
    {
        RequireVkFft();
        string folder = Directory.CreateTempSubdirectory("cryoengine-cache-").FullName;
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        float[] input = new KernelSamples(5).Singles(7 * 6, -1, 1);
        using DeviceBuffer<float> real = accelerator.Upload<float>(input, "test");
        float[][] results = new float[2][];
        for (int i = 0; i < results.Length; i++)
        {
            using var plan = new OpenClFourierPlan(accelerator, ((ComputeFourierKernels)accelerator.Fourier).Helpers, new ProgramCache(folder), 7, 6, 1, 1);
            Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(1));
            using DeviceBuffer<float> half = accelerator.Allocate<float>(plan.HalfLength, "test");
            plan.Forward(real, half);
            results[i] = new float[plan.HalfLength];
            accelerator.Download(half, results[i]);
        }

        Directory.Delete(folder, recursive: true);
        Assert.That(results[1], Is.EqualTo(results[0]));
        Assert.That(results[1], Is.EqualTo(Direct(input, 7, 6, 1, 1)).Within(1e-4));
    }

    [Test]
    public void SizesBelowOneAreRefused()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        Assert.That(() => accelerator.Fourier.CreatePlan(4, 0, 4), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => accelerator.Fourier.CreatePlan(4, 4, 4, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void ShortArraysAreRefused()
    {
        RequireVkFft();
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        using FourierPlan plan = accelerator.Fourier.CreatePlan(6, 1, 1, 3);
        using DeviceBuffer<float> real = accelerator.Allocate<float>(plan.RealLength, "test");
        Assert.That(() => plan.Forward(real, real), Throws.ArgumentException.With.Message.Contains("half space"));
    }

    [Test]
    public void MissingLibrarySaysHowToBuildIt()
    {
        string path = Path.Combine(Path.GetTempPath(), "no-such-folder", VkFft.FileName);
        Assert.That(VkFft.ProblemWith(path), Does.Contain(path).And.Contain("build.sh").And.Contain("--device cpu"));
        Assert.That(VkFft.ProblemWith(typeof(VkFft).Assembly.Location), Does.Contain("cannot be loaded"));
    }

    private static void RequireVkFft()
    {
        if (VkFft.Problem is { } problem)
            Assert.Ignore(problem);
    }

    private static float[] Direct(float[] input, int nx, int ny, int nz, int batch)
    {
        List<float> result = [];
        for (int b = 0; b < batch; b++)
        {
            for (int l = 0; l < nz; l++)
            {
                for (int k = 0; k < ny; k++)
                {
                    for (int h = 0; h <= nx / 2; h++)
                    {
                        Complex sum = Sum(input.AsSpan(b * nx * ny * nz, nx * ny * nz), nx, ny, nz, h, k, l);
                        result.Add((float)sum.Real);
                        result.Add((float)sum.Imaginary);
                    }
                }
            }
        }

        return [.. result];
    }

    private static Complex Sum(ReadOnlySpan<float> input, int nx, int ny, int nz, int h, int k, int l)
    {
        Complex sum = 0;
        for (int i = 0; i < input.Length; i++)
        {
            double turns = (double)h * (i % nx) / nx + (double)k * (i / nx % ny) / ny + (double)l * (i / nx / ny) / nz;
            sum += input[i] * Complex.FromPolarCoordinates(1, -2 * Math.PI * turns);
        }

        return sum;
    }
}
