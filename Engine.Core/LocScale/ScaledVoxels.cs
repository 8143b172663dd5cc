using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.LocScale;

/// <summary>The values that a pass over the windows gives, on the grid of the map.</summary>
internal sealed class ScaledVoxels : IDisposable
{
    private readonly NativeBuffer<byte> faded;
    private NativeBuffer<float>? values;
    private NativeBuffer<float>? localB;

    /// <summary>Allocates the values, all 0.</summary>
    /// <param name="grid">Grid of the map.</param>
    /// <param name="withB">Keep B too.</param>
    public ScaledVoxels(MapGrid grid, bool withB)
    {
        values = new NativeBuffer<float>(grid.VoxelCount, "scaled map");
        localB = withB ? new NativeBuffer<float>(grid.VoxelCount, "local B map") : null;
        faded = new NativeBuffer<byte>(grid.VoxelCount, "voxels without reference");
    }

    /// <summary>Number of voxels without density in the reference.</summary>
    public long Faded
    {
        get
        {
            long count = 0;
            for (long i = 0; i < faded.Length; i++)
                count += faded[i];
            return count;
        }
    }

    /// <summary>What is kept of one voxel.</summary>
    /// <param name="voxel">Index in the map.</param>
    public (float Value, float B, byte Faded) this[int voxel]
    {
        get => (values![voxel], localB == null ? 0 : localB[voxel], faded[voxel]);
        set
        {
            values![voxel] = value.Value;
            faded[voxel] = value.Faded;
            if (localB != null)
                localB[voxel] = value.B;
        }
    }

    /// <summary>The scaled map; afterwards it belongs to the caller.</summary>
    /// <param name="like">Map whose grid and labels it takes.</param>
    /// <param name="name">What was done.</param>
    public DensityMap TakeMap(DensityMap like, string name)
    {
        var result = new DensityMap(like.Grid, values!) { Name = $"{name} of {like.Name}", Labels = like.Labels };
        values = null;
        return result;
    }

    /// <summary>The local B map; afterwards it belongs to the caller. Null when there is none.</summary>
    /// <param name="like">Map whose grid it takes.</param>
    public DensityMap? TakeLocalB(DensityMap like)
    {
        if (localB == null)
            return null;
        var result = new DensityMap(like.Grid, localB) { Name = $"local B of {like.Name}", Labels = like.Labels };
        localB = null;
        return result;
    }

    /// <summary>Frees what was not taken.</summary>
    public void Dispose()
    {
        faded.Dispose();
        values?.Dispose();
        localB?.Dispose();
    }
}
