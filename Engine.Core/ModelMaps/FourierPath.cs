using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>
/// What the Fourier maps have in common: the internal grid, its transforms and the way between it and the target grid, forward and back. Densities of one or
/// more resolutions are added up one after the other, so that two real grids and at most two half spaces suffice for any number of them.
/// </summary>
internal sealed class FourierPath : IDisposable
{
    private readonly Accelerator accelerator;
    private readonly MapGrid grid;
    private readonly ModelMapOptions options;
    private readonly GridFrame splatFrame;
    private readonly FourierPlan splatPlan;
    private readonly FourierPlan targetPlan;
    private readonly DeviceBuffer<float> splatReal;
    private readonly DeviceBuffer<float> splatHalf;
    private readonly DeviceBuffer<float> targetHalf;
    private readonly bool sameGrid;
    private readonly double finest;
    private double[] sums = [];
    private bool isEmpty;

    /// <summary>Allocates everything.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Target grid.</param>
    /// <param name="finest">Finest resolution, Å.</param>
    /// <param name="options">Options.</param>
    /// <param name="streamed">True for more than one resolution: then the sum of coefficients has memory of its own.</param>
    public FourierPath(Accelerator accelerator, MapGrid grid, double finest, ModelMapOptions options, bool streamed)
    {
        (this.accelerator, this.grid, this.options, this.finest) = (accelerator, grid, options, finest);
        Check();
        Splat = SplatGrid.Choose(grid, finest / (1 + options.Edge), options.Oversampling);
        sameGrid = (Splat.Nx, Splat.Ny, Splat.Nz) == (grid.Nx, grid.Ny, grid.Nz);
        UnitCell box = grid.Box;
        splatFrame = GridFrame.Orthogonal(
            Splat.Nx, Splat.Ny, Splat.Nz, grid.Origin.X, grid.Origin.Y, grid.Origin.Z, box.A / Splat.Nx, box.B / Splat.Ny, box.C / Splat.Nz, periodic: true);
        try
        {
            splatPlan = accelerator.Fourier.CreatePlan(Splat.Nx, Splat.Ny, Splat.Nz);
            splatReal = accelerator.Allocate<float>(splatPlan.RealLength, "model map, internal grid");
            splatHalf = accelerator.Allocate<float>(splatPlan.HalfLength, "model map, internal coefficients");
            targetPlan = sameGrid ? splatPlan : accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
            targetHalf = sameGrid && !streamed ? splatHalf : accelerator.Allocate<float>(targetPlan.HalfLength, "model map, coefficients");
            Values = sameGrid ? splatReal : accelerator.Allocate<float>(targetPlan.RealLength, "model map");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Internal grid.</summary>
    public SplatGrid Splat { get; }

    /// <summary>B added to the atoms and taken away again, Å².</summary>
    public double Blur { get; private set; }

    /// <summary>The map after <see cref="Finish"/>.</summary>
    public DeviceBuffer<float> Values { get; }

    /// <summary>What is odd about resolution and grid.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            Vec3 voxel = grid.VoxelSize;
            double nyquist = 2 * Math.Max(voxel.X, Math.Max(voxel.Y, voxel.Z)) * (1 + options.Edge);
            return finest >= nyquist
                ? []
                : [string.Create(CultureInfo.InvariantCulture, $"resolution {finest:0.##} Å{EdgeText} is beyond the map's Nyquist limit of {nyquist:0.##} Å: the model map holds what the grid can")];
        }
    }

    private HalfSpaceShape SplatShape => new(Splat.Nx, Splat.Ny, Splat.Nz);

    private HalfSpaceShape TargetShape => new(grid.Nx, grid.Ny, grid.Nz);

