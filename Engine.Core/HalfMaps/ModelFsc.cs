using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.HalfMaps;

/// <summary>Fourier shell correlation of a model with a map. The model's coefficients are exact and not cut at any resolution below the grid's Nyquist limit.</summary>
public static class ModelFsc
{
    /// <summary>FSC of a model with a map.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map on an orthogonal grid.</param>
    /// <param name="model">Atoms.</param>
    /// <param name="selection">One flag per atom: true where it scatters.</param>
    /// <param name="mask">Soft mask, one value per voxel; null = none.</param>
    /// <param name="scattering">Form factors; electrons when null.</param>
    /// <exception cref="InputException">The grid is not orthogonal, or no selected atom scatters.</exception>
    public static FscCurve Between(Accelerator accelerator, DensityMap map, Model model, bool[] selection, float[]? mask, ScatteringTable? scattering = null)
    {
        using MapSpectrum calculated = Spectrum(accelerator, map.Grid, model, selection, mask, scattering), observed = MapSpectrum.Of(accelerator, map, mask);
        return calculated.Correlate(observed);
    }

    /// <summary>FSC of a model with a map, without and with a mask, from one map of the model.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map on an orthogonal grid.</param>
    /// <param name="model">Atoms.</param>
    /// <param name="selection">One flag per atom: true where it scatters.</param>
    /// <param name="mask">Soft mask, one value per voxel; null = none.</param>
    /// <returns>The second curve is null without a mask.</returns>
    /// <exception cref="InputException">The grid is not orthogonal, or no selected atom scatters.</exception>
    public static (FscCurve Unmasked, FscCurve? Masked) Pair(Accelerator accelerator, DensityMap map, Model model, bool[] selection, float[]? mask)
    {
        using DensityMap calculated = ModelMap(accelerator, map.Grid, model, selection, ScatteringTable.Electron, false);
        return (Curve(null), mask == null ? null : Curve(mask));

        FscCurve Curve(float[]? within)
        {
            using MapSpectrum ours = MapSpectrum.Of(accelerator, calculated, within), theirs = MapSpectrum.Of(accelerator, map, within);
            return ours.Correlate(theirs);
        }
    }

    /// <summary>Coefficients of a model's map.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Grid of the map.</param>
    /// <param name="model">Atoms.</param>
    /// <param name="selection">One flag per atom: true where it scatters.</param>
    /// <param name="mask">Soft mask, one value per voxel; null = none.</param>
    /// <param name="scattering">Form factors; electrons when null.</param>
    /// <param name="toCorners">Compute the coefficients beyond the Nyquist frequency, in the corners of the box, as well.</param>
    internal static MapSpectrum Spectrum(
        Accelerator accelerator, MapGrid grid, Model model, bool[] selection, float[]? mask, ScatteringTable? scattering, bool toCorners = false)
    {
        using DensityMap map = ModelMap(accelerator, grid, model, selection, scattering ?? ScatteringTable.Electron, toCorners);
        return MapSpectrum.Of(accelerator, map, mask);
    }

    private static DensityMap ModelMap(Accelerator accelerator, MapGrid grid, Model model, bool[] selection, ScatteringTable table, bool toCorners)
    {
        double finest = 2 * Math.Max(grid.VoxelSize.X, Math.Max(grid.VoxelSize.Y, grid.VoxelSize.Z));
        using var plan = new FourierMapPlan(accelerator, grid, toCorners ? 0.1 * finest : finest, new ModelMapOptions { Scattering = table });
        plan.Compute(ScatteringAtoms.Create(model, selection, table));
        return plan.ToDensityMap("model map");
    }
}
