namespace Engine.Kernels;

/// <summary>
/// A real-to-complex 3-D transform of fixed size. Real data: Nz × Ny × Nx, x fastest. Half space: Nz × Ny × (Nx/2+1) complex numbers,
/// interleaved real and imaginary parts. Batches follow each other.
/// </summary>
public abstract class FourierPlan : IDisposable
{
    /// <summary>Describes a plan.</summary>
    protected FourierPlan(int nx, int ny, int nz, int batch)
    {
        Nx = nx;
        Ny = ny;
        Nz = nz;
        Batch = batch;
    }

    /// <summary>Points along x.</summary>
    public int Nx { get; }

    /// <summary>Points along y.</summary>
    public int Ny { get; }

    /// <summary>Points along z.</summary>
    public int Nz { get; }

    /// <summary>Number of transforms.</summary>
    public int Batch { get; }

    /// <summary>Number of floats of the real array, all batches.</summary>
    public long RealLength => (long)Nx * Ny * Nz * Batch;

    /// <summary>Number of floats of the half-space array, all batches.</summary>
    public long HalfLength => 2L * (Nx / 2 + 1) * Ny * Nz * Batch;

    /// <summary>Unnormalised forward transform with exp(-2πi hx); the real array is kept.</summary>
    /// <param name="real">RealLength floats.</param>
    /// <param name="half">HalfLength floats.</param>
    public abstract void Forward(DeviceBuffer<float> real, DeviceBuffer<float> half);

    /// <summary>Inverse transform, divided by the number of points; the half-space array may be overwritten.</summary>
    /// <param name="half">HalfLength floats.</param>
    /// <param name="real">RealLength floats.</param>
    public abstract void Inverse(DeviceBuffer<float> half, DeviceBuffer<float> real);

    /// <summary>Frees work space.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees work space.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}

/// <summary>Size and cell of a half-space array.</summary>
/// <param name="Nx">Real-space points along x.</param>
/// <param name="Ny">Real-space points along y.</param>
/// <param name="Nz">Real-space points along z.</param>
public readonly record struct HalfSpaceShape(int Nx, int Ny, int Nz)
{
    /// <summary>Number of complex coefficients.</summary>
    public long Count => (long)(Nx / 2 + 1) * Ny * Nz;

    /// <summary>Checks the arrays and the cell of a filter from one half space to another.</summary>
    internal static void Check(
        DeviceBuffer<float> source, HalfSpaceShape sourceShape, DeviceBuffer<float> target, HalfSpaceShape targetShape, (double X, double Y, double Z) cell)
    {
        if (source.Length < 2 * sourceShape.Count || target.Length < 2 * targetShape.Count)
            throw new ArgumentException($"arrays of {source.Length} and {target.Length} floats for {sourceShape} and {targetShape}");
        if (ReferenceEquals(source, target) && sourceShape != targetShape)
            throw new ArgumentException($"one array cannot be {sourceShape} and {targetShape}", nameof(target));
        if (!(cell.X > 0 && cell.Y > 0 && cell.Z > 0))
            throw new ArgumentException($"a cell of {cell.X}, {cell.Y}, {cell.Z} Å");
    }
}

/// <summary>Fourier transforms and filters in Fourier space.</summary>
public abstract class FourierKernels
{
    /// <summary>Makes a plan; any size of 1 and above is allowed.</summary>
    /// <param name="nx">Points along x.</param>
    /// <param name="ny">Points along y.</param>
    /// <param name="nz">Points along z.</param>
    /// <param name="batch">Number of transforms.</param>
    public abstract FourierPlan CreatePlan(int nx, int ny, int nz, int batch = 1);

    /// <summary>
    /// Takes coefficients from one half space to another of the same cell through a filter. Where h is at or beyond the Nyquist index of either grid, or outside
    /// the window, the target gets 0; when the filter accumulates it is left as it is.
    /// </summary>
    /// <param name="source">Source coefficients.</param>
    /// <param name="sourceShape">Source size.</param>
    /// <param name="target">Target coefficients; may be the source when the shapes agree.</param>
    /// <param name="targetShape">Target size.</param>
    /// <param name="filter">What to do with them.</param>
    public abstract void Apply(
        DeviceBuffer<float> source, HalfSpaceShape sourceShape, DeviceBuffer<float> target, HalfSpaceShape targetShape, FourierFilter filter);

    /// <summary>
    /// Takes coefficients from one half space to another of the same cell through a radial table. Along axes of equal size all indices are taken, the Nyquist index
    /// too; along others those below the Nyquist limit of both sizes, and the remaining targets get 0, or are left as they are when the filter accumulates.
    /// </summary>
    /// <param name="source">Source coefficients.</param>
    /// <param name="sourceShape">Source size.</param>
    /// <param name="target">Target coefficients; may be the source when the shapes agree.</param>
    /// <param name="targetShape">Target size.</param>
    /// <param name="filter">Table and cell.</param>
    public abstract void Apply(
        DeviceBuffer<float> source, HalfSpaceShape sourceShape, DeviceBuffer<float> target, HalfSpaceShape targetShape, RadialFilter filter);

    /// <summary>Sums over the Fourier shells of two half spaces in double precision, in a fixed order.</summary>
    /// <param name="a">First half space.</param>
    /// <param name="b">Second; may be the same array.</param>
    /// <param name="shape">Their size.</param>
    /// <param name="shells">The shells.</param>
    public abstract ShellSums SumShells(DeviceBuffer<float> a, DeviceBuffer<float> b, HalfSpaceShape shape, FourierShells shells);
}
