using System.Runtime.CompilerServices;

namespace Engine.Kernels.OpenCl;

/// <summary>An OpenCL device with a queue of its own. Work is done in the order in which it was queued.</summary>
public sealed unsafe class OpenClAccelerator : Accelerator
{
    /// <summary>Largest single transfer, bytes: drivers pin staging memory of this size.</summary>
    private const long TransferPiece = 64L << 20;

    private readonly List<OpenClKernel> kernels = [];
    private readonly OpenClVectorKernels vectors;
    private readonly OpenClInterpolationKernels interpolation;
    private readonly OpenClAtomProfileKernels atomProfiles;
    private readonly OpenClRestraintKernels restraints;
    private readonly OpenClRidingKernels riding;
    private readonly OpenClSplatKernels splat;
    private readonly OpenClImageKernels images;
    private readonly OpenClVoxelKernels voxels;
    private readonly OpenClFourierKernels fourier;
    private readonly OpenClWindowKernels windows;
    private readonly OpenClLikelihoodKernels likelihood;
    private OpenClRooflineKernels? roofline;

    /// <summary>Makes a queue on a device and takes the kernels out of its programs.</summary>
    /// <param name="context">The device.</param>
    internal OpenClAccelerator(OpenClContext context)
    {
        Context = context;
        int status;
        Queue = OpenClNative.clCreateCommandQueue(context.Handle, context.Device.Handle, 0, &status);
        OpenClStatus.ThrowIfFailed(status, nameof(OpenClNative.clCreateCommandQueue));
        vectors = new OpenClVectorKernels(this);
        interpolation = new OpenClInterpolationKernels(this);
        atomProfiles = new OpenClAtomProfileKernels(this);
        restraints = new OpenClRestraintKernels(this);
        riding = new OpenClRidingKernels(this);
        splat = new OpenClSplatKernels(this);
        images = new OpenClImageKernels(this);
        voxels = new OpenClVoxelKernels(this);
        fourier = new OpenClFourierKernels(this);
        windows = new OpenClWindowKernels(this);
        likelihood = new OpenClLikelihoodKernels(this);
    }

    /// <inheritdoc/>
    public override string Name => Context.Device.Name;

    /// <inheritdoc/>
    public override AcceleratorKind Kind => AcceleratorKind.OpenCl;

    /// <inheritdoc/>
    public override long MemoryBytes => Context.Device.MemoryBytes;

    /// <summary>What the driver says about the device.</summary>
    public OpenClDeviceInfo Device => Context.Device;

    /// <inheritdoc/>
    public override VectorKernels Vectors => vectors;

    /// <inheritdoc/>
    public override InterpolationKernels Interpolation => interpolation;

    /// <inheritdoc/>
    public override AtomProfileKernels AtomProfiles => atomProfiles;

    /// <inheritdoc/>
    public override RestraintKernels Restraints => restraints;

    /// <inheritdoc/>
    public override RidingKernels Riding => riding;

    /// <inheritdoc/>
    public override SplatKernels Splat => splat;

    /// <inheritdoc/>
    public override ImageKernels Images => images;

    /// <inheritdoc/>
    public override VoxelKernels Voxels => voxels;

    /// <inheritdoc/>
    public override FourierKernels Fourier => fourier;

    /// <inheritdoc/>
    public override WindowKernels Windows => windows;

    /// <inheritdoc/>
    public override LikelihoodKernels Likelihood => likelihood;

    /// <inheritdoc/>
    public override RooflineKernels Roofline => roofline ??= new OpenClRooflineKernels(this);

    /// <summary>The device of this process.</summary>
    internal OpenClContext Context { get; }

    /// <summary>The cl_command_queue; 0 after disposal.</summary>
    internal nint Queue { get; private set; }

    /// <inheritdoc/>
    public override DeviceBuffer<T> Allocate<T>(long length, string purpose)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ObjectDisposedException.ThrowIf(Queue == 0, this);
        OpenClMemory memory = new(Context, checked(length * sizeof(T)), purpose);
        try
        {
            // Drivers put memory on the device at its first use: filling it here makes a shortage show here, with its purpose.
            int status = FillZero(memory, length * sizeof(T));
            if (OpenClStatus.IsOutOfMemory(status) || status == OpenClStatus.OutOfResources)
                throw memory.OutOfMemory(purpose);
            OpenClStatus.ThrowIfFailed(status, nameof(OpenClNative.clEnqueueFillBuffer));
        }
        catch
        {
            memory.Dispose();
            throw;
        }

