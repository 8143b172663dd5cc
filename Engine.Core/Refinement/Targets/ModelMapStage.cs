using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Refinement.Convergence;
using Engine.Core.Scoring;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// Everything that refinement against the model map needs and that lasts: the observed map round the model, the atoms that scatter, the way model maps are
/// computed, and the molecular mask, which follows the model from cycle to cycle.
/// </summary>
public sealed class ModelMapStage : IDisposable
{
    private readonly Accelerator accelerator;
    private readonly DensityMap observed;
    private readonly ImageMapPlan method;
    private readonly ScatteringAtoms atoms;
    private readonly DeviceBuffer<float> observedVoxels;
    private readonly DeviceBuffer<float> weights;
    private readonly float[] row;

    /// <summary>Prepares the stage.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Observed map, orthogonal.</param>
    /// <param name="model">Atoms with the B factors and occupancies to use.</param>
    /// <param name="heavy">Atoms that scatter: all but hydrogens, movable or not.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="options">Resolution and radius.</param>
    public ModelMapStage(Accelerator accelerator, DensityMap map, Model model, bool[] heavy, double[] x, ModelMapStageOptions options)
    {
        this.accelerator = accelerator;
        double reach = Math.Max(options.Radius * options.Resolution, 3);
        observed = MapCrop.Around(map, Enumerable.Range(0, heavy.Length).Where(i => heavy[i]).Select(i => new Vec3(x[3 * i], x[3 * i + 1], x[3 * i + 2])), reach);
        MapGrid grid = observed.Grid;
        double limit = 2 * (1 + options.Edge) * Math.Max(grid.VoxelSize.X, Math.Max(grid.VoxelSize.Y, grid.VoxelSize.Z));
        atoms = ScatteringAtoms.Create(model, heavy, options.Scattering);
        atoms.SetPositions(x);
        if (options.Resolutions is { } local)
            atoms.SetResolutions([.. atoms.AtomIndices.Select(i => Math.Max(limit, local[i]))]);
        else
            atoms.SetResolution(Math.Max(limit, options.Resolution));
        bool whole = grid.Nx == map.Grid.Nx && grid.Ny == map.Grid.Ny && grid.Nz == map.Grid.Nz;
        method = new ImageMapPlan(
            accelerator, grid, new ModelMapOptions { Edge = options.Edge, Scattering = options.Scattering },
            new ImageMapOptions { Edge = options.Edge, Radius = options.Radius, Wrap = whole });
        observedVoxels = accelerator.Upload(observed.Values, "observed map");
        weights = accelerator.Allocate<float>(grid.VoxelCount, "mask of the model");
        row = new float[grid.Nx];
        Setting = new ModelMapSetting(method, atoms, observedVoxels, weights, options.Criterion);
        UpdateMask(x);
    }

    /// <summary>What a map term needs.</summary>
    public ModelMapSetting Setting { get; }

    /// <summary>Takes new B factors and occupancies.</summary>
    /// <param name="b">B of every atom of the model, Å².</param>
    /// <param name="occupancy">Occupancy of every atom of the model.</param>
    public void Set(double[] b, double[] occupancy)
    {
        atoms.SetB([.. atoms.AtomIndices.Select(i => b[i])]);
        atoms.SetOccupancies([.. atoms.AtomIndices.Select(i => occupancy[i])]);
    }

    /// <summary>Puts the mask round the model's present place.</summary>
    /// <param name="x">3N coordinates of the model, Å.</param>
    /// <param name="factors">Weight of the map round each atom of the model (<see cref="PartMasks"/>); null = 1.</param>
    public void UpdateMask(double[] x, double[]? factors = null)
    {
        atoms.SetPositions(x);
        VoxelMask mask = MolecularMask.Of(observed.Grid, atoms);
        var parts = factors == null ? null : new PartMasks(observed.Grid, atoms, factors);
        Upload((i, y, z) => !mask[i, y, z] ? 0 : parts == null ? 1 : (float)parts.At(i, y, z), weights);
    }

    /// <summary>Agreement of model map and map inside the molecular mask of each part, at the coordinates, B factors and occupancies that were set last.</summary>
    /// <param name="groups">Parts of the model.</param>
    /// <param name="resolution">Å.</param>
    public IReadOnlyList<GroupAgreement> Agreement(IReadOnlyList<AtomGroup> groups, double resolution)
    {
        method.Compute(atoms);
        MapGrid g = observed.Grid;
        using DeviceBuffer<float> inside = accelerator.Allocate<float>(g.VoxelCount, "mask of a part");
        var all = new List<GroupAgreement>();
        foreach (AtomGroup group in groups)
        {
            VoxelMask mask = PartMasks.Of(g, atoms, new HashSet<int>(group.Atoms).Contains);
            Upload((i, y, z) => mask[i, y, z] ? 1 : 0, inside);
            double unexplained = MapTargets.LeastSquares(accelerator, observedVoxels, method.Values, inside, g.VoxelCount, null).Value;
            double volume = mask.Count * g.VoxelSize.X * g.VoxelSize.Y * g.VoxelSize.Z;
            all.Add(new(Math.Sqrt(Math.Max(0, 1 - unexplained)), volume / Math.Pow(resolution / 2, 3)));
        }

        return all;
    }

    private void Upload(Func<int, int, int, float> value, DeviceBuffer<float> to)
    {
        MapGrid g = observed.Grid;
        for (int z = 0; z < g.Nz; z++)
        {
            for (int y = 0; y < g.Ny; y++)
            {
                for (int i = 0; i < g.Nx; i++)
                    row[i] = value(i, y, z);
                accelerator.Upload<float>(row, to, ((long)z * g.Ny + y) * g.Nx);
            }
        }
    }

    /// <summary>Frees maps and work space.</summary>
    public void Dispose()
    {
        observed.Dispose();
        method.Dispose();
        observedVoxels.Dispose();
        weights.Dispose();
    }
}

/// <summary>Choices of a <see cref="ModelMapStage"/>.</summary>
public sealed record ModelMapStageOptions
{
    /// <summary>Resolution of the map, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>Resolution of every atom of the model, Å; null = that of the map.</summary>
    public double[]? Resolutions { get; init; }

    /// <summary>What is compared.</summary>
    public ModelMapCriterion Criterion { get; init; } = ModelMapCriterion.LeastSquares;

    /// <summary>Half width of the resolution edge, units of 1/d.</summary>
    public double Edge { get; init; } = 0.2;

    /// <summary>Radius of an atom's image, units of its resolution: 2 d loses some 4 % of a map, evenly for all atoms, and costs a tenth of 4 d.</summary>
    public double Radius { get; init; } = 2;

    /// <summary>Form factors.</summary>
    public ScatteringTable Scattering { get; init; } = ScatteringTable.Electron;
}
