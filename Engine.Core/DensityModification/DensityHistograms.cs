using Engine.Kernels;
using Engine.Kernels.Likelihood;

namespace Engine.Core.DensityModification;

/// <summary>How mixtures are fitted to the density of a map.</summary>
public sealed record DensityFitOptions
{
    private const int MostComponents = 5;

    /// <summary>Largest number of Gaussians of the molecule, 1 to 5.</summary>
    public int MoleculeComponents { get; init; } = 3;

    /// <summary>Largest number of Gaussians of the solvent, 1 to 5.</summary>
    public int SolventComponents { get; init; } = 1;

    /// <summary>Fit the largest numbers of Gaussians; otherwise the numbers with the best Bayesian information criterion are taken.</summary>
    public bool FixedComponents { get; init; }

    /// <summary>Part of the voxels that count as independent of each other in the information criterion, above 0 to 1: about 4π/3 (voxel/d)³ for a map of resolution d.</summary>
    public double IndependentFraction { get; init; } = 1;

    /// <summary>Checks the numbers.</summary>
    internal void Check()
    {
        if (MoleculeComponents is < 1 or > MostComponents || SolventComponents is < 1 or > MostComponents)
            throw new ArgumentException($"{MoleculeComponents} and {SolventComponents} Gaussians: 1 to {MostComponents} are possible");
        if (!(IndependentFraction is > 0 and <= 1))
            throw new ArgumentException($"an independent fraction of {IndependentFraction}");
    }
}

/// <summary>What the densities of voxels in the molecule and in the solvent are like.</summary>
/// <param name="Molecule">Densities in the molecule.</param>
/// <param name="Solvent">Densities in the solvent.</param>
public sealed record DensityHistograms(GaussianMixture Molecule, GaussianMixture Solvent)
{
    /// <summary>
    /// Learns both mixtures from a map by expectation and maximisation: the molecule's from a histogram in which every voxel counts by its probability, the solvent's from
    /// one in which it counts by the rest. The result does not depend on the number of threads.
    /// </summary>
    /// <param name="accelerator">Device of the arrays.</param>
    /// <param name="map">Densities.</param>
    /// <param name="probability">Probability of the molecule per voxel, as of <see cref="MoleculeProbability"/>.</param>
    /// <param name="count">Number of voxels.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="NumericalException">The map has values that are not numbers, is constant, or has no molecule or no solvent.</exception>
    public static DensityHistograms Fit(
        Accelerator accelerator, DeviceBuffer<float> map, DeviceBuffer<float> probability, long count, DensityFitOptions? options = null)
    {
        options ??= new();
        options.Check();
        var tally = DensityTally.Of(accelerator, map, probability, count);
        GaussianMixture molecule = MixtureFit.Best(tally, tally.Molecule, options.MoleculeComponents, options);
        GaussianMixture solvent = MixtureFit.Best(tally, tally.Solvent, options.SolventComponents, options);
        return new(molecule, solvent);
    }

    /// <summary>Both distributions with a variance added to every Gaussian; see <see cref="GaussianMixture.Broadened"/>.</summary>
    /// <param name="variance">Squared map units.</param>
    public DensityHistograms Broadened(double variance) => this with { Molecule = Molecule.Broadened(variance), Solvent = Solvent.Broadened(variance) };

    /// <summary>The mixtures as kernels take them.</summary>
    /// <param name="solventVarianceFactor">Factor on the variances of the solvent.</param>
    internal DensityClasses Classes(double solventVarianceFactor) => new(Molecule.Components(), Solvent.Widened(solventVarianceFactor).Components(), MoleculeProbability.Least);
}
