namespace Engine.Kernels;

/// <summary>What kind of device an accelerator drives.</summary>
public enum AcceleratorKind
{
    /// <summary>The host processor, C# SIMD on all cores.</summary>
    Cpu,

    /// <summary>An OpenCL device: a GPU, or PoCL in tests.</summary>
    OpenCl,

    /// <summary>An NVIDIA GPU through the CUDA driver.</summary>
    Cuda,
}

/// <summary>
/// A device that can hold arrays and run the engine's kernels. All science goes through this class; a new kind of
/// device is one more subclass. One accelerator is used by one thread at a time. Work may be queued: results are
/// on the host after a download, a returned scalar, or <see cref="Synchronize"/>.
/// </summary>
public abstract class Accelerator : IDisposable
{
    /// <summary>Name as a user would write it after --device, for example "cpu" or the OpenCL device's name.</summary>
    public abstract string Name { get; }

    /// <summary>The kind of device.</summary>
    public abstract AcceleratorKind Kind { get; }

    /// <summary>Memory of the device in bytes.</summary>
    public abstract long MemoryBytes { get; }

    /// <summary>Vector operations on double arrays: the algebra of the minimiser.</summary>
    public abstract VectorKernels Vectors { get; }

    /// <summary>Density and its gradient at arbitrary positions.</summary>
    public abstract InterpolationKernels Interpolation { get; }

    /// <summary>Density on shells round atoms.</summary>
    public abstract AtomProfileKernels AtomProfiles { get; }

    /// <summary>Stereochemical restraint energies and gradients.</summary>
    public abstract RestraintKernels Restraints { get; }

    /// <summary>Hydrogen atoms that ride on their parents.</summary>
    public abstract RidingKernels Riding { get; }

    /// <summary>Gaussian atoms onto a grid.</summary>
    public abstract SplatKernels Splat { get; }

    /// <summary>Resolution-limited images of atoms on a grid, and gradients.</summary>
    public abstract ImageKernels Images { get; }

    /// <summary>Comparison of maps voxel by voxel.</summary>
    public abstract VoxelKernels Voxels { get; }

    /// <summary>Fourier transforms and filters in Fourier space.</summary>
    public abstract FourierKernels Fourier { get; }

    /// <summary>Local Fourier amplitudes in rolling windows.</summary>
    public abstract WindowKernels Windows { get; }

    /// <summary>Likelihood of densities and the Newton step of Fourier coefficients.</summary>
    public abstract LikelihoodKernels Likelihood { get; }

    /// <summary>Contacts of atoms by dots on their surfaces.</summary>
    public abstract ContactKernels Contacts { get; }

    /// <summary>Comparison of two maps in many small regions.</summary>
    public abstract RegionKernels Regions { get; }

    /// <summary>Ceilings of the device, for benchmarks; null where they cannot be measured.</summary>
    public virtual RooflineKernels? Roofline => null;

    /// <summary>Allocates a zeroed array on the device.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="length">Number of elements, 1 or more.</param>
    /// <param name="purpose">What it is for, named in the out-of-memory error.</param>
    /// <exception cref="DeviceOutOfMemoryException">The device has not that much memory.</exception>
    public abstract DeviceBuffer<T> Allocate<T>(long length, string purpose)
        where T : unmanaged;

    /// <summary>Copies host data to the device.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="source">Host data.</param>
    /// <param name="destination">Device array.</param>
    /// <param name="offset">First element of the device array to write.</param>
    public abstract void Upload<T>(ReadOnlySpan<T> source, DeviceBuffer<T> destination, long offset = 0)
        where T : unmanaged;

    /// <summary>Copies device data to the host; waits for queued work.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="source">Device array.</param>
    /// <param name="destination">Host memory.</param>
    /// <param name="offset">First element of the device array to read.</param>
    public abstract void Download<T>(DeviceBuffer<T> source, Span<T> destination, long offset = 0)
        where T : unmanaged;

    /// <summary>Sets every element of a device array to zero bytes.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="buffer">Device array.</param>
    public abstract void Clear<T>(DeviceBuffer<T> buffer)
        where T : unmanaged;

    /// <summary>Opens the same device once more, for use by another thread at the same time.</summary>
    public abstract Accelerator OpenAnother();

    /// <summary>Waits until all queued work is done.</summary>
    public abstract void Synchronize();

    /// <summary>Allocates a device array and copies host data into it.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="source">Host data; an empty span gives an array of one zero element.</param>
    /// <param name="purpose">What it is for.</param>
    public DeviceBuffer<T> Upload<T>(ReadOnlySpan<T> source, string purpose)
        where T : unmanaged
    {
        DeviceBuffer<T> buffer = Allocate<T>(Math.Max(1, source.Length), purpose);
        if (!source.IsEmpty)
            Upload(source, buffer);
        return buffer;
    }

    /// <summary>Allocates a device array and copies native host data into it, in pieces, without a 2³¹ limit.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="source">Host data.</param>
    /// <param name="purpose">What it is for.</param>
    public DeviceBuffer<T> Upload<T>(NativeBuffer<T> source, string purpose)
        where T : unmanaged
    {
        const int Piece = 1 << 26;
        DeviceBuffer<T> buffer = Allocate<T>(Math.Max(1, source.Length), purpose);
        for (long at = 0; at < source.Length; at += Piece)
            Upload((ReadOnlySpan<T>)source.Slice(at, (int)Math.Min(Piece, source.Length - at)), buffer, at);
        return buffer;
    }

    /// <summary>Native host data as a device array for reading: the same memory where the device is the host, else a copy. The host data must outlive it and must not be written meanwhile.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="source">Host data.</param>
    /// <param name="purpose">What it is for.</param>
    public virtual DeviceBuffer<T> Share<T>(NativeBuffer<T> source, string purpose)
        where T : unmanaged => Upload(source, purpose);

    /// <summary>Copies a whole device array into native host memory, in pieces, without a 2³¹ limit.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="source">Device array.</param>
    /// <param name="destination">Host memory of at least the same length.</param>
    public void Download<T>(DeviceBuffer<T> source, NativeBuffer<T> destination)
        where T : unmanaged
    {
        const int Piece = 1 << 26;
        for (long at = 0; at < source.Length; at += Piece)
            Download(source, destination.Slice(at, (int)Math.Min(Piece, source.Length - at)), at);
    }

    /// <summary>Frees the device.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the device.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
