using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>A model map and how it was made.</summary>
/// <param name="Map">The map, in units of the form factor per Å³.</param>
/// <param name="Scattering">Name of the form factors.</param>
/// <param name="DMin">Resolution, Å.</param>
/// <param name="AtomCount">Number of atoms that scatter.</param>
/// <param name="Blur">B used inside, Å².</param>
/// <param name="SplatGrid">Internal grid.</param>
/// <param name="Warnings">What was odd, one line each.</param>
public sealed record ModelMap(
    DensityMap Map, string Scattering, double DMin, int AtomCount, double Blur, SplatGrid SplatGrid, IReadOnlyList<string> Warnings) : IDisposable
{
    /// <summary>Frees the map.</summary>
    public void Dispose() => Map.Dispose();
}

/// <summary>Computes a single model map on the host; for repeated use keep a <see cref="FourierMapPlan"/>.</summary>
public static class ModelMapBuilder
{
    /// <summary>Computes the map that a model predicts.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Target grid, orthogonal.</param>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom.</param>
    /// <param name="dMin">Resolution, Å.</param>
    /// <param name="options">Options; the default when null.</param>
    /// <exception cref="InputException">No atom selected, model outside the box, or grid not orthogonal.</exception>
    public static ModelMap Build(
        Accelerator accelerator, MapGrid grid, Model model, ReadOnlySpan<bool> selection, double dMin, ModelMapOptions? options = null)
    {
        using var plan = new FourierMapPlan(accelerator, grid, dMin, options);
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, selection, plan.Options.Scattering);
        IReadOnlyList<string> placement = BoxPlacement.Check(grid, atoms.Positions, dMin);
        plan.Compute(atoms);
        DensityMap map = plan.ToDensityMap("model map");
        return new ModelMap(map, plan.Options.Scattering.Name, dMin, atoms.Count, plan.Blur, plan.Splat, [.. atoms.Warnings, .. placement, .. plan.Warnings]);
    }
}
