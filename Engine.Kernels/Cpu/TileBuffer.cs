using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>
/// The rows of one tile of a grid, with room before and after each row for what reaches over the edge and for whole SIMD vectors. A thread sums its
/// atoms here, in a core's own cache, and then adds the tile to the grid.
/// </summary>
internal sealed unsafe class TileBuffer : IDisposable
{
    /// <summary>Floats that may be written past the last voxel of a row; they are not added to the grid.</summary>
    public const int Slack = 8;

    private readonly SplatTiles tiles;
    private readonly int firstRow;
    private readonly int firstPlane;
    private readonly int rows;
    private readonly int planes;
    private readonly int stride;
    private readonly float[] buffer;
    private GCHandle pin;

    /// <summary>Prepares an empty tile.</summary>
    public TileBuffer(SplatTiles tiles, int tile)
    {
        this.tiles = tiles;
        (firstRow, firstPlane) = tiles.Corner(tile);
        (rows, planes) = (Math.Min(tiles.Edge, tiles.Y.Size - firstRow), Math.Min(tiles.Edge, tiles.Z.Size - firstPlane));
        stride = tiles.X.Size + 2 * tiles.Pad + Slack;
        buffer = ArrayPool<float>.Shared.Rent(stride * rows * planes);
        buffer.AsSpan(0, stride * rows * planes).Clear();
        pin = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        Voxels = (float*)pin.AddrOfPinnedObject();
    }

    private float* Voxels { get; }

    /// <summary>Number of a plane within the tile.</summary>
    /// <param name="index">Index along z, not wrapped.</param>
    public int Plane(int index) => tiles.Z.Voxel(index) - firstPlane;

    /// <summary>True for the planes of this tile.</summary>
    public bool HasPlane(int plane) => (uint)plane < (uint)planes;

    /// <summary>Voxel 0 of a row, or null when the row belongs to another tile.</summary>
    /// <param name="plane">A plane of this tile.</param>
    /// <param name="index">Index along y, not wrapped.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Row(int plane, int index)
    {
        int row = tiles.Y.Voxel(index) - firstRow;
        return (uint)row < (uint)rows ? Voxels + (long)(plane * rows + row) * stride + tiles.Pad : null;
    }

    /// <summary>Adds the tile to the grid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Deposit(float* grid)
    {
        int nx = tiles.X.Size, pad = tiles.Pad;
        for (int plane = 0; plane < planes; plane++)
        {
            for (int row = 0; row < rows; row++)
            {
                float* target = grid + ((long)(firstPlane + plane) * tiles.Y.Size + firstRow + row) * nx;
                float* source = Voxels + (long)(plane * rows + row) * stride + pad;
                int i = 0;
                for (; i <= nx - Vector256<float>.Count; i += Vector256<float>.Count)
                    (Vector256.Load(target + i) + Vector256.Load(source + i)).Store(target + i);
                for (; i < nx; i++)
                    target[i] += source[i];
                for (i = 0; i < pad; i++)
                {
                    target[tiles.X.Voxel(i - pad)] += source[i - pad];
                    target[tiles.X.Voxel(nx + i)] += source[nx + i];
                }
            }
        }
    }

    /// <summary>Returns the memory.</summary>
    public void Dispose()
    {
        pin.Free();
        ArrayPool<float>.Shared.Return(buffer);
    }
}
