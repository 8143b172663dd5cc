namespace Engine.Kernels.Compute;

/// <summary>Launches the kernel of regions.cl.</summary>
internal sealed class ComputeRegionKernels : RegionKernels
{
    private readonly ComputeAccelerator accelerator;
    private readonly ComputeKernel kernel;

    /// <summary>Takes the kernel out of the program 'regions'.</summary>
    public ComputeRegionKernels(ComputeAccelerator accelerator)
    {
        this.accelerator = accelerator;
        kernel = accelerator.Kernel("regions", "region_sums", KernelConstants.RegionGroup);
    }

    /// <inheritdoc/>
    private protected override CorrelationSums[] Sum(DeviceBuffer<float> a, DeviceBuffer<float> b, SphereRegions regions)
    {
        const string Purpose = "regions of maps";
        const int Count = KernelConstants.RegionSumCount;
        long[] pivots = [.. Enumerable.Range(0, regions.Count).Select(r => regions.Start[r + 1] > regions.Start[r] ? regions.Pivot(r) : 0)];
        using DeviceBuffer<int> start = accelerator.Upload<int>(regions.Start, Purpose), windows = accelerator.Upload<int>(regions.Windows, Purpose);
        using DeviceBuffer<double> centres = accelerator.Upload<double>(regions.Centres, Purpose), result = accelerator.Allocate<double>(Count * (long)regions.Count, Purpose);
        using DeviceBuffer<long> pivotVoxels = accelerator.Upload<long>(pivots, Purpose);
        kernel.Set(a).Set(b).Set(regions.Size.X).Set(regions.Size.Y).Set(regions.Size.Z).Set(regions.Voxel.X).Set(regions.Voxel.Y).Set(regions.Voxel.Z).Set(regions.Radius)
            .Set(start).Set(centres).Set(windows).Set(pivotVoxels).Set(result).RunGroups(regions.Count);
        double[] numbers = new double[Count * regions.Count];
        accelerator.Download(result, numbers);
        var sums = new CorrelationSums[regions.Count];
        for (int r = 0; r < sums.Length; r++)
            sums[r] = CorrelationSums.Of(default, (long)numbers[Count * r], numbers.AsSpan(Count * r + 1, Count - 1));
        return sums;
    }
}
