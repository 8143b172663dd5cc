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
    public override unsafe void Apply(
        DeviceBuffer<float> source, HalfSpaceShape sourceShape, DeviceBuffer<float> target, HalfSpaceShape targetShape, FourierFilter filter)
    {
        filter.Check(source, sourceShape, target, targetShape);
        new CpuFilter(sourceShape, targetShape, filter).Run(workers, source.Host(), target.Host());
    }

    /// <inheritdoc/>
    public override unsafe void Apply(
        DeviceBuffer<float> source, HalfSpaceShape sourceShape, DeviceBuffer<float> target, HalfSpaceShape targetShape, RadialFilter filter)
    {
        filter.Check(source, sourceShape, target, targetShape);
        new CpuRadialFilter(sourceShape, targetShape, filter).Run(workers, source.Host(), target.Host());
    }

    /// <inheritdoc/>
    public override unsafe ShellSums SumShells(DeviceBuffer<float> a, DeviceBuffer<float> b, HalfSpaceShape shape, FourierShells shells)
    {
        shells.Check(a.Length, b.Length, shape);
        float* first = a.Host(), second = b.Host();
        var planes = new double[shape.Nz][];
        workers.Run(shape.Nz, z => planes[z] = shells.SumPlane(first, second, shape, z));
        return ShellSums.Of(planes, shells.Count);
    }
}
