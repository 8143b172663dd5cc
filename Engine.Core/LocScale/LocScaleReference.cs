using System.Diagnostics;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Refinement.Displacements;
using Engine.Kernels;

namespace Engine.Core.LocScale;

/// <summary>How the reference map is made from a model.</summary>
public sealed record LocScaleReferenceOptions
{
    /// <summary>Resolution of the observed map, Å, for the refinement of B.</summary>
    public required double Resolution { get; init; }

    /// <summary>Refine the B factors against the map first; otherwise those of the model are used.</summary>
    public bool RefineB { get; init; } = true;

    /// <summary>Replace every B by the mean over the atoms within this radius, Å; 0 = none. LocScale takes 25 Å.</summary>
    public double AverageRadius { get; init; }

    /// <summary>Form factors.</summary>
    public ScatteringTable Scattering { get; init; } = ScatteringTable.Electron;
}

/// <summary>A reference map and how it was made.</summary>
/// <param name="Map">The map, on the grid of the observed one.</param>
/// <param name="Resolution">Where its coefficients end, Å.</param>
/// <param name="B">B of every atom of the model, Å².</param>
/// <param name="Refinement">The refinement of B; null when there was none.</param>
/// <param name="Warnings">What was odd, one line each.</param>
/// <param name="Seconds">Seconds by stage.</param>
public sealed record LocScaleReferenceMap(
    DensityMap Map, double Resolution, double[] B, BFactorResult? Refinement, IReadOnlyList<string> Warnings, IReadOnlyDictionary<string, double> Seconds) : IDisposable
{
    /// <summary>Frees the map.</summary>
    public void Dispose() => Map.Dispose();
}

/// <summary>
/// Makes the reference map from a model: coordinates as they are, B factors refined against the map, heavy atoms, the exact model map up to the Nyquist frequency of
/// the grid (2 voxels + 0.002 Å) with its mean.
/// </summary>
public static class LocScaleReference
{
    private const double BeyondNyquist = 0.002;

    /// <summary>Makes the map.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Observed map.</param>
    /// <param name="model">Model; not changed.</param>
    /// <param name="selected">One flag per atom: true where it scatters.</param>
    /// <param name="options">Options.</param>
    /// <param name="cancel">Ends the refinement of B early.</param>
    /// <exception cref="InputException">No atom lies in the map, or the map is not orthogonal.</exception>
    public static LocScaleReferenceMap Build(
        Accelerator accelerator, DensityMap map, Model model, bool[] selected, LocScaleReferenceOptions options, CancellationToken cancel = default)
    {
        var seconds = new Dictionary<string, double>();
        long start = Stopwatch.GetTimestamp();
        Model used = StructureCopy.Select(model, [.. selected.Select((s, i) => s && !model.Atoms[i].Element.IsHydrogen)]);
        if (used.Atoms.Count == 0)
            throw new InputException("no heavy atom of the model is selected: there is nothing to make a reference map from");
        var all = new bool[used.Atoms.Count];
        Array.Fill(all, true);
        var state = new DisplacementState(used, Coordinates.Of(used), [.. used.Atoms.Select(a => a.BIso)], [.. used.Atoms.Select(a => a.Occupancy)], all);
        BFactorResult? refined = null;
        if (options.RefineB)
        {
            var fit = new ModelMapFitOptions { Resolution = options.Resolution, Scattering = options.Scattering };
            refined = BFactorRefinement.Run(accelerator, map, state, new BFactorOptions { Fit = fit, ConvertAnisotropic = true }, cancel);
            cancel.ThrowIfCancellationRequested();
            state = state with { B = refined.B };
        }

        if (options.AverageRadius > 0)
            state = state with { B = NeighborMean.Of(used, state.B, options.AverageRadius) };
        seconds["refine_b"] = Stopwatch.GetElapsedTime(start).TotalSeconds;

        start = Stopwatch.GetTimestamp();
        double d = 2 * map.Grid.VoxelSize.X + BeyondNyquist;
        using var plan = new FourierMapPlan(accelerator, map.Grid, d, new ModelMapOptions { Scattering = options.Scattering, IncludeF000 = true });
        ScatteringAtoms atoms = state.Scattering(map, options.Scattering);
        plan.Compute(atoms);
        DensityMap calculated = plan.ToDensityMap("model map");
        seconds["reference_map"] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new LocScaleReferenceMap(calculated, d, state.B, refined, [.. refined?.Notes ?? [], .. atoms.Warnings, .. plan.Warnings], seconds);
    }
}
