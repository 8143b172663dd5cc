using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>
/// The exact model map on a given grid at one resolution for all atoms, with all work space on the device, for repeated use: Gaussians on an internal grid, FFT,
/// unblurring and the window of the resolution, inverse FFT on the target grid. Values are (1/V) Σ W(s d) F(h) exp(-2πi h·x), in Å⁻² for electrons, with W = 1
/// where d_h &gt; d and 0 elsewhere, or a raised cosine between (1 - w)/d and (1 + w)/d (<see cref="ModelMapOptions.Edge"/>). The box
/// of the target grid (N × voxel) is a periodic P1 cell. Blur after Ten Eyck 1977 (Acta Cryst. A33, 486), chosen from the alias bound in <see cref="SplatGrid"/>.
/// Gradients go the same way back: every step is a real, even filter, so the slopes are filtered likewise and gathered by the atoms.
/// </summary>
public sealed class FourierMapPlan : ModelMapMethod
{
    private readonly FourierPath path;

    /// <summary>Allocates everything.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Target grid.</param>
    /// <param name="dMin">Resolution d, Å.</param>
    /// <param name="options">Options; the default when null.</param>
    /// <exception cref="InputException">The grid is not orthogonal.</exception>
    /// <exception cref="UsageException">The resolution is not above 0, or the edge not between 0 and 0.5.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public FourierMapPlan(Accelerator accelerator, MapGrid grid, double dMin, ModelMapOptions? options = null)
        : base(accelerator, grid, options ?? ModelMapOptions.Default)
    {
        path = new FourierPath(accelerator, grid, dMin, Options, streamed: false);
        DMin = dMin;
    }

    /// <inheritdoc/>
    public override string Name => "fourier";

    /// <summary>Resolution, Å.</summary>
    public double DMin { get; }

    /// <summary>Internal grid.</summary>
    public SplatGrid Splat => path.Splat;

    /// <summary>B that the last <see cref="Compute"/> added and took away again, Å².</summary>
    public double Blur => path.Blur;

    /// <inheritdoc/>
    public override DeviceBuffer<float> Values => path.Values;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings => path.Warnings;

    /// <inheritdoc/>
    public override void Compute(ScatteringAtoms atoms)
    {
        path.AddDensity(path.Begin(atoms), DMin);
        path.Finish();
    }

    /// <inheritdoc/>
    public override void Gradients(ScatteringAtoms atoms, DeviceBuffer<float> slopes, AtomGradients gradients)
    {
        GaussianAtoms gaussians = path.Begin(atoms);
        path.BeginGradients(slopes);
        gradients.Clear(atoms.Count);
        ReadOnlySpan<double> sums = path.Gather(gaussians, DMin, slopes);
        for (int i = 0; i < atoms.Count; i++)
        {
            ReadOnlySpan<double> sum = sums.Slice(AtomSums.Stride * i, AtomSums.Stride);
            gradients.Add(i, sum);
            gradients.Occupancy[i] = sum[AtomSums.Weight];
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            path.Dispose();
    }
}
