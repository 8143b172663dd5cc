using Engine.Kernels;

namespace Engine.Core.Refinement.Convergence;

/// <summary>
/// T = Σ w_i |x_i - a_i|² / 2, springs that hold atoms near where they were, optionally beside another map term. With w = 1/σ² it is the negative logarithm of a
/// normal distribution of coordinate errors σ per axis.
/// </summary>
public sealed class AnchorTerm : IMapTerm
{
    private readonly Accelerator accelerator;
    private readonly IMapTerm? other;
    private readonly DeviceBuffer<double> anchors;
    private readonly DeviceBuffer<double> weights;
    private readonly DeviceBuffer<double> offset;
    private readonly DeviceBuffer<double> pull;

    /// <summary>Puts anchors on the device.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="anchors">3N places, Å.</param>
    /// <param name="atomWeights">N weights w_i, Å⁻².</param>
    /// <param name="other">A term that is added, or null; stays the caller's.</param>
    public AnchorTerm(Accelerator accelerator, ReadOnlySpan<double> anchors, ReadOnlySpan<double> atomWeights, IMapTerm? other = null)
    {
        (this.accelerator, this.other) = (accelerator, other);
        var each = new double[anchors.Length];
        for (int k = 0; k < each.Length; k++)
            each[k] = atomWeights[k / 3];
        this.anchors = accelerator.Upload(anchors, "anchors");
        weights = accelerator.Upload((ReadOnlySpan<double>)each, "weights of anchors");
        offset = accelerator.Allocate<double>(anchors.Length, "distances from anchors");
        pull = accelerator.Allocate<double>(anchors.Length, "pull of anchors");
    }

    /// <inheritdoc/>
    public double Evaluate(DeviceBuffer<double> positions, double scale, DeviceBuffer<double> gradient)
    {
        VectorKernels vectors = accelerator.Vectors;
        vectors.AddScaled(positions, -1, anchors, offset);
        vectors.Multiply(offset, weights, pull);
        vectors.Axpy(scale, pull, gradient);
        double value = 0.5 * scale * vectors.Dot(offset, pull);
        return other == null ? value : value + other.Evaluate(positions, scale, gradient);
    }

    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        anchors.Dispose();
        weights.Dispose();
        offset.Dispose();
        pull.Dispose();
    }
}
