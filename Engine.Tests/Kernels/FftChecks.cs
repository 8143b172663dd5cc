using System.Numerics;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>What the Fourier tests of all accelerators share.</summary>
internal static class FftChecks
{
    /// <summary>Numbers from -0.5 to 0.5.</summary>
    public static float[] Numbers(long count, int seed)
    {
        Random random = new(seed);
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextSingle() - 0.5f;
        return values;
    }

    /// <summary>Interleaved coefficients of a real array.</summary>
    public static float[] Forward(Accelerator accelerator, float[] input, int nx, int ny, int nz, int batch = 1)
    {
        using FourierPlan plan = accelerator.Fourier.CreatePlan(nx, ny, nz, batch);
        return Forward(accelerator, plan, input);
    }

    /// <summary>Interleaved coefficients of a real array.</summary>
    public static float[] Forward(Accelerator accelerator, FourierPlan plan, float[] input)
    {
        using DeviceBuffer<float> real = accelerator.Upload<float>(input, "test"), half = accelerator.Allocate<float>(plan.HalfLength, "test");
        plan.Forward(real, half);
        float[] result = new float[plan.HalfLength];
        accelerator.Download(half, result);
        return result;
    }

    /// <summary>Real array of interleaved coefficients.</summary>
    public static float[] Inverse(Accelerator accelerator, float[] coefficients, int nx, int ny, int nz, int batch = 1)
    {
        using FourierPlan plan = accelerator.Fourier.CreatePlan(nx, ny, nz, batch);
        using DeviceBuffer<float> half = accelerator.Upload<float>(coefficients, "test"), real = accelerator.Allocate<float>(plan.RealLength, "test");
        plan.Inverse(half, real);
        float[] result = new float[plan.RealLength];
        accelerator.Download(real, result);
        return result;
    }

    /// <summary>
    /// The transform agrees with the definition, and the inverse brings the input back, both with a root mean square error below
    /// 3e-7 log2(points); the forward transform keeps its input.
    /// </summary>
    public static void AgreesWithDefinition(Accelerator accelerator, int nx, int ny, int nz, int batch = 1)
    {
        string size = $"{nx} x {ny} x {nz}, batch {batch}";
        using FourierPlan plan = accelerator.Fourier.CreatePlan(nx, ny, nz, batch);
        float[] input = Numbers(plan.RealLength, nx + 1000 * ny + 1000000 * nz);
        using DeviceBuffer<float> real = accelerator.Upload<float>(input, "test"), half = accelerator.Allocate<float>(plan.HalfLength, "test");
        plan.Forward(real, half);
        float[] kept = new float[input.Length], coefficients = new float[plan.HalfLength];
        accelerator.Download(real, kept);
        Assert.That(kept, Is.EqualTo(input), $"input kept, {size}");
        accelerator.Download(half, coefficients);
        double limit = 3e-7 * Math.Log2((double)nx * ny * nz) + 1e-12;
        Complex[] expected = ReferenceFourier.Forward(input, nx, ny, nz, batch);
        Assert.That(ReferenceFourier.RelativeError(ReferenceFourier.ToComplex(coefficients), expected), Is.LessThan(limit), $"forward, {size}");
        accelerator.Clear(real);
        plan.Inverse(half, real);
        accelerator.Download(real, kept);
        Assert.That(ReferenceFourier.RelativeError(kept, input), Is.LessThan(limit), $"there and back, {size}");
    }
}
