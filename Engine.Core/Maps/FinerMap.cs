using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>
/// A map on a grid twice as fine, computed from its Fourier coefficients (without those at the Nyquist limit), so that cubic interpolation between its voxels loses next to nothing. The box repeats.
/// </summary>
internal sealed class FinerMap : IDisposable
{
    private const int Factor = 2;
    private readonly Accelerator accelerator;
    private readonly DeviceBuffer<float> values;
    private readonly GridFrame frame;

    /// <summary>Computes the finer map.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="spectrum">Coefficients of the map on that grid, half space; kept.</param>
    public FinerMap(Accelerator accelerator, MapGrid grid, DeviceBuffer<float> spectrum)
    {
        const double Scale = Factor * Factor * Factor;
        this.accelerator = accelerator;
        HalfSpaceShape coarse = new(grid.Nx, grid.Ny, grid.Nz), finer = new(Factor * grid.Nx, Factor * grid.Ny, Factor * grid.Nz);
        frame = GridFrame.Orthogonal(
            finer.Nx, finer.Ny, finer.Nz, grid.Origin.X, grid.Origin.Y, grid.Origin.Z, grid.VoxelSize.X / Factor, grid.VoxelSize.Y / Factor, grid.VoxelSize.Z / Factor, true);
        using FourierPlan plan = accelerator.Fourier.CreatePlan(finer.Nx, finer.Ny, finer.Nz);
        using DeviceBuffer<float> padded = accelerator.Allocate<float>(plan.HalfLength, "spectrum of a finer map");
        accelerator.Fourier.Apply(spectrum, coarse, padded, finer, new RadialFilter { CellX = grid.Box.A, CellY = grid.Box.B, CellZ = grid.Box.C, Step = 1, Table = [Scale], Beyond = Scale });
        values = accelerator.Allocate<float>(plan.RealLength, "finer map");
        plan.Inverse(padded, values);
    }

    /// <summary>Densities at positions.</summary>
    /// <param name="positions">3N coordinates, Å, in the frame of the grid.</param>
    /// <returns>N densities.</returns>
    public float[] At(List<double> positions)
    {
        var densities = new float[positions.Count / 3];
        if (densities.Length == 0)
            return densities;
        using DeviceBuffer<double> places = accelerator.Upload<double>(positions.ToArray(), "positions");
        using DeviceBuffer<float> found = accelerator.Allocate<float>(densities.Length, "densities");
        accelerator.Interpolation.Values(values, frame, places, InterpolationKind.Tricubic, found);
        accelerator.Download(found, densities);
        return densities;
    }

    /// <inheritdoc/>
    public void Dispose() => values.Dispose();
}
