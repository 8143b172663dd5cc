using Engine.Kernels;

namespace Engine.Core.Simulation;

/// <summary>
/// Gaussian noise with the power spectrum N(s) = (1 + (s0/s)²) exp(-B s²/2), s0 = 1/40 Å⁻¹ and s not below 1/80 Å⁻¹: flat with a rise at low
/// frequency, as in reconstructions before sharpening.
/// </summary>
public static class ColouredNoise
{
    private const double LowFrequency = 1 / 40.0;
    private const double Floor = 1 / 80.0;

    /// <summary>Power relative to white noise of unit variance per voxel.</summary>
    /// <param name="s">Spatial frequency, Å⁻¹.</param>
    /// <param name="fallOff">B of the noise, Å².</param>
    public static double Power(double s, double fallOff)
    {
        double held = Math.Max(s, Floor);
        return (1 + LowFrequency * LowFrequency / (held * held)) * Math.Exp(-fallOff * s * s / 2);
    }

    /// <summary>Makes noise on a grid.</summary>
    /// <param name="accelerator">Device for the transforms.</param>
    /// <param name="nx">Voxels along x.</param>
    /// <param name="ny">Voxels along y.</param>
    /// <param name="nz">Voxels along z.</param>
    /// <param name="voxel">Voxel size, Å, the same along all axes.</param>
    /// <param name="fallOff">B of the noise, Å².</param>
    /// <param name="seed">Seed.</param>
    /// <returns>nx × ny × nz values, x fastest.</returns>
    public static float[] Create(Accelerator accelerator, int nx, int ny, int nz, double voxel, double fallOff, ulong seed)
    {
        var random = new RandomSource(seed);
        var values = new float[checked(nx * ny * nz)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)random.NextNormal();
        using FourierPlan plan = accelerator.Fourier.CreatePlan(nx, ny, nz);
        using DeviceBuffer<float> real = accelerator.Upload((ReadOnlySpan<float>)values, "noise");
        using DeviceBuffer<float> half = accelerator.Allocate<float>(plan.HalfLength, "noise spectrum");
        plan.Forward(real, half);
        var spectrum = new float[plan.HalfLength];
        accelerator.Download(half, spectrum);
        Colour(spectrum, nx, ny, nz, voxel, fallOff);
        accelerator.Upload((ReadOnlySpan<float>)spectrum, half);
        plan.Inverse(half, real);
        accelerator.Download(real, values);
        return values;
    }

    private static void Colour(float[] spectrum, int nx, int ny, int nz, double voxel, double fallOff)
    {
        int hx = nx / 2 + 1;
        for (int z = 0; z < nz; z++)
        {
            double sz = (z <= nz / 2 ? z : z - nz) / (nz * voxel);
            for (int y = 0; y < ny; y++)
            {
                double sy = (y <= ny / 2 ? y : y - ny) / (ny * voxel);
                for (int x = 0; x < hx; x++)
                {
                    double sx = x / (nx * voxel);
                    float factor = (float)Math.Sqrt(Power(Math.Sqrt(sx * sx + sy * sy + sz * sz), fallOff));
                    long at = 2 * (((long)z * ny + y) * hx + x);
                    spectrum[at] *= factor;
                    spectrum[at + 1] *= factor;
                }
            }
        }
    }
}
