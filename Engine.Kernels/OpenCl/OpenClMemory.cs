using Engine.Kernels.Compute;

namespace Engine.Kernels.OpenCl;

/// <summary>One allocation on an OpenCL device; the driver keeps it until the kernels that were queued with it are done.</summary>
internal sealed unsafe class OpenClMemory : ComputeMemory
{
    private readonly OpenClContext context;
    private readonly long bytes;

    /// <summary>Allocates device memory; its content is undefined.</summary>
    /// <param name="context">The device.</param>
    /// <param name="bytes">Size, 1 or more.</param>
    /// <param name="purpose">What it is for, named in the error.</param>
    /// <exception cref="DeviceOutOfMemoryException">The device has not that much memory.</exception>
    public OpenClMemory(OpenClContext context, long bytes, string purpose)
    {
        this.context = context;
        this.bytes = bytes;
        if (bytes > context.AvailableBytes)
            throw OutOfMemory(purpose);
        int status;
        nint memory = OpenClNative.clCreateBuffer(context.Handle, OpenClNative.MemoryReadWrite, (nuint)bytes, null, &status);
        if (OpenClStatus.IsOutOfMemory(status) || status is OpenClStatus.InvalidBufferSize or OpenClStatus.OutOfResources)
            throw OutOfMemory(purpose);
        OpenClStatus.ThrowIfFailed(status, nameof(OpenClNative.clCreateBuffer));
        SetHandle(memory);
        context.AddAllocated(bytes);
    }

    /// <summary>The error for this allocation.</summary>
    /// <param name="purpose">What it is for.</param>
    public DeviceOutOfMemoryException OutOfMemory(string purpose)
    {
        OpenClDeviceInfo device = context.Device;
        string advice = bytes > device.MaxAllocationBytes
            ? $"'{device.Name}' gives at most {device.MaxAllocationBytes / 1048576} MiB in one piece; {Advice}"
            : $"'{device.Name}' has {device.MemoryBytes / 1048576} MiB; {Advice}";
        return new DeviceOutOfMemoryException(bytes, context.AvailableBytes, purpose, advice);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        context.AddAllocated(-bytes);
        return OpenClNative.clReleaseMemObject(handle) == OpenClStatus.Success;
    }
}
