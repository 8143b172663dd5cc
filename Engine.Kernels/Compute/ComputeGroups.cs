namespace Engine.Kernels.Compute;

/// <summary>The kernel groups of one accelerator.</summary>
/// <param name="accelerator">Owner; it can already make kernels.</param>
internal sealed class ComputeGroups(ComputeAccelerator accelerator) : IDisposable
{
    public ComputeVectorKernels Vectors { get; } = new(accelerator);

    public ComputeInterpolationKernels Interpolation { get; } = new(accelerator);

    public ComputeAtomProfileKernels AtomProfiles { get; } = new(accelerator);

    public ComputeRestraintKernels Restraints { get; } = new(accelerator);

    public ComputeRidingKernels Riding { get; } = new(accelerator);

    public ComputeSplatKernels Splat { get; } = new(accelerator);

    public ComputeImageKernels Images { get; } = new(accelerator);

    public ComputeVoxelKernels Voxels { get; } = new(accelerator);

    public ComputeFourierKernels Fourier { get; } = new(accelerator);

    public ComputeWindowKernels Windows { get; } = new(accelerator);

    public ComputeLikelihoodKernels Likelihood { get; } = new(accelerator);

    public ComputeContactKernels Contacts { get; } = new(accelerator);

    public ComputeRegionKernels Regions { get; } = new(accelerator);

    /// <summary>Frees their work space.</summary>
    public void Dispose()
    {
        foreach (IDisposable group in (IDisposable[])[Vectors, Interpolation, AtomProfiles, Restraints, Images, Voxels, Likelihood])
            group.Dispose();
    }
}
