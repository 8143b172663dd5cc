namespace Engine.Kernels.Compute;

/// <summary>Fourier plans of the back end and the kernels of fourier.cl.</summary>
internal sealed class ComputeFourierKernels : FourierKernels
{
    private readonly ComputeAccelerator accelerator;
    private readonly ComputeKernel apply;
    private readonly ComputeKernel radial;
    private readonly ComputeKernel shellSums;

    /// <summary>Takes the kernels out of the program 'fourier'.</summary>
    public ComputeFourierKernels(ComputeAccelerator accelerator)
    {
        const string Program = "fourier";
        this.accelerator = accelerator;
        apply = accelerator.Kernel(Program, "fourier_filter");
        radial = accelerator.Kernel(Program, "fourier_radial");
        shellSums = accelerator.Kernel(Program, "fourier_shells");
        Helpers = new FourierHelpers(
            accelerator.Kernel(Program, "fourier_widen"), accelerator.Kernel(Program, "fourier_narrow"), accelerator.Kernel(Program, "fourier_scale"));
    }

    /// <summary>Kernels that plans use.</summary>
    internal FourierHelpers Helpers { get; }

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The library of the transforms (VkFFT, cuFFT) is missing, or has no plan for this size.</exception>
    public override FourierPlan CreatePlan(int nx, int ny, int nz, int batch = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ny, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(nz, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return accelerator.CreatePlan(Helpers, nx, ny, nz, batch);
    }

    /// <inheritdoc/>
    public override void Apply(
        DeviceBuffer<float> source, HalfSpaceShape sourceShape, DeviceBuffer<float> target, HalfSpaceShape targetShape, FourierFilter filter)
    {
        filter.Check(source, sourceShape, target, targetShape);
        apply.Set(source).Set(sourceShape.Nx).Set(sourceShape.Ny).Set(sourceShape.Nz)
            .Set(target).Set(targetShape.Nx).Set(targetShape.Ny).Set(targetShape.Nz)
            .Set(filter.CellX).Set(filter.CellY).Set(filter.CellZ).Set(filter.Blur).Set(filter.SInner).Set(filter.SOuter).Set(filter.Scale)
            .Set(filter.KeepOrigin ? 1 : 0).Set(filter.Accumulate ? 1 : 0).Run(targetShape.Count);
    }

    /// <inheritdoc/>
    public override void Apply(
        DeviceBuffer<float> source, HalfSpaceShape sourceShape, DeviceBuffer<float> target, HalfSpaceShape targetShape, RadialFilter filter)
    {
        filter.Check(source, sourceShape, target, targetShape);
        using DeviceBuffer<double> segments = accelerator.Upload<double>(filter.Segments(), "radial table");
        radial.Set(source).Set(sourceShape.Nx).Set(sourceShape.Ny).Set(sourceShape.Nz)
            .Set(target).Set(targetShape.Nx).Set(targetShape.Ny).Set(targetShape.Nz)
            .Set(filter.CellX).Set(filter.CellY).Set(filter.CellZ).Set(segments).Set(filter.Table.Length - 1).Set(filter.Step)
            .Set(filter.Accumulate ? 1 : 0).Run(targetShape.Count);
    }

    /// <inheritdoc/>
    public override ShellSums SumShells(DeviceBuffer<float> a, DeviceBuffer<float> b, HalfSpaceShape shape, FourierShells shells)
    {
        shells.Check(a.Length, b.Length, shape);
        int plane = FourierShells.Numbers * shells.Count;
        long items = (long)shells.Count * shape.Nz;
        using DeviceBuffer<double> sums = accelerator.Allocate<double>((long)plane * shape.Nz, "sums over Fourier shells");
        shellSums.Set(a).Set(b).Set(shape.Nx).Set(shape.Ny).Set(shape.Nz).Set(shells.CellX).Set(shells.CellY).Set(shells.CellZ)
            .Set(shells.Width).Set(shells.Count).Set(sums).Run(items);
        var total = new ShellSums(new double[shells.Count], new double[shells.Count], new double[shells.Count], new long[shells.Count]);
        double[] part = new double[plane];
        for (int z = 0; z < shape.Nz; z++)
        {
            accelerator.Download(sums, part.AsSpan(), (long)z * plane);
            total.Add(part);
        }

        return total;
    }
}
