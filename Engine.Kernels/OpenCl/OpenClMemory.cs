using System.Runtime.InteropServices;

namespace Engine.Kernels.OpenCl;

/// <summary>One allocation on a device, released once.</summary>
internal sealed unsafe class OpenClMemory : SafeHandle
{
    /// <summary>What a user can do when a device has too little memory.</summary>
    public const string Advice = "use a smaller box, a device with more memory, or --device cpu";

    private readonly OpenClContext context;
    private readonly long bytes;

    /// <summary>Allocates device memory; its content is undefined.</summary>
    /// <param name="context">The device.</param>
    /// <param name="bytes">Size, 1 or more.</param>
    /// <param name="purpose">What it is for, named in the error.</param>
    /// <exception cref="DeviceOutOfMemoryException">The device has not that much memory.</exception>
    public OpenClMemory(OpenClContext context, long bytes, string purpose)
        : base(0, ownsHandle: true)
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

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The cl_mem.</summary>
    /// <exception cref="ObjectDisposedException">It was released.</exception>
    public nint Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
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
