using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Scoring;

/// <summary>
/// Scores models against one map at one resolution (definitions of the CC family: Afonine and co-workers 2018, Acta Cryst. D74, 814). Keeps the
/// model-map plan and its device memory between calls. The box of the map is a periodic P1 cell.
/// </summary>
public sealed class MapModelScorer : IDisposable
{
    private readonly Accelerator accelerator;
    private readonly DensityMap map;
    private readonly FourierMapPlan plan;
    private readonly NativeBuffer<float> modelMap;

    /// <summary>Prepares the work space.</summary>
    /// <param name="accelerator">Device for the model map.</param>
    /// <param name="map">Observed map on the host, any scale; it must live as long as the scorer.</param>
    /// <param name="dMin">Resolution, Å.</param>
    /// <param name="options">How the model map is computed; the default when null.</param>
    /// <exception cref="InputException">The map is not orthogonal, constant, or holds voxels that are not numbers.</exception>
    public MapModelScorer(Accelerator accelerator, DensityMap map, double dMin, ModelMapOptions? options = null)
    {
        (this.accelerator, this.map) = (accelerator, map);
        CheckValues(map);
        plan = new FourierMapPlan(accelerator, map.Grid, dMin, options);
        modelMap = new NativeBuffer<float>(map.Grid.VoxelCount, "model map on the host");
    }

    /// <summary>The model map's plan.</summary>
    public FourierMapPlan Plan => plan;

    /// <summary>Scores one model against one map.</summary>
    /// <param name="accelerator">Device for the model map.</param>
    /// <param name="map">Observed map on the host.</param>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom; the others are treated as absent.</param>
    /// <param name="dMin">Resolution, Å.</param>
    /// <param name="options">How the model map is computed; the default when null.</param>
    /// <exception cref="InputException">No atom is selected, the model lies outside the map, or the map cannot be used.</exception>
    public static MapModelScores Score(
        Accelerator accelerator, DensityMap map, Model model, bool[] selection, double dMin, ModelMapOptions? options = null)
    {
        using var scorer = new MapModelScorer(accelerator, map, dMin, options);
        return scorer.Score(model, selection);
    }

    /// <summary>All scores of a model.</summary>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom; the others are treated as absent.</param>
    /// <param name="local">Resolutions of the atoms of the model, for scores with a model map in which each atom has its own; or null.</param>
    /// <exception cref="InputException">No atom is selected, or the model lies outside the map.</exception>
    public MapModelScores Score(Model model, bool[] selection, AtomResolutions? local = null)
    {
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, selection, plan.Options.Scattering);
        IReadOnlyList<string> placement = BoxPlacement.Check(map.Grid, atoms.Positions, plan.DMin);
        int heavyCount = atoms.AtomIndices.Count(a => !model.Atoms[a].Element.IsHydrogen);

        // The heavy atoms first: the model map that stays in memory is that of all atoms.
        WholeMapScores? heavy = heavyCount == 0 || heavyCount == atoms.Count ? null
            : WholeMap(ScatteringAtoms.Create(model, selection, plan.Options.Scattering, withHydrogens: false));
        WholeMapScores all = WholeMap(atoms);
        if (heavyCount == atoms.Count)
            heavy = all;

