namespace Engine.Kernels.Compute;

/// <summary>The engine's kernels that a Fourier plan needs beside the library's transform.</summary>
/// <param name="Widen">Makes real numbers complex.</param>
/// <param name="Narrow">Takes real parts.</param>
/// <param name="Scale">Multiplies floats by a factor.</param>
internal sealed record FourierHelpers(ComputeKernel Widen, ComputeKernel Narrow, ComputeKernel Scale);