        return new OpenClBuffer<T>(this, memory, length);
    }

    /// <inheritdoc/>
    public override void Upload<T>(ReadOnlySpan<T> source, DeviceBuffer<T> destination, long offset = 0)
    {
        OpenClMemory memory = Checked(destination, offset, source.Length);
        long total = (long)source.Length * sizeof(T);
        fixed (T* data = source)
        {
            for (long at = 0; at < total; at += TransferPiece)
            {
                nuint size = (nuint)Math.Min(TransferPiece, total - at);
                nuint first = (nuint)(offset * sizeof(T) + at);
                OpenClStatus.ThrowIfFailed(
                    OpenClNative.clEnqueueWriteBuffer(Queue, memory.Address, 1, first, size, (byte*)data + at, 0, null, null));
            }
        }
    }

    /// <inheritdoc/>
    public override void Download<T>(DeviceBuffer<T> source, Span<T> destination, long offset = 0)
    {
        OpenClMemory memory = Checked(source, offset, destination.Length);
        long total = (long)destination.Length * sizeof(T);
        fixed (T* data = destination)
        {
            for (long at = 0; at < total; at += TransferPiece)
            {
                nuint size = (nuint)Math.Min(TransferPiece, total - at);
                nuint first = (nuint)(offset * sizeof(T) + at);
                OpenClStatus.ThrowIfFailed(
                    OpenClNative.clEnqueueReadBuffer(Queue, memory.Address, 1, first, size, (byte*)data + at, 0, null, null));
            }
        }
    }

    /// <inheritdoc/>
    public override void Clear<T>(DeviceBuffer<T> buffer) =>
        OpenClStatus.ThrowIfFailed(FillZero(Checked(buffer, 0, 0), buffer.Length * sizeof(T)), nameof(OpenClNative.clEnqueueFillBuffer));

    /// <inheritdoc/>
    public override void Synchronize() => OpenClStatus.ThrowIfFailed(OpenClNative.clFinish(Queue));

    /// <summary>A kernel that lives as long as this accelerator.</summary>
    /// <param name="program">Name from <see cref="KernelSources.Programs"/>.</param>
    /// <param name="name">Function name.</param>
    /// <param name="group">Work-items in a group.</param>
    internal OpenClKernel Kernel(string program, string name, int group = KernelConstants.ItemGroup)
    {
        OpenClKernel kernel = new(Context.Program(program), Queue, name, group);
        kernels.Add(kernel);
        return kernel;
    }

    /// <summary>Copies between device arrays.</summary>
    /// <param name="source">Source.</param>
    /// <param name="target">Target of at least the same size.</param>
    /// <param name="bytes">Number of bytes.</param>
    internal void Copy(OpenClMemory source, OpenClMemory target, long bytes) =>
        OpenClStatus.ThrowIfFailed(
            OpenClNative.clEnqueueCopyBuffer(Queue, source.Address, target.Address, 0, 0, (nuint)bytes, 0, null, null));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing || Queue == 0)
            return;
        _ = OpenClNative.clFinish(Queue);
        vectors.Dispose();
        interpolation.Dispose();
        atomProfiles.Dispose();
        restraints.Dispose();
        images.Dispose();
        voxels.Dispose();
        likelihood.Dispose();
        roofline?.Dispose();
        foreach (OpenClKernel kernel in kernels)
            kernel.Dispose();
        _ = OpenClNative.clReleaseCommandQueue(Queue);
        Queue = 0;
    }

    private int FillZero(OpenClMemory memory, long bytes)
    {
        uint zero = 0;
        byte pattern = 0;
        return bytes % sizeof(uint) == 0
            ? OpenClNative.clEnqueueFillBuffer(Queue, memory.Address, &zero, sizeof(uint), 0, (nuint)bytes, 0, null, null)
            : OpenClNative.clEnqueueFillBuffer(Queue, memory.Address, &pattern, 1, 0, (nuint)bytes, 0, null, null);
    }

    private OpenClMemory Checked<T>(DeviceBuffer<T> buffer, long offset, long count, [CallerMemberName] string operation = "")
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(Queue == 0, this);
        if (offset < 0 || offset + count > buffer.Length)
            throw new ArgumentOutOfRangeException(nameof(offset), $"{operation}: elements {offset} to {offset + count} of an array of {buffer.Length}");
        return OpenClBuffer<T>.From(buffer).Memory;
    }
}
