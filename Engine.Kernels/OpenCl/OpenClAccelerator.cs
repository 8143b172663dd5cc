using Engine.Kernels.Compute;

namespace Engine.Kernels.OpenCl;

/// <summary>An OpenCL device with a queue of its own.</summary>
public sealed unsafe class OpenClAccelerator : ComputeAccelerator
{
    /// <summary>Largest single transfer, bytes: drivers pin staging memory of this size.</summary>
    private const long TransferPiece = 64L << 20;

    /// <summary>Makes a queue on a device and takes the kernels out of its programs.</summary>
    /// <param name="context">The device.</param>
    internal OpenClAccelerator(OpenClContext context)
    {
        Context = context;
        int status;
        Queue = OpenClNative.clCreateCommandQueue(context.Handle, context.Device.Handle, 0, &status);
        OpenClStatus.ThrowIfFailed(status, nameof(OpenClNative.clCreateCommandQueue));
        TakeKernels();
    }

    /// <inheritdoc/>
    public override string Name => Context.Device.Name;

    /// <inheritdoc/>
    public override AcceleratorKind Kind => AcceleratorKind.OpenCl;

    /// <inheritdoc/>
    public override long MemoryBytes => Context.Device.MemoryBytes;

    /// <summary>What the driver says about the device.</summary>
    public OpenClDeviceInfo Device => Context.Device;

    /// <summary>The device of this process.</summary>
    internal OpenClContext Context { get; }

    /// <summary>The cl_command_queue; 0 after disposal.</summary>
    internal nint Queue { get; private set; }

    /// <inheritdoc/>
    private protected override bool IsClosed => Queue == 0;

    /// <inheritdoc/>
    public override Accelerator OpenAnother() => new OpenClAccelerator(Context);

    /// <inheritdoc/>
    public override void Synchronize() => OpenClStatus.ThrowIfFailed(OpenClNative.clFinish(Queue));

    /// <inheritdoc/>
    internal override void Copy(ComputeMemory source, ComputeMemory target, long bytes) =>
        OpenClStatus.ThrowIfFailed(
            OpenClNative.clEnqueueCopyBuffer(Queue, source.Address, target.Address, 0, 0, (nuint)bytes, 0, null, null));

    /// <inheritdoc/>
    /// <remarks>PoCL keeps what it compiles itself; to fetch it would compile every kernel a second time, in a general form.</remarks>
    internal override FourierPlan CreatePlan(FourierHelpers helpers, int nx, int ny, int nz, int batch) =>
        new OpenClFourierPlan(this, helpers, Device.IsPocl ? null : ProgramCache.Default, nx, ny, nz, batch);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing || Queue == 0)
            return;
        _ = OpenClNative.clFinish(Queue);
        ReleaseKernels();
        _ = OpenClNative.clReleaseCommandQueue(Queue);
        Queue = 0;
    }

    /// <inheritdoc/>
    private protected override ComputeKernel CreateKernel(string program, string name, int group) =>
        new OpenClKernel(this, Context.Program(program), name, group);

    /// <inheritdoc/>
    private protected override ComputeMemory AllocateZeroed(long bytes, string purpose)
    {
        OpenClMemory memory = new(Context, bytes, purpose);
        try
        {
            // Drivers put memory on the device at its first use: filling it here makes a shortage show here, with its purpose.
            int status = Zero(memory, bytes);
            if (OpenClStatus.IsOutOfMemory(status) || status == OpenClStatus.OutOfResources)
                throw memory.OutOfMemory(purpose);
            OpenClStatus.ThrowIfFailed(status, nameof(OpenClNative.clEnqueueFillBuffer));
            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    private protected override void Write(ComputeMemory memory, long offset, void* data, long bytes)
    {
        for (long at = 0; at < bytes; at += TransferPiece)
        {
            nuint size = (nuint)Math.Min(TransferPiece, bytes - at);
            OpenClStatus.ThrowIfFailed(
                OpenClNative.clEnqueueWriteBuffer(Queue, memory.Address, 1, (nuint)(offset + at), size, (byte*)data + at, 0, null, null));
        }
    }

    /// <inheritdoc/>
    private protected override void Read(ComputeMemory memory, long offset, void* data, long bytes)
    {
        for (long at = 0; at < bytes; at += TransferPiece)
        {
            nuint size = (nuint)Math.Min(TransferPiece, bytes - at);
            OpenClStatus.ThrowIfFailed(
                OpenClNative.clEnqueueReadBuffer(Queue, memory.Address, 1, (nuint)(offset + at), size, (byte*)data + at, 0, null, null));
        }
    }

    /// <inheritdoc/>
    private protected override void FillZero(ComputeMemory memory, long bytes) =>
        OpenClStatus.ThrowIfFailed(Zero(memory, bytes), nameof(OpenClNative.clEnqueueFillBuffer));

    private int Zero(ComputeMemory memory, long bytes)
    {
        uint zero = 0;
        byte pattern = 0;
        return bytes % sizeof(uint) == 0
            ? OpenClNative.clEnqueueFillBuffer(Queue, memory.Address, &zero, sizeof(uint), 0, (nuint)bytes, 0, null, null)
            : OpenClNative.clEnqueueFillBuffer(Queue, memory.Address, &pattern, 1, 0, (nuint)bytes, 0, null, null);
    }
}
