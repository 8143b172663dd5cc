namespace Engine.Kernels;

/// <summary>
/// Vector algebra of the minimiser on device arrays of doubles. Sums use a fixed tree (blocks of fixed length summed in
/// fixed order), so the same input on the same device gives the same bits whatever the number of threads.
/// All arrays of one call have the same length.
/// </summary>
public abstract class VectorKernels
{
    /// <summary>y = x.</summary>
    public abstract void Copy(DeviceBuffer<double> x, DeviceBuffer<double> y);

    /// <summary>x = value.</summary>
    public abstract void Fill(DeviceBuffer<double> x, double value);

    /// <summary>x = a x.</summary>
    public abstract void Scale(double a, DeviceBuffer<double> x);

    /// <summary>y = y + a x.</summary>
    public abstract void Axpy(double a, DeviceBuffer<double> x, DeviceBuffer<double> y);

    /// <summary>z = x + a y; z may be x or y.</summary>
    public abstract void AddScaled(DeviceBuffer<double> x, double a, DeviceBuffer<double> y, DeviceBuffer<double> z);

    /// <summary>z = x y element by element; z may be x or y.</summary>
    public abstract void Multiply(DeviceBuffer<double> x, DeviceBuffer<double> y, DeviceBuffer<double> z);

    /// <summary>Sum of x y.</summary>
    public abstract double Dot(DeviceBuffer<double> x, DeviceBuffer<double> y);

    /// <summary>Largest Euclidean length of the triples (x0,x1,x2), (x3,x4,x5) ...; NaN if any element is NaN.</summary>
    public abstract double MaxTripleLength(DeviceBuffer<double> x);
}
