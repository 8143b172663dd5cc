using Engine.Core.Maps;
using Engine.Kernels;
using Engine.Kernels.Likelihood;

namespace Engine.Core.DensityModification;

/// <summary>What one step of map phasing found and did.</summary>
/// <param name="LogLikelihood">Mean of ln P(ρ) over the voxels, before the step.</param>
/// <param name="MeanCurvature">Mean of L'', below 0.</param>
/// <param name="MoleculeFraction">Mean probability that a voxel is in the molecule, its density known.</param>
/// <param name="ConvexFraction">Part of the voxels where L'' is above 0.</param>
/// <param name="Changed">Coefficients that were changed, both halves of the space.</param>
/// <param name="Fallbacks">Those of them whose 2 × 2 step was replaced by that of leading order.</param>
/// <param name="RelativeShift">√(Σ|D|²/Σ|F|²) of the changed coefficients.</param>
public sealed record MapPhasingResult(
    double LogLikelihood, double MeanCurvature, double MoleculeFraction, double ConvexFraction, long Changed, long Fallbacks, double RelativeShift);

/// <summary>
/// Map phasing: every Fourier coefficient of a map is replaced by the one that makes the whole map most likely, all others held: one Newton step of the log-likelihood
/// Σ ln P(ρ) (Terwilliger 2001, Acta Cryst. D57, 1763). For a flat solvent the result does not depend on the coefficient that was there. Holds work space for one grid:
/// two maps on the device; about as much again is needed by the caller for the coefficients.
/// </summary>
public sealed class MapPhasing : IDisposable
{
    private readonly Accelerator accelerator;
    private readonly MapGrid grid;
    private readonly FourierPlan plan;
    private readonly HalfSpaceShape shape;
    private readonly DeviceBuffer<float> density;
    private readonly DeviceBuffer<float> second;

    /// <summary>Prepares work space.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">An orthogonal grid.</param>
    /// <exception cref="InputException">The grid is not orthogonal.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public MapPhasing(Accelerator accelerator, MapGrid grid)
    {
        if (!grid.Cell.IsOrthogonal)
            throw new InputException($"cell angles {grid.Cell.Alpha}, {grid.Cell.Beta}, {grid.Cell.Gamma}: density modification needs an orthogonal map; resample it first");
        (this.accelerator, this.grid, shape) = (accelerator, grid, new(grid.Nx, grid.Ny, grid.Nz));
        plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);

        // One array is first the density and its first derivative, then the transform of the second one: it has the length of a half space.
        density = accelerator.Allocate<float>(Math.Max(plan.HalfLength, plan.RealLength), "density and its likelihood");
        second = accelerator.Allocate<float>(plan.RealLength, "curvature of the likelihood");
    }

    /// <summary>Grid of the maps.</summary>
    public MapGrid Grid => grid;

    /// <summary>
    /// Factor on the variances of the solvent, above 0. A little more than 1 makes every coefficient forget more of its own noise; much more lets the solvent swallow weak
    /// parts of the molecule. On five pairs of half maps with known truth 1.2 gave more than 1 in all, 1.4 less than 1.2 in two.
    /// </summary>
    public double SolventVarianceFactor { get; init; } = 1.2;

    /// <summary>Number of floats of a half space.</summary>
    public long HalfLength => plan.HalfLength;

    /// <summary>The map of coefficients.</summary>
    /// <param name="spectrum">Half space; kept.</param>
    /// <returns>One value per voxel in an array of this object, valid until its next use.</returns>
    public DeviceBuffer<float> Density(DeviceBuffer<float> spectrum)
    {
        using DeviceBuffer<float> copy = accelerator.Allocate<float>(plan.HalfLength, "copy of a spectrum");
        Copy(spectrum, copy);
        plan.Inverse(copy, density);
        return density;
    }

    /// <summary>Makes a step.</summary>
    /// <param name="spectrum">Coefficients of the map, half space, plain transform; kept.</param>
    /// <param name="modified">Receives the new coefficients; another array. F(000) and those at or beyond the limit are those of the map.</param>
    /// <param name="probability">Probability of the molecule per voxel, as of <see cref="MoleculeProbability"/>.</param>
    /// <param name="histograms">Densities of molecule and solvent in this map.</param>
    /// <param name="limit">Resolution d_dm, Å: coefficients with d above it change.</param>
    /// <param name="expected">Density that is expected from models or symmetry; null = none.</param>
    /// <exception cref="ArgumentException">Arrays that are too short or the same.</exception>
    /// <exception cref="NumericalException">The map has voxels that are no numbers, or its likelihood has no maximum.</exception>
    public MapPhasingResult Modify(
        DeviceBuffer<float> spectrum, DeviceBuffer<float> modified, DeviceBuffer<float> probability, DensityHistograms histograms, double limit, ExpectedDensities? expected = null)
    {
        if (ReferenceEquals(spectrum, modified))
            throw new ArgumentException("the new coefficients need an array of their own", nameof(modified));
        if (spectrum.Length < plan.HalfLength || modified.Length < plan.HalfLength)
            throw new ArgumentException($"spectra of {spectrum.Length} and {modified.Length} floats for {shape}", nameof(spectrum));
        if (!(limit > 0))
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "a resolution in Å");
        Copy(spectrum, modified);
        plan.Inverse(modified, density);
        LikelihoodSums sums = accelerator.Likelihood.Derive(density, probability, histograms.Classes(SolventVarianceFactor), expected, density, second, grid.VoxelCount);
        double n = grid.VoxelCount, curvature = sums.Second / n;
        if (!double.IsFinite(sums.First) || !double.IsFinite(curvature) || !double.IsFinite(sums.LogLikelihood))
            throw new NumericalException("density modification: the map or the expected density has voxels that are no numbers");
        if (!(curvature < 0))
            throw new NumericalException(FormattableString.Invariant($"density modification: the mean curvature of the likelihood is {curvature:G3}, not below 0: the histograms do not fit this map"));
        plan.Forward(density, modified);
        plan.Forward(second, density);
        var step = new NewtonStep { CellX = grid.Box.A, CellY = grid.Box.B, CellZ = grid.Box.C, Limit = 1 / limit, MeanCurvature = curvature };
        NewtonSums moved = accelerator.Likelihood.Update(spectrum, modified, density, shape, step, modified);
        return new(
            sums.LogLikelihood / n, curvature, sums.Molecule / n, sums.Convex / n, (long)moved.Changed, (long)moved.Fallbacks,
            moved.Power > 0 ? Math.Sqrt(moved.Shift / moved.Power) : 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        density.Dispose();
        second.Dispose();
        plan.Dispose();
    }

    private void Copy(DeviceBuffer<float> from, DeviceBuffer<float> to) => accelerator.Voxels.Combine(1, from, 0, from, 0, null, to, plan.HalfLength);
}
