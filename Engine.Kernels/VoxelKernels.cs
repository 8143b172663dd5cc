namespace Engine.Kernels;

/// <summary>Weighted sums over the voxels of two maps, in double precision.</summary>
/// <param name="Weight">Σ w.</param>
/// <param name="Observed">Σ w o.</param>
/// <param name="Calculated">Σ w c.</param>
/// <param name="ObservedSquared">Σ w o².</param>
/// <param name="Product">Σ w o c.</param>
/// <param name="CalculatedSquared">Σ w c².</param>
public readonly record struct MapSums(double Weight, double Observed, double Calculated, double ObservedSquared, double Product, double CalculatedSquared);

/// <summary>Comparison of two maps voxel by voxel: what least-squares and correlation targets and their derivatives need.</summary>
public abstract class VoxelKernels
{
    /// <summary>Weighted sums over all voxels, by a fixed tree.</summary>
    /// <param name="observed">Map o.</param>
    /// <param name="calculated">Map c of the same length.</param>
    /// <param name="weights">w per voxel; null is 1 everywhere.</param>
    /// <param name="count">Number of voxels.</param>
    public abstract MapSums Sums(DeviceBuffer<float> observed, DeviceBuffer<float> calculated, DeviceBuffer<float>? weights, long count);

    /// <summary>result = w (a o + b c + e), computed in double precision.</summary>
    /// <param name="a">Factor of the observed map.</param>
    /// <param name="observed">Map o.</param>
    /// <param name="b">Factor of the calculated map.</param>
    /// <param name="calculated">Map c.</param>
    /// <param name="e">Constant.</param>
    /// <param name="weights">w per voxel; null is 1 everywhere.</param>
    /// <param name="result">Receives the values; may be one of the maps.</param>
    /// <param name="count">Number of voxels.</param>
    public abstract void Combine(
        double a, DeviceBuffer<float> observed, double b, DeviceBuffer<float> calculated, double e, DeviceBuffer<float>? weights,
        DeviceBuffer<float> result, long count);

    /// <summary>result = a b.</summary>
    /// <param name="a">A map.</param>
    /// <param name="b">A map; may be the same one.</param>
    /// <param name="result">Receives the products; may be one of the maps.</param>
    /// <param name="count">Number of voxels.</param>
    public abstract void Multiply(DeviceBuffer<float> a, DeviceBuffer<float> b, DeviceBuffer<float> result, long count);

    /// <summary>
    /// Correlation coefficients per voxel from local averages ⟨ ⟩ of two maps: (⟨ab⟩ - ⟨a⟩⟨b⟩) / √((⟨a²⟩ - ⟨a⟩²)(⟨b²⟩ - ⟨b⟩²)), cut to -1 .. 1; 0 where a variance is
    /// not above a limit. Computed in double precision.
    /// </summary>
    /// <param name="averages">Averages of the products and, unless they count as 0, of the maps.</param>
    /// <param name="limit">Smallest variances of a and b that count, 0 or more: averages made by Fourier transforms have rounding errors.</param>
    /// <param name="result">Receives the coefficients; may be one of the averages.</param>
    /// <param name="count">Number of voxels.</param>
    public abstract void Correlate(LocalAverages averages, (double A, double B) limit, DeviceBuffer<float> result, long count);

    /// <summary>
    /// result += t source, where t depends on the value p of a voxel's place: 1 at the middle of three nodes, falling linearly to 0 at the others. A first node at -∞ keeps t at 1 for
    /// smaller values, a last one at ∞ for larger ones. Over a list of nodes the factors t of all of them add up to 1: linear interpolation between what belongs to them.
    /// </summary>
    /// <param name="places">p per voxel.</param>
    /// <param name="nodes">Node before, node in the middle, node behind; rising.</param>
    /// <param name="source">What belongs to the node in the middle.</param>
    /// <param name="result">Receives the sums.</param>
    /// <param name="count">Number of voxels.</param>
    public abstract void AddBetween(
        DeviceBuffer<float> places, (double Before, double Middle, double Behind) nodes, DeviceBuffer<float> source, DeviceBuffer<float> result, long count);

    /// <summary>
    /// result += source n/d, where n and d are interpolated linearly along each axis between values at the nodes of a coarse grid. Voxels where d is not above a limit, and those beyond
    /// the outermost nodes, stay as they are. Computed in single precision.
    /// </summary>
    /// <param name="numerators">n at the nodes, x fastest.</param>
    /// <param name="denominators">d at the nodes, x fastest.</param>
    /// <param name="nodes">Where the nodes are.</param>
    /// <param name="limit">Smallest d that counts.</param>
    /// <param name="source">Values per voxel.</param>
    /// <param name="result">Receives the sums.</param>
    /// <exception cref="ArgumentException">An array is too short, or nodes lie outside the grid.</exception>
    public abstract void AddRatio(
        DeviceBuffer<float> numerators, DeviceBuffer<float> denominators, CoarseNodes nodes, double limit, DeviceBuffer<float> source, DeviceBuffer<float> result);
}

/// <summary>A coarse grid inside a fine one: its node i along an axis is voxel Start + i Step.</summary>
/// <param name="Nodes">Nodes along x, y, z, one or more.</param>
/// <param name="Step">Voxels from node to node.</param>
/// <param name="Start">Voxel of the first node along every axis.</param>
/// <param name="Grid">Voxels along x, y, z of the fine grid.</param>
public readonly record struct CoarseNodes((int X, int Y, int Z) Nodes, int Step, int Start, (int X, int Y, int Z) Grid)
{
    /// <summary>Number of nodes.</summary>
    public long Count => (long)Nodes.X * Nodes.Y * Nodes.Z;

    /// <summary>Voxels from the first node to the last, both counted, along x, y, z.</summary>
    public (int X, int Y, int Z) Extent => ((Nodes.X - 1) * Step + 1, (Nodes.Y - 1) * Step + 1, (Nodes.Z - 1) * Step + 1);

    /// <summary>Checks the arrays of a call.</summary>
    internal void Check(DeviceBuffer<float> numerators, DeviceBuffer<float> denominators, DeviceBuffer<float> source, DeviceBuffer<float> result)
    {
        long voxels = (long)Grid.X * Grid.Y * Grid.Z;
        if (numerators.Length < Count || denominators.Length < Count || source.Length < voxels || result.Length < voxels)
            throw new ArgumentException($"arrays of {numerators.Length}, {denominators.Length}, {source.Length} and {result.Length} for {Count} nodes and {voxels} voxels");
        if (Step < 1 || Start < 0 || Nodes.X < 1 || Nodes.Y < 1 || Nodes.Z < 1 || Start + Extent.X > Grid.X || Start + Extent.Y > Grid.Y || Start + Extent.Z > Grid.Z)
            throw new ArgumentException($"nodes {this} do not lie in their grid");
    }
}

/// <summary>Averages over the surroundings of every voxel, of two maps a and b.</summary>
/// <param name="Product">⟨ab⟩.</param>
/// <param name="FirstSquared">⟨a²⟩.</param>
/// <param name="SecondSquared">⟨b²⟩.</param>
/// <param name="First">⟨a⟩; null = 0 everywhere.</param>
/// <param name="Second">⟨b⟩; null = 0 everywhere.</param>
public sealed record LocalAverages(
    DeviceBuffer<float> Product, DeviceBuffer<float> FirstSquared, DeviceBuffer<float> SecondSquared, DeviceBuffer<float>? First = null, DeviceBuffer<float>? Second = null);

