using Engine.Core.Ncs;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// A function of all atoms as a function of the independent ones: images follow their masters, and their gradients are turned back and added to those of the
/// masters. Expansion and sum run on the host in double precision.
/// </summary>
public sealed class NcsObjective : IObjective, IDisposable
{
    private readonly Accelerator accelerator;
    private readonly IObjective inner;
    private readonly DeviceBuffer<double> positions;
    private readonly DeviceBuffer<double> slopes;
    private readonly double[] independent;
    private readonly double[] all;

    /// <summary>Wraps a function.</summary>
    /// <param name="accelerator">Device of the function.</param>
    /// <param name="inner">Function of 3N coordinates of all atoms.</param>
    /// <param name="constraint">Which atoms follow which.</param>
    public NcsObjective(Accelerator accelerator, IObjective inner, NcsConstraint constraint)
    {
        (this.accelerator, this.inner, Constraint) = (accelerator, inner, constraint);
        independent = new double[3 * constraint.IndependentAtoms.Length];
        all = new double[3 * constraint.AtomCount];
        positions = accelerator.Allocate<double>(all.Length, "coordinates of all copies");
        slopes = accelerator.Allocate<double>(all.Length, "gradient of all copies");
    }

    /// <summary>Which atoms follow which; may be replaced by one with other operators.</summary>
    public NcsConstraint Constraint { get; set; }

    /// <summary>Coordinates of all atoms at the last evaluation, on the device.</summary>
    public DeviceBuffer<double> Expanded => positions;

    /// <inheritdoc/>
    public double Evaluate(DeviceBuffer<double> x, DeviceBuffer<double> gradient)
    {
        accelerator.Download(x, independent);
        Constraint.Expand(independent, all);
        accelerator.Upload<double>(all, positions);
        double value = inner.Evaluate(positions, slopes);
        accelerator.Download(slopes, all);
        Constraint.PullBack(all, independent);
        accelerator.Upload<double>(independent, gradient);
        return value;
    }

    /// <summary>Frees the device memory; the wrapped function stays.</summary>
    public void Dispose()
    {
        positions.Dispose();
        slopes.Dispose();
    }
}
