namespace Engine.Kernels.OpenCl;

/// <summary>The universal matrices on the device; kept while the same basis is in use.</summary>
internal sealed class OpenClProfileMatrix : IDisposable
{
    /// <summary>Uploads the matrices.</summary>
    /// <param name="accelerator">Owner.</param>
    /// <param name="source">The matrices.</param>
    public OpenClProfileMatrix(OpenClAccelerator accelerator, ProfileMatrix source)
    {
        const string Purpose = "profile matrix";
        Source = source;
        Tau = accelerator.Upload<double>(source.Tau, Purpose);
        Density = accelerator.Upload<float>(source.Density, Purpose);
        Resolution = accelerator.Upload<float>(source.Resolution, Purpose);
        Radial = accelerator.Upload<float>(source.Radial, Purpose);
    }

    /// <summary>The basis they belong to.</summary>
    public ProfileMatrix Source { get; }

    /// <summary>Quadrature nodes.</summary>
    public DeviceBuffer<double> Tau { get; }

    /// <summary>Table of the density.</summary>
    public DeviceBuffer<float> Density { get; }

    /// <summary>Table of the derivative by resolution.</summary>
    public DeviceBuffer<float> Resolution { get; }

    /// <summary>Table of the radial quantity.</summary>
    public DeviceBuffer<float> Radial { get; }

    /// <summary>Frees them.</summary>
    public void Dispose()
    {
        Tau.Dispose();
        Density.Dispose();
        Resolution.Dispose();
        Radial.Dispose();
    }
}
