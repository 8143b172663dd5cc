using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Jobs.Bench.Rows;

/// <summary>Maps of noise, and half maps whose common signal ends where it would at 4 Å.</summary>
internal static class ScopeMaps
{
    /// <summary>B of the signal's fall-off, Å².</summary>
    private const double SignalB = 200;

    /// <summary>Noise of a half map in units of the signal before it falls off: a Fourier shell correlation of 0.143 near 4 Å.</summary>
    private const double NoiseLevel = 0.11;

    /// <summary>White noise on the device.</summary>
    public static DeviceBuffer<float> Noise(BenchScope scope, int n)
    {
        DeviceBuffer<float> noise = scope.Room<float>((long)n * n * n);
        var random = new Random(7);
        var plane = new float[n * n];
        for (int z = 0; z < n; z++)
        {
            for (int i = 0; i < plane.Length; i++)
                plane[i] = random.NextSingle() - 0.5f;
            scope.Device.Upload<float>(plane, noise, (long)z * plane.Length);
        }

        return noise;
    }

    /// <summary>A map with 1 Å voxels from an array of the device.</summary>
    public static DensityMap Of(BenchScope scope, int n, DeviceBuffer<float> values)
    {
        var host = new NativeBuffer<float>((long)n * n * n, "benchmark map");
        scope.Device.Download(values, host);
        return scope.Hold(new DensityMap(AtomBall.CubeOf(n, 1), host) { Name = "generated map" });
    }

    /// <summary>Two half maps: filtered white noise that both hold, and white noise of their own.</summary>
    public static (DensityMap Half1, DensityMap Half2) HalfMaps(BenchScope scope, int n)
    {
        var shape = new HalfSpaceShape(n, n, n);
        using var work = new BenchScope(scope.Device, scope.Threads);
        FourierPlan plan = work.Hold(work.Device.Fourier.CreatePlan(n, n, n));
        DeviceBuffer<float> signal = Noise(work, n), half = work.Room<float>(2 * shape.Count);
        plan.Forward(signal, half);
        work.Device.Fourier.Apply(half, shape, half, shape, RadialFilter.Of((n, n, n), 0.9, 512, s => Math.Exp(-SignalB * s * s / 4)));
        plan.Inverse(half, signal);
        var host = new NativeBuffer<float>(signal.Length, "signal");
        using (host)
        {
            work.Device.Download(signal, host);
            return (Noisy(scope, n, host, 11), Noisy(scope, n, host, 12));
        }
    }

    /// <summary>A mask of ones in a ball.</summary>
    /// <param name="n">Voxels along an edge.</param>
    /// <param name="radius">Radius in edges.</param>
    public static float[] Ball(int n, double radius)
    {
        var mask = new float[n * n * n];
        double centre = 0.5 * (n - 1), limit = radius * n * radius * n;
        for (int i = 0; i < mask.Length; i++)
        {
            double x = i % n - centre, y = i / n % n - centre, z = i / n / n - centre;
            mask[i] = x * x + y * y + z * z < limit ? 1 : 0;
        }

        return mask;
    }

    private static DensityMap Noisy(BenchScope scope, int n, NativeBuffer<float> signal, int seed)
    {
        var random = new Random(seed);
        var values = new NativeBuffer<float>(signal.Length, "half map");
        for (long i = 0; i < values.Length; i++)
            values[i] = signal[i] + (float)NoiseLevel * (random.NextSingle() - 0.5f);
        return scope.Hold(new DensityMap(AtomBall.CubeOf(n, 1), values) { Name = $"generated half map {seed}" });
    }
}
