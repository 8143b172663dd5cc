namespace Engine.Kernels.Compute;

/// <summary>
/// A plan of a library of Fourier transforms. Axes of one point are left out of the transform; when x has one point the half space holds as many
/// numbers as the real array, and the library transforms complex numbers in place after a change of layout.
/// </summary>
/// <param name="helpers">The engine's kernels round the library's transform.</param>
/// <param name="nx">Points along x.</param>
/// <param name="ny">Points along y.</param>
/// <param name="nz">Points along z.</param>
/// <param name="batch">Number of transforms.</param>
internal abstract class ComputeFourierPlan(FourierHelpers helpers, int nx, int ny, int nz, int batch) : FourierPlan(nx, ny, nz, batch)
{
    /// <summary>Numbers of points of the axes with more than one, the fastest first.</summary>
    protected int[] Axes { get; } = [.. ((int[])[nx, ny, nz]).Where(n => n > 1)];

    /// <summary>True when the library transforms complex numbers in place in the half-space array.</summary>
    protected bool ComplexOnly => Nx == 1;

    /// <summary>The engine's kernels round the library's transform.</summary>
    protected FourierHelpers Helpers => helpers;

    /// <inheritdoc/>
    public override void Forward(DeviceBuffer<float> real, DeviceBuffer<float> half)
    {
        Check(real, half);
        if (ComplexOnly)
            helpers.Widen.Set(real).Set(half).Set(RealLength).Run(RealLength);
        Transform(real, half, inverse: false);
    }

    /// <inheritdoc/>
    public override void Inverse(DeviceBuffer<float> half, DeviceBuffer<float> real)
    {
        Check(real, half);
        Transform(real, half, inverse: true);
        if (ComplexOnly)
            helpers.Narrow.Set(half).Set(real).Set(RealLength).Run(RealLength);
    }

    /// <summary>Queues the library's transform: real to half space or back, divided by the number of points on the way back; nothing without axes.</summary>
    /// <param name="real">Real array; not used when <see cref="ComplexOnly"/>.</param>
    /// <param name="half">Half-space array.</param>
    /// <param name="inverse">Direction.</param>
    protected abstract void Transform(DeviceBuffer<float> real, DeviceBuffer<float> half, bool inverse);

    private void Check(DeviceBuffer<float> real, DeviceBuffer<float> half)
    {
        if (real.Length < RealLength)
            throw new ArgumentException($"{real.Length} floats for {Nx} x {Ny} x {Nz} x {Batch} points", nameof(real));
        if (half.Length < HalfLength)
            throw new ArgumentException($"{half.Length} floats for the half space of {Nx} x {Ny} x {Nz} x {Batch} points", nameof(half));
    }
}
