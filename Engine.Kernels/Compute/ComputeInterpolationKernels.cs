namespace Engine.Kernels.Compute;

/// <summary>Launches the kernels of interpolation.cl.</summary>
internal sealed class ComputeInterpolationKernels : InterpolationKernels, IDisposable
{
    private readonly ComputeKernel evaluate;
    private readonly ComputeKernel values;
    private readonly ComputePartials partials;
    private readonly ComputeGrid grid;

    /// <summary>Takes the kernels out of the program 'interpolation'.</summary>
    public ComputeInterpolationKernels(ComputeAccelerator accelerator)
    {
        const string Program = "interpolation";
        evaluate = accelerator.Kernel(Program, "interpolation_evaluate");
        values = accelerator.Kernel(Program, "interpolation_values");
        partials = new ComputePartials(accelerator, "partial sums of the interpolation");
        grid = new ComputeGrid(accelerator);
    }

    /// <inheritdoc/>
    public override double Evaluate(
        DeviceBuffer<float> map, in GridFrame frame, DeviceBuffer<double> positions, DeviceBuffer<float> weights,
        InterpolationKind kind, double scale, DeviceBuffer<double>? gradient)
    {
        long count = weights.Length;
        Check(map, frame, positions, count);
        if (gradient != null && gradient.Length != positions.Length)
            throw new ArgumentException($"a gradient of {gradient.Length} numbers for {count} atoms", nameof(gradient));
        long groups = (count + KernelConstants.ItemGroup - 1) / KernelConstants.ItemGroup;
        grid.Set(evaluate.Set(map), frame).Set(positions).Set(weights).Set(Cubic(kind)).Set(scale).Set(gradient).Set(gradient == null ? 0 : 1)
            .Set(partials.Reserve(groups)).Set(count).Run(count);
        return scale * partials.Sum(groups);
    }

    /// <inheritdoc/>
    public override void Values(
        DeviceBuffer<float> map, in GridFrame frame, DeviceBuffer<double> positions, InterpolationKind kind, DeviceBuffer<float> values)
    {
        long count = values.Length;
        Check(map, frame, positions, count);
        grid.Set(this.values.Set(map), frame).Set(positions).Set(Cubic(kind)).Set(values).Set(count).Run(count);
    }

    /// <summary>Frees work space.</summary>
    public void Dispose()
    {
        partials.Dispose();
        grid.Dispose();
    }

    private static int Cubic(InterpolationKind kind) => kind == InterpolationKind.Tricubic ? 1 : 0;

    private static void Check(DeviceBuffer<float> map, in GridFrame frame, DeviceBuffer<double> positions, long count)
    {
        if (map.Length < frame.VoxelCount)
            throw new ArgumentException($"a map of {map.Length} voxels for a grid of {frame.VoxelCount}", nameof(map));
        if (positions.Length != 3 * count)
            throw new ArgumentException($"{positions.Length} coordinates for {count} atoms", nameof(positions));
    }
}
