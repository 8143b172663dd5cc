using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement.Displacements;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// B factors for the model map that coordinates are fitted to. A model map that is blurred more than the observed one makes least squares push atoms outwards: with three times the true B a
/// simulated model swells by 4 %. So B that are much too large are scaled down for the target. B that are too small do little harm and stay as they are.
/// </summary>
internal static class SwollenB
{
    private const double MuchTooLarge = 0.8;

    /// <summary>The factor of B + <see cref="BFactorOptions.Softening"/> of all atoms that fits the map best, where it is below 0.8; otherwise 1.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Observed map, orthogonal.</param>
    /// <param name="model">Names, elements.</param>
    /// <param name="state">Coordinates, B factors and occupancies.</param>
    /// <param name="options">Resolution, of the map and of atoms.</param>
    public static double Factor(Accelerator accelerator, DensityMap map, Model model, RefinementState state, RefinementOptions options)
    {
        var overall = new BFactorOptions
        {
            Fit = new ModelMapFitOptions { Resolution = options.Resolution, Resolutions = options.LocalResolution },
            Level = BFactorLevel.Overall,
        };
        bool[] all = [.. Enumerable.Repeat(true, model.Atoms.Count)];
        BFactorResult fit = BFactorRefinement.Run(accelerator, map, new DisplacementState(model, state.Positions, state.B, state.Occupancy, all), overall);
        double factor = fit.Refined == 0 ? 1 : (fit.After.Mean + overall.Softening) / (fit.Before.Mean + overall.Softening);
        return factor < MuchTooLarge ? factor : 1;
    }

    /// <summary>B factors of the target, Å².</summary>
    /// <param name="b">B of every atom, Å².</param>
    /// <param name="factor">Factor of B + B0.</param>
    public static double[] Scaled(double[] b, double factor)
    {
        const double Softening = BFactorOptions.DefaultSoftening;
        return factor == 1 ? b : [.. b.Select(v => Math.Max(0, factor * (v + Softening) - Softening))];
    }
}
