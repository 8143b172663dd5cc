namespace Engine.Kernels;

/// <summary>A device that the engine found on this machine.</summary>
public sealed record DeviceInfo
{
    /// <summary>Name as a user would write it after --device.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of accelerator that drives it.</summary>
    public required AcceleratorKind Kind { get; init; }

    /// <summary>True for a GPU: a candidate for the choices <c>auto</c> and <c>gpu</c>.</summary>
    public bool IsGpu { get; init; }

    /// <summary>True when the same GPU is also listed, and usable, through another driver that is preferred: then this entry is used only when named.</summary>
    public bool IsSecondary { get; init; }

    /// <summary>Memory in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Vendor, platform and driver version, for people to read.</summary>
    public string Description { get; init; } = "";

    /// <summary>Why the device cannot be used, or null when it can.</summary>
    public string? Reason { get; init; }

    /// <summary>True when <see cref="DeviceCatalog.Open"/> can open it.</summary>
    public bool IsUsable => Reason == null;
}
