using Engine.Kernels.Compute;

namespace Engine.Kernels.OpenCl;

/// <summary>One OpenCL device as found on this machine.</summary>
public sealed record OpenClDeviceInfo
{
    /// <summary>Device name as the driver gives it; PoCL's is preceded by "pocl", so that users can name it.</summary>
    public required string Name { get; init; }

    /// <summary>Platform (driver stack) name.</summary>
    public required string Platform { get; init; }

    /// <summary>Vendor name.</summary>
    public required string Vendor { get; init; }

    /// <summary>OpenCL version of the device.</summary>
    public required string Version { get; init; }

    /// <summary>Driver version.</summary>
    public required string Driver { get; init; }

    /// <summary>True for a graphics processor.</summary>
    public required bool IsGpu { get; init; }

    /// <summary>True for PoCL's host processor device, which is used only when named.</summary>
    public required bool IsPocl { get; init; }

    /// <summary>Device memory, bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Largest single allocation that the driver promises, bytes.</summary>
    public required long MaxAllocationBytes { get; init; }

    /// <summary>Number of compute units.</summary>
    public required int ComputeUnits { get; init; }

    /// <summary>Largest number of work-items in a group.</summary>
    public required long MaxGroupSize { get; init; }

    /// <summary>Local memory of a group, bytes.</summary>
    public required long LocalMemoryBytes { get; init; }

    /// <summary>True when the device computes in double.</summary>
    public required bool HasDouble { get; init; }

    /// <summary>True when the driver has a compiler.</summary>
    public required bool HasCompiler { get; init; }

    /// <summary>True when the device is switched on and free.</summary>
    public required bool IsAvailable { get; init; }

    /// <summary>Unique id in hexadecimal, empty when the driver gives none.</summary>
    public string Uuid { get; init; } = "";

    /// <summary>True when CUDA_VISIBLE_DEVICES hides the device.</summary>
    public bool IsHidden { get; init; }

    /// <summary>cl_platform_id.</summary>
    internal nint PlatformHandle { get; init; }

    /// <summary>cl_device_id.</summary>
    internal nint Handle { get; init; }

    /// <summary>Why the engine cannot use the device; null when it can.</summary>
    public string? Reason
    {
        get
        {
            if (IsHidden)
                return "hidden by CUDA_VISIBLE_DEVICES";
            if (!IsAvailable)
                return "the driver says that it is not available";
            if (!HasCompiler)
                return "its driver has no compiler for OpenCL C";
            if (!HasDouble)
                return "it has no double precision (cl_khr_fp64)";
            if (MaxGroupSize < KernelConstants.TileGroup)
                return $"it allows {MaxGroupSize} work-items in a group, {KernelConstants.TileGroup} are needed";
            return null;
        }
    }

    /// <summary>True when the engine can use the device.</summary>
    public bool IsUsable => Reason == null;
}
