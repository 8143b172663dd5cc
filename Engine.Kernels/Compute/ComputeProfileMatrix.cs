namespace Engine.Kernels.Compute;

/// <summary>The universal matrices on the device; kept while the same basis is in use.</summary>
internal sealed class ComputeProfileMatrix : IDisposable
{
    /// <summary>Uploads the matrices.</summary>
    /// <param name="accelerator">Owner.</param>
    /// <param name="source">The matrices.</param>
    public ComputeProfileMatrix(ComputeAccelerator accelerator, ProfileMatrix source)
    {
        const string Purpose = "profile matrix";
        Source = source;
        Tau = accelerator.Upload<double>(source.Tau, Purpose);
        Density = accelerator.Upload<float>(source.Density, Purpose);
        Resolution = accelerator.Upload<float>(source.Resolution, Purpose);
        Curvature = accelerator.Upload<float>(source.Curvature, Purpose);
    }

    /// <summary>The basis they belong to.</summary>
    public ProfileMatrix Source { get; }

    /// <summary>Quadrature nodes.</summary>
    public DeviceBuffer<double> Tau { get; }

    /// <summary>Table of the density.</summary>
    public DeviceBuffer<float> Density { get; }

    /// <summary>Table of the derivative by resolution.</summary>
    public DeviceBuffer<float> Resolution { get; }

    /// <summary>Table of the curvature.</summary>
    public DeviceBuffer<float> Curvature { get; }

    /// <summary>Frees them.</summary>
    public void Dispose()
    {
        Tau.Dispose();
        Density.Dispose();
        Resolution.Dispose();
        Curvature.Dispose();
    }
}
