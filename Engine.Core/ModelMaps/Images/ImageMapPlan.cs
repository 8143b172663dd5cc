using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>
/// The model map as a sum of atom images, each at its atom's own resolution (Urzhumtsev and Lunin 2022): radial profiles, then voxels; gradients by all
/// parameters in one pass over the same voxels. F(000) is contained. Where the target grid is too coarse for the finest atom, the sum is formed on a finer
/// grid and resampled by Fourier transforms.
/// </summary>
public sealed class ImageMapPlan : ModelMapMethod
{
    private readonly ImageMapOptions images;
    private readonly ImageBuilder builder;
    private readonly ImageBatcher batcher = new();
    private readonly DeviceBuffer<float> values;
    private ImageGrid? grid;
    private ProfileBasis? basis;
    private ImageProfiles? profiles;
    private AtomClasses? built;
    private DeviceBuffer<double>? sums;
    private double[] hostSums = [];

    /// <summary>Prepares the work space.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="target">Target grid.</param>
    /// <param name="options">Form factors.</param>
    /// <param name="images">Edge, radius and builder; the default when null.</param>
    /// <exception cref="InputException">The grid is not orthogonal.</exception>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public ImageMapPlan(Accelerator accelerator, MapGrid target, ModelMapOptions options, ImageMapOptions? images = null)
        : base(accelerator, target, options)
    {
        this.images = images ?? new ImageMapOptions();
        if (!target.Cell.IsOrthogonal)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"map cell angles are {target.Cell.Alpha}, {target.Cell.Beta}, {target.Cell.Gamma}°: a model map needs an orthogonal map; resample the map first"));
        }

        if (!(this.images.Edge >= 0 && this.images.Edge <= 0.5))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--edge {this.images.Edge}: give a half width from 0 (sharp) to 0.5, in units of 1/d"));
        if (!(this.images.Accuracy > 0 && this.images.Accuracy < 1))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--accuracy {this.images.Accuracy}: give the wanted rms error over the map's standard deviation, such as 0.005"));
        (builder, BuilderReason) = ImageBuilders.For(accelerator, this.images.Builder);
        values = accelerator.Allocate<float>(target.VoxelCount, "model map");
    }

    /// <inheritdoc/>
    public override string Name => "shells";

    /// <inheritdoc/>
    public override DeviceBuffer<float> Values => values;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings => grid?.Warning is { } warning ? [warning] : [];

    /// <summary>Edge, radius and nodes of the images; null before the first <see cref="Compute"/>.</summary>
    public ImageShape? Shape => basis?.Shape;

    /// <summary>What built the profiles: matrix or shells.</summary>
    public string BuilderName => builder == ImageBuilder.Matrix ? "matrix" : "shells";

    /// <summary>Why this builder.</summary>
    public string BuilderReason { get; }

    /// <summary>Terms of the decomposition, or nodes of the quadrature.</summary>
    public int TermCount => basis switch { ShellTerms s => s.Count, ProfileMatrix m => m.Tau.Length, _ => 0 };

    /// <summary>Estimated rms error of the map by the end of the images at their radius, over the standard deviation.</summary>
    public double EstimatedError { get; private set; }

    /// <summary>Different profiles of the last <see cref="Compute"/>.</summary>
    public int ClassCount { get; private set; }

    /// <summary>Memory for profiles, bytes: more classes than fit are worked through in batches.</summary>
    internal long ProfileBytes { get; init; } = 256L << 20;

    /// <inheritdoc/>
    public override void Compute(ScatteringAtoms atoms)
    {
        Prepare(atoms);
        DeviceBuffer<float> sum = grid!.Sum(values);
        Accelerator.Clear(sum);
        ClassCount = 0;
        ForEachBatch(atoms, ImageQuantities.Density, batch =>
        {
            Accelerator.Images.Add(batch.Images, profiles!, grid.Frame, sum);
            ClassCount += batch.Classes.Count;
        });
        grid.ToTarget(values);
    }

    /// <inheritdoc/>
    public override void Gradients(ScatteringAtoms atoms, DeviceBuffer<float> slopes, AtomGradients gradients)
    {
        Prepare(atoms);
        DeviceBuffer<float> onSum = grid!.SlopesOnSum(slopes);
        ImageQuantities quantities = ImageQuantities.Density;
        if (gradients.Wanted.HasFlag(AtomParameters.Displacement))
            quantities |= ImageQuantities.BFactor | (atoms.Arrays.UAniso.Length > 0 ? ImageQuantities.Curvature : 0);
        if (gradients.Wanted.HasFlag(AtomParameters.Resolution))
            quantities |= ImageQuantities.Resolution;
        gradients.Clear(atoms.Count);
        ForEachBatch(atoms, quantities, batch => Gather(atoms, batch, onSum, gradients));
    }

    /// <summary>Builds the profiles anew at the next call, as if the atoms' B factors had changed: for timing.</summary>
    public void ForgetProfiles() => built = null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        values.Dispose();
        grid?.Dispose();
        profiles?.Dispose();
        sums?.Dispose();
    }

    private void Prepare(ScatteringAtoms atoms)
    {
        if (atoms.Table != Options.Scattering)
            throw new ArgumentException($"atoms were made for form factors {atoms.Table}, the method for {Options.Scattering}", nameof(atoms));
        if (atoms.Resolutions.Length != atoms.Count)
            throw new ArgumentException("the atoms have no resolutions", nameof(atoms));
        double finest = double.MaxValue;
        foreach (double d in atoms.Resolutions)
            finest = Math.Min(finest, d);
        if (grid == null || !grid.Holds(finest))
        {
            grid?.Dispose();
            grid = null;
            grid = new ImageGrid(Accelerator, Grid, finest, images.Edge, images.Wrap);
        }

        if (basis != null)
            return;
        (double radius, EstimatedError) = ImageRadius.Choose(atoms, images);
        var shape = new ImageShape { Edge = images.Edge, Radius = radius, Nodes = radius <= 6 ? 128 : 256 };
        basis = builder == ImageBuilder.Matrix ? new ProfileMatrix(shape) : ShellTables.Find(shape);
    }

    /// <summary>Runs through the atoms in batches whose profiles are on the device.</summary>
    private void ForEachBatch(ScatteringAtoms atoms, ImageQuantities quantities, Action<ImageBatch> body)
    {
        for (int first = 0; first < atoms.Count;)
        {
            quantities |= profiles?.Quantities ?? 0;
            int perClass = 2 * sizeof(float) * basis!.Shape.Nodes * System.Numerics.BitOperations.PopCount((uint)quantities);
            ImageBatch batch = batcher.Take(atoms, first, images.Edge, (int)Math.Max(1, ProfileBytes / perClass));
            BuildProfiles(batch.Classes, quantities);
            body(batch);
            first = batch.NextAtom;
        }
    }

    private void BuildProfiles(AtomClasses classes, ImageQuantities quantities)
    {
        if (profiles == null || profiles.Quantities != quantities || profiles.Capacity < classes.Count)
        {
            profiles?.Dispose();
            profiles = null;
            profiles = new ImageProfiles(Accelerator, basis!.Shape, quantities, classes.Count);
            built = null;
        }

        if (built != null && Same(built, classes))
            return;
        Accelerator.Images.Build(classes, basis!, profiles);
        built = classes;
    }

    private static bool Same(AtomClasses a, AtomClasses b) =>
        ReferenceEquals(a.FormFactors, b.FormFactors) && a.FormFactor.AsSpan().SequenceEqual(b.FormFactor)
        && a.B.AsSpan().SequenceEqual(b.B) && a.Resolution.AsSpan().SequenceEqual(b.Resolution);

    private void Gather(ScatteringAtoms atoms, ImageBatch batch, DeviceBuffer<float> slopes, AtomGradients g)
    {
        int length = AtomSums.Stride * batch.Images.Count;
        if (hostSums.Length < length)
        {
            hostSums = new double[length];
            sums?.Dispose();
            sums = null;
            sums = Accelerator.Allocate<double>(length, "gradients of atoms");
        }

        Accelerator.Images.Gather(batch.Images, profiles!, grid!.Frame, slopes, sums!);
        Accelerator.Download(sums!, hostSums.AsSpan(0, length));
        int[] aniso = atoms.Arrays.AnisoRow;
        for (int i = 0; i < batch.Images.Count; i++)
        {
            ReadOnlySpan<double> s = hostSums.AsSpan(i * AtomSums.Stride, AtomSums.Stride);
            int atom = batch.Atom[i];
            g.Occupancy[atom] += batch.Share[i] * s[AtomSums.Weight];
            for (int k = 0; k < 3; k++)
                g.Position[3 * atom + k] += s[AtomSums.Position + k];
            g.Resolution[atom] += s[AtomSums.Resolution];
            if (aniso[atom] < 0)
            {
                g.B[atom] += s[AtomSums.BFactor];
                continue;
            }

            AddAnisotropic(g.U.AsSpan(6 * atom, 6), s, batch.Axis[i]);
        }
    }

    /// <summary>
    /// By a matrix U = λ₃ I + ΔU: half the second derivatives are the effect of ΔU; what belongs to the smallest eigenvalue λ₃, whose derivative is a aᵀ with its
    /// axis a, is that of the profile's B instead of the trace.
    /// </summary>
    private static void AddAnisotropic(Span<double> u, ReadOnlySpan<double> sums, Vec3 a)
    {
        ReadOnlySpan<double> half = sums.Slice(AtomSums.U, 6);
        double round = ScatteringAtoms.BPerU * sums[AtomSums.BFactor] - half[0] - half[1] - half[2];
        ReadOnlySpan<double> projector = [a.X * a.X, a.Y * a.Y, a.Z * a.Z, 2 * a.X * a.Y, 2 * a.X * a.Z, 2 * a.Y * a.Z];
        for (int k = 0; k < 6; k++)
            u[k] += half[k] + round * projector[k];
    }
}
