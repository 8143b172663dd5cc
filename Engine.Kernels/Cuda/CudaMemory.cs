using Engine.Kernels.Compute;

namespace Engine.Kernels.Cuda;

/// <summary>One allocation on a CUDA device. Its release waits for the device: kernels that were queued with it come first.</summary>
internal sealed unsafe class CudaMemory : ComputeMemory
{
    private readonly CudaContext context;
    private readonly long bytes;

    /// <summary>Allocates device memory; its content is undefined.</summary>
    /// <param name="context">The device.</param>
    /// <param name="bytes">Size, 1 or more.</param>
    /// <param name="purpose">What it is for, named in the error.</param>
    /// <exception cref="DeviceOutOfMemoryException">The device has not that much memory.</exception>
    public CudaMemory(CudaContext context, long bytes, string purpose)
    {
        (this.context, this.bytes) = (context, bytes);
        context.Enter();
        nint address;
        int status = context.Driver.MemAlloc(&address, (nuint)bytes);
        if (status == CudaDriver.OutOfMemory)
        {
            CudaDeviceInfo device = context.Device;
            throw new DeviceOutOfMemoryException(
                bytes, context.AvailableBytes, purpose, $"'{device.Name}' has {device.MemoryBytes / 1048576} MiB; {Advice}");
        }

        context.Driver.Check(status, $"MemAlloc for {purpose}");
        SetHandle(address);
        DeviceMemoryAccount.Add(bytes);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        DeviceMemoryAccount.Add(-bytes);
        try
        {
            context.Enter();
        }
        catch (DeviceException)
        {
            // The driver is gone at the end of the process; so is the memory.
            return false;
        }

        _ = context.Driver.CtxSynchronize();
        return context.Driver.MemFree(handle) == CudaDriver.Success;
    }
}
