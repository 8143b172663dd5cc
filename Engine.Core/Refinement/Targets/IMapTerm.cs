using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>How well coordinates agree with a map, as a quantity to minimise with its gradient by all coordinates.</summary>
public interface IMapTerm : IDisposable
{
    /// <summary>Returns scale × T(x) and adds scale × dT/dx to the gradient.</summary>
    /// <param name="positions">3N coordinates of all atoms of the problem, Å.</param>
    /// <param name="scale">Factor of value and gradient.</param>
    /// <param name="gradient">3N numbers to add to.</param>
    double Evaluate(DeviceBuffer<double> positions, double scale, DeviceBuffer<double> gradient);
}
