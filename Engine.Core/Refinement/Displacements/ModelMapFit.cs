using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Scoring;
using Engine.Kernels;

namespace Engine.Core.Refinement.Displacements;

/// <summary>
/// The observed map round some atoms, the map that the atoms predict there and the least-squares target of the two, 1 - CC² under weights, for refining what
/// atoms have besides coordinates. Both maps have phases: nothing is compared as amplitudes.
/// </summary>
public sealed class ModelMapFit : IDisposable
{
    private const double SmallestMargin = 4;

    /// <summary>
    /// Least side of the box in units of d. A sharp resolution limit keeps whole lattice points of reciprocal space; where the lattice is coarse, the limit is in effect
    /// another one, which would go into the B factors.
    /// </summary>
    private const double SmallestBox = 24;
    private const double SphereRadius = 1.5;
    private const double SphereEdge = 2;

    private readonly Accelerator accelerator;
    private readonly DeviceBuffer<float> observed;
    private readonly DeviceBuffer<float> weights;
    private readonly DeviceBuffer<float> slopes;

    /// <summary>Prepares maps, weights and work space.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Observed map, orthogonal, any scale.</param>
    /// <param name="atoms">All atoms that scatter, with coordinates, B factors and occupancies; they get the resolutions of the options.</param>
    /// <param name="options">Resolution, region and method.</param>
    /// <exception cref="InputException">The map is not orthogonal, or no atom lies in it.</exception>
    public ModelMapFit(Accelerator accelerator, DensityMap map, ScatteringAtoms atoms, ModelMapFitOptions options)
    {
        (this.accelerator, Atoms) = (accelerator, atoms);
        BoxPlacement.Check(map.Grid, atoms.Positions, options.Resolution);
        double margin = Math.Max(SmallestMargin, 1.5 * options.Resolution);
        (MapGrid grid, float[] values, bool[] inside) = PaddedCrop.Around(map, atoms.Positions, margin, SmallestBox * options.Resolution);
        float[] region = Weights(grid, inside, atoms, options.Region);
        IndependentData = Independent(grid, region, options.Resolution);
        bool images = options.Method == ModelMapKind.Shells || (options.Method == ModelMapKind.Auto && options.Resolutions != null);
        double edge = options.Edge ?? (images ? 0.2 : 0);
        SetResolutions(grid, options, edge);
        var common = new ModelMapOptions { Edge = edge, Scattering = options.Scattering, Accuracy = options.Accuracy };
        Method = images
            ? new ImageMapPlan(accelerator, grid, common, new ImageMapOptions { Edge = edge, Radius = options.ImageRadius })
            : options.Resolutions != null ? BinnedMapPlan.For(accelerator, grid, atoms, common) : new FourierMapPlan(accelerator, grid, options.Resolution, common);
        observed = accelerator.Upload<float>(values, "observed map");
        weights = accelerator.Upload<float>(region, "weights of the map");
        slopes = accelerator.Allocate<float>(grid.VoxelCount, "derivative of the target");
    }

    /// <summary>The atoms that scatter.</summary>
    public ScatteringAtoms Atoms { get; }

    /// <summary>How model maps are computed.</summary>
    public ModelMapMethod Method { get; }

    /// <summary>
    /// Number of independent observations under the weights: a map of resolution d has 4π/3 V/d³ independent real numbers in a volume V, and never more than
    /// voxels.
    /// </summary>
    public double IndependentData { get; }

    /// <summary>1 - CC² of the observed map and the map of the atoms as they are.</summary>
    /// <param name="gradients">Receives its derivatives; null when only the value is wanted.</param>
    /// <exception cref="NumericalException">A map is constant under the weights.</exception>
    public double Evaluate(AtomGradients? gradients)
    {
        Method.Compute(Atoms);
        MapTargetValue target = MapTargets.LeastSquares(
            accelerator, observed, Method.Values, weights, Method.Grid.VoxelCount, gradients == null ? null : slopes);
        if (gradients != null)
            Method.Gradients(Atoms, slopes, gradients);
        return target.Value;
    }

    /// <summary>Frees maps and work space.</summary>
    public void Dispose()
    {
        Method.Dispose();
        observed.Dispose();
        weights.Dispose();
        slopes.Dispose();
    }

    private static float[] Weights(MapGrid grid, bool[] inside, ScatteringAtoms atoms, FitRegion region)
    {
        if (region == FitRegion.Box)
            return [.. inside.Select(i => i ? 1f : 0f)];
        float[] weights = region == FitRegion.SoftSpheres ? SoftSpheres.Create(grid, atoms.Positions, SphereRadius, SphereEdge) : Bits(Mask(grid, atoms), grid);
        for (int i = 0; i < weights.Length; i++)
            weights[i] = inside[i] ? weights[i] : 0;
        return weights;
    }

    /// <summary>The molecular mask of the atoms that are there (occupancy above 0).</summary>
    private static VoxelMask Mask(MapGrid grid, ScatteringAtoms atoms)
    {
        var positions = new List<Vec3>();
        var radii = new List<double>();
        for (int i = 0; i < atoms.Count; i++)
        {
            if (!(atoms.Occupancies[i] > 0))
                continue;
            positions.Add(new Vec3(atoms.Positions[3 * i], atoms.Positions[3 * i + 1], atoms.Positions[3 * i + 2]));
            radii.Add(MaskRadii.Of(atoms.Elements[i]));
        }

        return MolecularMask.Compute(grid, [.. positions], [.. radii]);
    }

    private static float[] Bits(VoxelMask mask, MapGrid grid)
    {
        var weights = new float[grid.VoxelCount];
        for (int z = 0, i = 0; z < grid.Nz; z++)
        {
            for (int y = 0; y < grid.Ny; y++)
            {
                for (int x = 0; x < grid.Nx; x++, i++)
                    weights[i] = mask[x, y, z] ? 1 : 0;
            }
        }

        return weights;
    }

    private static double Independent(MapGrid grid, float[] weights, double resolution)
    {
        double voxels = weights.Sum(w => (double)w);
        Vec3 v = grid.VoxelSize;
        return voxels * Math.Min(1, 4 * Math.PI / 3 * v.X * v.Y * v.Z / Math.Pow(resolution, 3));
    }

    private void SetResolutions(MapGrid grid, ModelMapFitOptions options, double edge)
    {
        Vec3 v = grid.VoxelSize;
        double limit = 2 * (1 + edge) * Math.Max(v.X, Math.Max(v.Y, v.Z));
        if (options.Resolutions is { } local)
            Atoms.SetResolutions([.. Atoms.AtomIndices.Select(i => Math.Max(limit, local[i]))]);
        else
            Atoms.SetResolution(Math.Max(limit, options.Resolution));
    }
}
