namespace Engine.Kernels;

/// <summary>Comparison of two maps in many small regions.</summary>
public abstract class RegionKernels
{
    /// <summary>The sums of the correlation of two maps in each region, about the values of the voxel <see cref="SphereRegions.Pivot"/>. A voxel in several spheres counts once.</summary>
    /// <param name="a">Values of the first map, x fastest.</param>
    /// <param name="b">Values of the second map.</param>
    /// <param name="regions">Regions on the grid of the maps.</param>
    /// <returns>Sums per region; those of a region without spheres are empty.</returns>
    /// <exception cref="ArgumentException">A map is smaller than the grid.</exception>
    public CorrelationSums[] Correlate(DeviceBuffer<float> a, DeviceBuffer<float> b, SphereRegions regions)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(regions);
        long voxels = (long)regions.Size.X * regions.Size.Y * regions.Size.Z;
        if (a.Length < voxels || b.Length < voxels)
            throw new ArgumentException($"maps of {a.Length} and {b.Length} voxels for a grid of {voxels}", nameof(regions));
        return regions.Count == 0 ? [] : Sum(a, b, regions);
    }

    /// <summary>Takes the sums; all arguments are checked.</summary>
    private protected abstract CorrelationSums[] Sum(DeviceBuffer<float> a, DeviceBuffer<float> b, SphereRegions regions);
}
