using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>
/// Which way a model map is computed. Images and Fourier transforms give the same map within the wanted accuracy, so cost decides: voxels of all images and
/// elements of all profiles against Gaussian voxels and transforms, with speeds measured on the device itself.
/// </summary>
public sealed class ModelMapChoice
{
    private const int Sample = 64;

    private readonly ModelMapKind kind;
    private readonly ImageMapOptions images;

    private ModelMapChoice(ModelMapKind kind, string reason, IReadOnlyDictionary<string, double> estimates, ImageMapOptions images) =>
        (this.kind, Reason, Estimates, this.images) = (kind, reason, estimates, images);

    /// <summary>Why this way.</summary>
    public string Reason { get; }

    /// <summary>Estimated seconds of the ways that were compared; empty when there was nothing to compare.</summary>
    public IReadOnlyDictionary<string, double> Estimates { get; }

    /// <summary>Decides.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Target grid.</param>
    /// <param name="atoms">Atoms with resolutions.</param>
    /// <param name="wanted">What the user wants; auto leaves the choice open.</param>
    /// <param name="images">Edge, accuracy and wrapping.</param>
    public static ModelMapChoice Make(Accelerator accelerator, MapGrid grid, ScatteringAtoms atoms, ModelMapKind wanted, ImageMapOptions images)
    {
        var none = new Dictionary<string, double>();
        if (wanted is ModelMapKind.Shells or ModelMapKind.Fourier or ModelMapKind.Bins)
            return new ModelMapChoice(wanted, "asked for", none, images);
        if (!images.Wrap)
            return new ModelMapChoice(ModelMapKind.Shells, "a box that does not repeat", none, images);
        (double finest, double coarsest) = Range(atoms.Resolutions);
        bool uniform = finest == coarsest;
        ModelMapKind exact = uniform ? ModelMapKind.Fourier : ModelMapKind.Bins;
        (double radius, double error) = ImageRadius.Choose(atoms, images);
        if (error > images.Accuracy)
            return new ModelMapChoice(exact, FormattableString.Invariant($"images would leave an error of {error:0.####} with this edge"), none, images);
        DeviceSpeed speed = DeviceSpeed.Measure(accelerator);
        var estimates = new Dictionary<string, double>
        {
            ["shells"] = ShellSeconds(speed, grid, atoms, radius, finest, images),
            [exact.Name()] = FourierSeconds(speed, grid, atoms, finest, images, uniform ? 1 : new ResolutionBins(finest, coarsest).Count),
        };
        ModelMapKind chosen = estimates["shells"] <= estimates[exact.Name()] ? ModelMapKind.Shells : exact;
        return new ModelMapChoice(chosen, "the fastest by cost measured on the device", estimates, images);
    }

    /// <summary>Prepares the way.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Target grid.</param>
    /// <param name="options">Options.</param>
    /// <param name="atoms">Atoms with resolutions.</param>
    public ModelMapMethod Create(Accelerator accelerator, MapGrid grid, ModelMapOptions options, ScatteringAtoms atoms) => kind switch
    {
        ModelMapKind.Shells => new ImageMapPlan(accelerator, grid, options, images),
        ModelMapKind.Bins => BinnedMapPlan.For(accelerator, grid, atoms, options),
        _ => new FourierMapPlan(accelerator, grid, atoms.Resolutions[0], options),
    };

    private static (double Finest, double Coarsest) Range(ReadOnlySpan<double> resolutions)
    {
        (double finest, double coarsest) = (double.MaxValue, 0);
        foreach (double d in resolutions)
            (finest, coarsest) = (Math.Min(finest, d), Math.Max(coarsest, d));
        return (finest, coarsest);
    }

    private static double ShellSeconds(DeviceSpeed speed, MapGrid grid, ScatteringAtoms atoms, double radius, double finest, ImageMapOptions images)
    {
        Vec3 voxel = grid.VoxelSize;
        double limit = finest / (2 * (1 + images.Edge)), volume = Math.Min(voxel.X, limit) * Math.Min(voxel.Y, limit) * Math.Min(voxel.Z, limit), voxels = 0;
        foreach (double d in atoms.Resolutions)
            voxels += 4.0 / 3 * Math.PI * Math.Pow(radius * d, 3) / volume;
        int nodes = radius <= 6 ? 128 : 256, points = new ProfileMatrix(new ImageShape { Edge = images.Edge, Radius = radius, Nodes = 16 }).Tau.Length;
        return voxels * speed.ImageVoxel + (double)atoms.Count * nodes * points * speed.ProfileElement;
    }

    private static double FourierSeconds(DeviceSpeed speed, MapGrid grid, ScatteringAtoms atoms, double finest, ImageMapOptions images, int bins)
    {
        SplatGrid splat = SplatGrid.Choose(grid, finest / (1 + images.Edge), ModelMapOptions.Default.Oversampling);
        double blur = splat.Blur(ModelMapAccuracy.Default.Q, atoms.BMin), volume = grid.Box.Volume / splat.Count, voxels = 0;
        GaussianAtoms gaussians = atoms.ToGaussians(blur, ModelMapAccuracy.Default.SplatTolerance);
        int step = Math.Max(1, atoms.Count / Sample), taken = 0;
        for (int i = 0; i < atoms.Count; i += step, taken++)
            voxels += 4.0 / 3 * Math.PI * Math.Pow(gaussians.Radius[i], 3) / volume;
        voxels *= (double)atoms.Count / taken * (bins > 1 ? 2 : 1);
        return voxels * speed.GaussianVoxel + speed.FourierPoint * (Points(splat.Count) * bins + Points(grid.VoxelCount));
    }

    private static double Points(double count) => count * Math.Log2(count);
}
