using System.Runtime.InteropServices;

namespace Engine.Kernels;

/// <summary>
/// Asks the system to back large memory blocks with large pages. A fresh map of 200 MB costs 50,000 page faults with 4 KiB pages, which takes longer
/// than reading it. This is a hint: where the system does not know it, nothing changes.
/// </summary>
internal static unsafe partial class LargePages
{
    private const nuint SmallestBlock = 4 << 20;
    private const nuint PageSize = 4096;
    private const int MadvHugePage = 14;

    /// <summary>Gives the hint for a block; small blocks are left alone.</summary>
    /// <param name="block">Start of the block.</param>
    /// <param name="bytes">Its length, bytes.</param>
    public static void Advise(void* block, nuint bytes)
    {
        if (bytes < SmallestBlock || !OperatingSystem.IsLinux())
            return;
        nuint start = ((nuint)block + PageSize - 1) & ~(PageSize - 1), end = ((nuint)block + bytes) & ~(PageSize - 1);
        _ = MemoryAdvise((void*)start, end - start, MadvHugePage);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemoryAdvise(void* start, nuint bytes, int advice);
}