    private string EdgeText => options.Edge == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" with an edge of {options.Edge:0.##}");

    /// <summary>Starts a map, or the gradients of one: chooses the blur and makes the atoms' Gaussians.</summary>
    public GaussianAtoms Begin(ScatteringAtoms atoms)
    {
        if (atoms.Table != options.Scattering)
            throw new ArgumentException($"atoms were made for form factors {atoms.Table}, the plan for {options.Scattering}", nameof(atoms));
        Blur = Splat.Blur(options.Accuracy.Q, atoms.BMin);
        isEmpty = true;
        return atoms.ToGaussians(Blur, options.Accuracy.SplatTolerance);
    }

    /// <summary>Adds the density of some atoms at a resolution.</summary>
    public void AddDensity(GaussianAtoms gaussians, double d)
    {
        accelerator.Clear(splatReal);
        accelerator.Splat.Add(gaussians, Blur, splatFrame, splatReal);
        splatPlan.Forward(splatReal, splatHalf);
        accelerator.Fourier.Apply(
            splatHalf, SplatShape, targetHalf, TargetShape, Filter(d) with { Scale = (double)grid.VoxelCount / Splat.Count, Accumulate = !isEmpty });
        isEmpty = false;
    }

    /// <summary>Makes the map of all densities added.</summary>
    public void Finish()
    {
        if (isEmpty)
            accelerator.Clear(Values);
        else
            targetPlan.Inverse(targetHalf, Values);
    }

    /// <summary>Takes the slopes dT/dρ of the target grid.</summary>
    public void BeginGradients(DeviceBuffer<float> slopes) => targetPlan.Forward(slopes, targetHalf);

    /// <summary>Sums of the slopes, filtered for a resolution, over the blurred atoms.</summary>
    /// <param name="gaussians">Atoms.</param>
    /// <param name="d">Resolution, Å.</param>
    /// <param name="slopes">The slopes' memory; it is used again where the map's own memory must not be.</param>
    /// <returns><see cref="AtomSums.Stride"/> numbers per atom, valid until the next call.</returns>
    public ReadOnlySpan<double> Gather(GaussianAtoms gaussians, double d, DeviceBuffer<float> slopes)
    {
        DeviceBuffer<float> residual = sameGrid ? slopes : splatReal;
        accelerator.Fourier.Apply(targetHalf, TargetShape, splatHalf, SplatShape, Filter(d));
        splatPlan.Inverse(splatHalf, residual);
        int length = AtomSums.Stride * gaussians.Count;
        using DeviceBuffer<double> result = accelerator.Allocate<double>(length, "gradients of atoms");
        accelerator.Splat.Gather(gaussians, Blur, splatFrame, residual, result);
        if (sums.Length < length)
            sums = new double[length];
        accelerator.Download(result, sums.AsSpan(0, length));
        return sums.AsSpan(0, length);
    }

    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        if (!sameGrid)
        {
            targetPlan?.Dispose();
            Values?.Dispose();
        }

        if (targetHalf != splatHalf)
            targetHalf?.Dispose();
        splatPlan?.Dispose();
        splatReal?.Dispose();
        splatHalf?.Dispose();
    }

    private FourierFilter Filter(double d) => new FourierFilter
    {
        CellX = grid.Box.A,
        CellY = grid.Box.B,
        CellZ = grid.Box.C,
        Blur = Blur,
        KeepOrigin = options.IncludeF000,
    }.CutAt(d, options.Edge);

    private void Check()
    {
        if (!grid.Cell.IsOrthogonal)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"map cell angles are {grid.Cell.Alpha}, {grid.Cell.Beta}, {grid.Cell.Gamma}°: a model map needs an orthogonal map; resample the map first"));
        }

        if (!(finest > 0) || !double.IsFinite(finest))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"resolution {finest} Å: give a number above 0"));
        if (!(options.Edge is >= 0 and <= 0.5))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"resolution edge {options.Edge}: give a number from 0 to 0.5"));
        if (!(options.Oversampling > 1))
            throw new ArgumentException("oversampling must be above 1", nameof(options));
    }
}
