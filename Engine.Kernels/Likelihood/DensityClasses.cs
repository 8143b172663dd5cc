namespace Engine.Kernels.Likelihood;

/// <summary>One Gaussian of a mixture of densities.</summary>
/// <param name="Weight">Part of the mixture, 0 to 1.</param>
/// <param name="Mean">Mean density.</param>
/// <param name="Deviation">Standard deviation, above 0.</param>
public readonly record struct DensityComponent(double Weight, double Mean, double Deviation);

/// <summary>What is known about the density of voxels in the molecule and in the solvent: two mixtures of Gaussians.</summary>
public sealed class DensityClasses
{
    /// <summary>Largest number of Gaussians of both mixtures together.</summary>
    public const int Capacity = 12;

    /// <summary>Floats of a component in <see cref="Table"/>.</summary>
    internal const int Stride = 4;

    private const double SmallestDeviation = 1e-15;
    private const double LargestDeviation = 1e15;

    /// <summary>Checks and stores the mixtures.</summary>
    /// <param name="molecule">Gaussians of the molecule; weights that are 0 are left out.</param>
    /// <param name="solvent">Gaussians of the solvent.</param>
    /// <param name="leastProbability">Both classes are at least this likely in every voxel, above 0 and below 0.5.</param>
    /// <exception cref="ArgumentException">No component in a mixture, too many, a weight below 0, or numbers that single precision cannot hold.</exception>
    public DensityClasses(IEnumerable<DensityComponent> molecule, IEnumerable<DensityComponent> solvent, double leastProbability = 0.02)
    {
        DensityComponent[] first = [.. molecule.Where(c => c.Weight != 0)], all = [.. first, .. solvent.Where(c => c.Weight != 0)];
        if (first.Length == 0 || all.Length == first.Length || all.Length > Capacity)
            throw new ArgumentException($"{first.Length} Gaussians of the molecule and {all.Length - first.Length} of the solvent: 1 or more of each, {Capacity} together at most are possible");
        if (!(leastProbability is > 0 and < 0.5))
            throw new ArgumentException($"a least probability of {leastProbability}", nameof(leastProbability));
        foreach (DensityComponent c in all)
        {
            if (!(c.Weight > 0 && double.IsFinite(c.Weight) && c.Deviation is >= SmallestDeviation and <= LargestDeviation && Math.Abs(c.Mean) <= LargestDeviation))
                throw new ArgumentException($"a Gaussian of weight {c.Weight}, mean {c.Mean} and deviation {c.Deviation}");
        }

        (MoleculeCount, Count, LeastProbability) = (first.Length, all.Length, leastProbability);
        Table = [.. all.SelectMany(c => new[] { (float)c.Mean, (float)(1 / (c.Deviation * c.Deviation)), (float)Height(c.Weight, c.Deviation), 0 })];
    }

    /// <summary>Gaussians of the molecule.</summary>
    public int MoleculeCount { get; }

    /// <summary>Gaussians of both mixtures.</summary>
    public int Count { get; }

    /// <summary>Both classes are at least this likely in every voxel.</summary>
    public double LeastProbability { get; }

    /// <summary>Per Gaussian, those of the molecule first: mean, 1/variance, height w/(σ√2π) and a 0.</summary>
    internal float[] Table { get; }

    private static double Height(double weight, double deviation) => weight / (deviation * Math.Sqrt(2 * Math.PI));
}

/// <summary>A density that is expected in every voxel, from models or from symmetry: a class of its own within the molecule.</summary>
/// <param name="Mean">μ per voxel.</param>
/// <param name="Deviation">σ of μ per voxel, 0 or more.</param>
/// <param name="Share">q per voxel: how likely the expectation holds where the molecule is, 0 to 1; cut to 1 - least probability. Where it is 0 the other arrays do not matter, but must be finite.</param>
/// <param name="MapDeviation">σ_map: standard deviation of the map's noise, above 0.</param>
public sealed record ExpectedDensities(DeviceBuffer<float> Mean, DeviceBuffer<float> Deviation, DeviceBuffer<float> Share, double MapDeviation);

/// <summary>Sums over voxels.</summary>
/// <param name="LogLikelihood">Σ L.</param>
/// <param name="First">Σ L'.</param>
/// <param name="Second">Σ L''.</param>
/// <param name="Molecule">Σ of the probabilities that a voxel is in the molecule, its density known.</param>
/// <param name="Convex">Voxels where L'' is above 0.</param>
public readonly record struct LikelihoodSums(double LogLikelihood, double First, double Second, double Molecule, double Convex);

/// <summary>What a Newton step needs besides the transforms.</summary>
public sealed record NewtonStep
{
    /// <summary>Box edge along x, Å.</summary>
    public required double CellX { get; init; }

    /// <summary>Box edge along y, Å.</summary>
    public required double CellY { get; init; }

    /// <summary>Box edge along z, Å.</summary>
    public required double CellZ { get; init; }

    /// <summary>Coefficients below this spatial frequency change, Å⁻¹.</summary>
    public required double Limit { get; init; }

    /// <summary>m, the mean of L'', below 0.</summary>
    public required double MeanCurvature { get; init; }

    /// <summary>
    /// Largest |b|/|m| of the 2 × 2 step, above 0 and below 1: the curvatures along the axes of the quadratic form are m ± |b|, and a step must not run away along the
    /// one that is nearly flat.
    /// </summary>
    public double LargestRatio { get; init; } = 0.9;
}

/// <summary>Sums over the coefficients that a Newton step changes, both halves of the space.</summary>
/// <param name="Changed">Number of coefficients.</param>
/// <param name="Fallbacks">How many of them took the step of leading order.</param>
/// <param name="Power">Σ |F|² before.</param>
/// <param name="Shift">Σ |D|².</param>
public readonly record struct NewtonSums(double Changed, double Fallbacks, double Power, double Shift);
