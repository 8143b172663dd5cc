using Engine.Kernels.Compute;

namespace Engine.Kernels.Cuda;

/// <summary>A CUDA device with a stream of its own, driven through the driver API.</summary>
internal sealed unsafe class CudaAccelerator : ComputeAccelerator
{
    /// <summary>CU_STREAM_NON_BLOCKING: no waiting for the default stream, which the engine does not use.</summary>
    private const uint NonBlocking = 1;

    private readonly CudaContext context;

    /// <summary>Makes a stream on a device and takes the kernels out of its programs.</summary>
    /// <param name="context">The device.</param>
    public CudaAccelerator(CudaContext context)
    {
        this.context = context;
        nint stream;
        CudaDriver driver = Enter();
        driver.Check(driver.StreamCreate(&stream, NonBlocking));
        Stream = stream;
        TakeKernels();
    }

    /// <inheritdoc/>
    public override string Name => context.Device.Name;

    /// <inheritdoc/>
    public override AcceleratorKind Kind => AcceleratorKind.Cuda;

    /// <inheritdoc/>
    public override long MemoryBytes => context.Device.MemoryBytes;

    /// <summary>The device of this process.</summary>
    public CudaContext Context => context;

    /// <summary>The CUstream; 0 after disposal.</summary>
    public nint Stream { get; private set; }

    /// <inheritdoc/>
    private protected override bool IsClosed => Stream == 0;

    /// <summary>Makes the device the calling thread's and returns its driver.</summary>
    public CudaDriver Enter()
    {
        context.Enter();
        return context.Driver;
    }

    /// <inheritdoc/>
    public override Accelerator OpenAnother() => new CudaAccelerator(context);

    /// <inheritdoc/>
    public override void Synchronize()
    {
        CudaDriver driver = Enter();
        driver.Check(driver.StreamSynchronize(Stream));
    }

    /// <inheritdoc/>
    internal override void Copy(ComputeMemory source, ComputeMemory target, long bytes)
    {
        CudaDriver driver = Enter();
        driver.Check(driver.MemcpyDtoDAsync(target.Address, source.Address, (nuint)bytes, Stream));
    }

    /// <inheritdoc/>
    internal override FourierPlan CreatePlan(FourierHelpers helpers, int nx, int ny, int nz, int batch) =>
        new CudaFourierPlan(this, helpers, nx, ny, nz, batch);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing || Stream == 0)
            return;
        CudaDriver driver = Enter();
        _ = driver.StreamSynchronize(Stream);
        ReleaseKernels();
        _ = driver.StreamDestroy(Stream);
        Stream = 0;
    }

    /// <inheritdoc/>
    private protected override ComputeKernel CreateKernel(string program, string name, int group) => new CudaKernel(this, context.Program(program), name, group);

    /// <inheritdoc/>
    private protected override ComputeMemory AllocateZeroed(long bytes, string purpose)
    {
        CudaMemory memory = new(context, bytes, purpose);
        try
        {
            FillZero(memory, bytes);
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
        if (bytes == 0)
            return;
        CudaDriver driver = Enter();
        driver.Check(driver.MemcpyHtoDAsync(memory.Address + (nint)offset, data, (nuint)bytes, Stream));
        driver.Check(driver.StreamSynchronize(Stream));
    }

    /// <inheritdoc/>
    private protected override void Read(ComputeMemory memory, long offset, void* data, long bytes)
    {
        if (bytes == 0)
            return;
        CudaDriver driver = Enter();
        driver.Check(driver.MemcpyDtoHAsync(data, memory.Address + (nint)offset, (nuint)bytes, Stream));
        driver.Check(driver.StreamSynchronize(Stream));
    }

    /// <inheritdoc/>
    private protected override void FillZero(ComputeMemory memory, long bytes)
    {
        CudaDriver driver = Enter();
        driver.Check(driver.MemsetD8Async(memory.Address, 0, (nuint)bytes, Stream));
    }
}
