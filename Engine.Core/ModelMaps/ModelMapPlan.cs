using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>
/// The exact model map on a given grid at a given resolution, with all work space on the device, for repeated use: Gaussians on an internal grid, FFT,
/// unblurring and a sharp cut at d, inverse FFT on the target grid. Values are (1/V) Σ F(h) exp(-2πi h·x) over d_h &gt; d, in Å⁻² for electrons. The box
/// of the target grid (N × voxel) is a periodic P1 cell. Blur after Ten Eyck 1977 (Acta Cryst. A33, 486), chosen from the alias bound in <see cref="SplatGrid"/>.
/// </summary>
public sealed class ModelMapPlan : IDisposable
{
    private readonly Accelerator accelerator;
    private readonly GridFrame splatFrame;
    private readonly FourierPlan splatPlan;
    private readonly FourierPlan targetPlan;
    private readonly DeviceBuffer<float> splatReal;
    private readonly DeviceBuffer<float> splatHalf;
    private readonly DeviceBuffer<float> targetHalf;
    private readonly bool sameGrid;

    /// <summary>Allocates everything.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Target grid.</param>
    /// <param name="dMin">Resolution d, Å; coefficients with d_h &gt; d are kept.</param>
    /// <param name="options">Options; the default when null.</param>
    /// <exception cref="InputException">The grid is not orthogonal.</exception>
    /// <exception cref="UsageException">The resolution is not above 0.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public ModelMapPlan(Accelerator accelerator, MapGrid grid, double dMin, ModelMapOptions? options = null)
    {
        (this.accelerator, Grid, DMin, Options) = (accelerator, grid, dMin, options ?? ModelMapOptions.Default);
        if (!grid.Cell.IsOrthogonal)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"map cell angles are {grid.Cell.Alpha}, {grid.Cell.Beta}, {grid.Cell.Gamma}°: a model map needs an orthogonal map; resample the map first"));
        }

        if (!(dMin > 0) || !double.IsFinite(dMin))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"resolution {dMin} Å: give a number above 0"));
        if (!(Options.Oversampling > 1))
            throw new ArgumentException("oversampling must be above 1", nameof(options));
        Splat = SplatGrid.Choose(grid, dMin, Options.Oversampling);
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
            targetHalf = sameGrid ? splatHalf : accelerator.Allocate<float>(targetPlan.HalfLength, "model map, coefficients");
            Values = sameGrid ? splatReal : accelerator.Allocate<float>(targetPlan.RealLength, "model map");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Target grid.</summary>
    public MapGrid Grid { get; }

    /// <summary>Resolution, Å.</summary>
    public double DMin { get; }

    /// <summary>Options, form factors among them.</summary>
    public ModelMapOptions Options { get; }

    /// <summary>Internal grid.</summary>
    public SplatGrid Splat { get; }

    /// <summary>The map of the last <see cref="Compute"/>, on the device, x fastest. Valid until the next one.</summary>
    public DeviceBuffer<float> Values { get; }

    /// <summary>B that the last <see cref="Compute"/> added and took away again, Å².</summary>
    public double Blur { get; private set; }

    /// <summary>What is odd about resolution and grid, one line each.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            Vec3 voxel = Grid.VoxelSize;
            double nyquist = 2 * Math.Max(voxel.X, Math.Max(voxel.Y, voxel.Z));
            return DMin >= nyquist
                ? []
                : [string.Create(CultureInfo.InvariantCulture, $"resolution {DMin:0.##} Å is beyond the map's Nyquist limit of {nyquist:0.##} Å: the model map holds what the grid can")];
        }
    }

    /// <summary>Computes the map of some atoms into <see cref="Values"/>.</summary>
    /// <param name="atoms">Atoms.</param>
    public void Compute(ScatteringAtoms atoms)
    {
        if (atoms.Table != Options.Scattering)
            throw new ArgumentException($"atoms were made for form factors {atoms.Table}, the plan for {Options.Scattering}", nameof(atoms));
        Blur = Splat.Blur(Options.Accuracy.Q, atoms.BMin);
        GaussianAtoms gaussians = atoms.ToGaussians(Blur, Options.Accuracy.SplatTolerance);
        accelerator.Clear(splatReal);
        accelerator.Splat.Add(gaussians, Blur, splatFrame, splatReal);
        splatPlan.Forward(splatReal, splatHalf);
        UnitCell box = Grid.Box;
        FourierFilter filter = new FourierFilter
        {
            CellX = box.A,
            CellY = box.B,
            CellZ = box.C,
            Blur = Blur,
            Scale = (double)Grid.VoxelCount / Splat.Count,
            KeepOrigin = Options.IncludeF000,
        }.CutAt(DMin, 0);
        accelerator.Fourier.Apply(splatHalf, new HalfSpaceShape(Splat.Nx, Splat.Ny, Splat.Nz), targetHalf, new HalfSpaceShape(Grid.Nx, Grid.Ny, Grid.Nz), filter);
        targetPlan.Inverse(targetHalf, Values);
    }

    /// <summary>Copies the map to the host.</summary>
    /// <param name="name">Name of the new map.</param>
    public DensityMap ToDensityMap(string name)
    {
        var values = new NativeBuffer<float>(Grid.VoxelCount, "model map");
        accelerator.Download(Values, values);
        return new DensityMap(Grid, values) { Name = name };
    }

    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        if (!sameGrid)
        {
            targetPlan?.Dispose();
            targetHalf?.Dispose();
            Values?.Dispose();
        }

        splatPlan?.Dispose();
        splatReal?.Dispose();
        splatHalf?.Dispose();
    }
}
