using Engine.Kernels;
using Engine.Kernels.Likelihood;

namespace Engine.Core.DensityModification;

/// <summary>How mixtures are fitted to the density of a map.</summary>
public sealed record DensityFitOptions
{
    /// <summary>Largest number of Gaussians of the molecule, 1 to 5.</summary>
    public int MoleculeComponents { get; init; } = 3;

    /// <summary>Largest number of Gaussians of the solvent, 1 to 5.</summary>
    public int SolventComponents { get; init; } = 2;

    /// <summary>Fit the largest numbers of Gaussians; otherwise the numbers with the best Bayesian information criterion are taken.</summary>
    public bool FixedComponents { get; init; }

    /// <summary>Part of the voxels that count as independent of each other in the information criterion, above 0 to 1: about 4π/3 (voxel/d)³ for a map of resolution d.</summary>
    public double IndependentFraction { get; init; } = 1;
}

/// <summary>What the densities of voxels in the molecule and in the solvent are like.</summary>
/// <param name="Molecule">Densities in the molecule.</param>
/// <param name="Solvent">Densities in the solvent.</param>
public sealed record DensityHistograms(GaussianMixture Molecule, GaussianMixture Solvent)
{
    /// <summary>Mean log-likelihood of a voxel of the map that was fitted, density in units of its standard deviation.</summary>
    public double LogLikelihood { get; init; }

    /// <summary>Rounds that the fit took.</summary>
    public int Iterations { get; init; }

    /// <summary>False where the fit was still moving at its last round.</summary>
    public bool IsConverged { get; init; } = true;

    /// <summary>
    /// Learns both mixtures from a map by expectation and maximisation (Dempster, Laird and Rubin 1977, J. R. Stat. Soc. B 39, 1): the likelihood of all voxels under
    /// p M(ρ) + (1 - p) S(ρ) is made largest, so that solvent within the mask's edge does not count as molecule. Works on counts by density and probability; the result
    /// does not depend on the number of threads.
    /// </summary>
    /// <param name="accelerator">Device of the arrays.</param>
    /// <param name="map">Densities.</param>
    /// <param name="probability">Probability of the molecule per voxel, as of <see cref="MoleculeProbability"/>.</param>
    /// <param name="count">Number of voxels.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="NumericalException">The map has values that are not numbers, or is constant.</exception>
    public static DensityHistograms Fit(
        Accelerator accelerator, DeviceBuffer<float> map, DeviceBuffer<float> probability, long count, DensityFitOptions? options = null) =>
        MixtureFit.Best(DensityTally.Of(accelerator, map, probability, count), options ?? new());

    /// <summary>Both distributions with a variance added to every Gaussian; see <see cref="GaussianMixture.Broadened"/>.</summary>
    /// <param name="variance">Squared map units.</param>
    public DensityHistograms Broadened(double variance) => this with { Molecule = Molecule.Broadened(variance), Solvent = Solvent.Broadened(variance) };

    /// <summary>The mixtures as kernels take them.</summary>
    internal DensityClasses Classes() => new(Molecule.Components(), Solvent.Components(), MoleculeProbability.Least);
}
