using System.Runtime.InteropServices;

namespace Engine.Kernels.Compute;

/// <summary>One allocation on a device, released once; work that was queued with it is done before the memory goes.</summary>
internal abstract class ComputeMemory() : SafeHandle(0, ownsHandle: true)
{
    /// <summary>What a user can do when a device has too little memory.</summary>
    public const string Advice = "use a smaller box, a device with more memory, or --device cpu";

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The driver's handle or address, as kernels take it.</summary>
    /// <exception cref="ObjectDisposedException">It was released.</exception>
    public nint Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
    }
}