        float[] carbon = plan.Options.Scattering.Row(Element.C);
        double imageRadius = AtomImageRadius.Compute(carbon, plan.DMin, atoms.MeanB, AtomImageRadius.FineStep);
        double regionRadius = AtomImageRadius.Region(carbon, plan.DMin, atoms.MeanB);
        var regions = new RegionScorer(map, modelMap, model, atoms, regionRadius);
        var scores = new MapModelScores
        {
            Definition = new ScoreDefinition(
                plan.Options.Scattering.Name, plan.Options.Accuracy.Name, plan.DMin, "of the model", "Pearson, about the mean",
                MolecularMask.SolventRadius, MolecularMask.ShrinkRadius, all.MaskVoxels, imageRadius, regionRadius),
            NAtoms = atoms.Count,
            NAtomsHeavy = heavyCount,
            CcMask = all.Mask,
            CcBox = all.Box,
            CcVolume = all.Volume,
            CcPeaks = all.Peaks,
            CcImage = regions.Around(atoms.AtomIndices, imageRadius, parallel: true),
            CcMaskHeavy = heavy?.Mask,
            CcBoxHeavy = heavy?.Box,
            CcVolumeHeavy = heavy?.Volume,
            CcPeaksHeavy = heavy?.Peaks,
            CcMainChain = regions.Around(regions.Part(selection, mainChain: true), regionRadius, parallel: true),
            CcSideChain = regions.Around(regions.Part(selection, mainChain: false), regionRadius, parallel: true),
            Chains = regions.Chains(selection),
            Residues = regions.Residues(accelerator, plan.Values, selection),
            Warnings = [.. atoms.Warnings, .. placement, .. plan.Warnings],
        };
        return local == null ? scores : WithLocal(scores, model, selection, atoms, local, regionRadius);
    }

    /// <summary>CC_mask alone, for use in every cycle of a refinement.</summary>
    /// <param name="atoms">Atoms, made once with the plan's form factors; their coordinates are replaced.</param>
    /// <param name="modelPositions">3 numbers per atom of the whole model, Å.</param>
    /// <returns>The coefficient; null when undefined.</returns>
    public double? CcMask(ScatteringAtoms atoms, ReadOnlySpan<double> modelPositions)
    {
        atoms.SetPositions(modelPositions);
        return CcMask(atoms);
    }

    /// <summary>CC_mask alone, with the coordinates that the atoms have.</summary>
    /// <param name="atoms">Atoms, made with the plan's form factors.</param>
    /// <returns>The coefficient; null when undefined.</returns>
    public double? CcMask(ScatteringAtoms atoms)
    {
        ComputeModelMap(atoms);
        return MapCorrelation.Inside(Mask(atoms), map.Values, modelMap);
    }

    /// <summary>Frees the work space.</summary>
    public void Dispose()
    {
        plan.Dispose();
        modelMap.Dispose();
    }

    private static void CheckValues(DensityMap map)
    {
        double? self;
        try
        {
            self = MapCorrelation.Everywhere(map.Values, map.Values);
        }
        catch (NumericalException e)
        {
            throw new InputException($"{map.Name}: the map holds voxels that are NaN or infinite; repair the map first", e);
        }

        if (self == null)
            throw new InputException($"{map.Name}: every voxel has the same value, so nothing correlates with the map; check that it is the right file");
    }

    /// <summary>Adds the scores of the exact model map with a resolution for every atom; the masks and regions stay those of the uniform scores.</summary>
    private MapModelScores WithLocal(MapModelScores scores, Model model, bool[] selection, ScatteringAtoms atoms, AtomResolutions local, double regionRadius)
    {
        atoms.SetResolutions([.. atoms.AtomIndices.Select(i => local.Values[i])]);
        double[] sorted = [.. atoms.Resolutions];
        Array.Sort(sorted);
        using BinnedMapPlan bins = BinnedMapPlan.For(accelerator, map.Grid, atoms, plan.Options);
        bins.Compute(atoms);
        accelerator.Download(bins.Values, modelMap);
        WholeMapScores whole = Compare(Mask(atoms));
        var regions = new RegionScorer(map, modelMap, model, atoms, regionRadius);
        return scores with
        {
            Local = new LocalResolutionScores(
                local.Source, sorted[0], sorted[sorted.Length / 2], sorted[^1], bins.Bins.Values, whole.Mask, whole.Box, whole.Volume, whole.Peaks,
                regions.Around(regions.Part(selection, mainChain: true), regionRadius, parallel: true),
                regions.Around(regions.Part(selection, mainChain: false), regionRadius, parallel: true)),
            Chains = [.. scores.Chains.Zip(regions.Chains(selection, local), (u, l) => u with { CcLocal = l.Cc, Resolution = l.Resolution })],
            Residues = [.. scores.Residues.Zip(regions.Residues(accelerator, bins.Values, selection, local), (u, l) => u with { CcLocal = l.Cc, Resolution = l.Resolution })],
            Warnings = [.. scores.Warnings, .. local.Warnings, .. bins.Warnings],
        };
    }

    private void ComputeModelMap(ScatteringAtoms atoms)
    {
        plan.Compute(atoms);
        accelerator.Download(plan.Values, modelMap);
    }

    private VoxelMask Mask(ScatteringAtoms atoms) => MolecularMask.Of(map.Grid, atoms);

    private WholeMapScores WholeMap(ScatteringAtoms atoms)
    {
        ComputeModelMap(atoms);
        return Compare(Mask(atoms));
    }

    private WholeMapScores Compare(VoxelMask mask)
    {
        long n = mask.Count;
        VoxelMask highest = HighestVoxels.Select(map.Grid, modelMap, n);
        double? volume = MapCorrelation.Inside(highest, map.Values, modelMap);
        highest.UnionWith(HighestVoxels.Select(map.Grid, map.Values, n));
        return new WholeMapScores(
            n, MapCorrelation.Inside(mask, map.Values, modelMap), MapCorrelation.Everywhere(map.Values, modelMap), volume,
            MapCorrelation.Inside(highest, map.Values, modelMap));
    }

    private sealed record WholeMapScores(long MaskVoxels, double? Mask, double? Box, double? Volume, double? Peaks);
}
