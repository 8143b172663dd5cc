using Engine.Kernels.Cpu;

namespace Engine.Kernels.Fft;

/// <summary>Fourier transforms on the CPU.</summary>
/// <param name="workers">Threads.</param>
public sealed class CpuFourierKernels(CpuWorkers workers) : FourierKernels
{
    /// <inheritdoc/>
    public override FourierPlan CreatePlan(int nx, int ny, int nz, int batch = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ny, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(nz, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return new CpuFourierPlan(workers, nx, ny, nz, batch);
    }

    /// <inheritdoc/>
    public override unsafe void Truncate(
        DeviceBuffer<float> source, HalfSpaceShape sourceShape, DeviceBuffer<float> target, HalfSpaceShape targetShape,
        double cellX, double cellY, double cellZ, double blur, double sMax, double scale, bool keepOrigin)
    {
        if (source.Length < 2 * sourceShape.Count || target.Length < 2 * targetShape.Count)
            throw new ArgumentException("arrays shorter than their shapes");
        CpuTruncation.Run(
            workers, source.Host(), sourceShape, target.Host(), targetShape, (cellX, cellY, cellZ), blur, sMax, scale, keepOrigin);
    }
}
