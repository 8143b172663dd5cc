using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
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
    public void UpdateMask(double[] x)
    {
        atoms.SetPositions(x);
        VoxelMask mask = MolecularMask.Of(observed.Grid, atoms);
        MapGrid g = observed.Grid;
        for (int z = 0; z < g.Nz; z++)
        {
            for (int y = 0; y < g.Ny; y++)
            {
                for (int i = 0; i < g.Nx; i++)
                    row[i] = mask[i, y, z] ? 1 : 0;
                accelerator.Upload<float>(row, weights, ((long)z * g.Ny + y) * g.Nx);
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
