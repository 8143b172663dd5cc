using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Kernels;

/// <summary>Host memory outside the managed heap: 64-byte aligned, zeroed, and not limited to 2³¹ elements.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const uint Alignment = 64;

    private void* block;
    private T* pointer;

    /// <summary>Allocates zeroed memory.</summary>
    /// <param name="length">Number of elements, 0 or more.</param>
    /// <param name="purpose">What the memory is for; named in the out-of-memory error.</param>
    /// <exception cref="DeviceOutOfMemoryException">The host has not that much memory.</exception>
    public NativeBuffer(long length, string purpose)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        nuint bytes = checked((nuint)length * (nuint)sizeof(T));
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (available > 0 && bytes > (nuint)available)
            throw new DeviceOutOfMemoryException((long)bytes, available, purpose, "use a machine with more memory or a smaller map");
        try
        {
            // Large zeroed blocks come straight from the system, which fills a page when it is first touched: no pass over the memory here, and
            // whoever writes first, often all cores at once, pays for the pages.
            block = NativeMemory.AllocZeroed(checked(Math.Max(bytes, Alignment) + Alignment - 1));
        }
        catch (OutOfMemoryException)
        {
            throw new DeviceOutOfMemoryException((long)bytes, -1, purpose, "use a machine with more memory or a smaller map");
        }

        LargePages.Advise(block, bytes);
        pointer = (T*)(((nuint)block + Alignment - 1) & ~(nuint)(Alignment - 1));
        Length = length;
        GC.AddMemoryPressure(Math.Max((long)bytes, 64));
    }

    /// <summary>Frees the memory if <see cref="Dispose"/> was not called.</summary>
    ~NativeBuffer() => Free();

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>Address of the first element; valid until <see cref="Dispose"/>.</summary>
    public T* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(pointer == null, this);
            return pointer;
        }
    }

    /// <summary>Element at an index; the index is checked.</summary>
    /// <param name="index">0 to Length - 1.</param>
    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((ulong)index >= (ulong)Length)
                throw new ArgumentOutOfRangeException(nameof(index));
            return ref Pointer[index];
        }
    }

    /// <summary>A window of at most 2³¹ - 1 elements.</summary>
    /// <param name="offset">First element.</param>
    /// <param name="count">Number of elements.</param>
    public Span<T> Slice(long offset, int count)
    {
        if (offset < 0 || count < 0 || offset + count > Length)
            throw new ArgumentOutOfRangeException(nameof(offset));
        return new Span<T>(Pointer + offset, count);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (pointer == null)
            return;
        NativeMemory.Free(block);
        block = null;
        pointer = null;
        GC.RemoveMemoryPressure(Math.Max(Length * sizeof(T), 64));
    }
}
