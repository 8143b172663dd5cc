using Engine.Kernels.Compute;

namespace Engine.Kernels.Cuda;

/// <summary>One CUDA device as found on this machine.</summary>
internal sealed record CudaDeviceInfo
{
    /// <summary>Position in the driver's list, after CUDA_VISIBLE_DEVICES.</summary>
    public required int Index { get; init; }

    /// <summary>The CUdevice.</summary>
    public required int Handle { get; init; }

    /// <summary>Name as the driver gives it.</summary>
    public required string Model { get; init; }

    /// <summary>Unique id in hexadecimal.</summary>
    public required string Uuid { get; init; }

    /// <summary>Compute capability, 10 major + minor.</summary>
    public required int Architecture { get; init; }

    /// <summary>Version of CUDA of the driver, 1000 major + 10 minor.</summary>
    public required int DriverVersion { get; init; }

    /// <summary>Device memory, bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Number of multiprocessors.</summary>
    public required int Multiprocessors { get; init; }

    /// <summary>Largest number of threads in a block.</summary>
    public required int MaxGroupSize { get; init; }

    /// <summary>True when the administrator forbids computing on the device.</summary>
    public bool IsProhibited { get; init; }

    /// <summary>Why CUDA's libraries cannot serve the device; null when they can.</summary>
    public string? LibraryProblem { get; init; }

    /// <summary>Name as a user would write it after --device.</summary>
    public string Name => $"cuda:{Index} {Model}";

    /// <summary>Why the engine cannot use the device; null when it can.</summary>
    public string? Reason =>
        IsProhibited ? "its compute mode is 'prohibited' (nvidia-smi -c)"
        : MaxGroupSize < KernelConstants.TileGroup ? $"it allows {MaxGroupSize} threads in a block, {KernelConstants.TileGroup} are needed"
        : LibraryProblem;
}
