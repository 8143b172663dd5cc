using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Kernels;

namespace Engine.Core.Refinement.Displacements;

/// <summary>One trial of <see cref="SimilaritySearch"/>.</summary>
/// <param name="Level">Which atoms share a B.</param>
/// <param name="Similarity">σ of the neighbour restraint.</param>
/// <param name="CcWork">CC with the half map that was refined against.</param>
/// <param name="CcTest">CC with the other.</param>
public sealed record SimilarityTrial(BFactorLevel Level, double Similarity, double CcWork, double CcTest);

/// <summary>Result of <see cref="SimilaritySearch"/>.</summary>
/// <param name="Options">Options with the level and σ that predict the other half map best.</param>
/// <param name="Trials">All trials in order.</param>
public sealed record SimilarityChoice(BFactorOptions Options, IReadOnlyList<SimilarityTrial> Trials);

/// <summary>
/// Finds how strongly B factors have to be restrained, and whether residues should share one, by cross-validation: refines against one half map and chooses what
/// correlates best with the other. The result is for use with the full map, whose smaller noise the likelihood accounts for.
/// </summary>
public static class SimilaritySearch
{
    /// <summary>σ that are tried, from weak to strong.</summary>
    public static IReadOnlyList<double> Sigmas { get; } = [0.4, 0.28, 0.2, 0.14, 0.1, 0.07];

    /// <summary>Levels that are tried; above <see cref="BFactorOptions.GroupBeyond"/> only the second.</summary>
    public static IReadOnlyList<BFactorLevel> Levels { get; } = [BFactorLevel.Individual, BFactorLevel.Residue];

    /// <summary>Runs the trials. Stops on the way to stronger restraints when the test CC has fallen twice.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="work">Half map to refine against.</param>
    /// <param name="test">The other half map.</param>
    /// <param name="state">Model and present values; not changed.</param>
    /// <param name="options">Other options; a level that is not auto is kept.</param>
    /// <param name="cancel">Stops early, with the best so far.</param>
    /// <exception cref="InputException">No atom lies in the maps, or a map is not orthogonal.</exception>
    public static SimilarityChoice Run(
        Accelerator accelerator, DensityMap work, DensityMap test, DisplacementState state, BFactorOptions options, CancellationToken cancel = default)
    {
        var trials = new List<SimilarityTrial>();
        IEnumerable<BFactorLevel> levels = options.Level != BFactorLevel.Auto ? [options.Level] : Levels.Where(l =>
            l == BFactorLevel.Residue || options.Fit.Resolution <= options.GroupBeyond);
        foreach (BFactorLevel level in levels)
        {
            double best = double.MinValue;
            int falling = 0;
            foreach (double sigma in Sigmas)
            {
                if (cancel.IsCancellationRequested || falling == 2)
                    break;
                SimilarityTrial trial = Try(accelerator, work, test, state, options with { Level = level, Similarity = sigma }, cancel);
                trials.Add(trial);
                (best, falling) = trial.CcTest > best ? (trial.CcTest, 0) : (best, falling + 1);
            }
        }

        SimilarityTrial? chosen = trials.MaxBy(t => t.CcTest);
        return new SimilarityChoice(chosen == null ? options : options with { Level = chosen.Level, Similarity = chosen.Similarity }, trials);
    }

    private static SimilarityTrial Try(
        Accelerator accelerator, DensityMap work, DensityMap test, DisplacementState state, BFactorOptions options, CancellationToken cancel)
    {
        BFactorResult result = BFactorRefinement.Run(accelerator, work, state, options, cancel);
        ScatteringAtoms atoms = (state with { B = result.B }).Scattering(test, options.Fit.Scattering);
        using var fit = new ModelMapFit(accelerator, test, atoms, options.Fit);
        return new SimilarityTrial(options.Level, options.Similarity, result.CcAfter, Math.Sqrt(Math.Max(0, 1 - fit.Evaluate(null))));
    }
}
