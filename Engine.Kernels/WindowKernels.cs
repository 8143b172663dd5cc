using Engine.Kernels.Windows;

namespace Engine.Kernels;

/// <summary>Local Fourier amplitudes: what rolling windows of a map and of a reference hold, window by window.</summary>
public abstract class WindowKernels
{
    /// <summary>Prepares windows of two maps.</summary>
    /// <param name="map">Map, x fastest.</param>
    /// <param name="reference">Reference on the same grid; null = none.</param>
    /// <param name="nx">Voxels along x, at least the side of a window.</param>
    /// <param name="ny">Voxels along y, at least the side of a window.</param>
    /// <param name="nz">Voxels along z, at least the side of a window.</param>
    /// <param name="shape">Size and shells of the windows.</param>
    /// <exception cref="ArgumentException">The arrays are too short, the grid is smaller than a window or has 2³¹ voxels or more.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory for work space.</exception>
    public abstract WindowPlan CreatePlan(DeviceBuffer<float> map, DeviceBuffer<float>? reference, int nx, int ny, int nz, WindowShape shape);

    /// <summary>Checks the arguments of <see cref="CreatePlan"/>.</summary>
    private protected static void Check(DeviceBuffer<float> map, DeviceBuffer<float>? reference, int nx, int ny, int nz, WindowShape shape)
    {
        long voxels = (long)nx * ny * nz;
        if (shape.Side == 0 || nx < shape.Side || ny < shape.Side || nz < shape.Side || voxels > int.MaxValue)
            throw new ArgumentException($"windows of {shape.Side} voxels in a grid of {nx} x {ny} x {nz}", nameof(shape));
        if (map.Length < voxels || (reference != null && reference.Length < voxels))
            throw new ArgumentException($"arrays of {map.Length} and {reference?.Length ?? voxels} voxels for {nx} x {ny} x {nz}", nameof(map));
    }
}

/// <summary>Part of a grid: all x, some y and z.</summary>
/// <param name="YStart">First y.</param>
/// <param name="YEnd">Last y and one.</param>
/// <param name="ZStart">First z.</param>
/// <param name="ZEnd">Last z and one.</param>
public readonly record struct WindowRegion(int YStart, int YEnd, int ZStart, int ZEnd);

/// <summary>Windows of two maps on one grid, with work space.</summary>
public abstract class WindowPlan : IDisposable
{
    /// <summary>Describes a plan.</summary>
    private protected WindowPlan(int nx, int ny, int nz, WindowShape shape) => (Nx, Ny, Nz, Shape) = (nx, ny, nz, shape);

    /// <summary>Voxels along x.</summary>
    public int Nx { get; }

    /// <summary>Voxels along y.</summary>
    public int Ny { get; }

    /// <summary>Voxels along z.</summary>
    public int Nz { get; }

    /// <summary>Size and shells of the windows.</summary>
    public WindowShape Shape { get; }

    /// <summary>Computes the profiles of the windows centred at selected voxels of a region. Windows near each other share work: regions of about 64 × 64 rows suit.</summary>
    /// <param name="region">Where to look for selected voxels.</param>
    /// <param name="selected">One byte per voxel of the grid: not 0 where a window is wanted. Windows must lie inside the grid: side/2 ≤ index ≤ n - side/2 along every axis.</param>
    /// <param name="consume">Receives the profiles.</param>
    /// <param name="cancel">Stops early; profiles that were not delivered are missing.</param>
    /// <exception cref="ArgumentException">The array is too short, or a window reaches out of the grid.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public abstract void Run(WindowRegion region, byte[] selected, WindowConsumer consume, CancellationToken cancel = default);

    /// <summary>Frees work space.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees work space.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>The selected voxels of a region in the order of the grid.</summary>
    private protected List<int> Voxels(WindowRegion region, byte[] selected)
    {
        if (selected.LongLength < (long)Nx * Ny * Nz)
            throw new ArgumentException($"{selected.LongLength} flags for a grid of {Nx} x {Ny} x {Nz}", nameof(selected));
        if (region.YStart < 0 || region.YEnd > Ny || region.ZStart < 0 || region.ZEnd > Nz)
            throw new ArgumentException($"{region} of a grid of {Nx} x {Ny} x {Nz}", nameof(region));
        var voxels = new List<int>();
        for (int z = region.ZStart; z < region.ZEnd; z++)
        {
            for (int y = region.YStart; y < region.YEnd; y++)
            {
                int row = (z * Ny + y) * Nx;
                ReadOnlySpan<byte> flags = selected.AsSpan(row, Nx);
                for (int x = flags.IndexOfAnyExcept((byte)0); x >= 0 && x < Nx; x = Next(flags, x + 1))
                {
                    if (IsOut(x, Nx) || IsOut(y, Ny) || IsOut(z, Nz))
                        throw new ArgumentException($"a window of {Shape.Side} voxels at ({x}, {y}, {z}) reaches out of a grid of {Nx} x {Ny} x {Nz}", nameof(selected));
                    voxels.Add(row + x);
                }
            }
        }

        return voxels;
    }

    private static int Next(ReadOnlySpan<byte> flags, int from)
    {
        int more = flags[from..].IndexOfAnyExcept((byte)0);
        return more < 0 ? -1 : from + more;
    }

    private bool IsOut(int index, int count) => index < Shape.Radius || index > count - Shape.Radius;
}
