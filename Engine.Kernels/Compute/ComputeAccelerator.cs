using System.Runtime.CompilerServices;

namespace Engine.Kernels.Compute;

/// <summary>
/// A device whose driver compiles the kernels of Compute/Sources. Everything above the driver is here and in the kernel groups; a back end
/// adds memory, transfers, kernels and Fourier plans. Work is done in the order in which it was queued.
/// </summary>
public abstract unsafe class ComputeAccelerator : Accelerator
{
    private readonly List<ComputeKernel> kernels = [];
    private ComputeGroups? groups;
    private ComputeRooflineKernels? roofline;

    /// <inheritdoc/>
    public override VectorKernels Vectors => Groups.Vectors;

    /// <inheritdoc/>
    public override InterpolationKernels Interpolation => Groups.Interpolation;

    /// <inheritdoc/>
    public override AtomProfileKernels AtomProfiles => Groups.AtomProfiles;

    /// <inheritdoc/>
    public override RestraintKernels Restraints => Groups.Restraints;

    /// <inheritdoc/>
    public override RidingKernels Riding => Groups.Riding;

    /// <inheritdoc/>
    public override SplatKernels Splat => Groups.Splat;

    /// <inheritdoc/>
    public override ImageKernels Images => Groups.Images;

    /// <inheritdoc/>
    public override VoxelKernels Voxels => Groups.Voxels;

    /// <inheritdoc/>
    public override FourierKernels Fourier => Groups.Fourier;

    /// <inheritdoc/>
    public override WindowKernels Windows => Groups.Windows;

    /// <inheritdoc/>
    public override LikelihoodKernels Likelihood => Groups.Likelihood;

    /// <inheritdoc/>
    public override ContactKernels Contacts => Groups.Contacts;

    /// <inheritdoc/>
    public override RegionKernels Regions => Groups.Regions;

    /// <inheritdoc/>
    public override RooflineKernels Roofline => roofline ??= new ComputeRooflineKernels(this);

    /// <summary>True once disposed.</summary>
    private protected abstract bool IsClosed { get; }

    private ComputeGroups Groups => groups ?? throw new InvalidOperationException($"{GetType().Name} has not taken its kernels");

    /// <inheritdoc/>
    public sealed override DeviceBuffer<T> Allocate<T>(long length, string purpose)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return new ComputeBuffer<T>(this, AllocateZeroed(checked(length * sizeof(T)), purpose), length);
    }

    /// <inheritdoc/>
    public sealed override void Upload<T>(ReadOnlySpan<T> source, DeviceBuffer<T> destination, long offset = 0)
    {
        ComputeMemory memory = Checked(destination, offset, source.Length);
        fixed (T* data = source)
            Write(memory, offset * sizeof(T), data, (long)source.Length * sizeof(T));
    }

    /// <inheritdoc/>
    public sealed override void Download<T>(DeviceBuffer<T> source, Span<T> destination, long offset = 0)
    {
        ComputeMemory memory = Checked(source, offset, destination.Length);
        fixed (T* data = destination)
            Read(memory, offset * sizeof(T), data, (long)destination.Length * sizeof(T));
    }

    /// <inheritdoc/>
    public sealed override void Clear<T>(DeviceBuffer<T> buffer) => FillZero(Checked(buffer, 0, 0), buffer.Length * sizeof(T));

    /// <summary>A kernel that lives as long as this accelerator.</summary>
    /// <param name="program">Name from <see cref="KernelSources.Programs"/>.</param>
    /// <param name="name">Function name.</param>
    /// <param name="group">Work-items in a group.</param>
    internal ComputeKernel Kernel(string program, string name, int group = KernelConstants.ItemGroup)
    {
        ComputeKernel kernel = CreateKernel(program, name, group);
        kernels.Add(kernel);
        return kernel;
    }

    /// <summary>Copies between device arrays.</summary>
    /// <param name="source">Source.</param>
    /// <param name="target">Target of at least the same size.</param>
    /// <param name="bytes">Number of bytes.</param>
    internal abstract void Copy(ComputeMemory source, ComputeMemory target, long bytes);

    /// <summary>Makes a Fourier plan.</summary>
    /// <param name="helpers">The engine's kernels round the library's transform.</param>
    /// <param name="nx">Points along x.</param>
    /// <param name="ny">Points along y.</param>
    /// <param name="nz">Points along z.</param>
    /// <param name="batch">Number of transforms.</param>
    internal abstract FourierPlan CreatePlan(FourierHelpers helpers, int nx, int ny, int nz, int batch);

    /// <summary>Makes the kernel groups; called once, when the back end can make kernels.</summary>
    private protected void TakeKernels() => groups = new ComputeGroups(this);

    /// <summary>Frees the groups and kernels; the back end then frees its own.</summary>
    private protected void ReleaseKernels()
    {
        groups?.Dispose();
        roofline?.Dispose();
        foreach (ComputeKernel kernel in kernels)
            kernel.Dispose();
        kernels.Clear();
    }

    /// <summary>Makes a kernel.</summary>
    private protected abstract ComputeKernel CreateKernel(string program, string name, int group);

    /// <summary>Allocates zeroed memory.</summary>
    private protected abstract ComputeMemory AllocateZeroed(long bytes, string purpose);

    /// <summary>Copies from the host; the data may change on return.</summary>
    private protected abstract void Write(ComputeMemory memory, long offset, void* data, long bytes);

    /// <summary>Copies to the host; the data are there on return.</summary>
    private protected abstract void Read(ComputeMemory memory, long offset, void* data, long bytes);

    /// <summary>Queues zeros.</summary>
    private protected abstract void FillZero(ComputeMemory memory, long bytes);

    private ComputeMemory Checked<T>(DeviceBuffer<T> buffer, long offset, long count, [CallerMemberName] string operation = "")
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (offset < 0 || offset + count > buffer.Length)
            throw new ArgumentOutOfRangeException(nameof(offset), $"{operation}: elements {offset} to {offset + count} of an array of {buffer.Length}");
        return ComputeBuffer<T>.MemoryOf(buffer, this);
    }
}
