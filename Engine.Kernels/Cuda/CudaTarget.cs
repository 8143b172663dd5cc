namespace Engine.Kernels.Cuda;

/// <summary>What kernels are compiled for.</summary>
/// <param name="Architecture">10 major + minor of the compute capability.</param>
/// <param name="IsMachineCode">True for the device's machine code, false for PTX.</param>
internal readonly record struct CudaTarget(int Architecture, bool IsMachineCode)
{
    /// <summary>The compiler option.</summary>
    public string Option => $"--gpu-architecture={(IsMachineCode ? "sm" : "compute")}_{Architecture}";
}
