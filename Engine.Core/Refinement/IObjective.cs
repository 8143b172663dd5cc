using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>A smooth function of 3N coordinates, with its gradient, on one accelerator.</summary>
public interface IObjective
{
    /// <summary>Returns the value at <paramref name="x"/> and overwrites the gradient.</summary>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="gradient">3N derivatives.</param>
    double Evaluate(DeviceBuffer<double> x, DeviceBuffer<double> gradient);
}
