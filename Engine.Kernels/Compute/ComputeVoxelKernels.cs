namespace Engine.Kernels.Compute;

/// <summary>Launches voxels.cl.</summary>
internal sealed class ComputeVoxelKernels : VoxelKernels, IDisposable
{
    private const int Count = KernelConstants.MapSumCount;

    private readonly ComputeKernel sums;
    private readonly ComputeKernel combine;
    private readonly ComputeKernel multiply;
    private readonly ComputeKernel correlate;
    private readonly ComputeKernel between;
    private readonly ComputeKernel ratio;
    private readonly ComputePartials partials;

    /// <summary>Takes the kernels out of the program 'voxels'.</summary>
    public ComputeVoxelKernels(ComputeAccelerator accelerator)
    {
        sums = accelerator.Kernel("voxels", "voxels_sums", KernelConstants.ReduceGroup);
        combine = accelerator.Kernel("voxels", "voxels_combine");
        multiply = accelerator.Kernel("voxels", "voxels_multiply");
        correlate = accelerator.Kernel("voxels", "voxels_correlate");
        between = accelerator.Kernel("voxels", "voxels_add_between");
        ratio = accelerator.Kernel("voxels", "voxels_add_ratio");
        partials = new ComputePartials(accelerator, "partial sums of maps");
    }

    /// <inheritdoc/>
    public override MapSums Sums(DeviceBuffer<float> observed, DeviceBuffer<float> calculated, DeviceBuffer<float>? weights, long count)
    {
        Check(observed, count);
        Check(calculated, count);
        Check(weights, count);
        long blocks = (count + KernelConstants.ReduceBlock - 1) / KernelConstants.ReduceBlock;
        sums.Set(observed).Set(calculated).Set(weights ?? observed).Set(weights == null ? 0 : 1).Set(partials.Reserve(blocks * Count)).Set(count).RunGroups(blocks);
        ReadOnlySpan<double> parts = partials.Fetch(blocks * Count);
        Span<double> total = stackalloc double[Count];
        for (int i = 0; i < parts.Length; i++)
            total[i % Count] += parts[i];
        return new MapSums(total[0], total[1], total[2], total[3], total[4], total[5]);
    }

    /// <inheritdoc/>
    public override void Combine(
        double a, DeviceBuffer<float> observed, double b, DeviceBuffer<float> calculated, double e, DeviceBuffer<float>? weights, DeviceBuffer<float> result, long count)
    {
        Check(observed, count);
        Check(calculated, count);
        Check(weights, count);
        Check(result, count);
        combine.Set(a).Set(observed).Set(b).Set(calculated).Set(e).Set(weights ?? observed).Set(weights == null ? 0 : 1).Set(result).Set(count).Run(count);
    }

    /// <inheritdoc/>
    public override void Multiply(DeviceBuffer<float> a, DeviceBuffer<float> b, DeviceBuffer<float> result, long count)
    {
        Check(a, count);
        Check(b, count);
        Check(result, count);
        multiply.Set(a).Set(b).Set(result).Set(count).Run(count);
    }

    /// <inheritdoc/>
    public override void Correlate(LocalAverages averages, (double A, double B) limit, DeviceBuffer<float> result, long count)
    {
        foreach (DeviceBuffer<float>? map in new[] { averages.Product, averages.FirstSquared, averages.SecondSquared, averages.First, averages.Second, result })
            Check(map, count);
        correlate.Set(averages.Product).Set(averages.FirstSquared).Set(averages.SecondSquared)
            .Set(averages.First ?? averages.Product).Set(averages.First == null ? 0 : 1).Set(averages.Second ?? averages.Product).Set(averages.Second == null ? 0 : 1)
            .Set(limit.A).Set(limit.B).Set(result).Set(count).Run(count);
    }

    /// <inheritdoc/>
    public override void AddBetween(
        DeviceBuffer<float> places, (double Before, double Middle, double Behind) nodes, DeviceBuffer<float> source, DeviceBuffer<float> result, long count)
    {
        Check(places, count);
        Check(source, count);
        Check(result, count);
        between.Set(places).Set(nodes.Middle).Set(1 / (nodes.Middle - nodes.Before)).Set(1 / (nodes.Behind - nodes.Middle)).Set(source).Set(result).Set(count).Run(count);
    }

    /// <inheritdoc/>
    public override void AddRatio(
        DeviceBuffer<float> numerators, DeviceBuffer<float> denominators, CoarseNodes nodes, double limit, DeviceBuffer<float> source, DeviceBuffer<float> result)
    {
        nodes.Check(numerators, denominators, source, result);
        long count = (long)nodes.Extent.X * nodes.Extent.Y * nodes.Extent.Z;
        ratio.Set(numerators).Set(denominators).Set(nodes.Nodes.X).Set(nodes.Nodes.Y).Set(nodes.Nodes.Z).Set(nodes.Step).Set(nodes.Start).Set(nodes.Grid.X).Set(nodes.Grid.Y)
            .Set(limit).Set(source).Set(result).Set(count).Run(count);
    }

    /// <summary>Frees work space.</summary>
    public void Dispose() => partials.Dispose();

    private static void Check(DeviceBuffer<float>? map, long count)
    {
        if (map != null && map.Length < count)
            throw new ArgumentException($"a map of {map.Length} voxels, {count} are wanted");
    }
}
