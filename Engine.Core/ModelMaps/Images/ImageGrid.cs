using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>
/// The grid on which atom images are summed: the target grid where its voxels are at most d/(2(1 + w)), else a finer one that fills the same periodic
/// box, from which the target's coefficients are taken.
/// </summary>
internal sealed class ImageGrid : IDisposable
{
    private readonly Accelerator accelerator;
    private readonly MapGrid target;
    private readonly double finestAllowed;
    private readonly FourierPlan? finePlan;
    private readonly FourierPlan? targetPlan;
    private readonly DeviceBuffer<float>? fine;
    private readonly DeviceBuffer<float>? fineHalf;
    private readonly DeviceBuffer<float>? targetHalf;

    /// <summary>Chooses the grid.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="target">Target grid, orthogonal.</param>
    /// <param name="finest">Finest resolution of any atom, Å.</param>
    /// <param name="edge">Half width of the resolution edge.</param>
    /// <param name="wrap">The box repeats.</param>
    /// <exception cref="UsageException">A finer grid is needed, but the box does not repeat.</exception>
    public ImageGrid(Accelerator accelerator, MapGrid target, double finest, double edge, bool wrap)
    {
        (this.accelerator, this.target) = (accelerator, target);
        Vec3 voxel = target.VoxelSize;
        double largest = Math.Max(voxel.X, Math.Max(voxel.Y, voxel.Z)), limit = 2 * (1 + edge) * largest;
        if (finest >= limit * (1 - 1e-6))
        {
            finestAllowed = limit * (1 - 1e-6);
            Frame = target.Frame(wrap);
            return;
        }

        if (!wrap)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"resolution {finest:0.##} Å with an edge of {edge} needs voxels of {finest / (2 * (1 + edge)):0.###} Å, the map has {largest:0.###} Å: leave out --no-wrap, lower --edge, or take a finer grid"));
        }

        double spacing = finest / (2 * (1 + edge));
        UnitCell box = target.Box;
        (int nx, int ny, int nz) = (Size(box.A, spacing, target.Nx, even: true), Size(box.B, spacing, target.Ny), Size(box.C, spacing, target.Nz));
        finestAllowed = finest;
        Frame = GridFrame.Orthogonal(
            nx, ny, nz, target.Origin.X, target.Origin.Y, target.Origin.Z, box.A / nx, box.B / ny, box.C / nz, periodic: true);
        Warning = string.Create(
            CultureInfo.InvariantCulture,
            $"resolution {finest:0.##} Å with an edge of {edge} is finer than the map's voxels of {largest:0.###} Å can hold (limit {limit:0.##} Å): summed on a grid of {nx} x {ny} x {nz} and resampled, so that the map holds what its grid can");
        try
        {
            finePlan = accelerator.Fourier.CreatePlan(nx, ny, nz);
            targetPlan = accelerator.Fourier.CreatePlan(target.Nx, target.Ny, target.Nz);
            fine = accelerator.Allocate<float>(finePlan.RealLength, "model map, finer grid");
            fineHalf = accelerator.Allocate<float>(finePlan.HalfLength, "model map, coefficients of the finer grid");
            targetHalf = accelerator.Allocate<float>(targetPlan.HalfLength, "model map, coefficients");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where the sum is formed.</summary>
    public GridFrame Frame { get; }

    /// <summary>What the user should know, or null.</summary>
    public string? Warning { get; }

    /// <summary>True when the grid is fine enough for a resolution.</summary>
    /// <param name="finest">Finest resolution, Å.</param>
    public bool Holds(double finest) => finest >= finestAllowed * (1 - 1e-9);

    /// <summary>The array that receives the sum.</summary>
    /// <param name="values">The target map.</param>
    public DeviceBuffer<float> Sum(DeviceBuffer<float> values) => fine ?? values;

    /// <summary>Takes the sum to the target grid.</summary>
    /// <param name="values">The target map.</param>
    public void ToTarget(DeviceBuffer<float> values)
    {
        if (fine == null)
            return;
        finePlan!.Forward(fine, fineHalf!);
        Resample(fineHalf!, FineShape, targetHalf!, TargetShape, (double)target.VoxelCount / Frame.VoxelCount);
        targetPlan!.Inverse(targetHalf!, values);
    }

    /// <summary>Takes dT/dρ of the target grid to the grid of the sum: the adjoint of <see cref="ToTarget"/>.</summary>
    /// <param name="slopes">dT/dρ on the target grid.</param>
    public DeviceBuffer<float> SlopesOnSum(DeviceBuffer<float> slopes)
    {
        if (fine == null)
            return slopes;
        targetPlan!.Forward(slopes, targetHalf!);
        Resample(targetHalf!, TargetShape, fineHalf!, FineShape, 1);
        finePlan!.Inverse(fineHalf!, fine);
        return fine;
    }

    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        finePlan?.Dispose();
        targetPlan?.Dispose();
        fine?.Dispose();
        fineHalf?.Dispose();
        targetHalf?.Dispose();
    }

    private HalfSpaceShape FineShape => new(Frame.Nx, Frame.Ny, Frame.Nz);

    private HalfSpaceShape TargetShape => new(target.Nx, target.Ny, target.Nz);

    private static int Size(double edge, double spacing, int least, bool even = false) =>
        FourierSizes.NextSmooth(Math.Max(least, (int)Math.Ceiling(edge / spacing)), even);

    private void Resample(DeviceBuffer<float> from, HalfSpaceShape fromShape, DeviceBuffer<float> to, HalfSpaceShape toShape, double scale)
    {
        UnitCell box = target.Box;
        var filter = new FourierFilter { CellX = box.A, CellY = box.B, CellZ = box.C, Scale = scale, KeepOrigin = true };
        accelerator.Fourier.Apply(from, fromShape, to, toShape, filter);
    }
}
