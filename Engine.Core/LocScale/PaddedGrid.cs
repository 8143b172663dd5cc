using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.LocScale;

/// <summary>
/// The grid in which windows are placed: that of the map, or, where windows may reach beyond a face, one with a border on every side, which holds the map's mean outside the mask.
/// </summary>
internal sealed class PaddedGrid
{
    private readonly MapGrid grid;
    private readonly float[] mask;
    private readonly double threshold;

    /// <summary>Chooses the grid and the voxels.</summary>
    /// <param name="grid">Grid of the maps.</param>
    /// <param name="mask">One value per voxel.</param>
    /// <param name="threshold">Voxels above it are selected.</param>
    /// <param name="reach">How far windows reach from the selected voxels: half their side, or more where they are not centred at these. The border is as wide.</param>
    /// <exception cref="InputException">No voxel is selected, or the padded grid is too large.</exception>
    public PaddedGrid(MapGrid grid, float[] mask, double threshold, int reach)
    {
        (this.grid, this.mask, this.threshold) = (grid, mask, threshold);
        bool near = false;
        for (int z = 0, i = 0; z < grid.Nz; z++)
        {
            for (int y = 0; y < grid.Ny; y++)
            {
                for (int x = 0; x < grid.Nx; x++, i++)
                {
                    if (!(mask[i] > threshold))
                        continue;
                    Count++;
                    near |= Math.Min(x, Math.Min(y, z)) < reach || x >= grid.Nx - reach || y >= grid.Ny - reach || z >= grid.Nz - reach;
                }
            }
        }

        if (Count == 0)
            throw new InputException(FormattableString.Invariant($"the mask has no voxel above {threshold}: nothing to scale; check its grid and values"));
        Border = near ? reach : 0;
        (Nx, Ny, Nz) = (grid.Nx + 2 * Border, grid.Ny + 2 * Border, grid.Nz + 2 * Border);
        if ((long)Nx * Ny * Nz > int.MaxValue)
            throw new InputException($"a grid of {Nx} x {Ny} x {Nz} voxels, with the border that windows need, is too large; crop the map");
    }

    /// <summary>Grid of the maps.</summary>
    public MapGrid Map => grid;

    /// <summary>Number of selected voxels.</summary>
    public long Count { get; }

    /// <summary>Voxels added on every side.</summary>
    public int Border { get; }

    /// <summary>Voxels along x.</summary>
    public int Nx { get; }

    /// <summary>Voxels along y.</summary>
    public int Ny { get; }

    /// <summary>Voxels along z.</summary>
    public int Nz { get; }

    /// <summary>Index in the map of a voxel of this grid that is not in the border.</summary>
    /// <param name="voxel">Index in this grid.</param>
    public int InMap(int voxel)
    {
        int x = voxel % Nx - Border, y = voxel / Nx % Ny - Border, z = voxel / Nx / Ny - Border;
        return (z * grid.Ny + y) * grid.Nx + x;
    }

    /// <summary>One byte per voxel of this grid: 1 where selected.</summary>
    public byte[] Selected()
    {
        var selected = new byte[(long)Nx * Ny * Nz];
        for (int z = 0, i = 0; z < grid.Nz; z++)
        {
            for (int y = 0; y < grid.Ny; y++)
            {
                int row = ((z + Border) * Ny + y + Border) * Nx + Border;
                for (int x = 0; x < grid.Nx; x++, i++)
                    selected[row + x] = mask[i] > threshold ? (byte)1 : (byte)0;
            }
        }

        return selected;
    }

    /// <summary>The mean of a map outside the mask; of all voxels where there are none outside.</summary>
    /// <param name="map">Map.</param>
    public double MeanOutside(DensityMap map)
    {
        double outside = 0, all = 0;
        for (int z = 0, i = 0; z < grid.Nz; z++)
        {
            double planeOutside = 0, plane = 0;
            foreach (float value in map.Values.Slice((long)z * grid.Nx * grid.Ny, grid.Nx * grid.Ny))
            {
                plane += value;
                planeOutside += mask[i++] > threshold ? 0 : value;
            }

            outside += planeOutside;
            all += plane;
        }

        return Count < grid.VoxelCount ? outside / (grid.VoxelCount - Count) : all / grid.VoxelCount;
    }

    /// <summary>Copies a map to the device, with the border.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map.</param>
    /// <param name="fill">Value of the border.</param>
    /// <param name="shift">Taken from every voxel.</param>
    /// <param name="purpose">Named in the out-of-memory error.</param>
    public DeviceBuffer<float> Upload(Accelerator accelerator, DensityMap map, double fill, double shift, string purpose) =>
        UploadBox(accelerator, map, fill, shift, (0, 0, 0), (Nx, Ny, Nz), purpose);

    /// <summary>Copies a box of this grid to the device; what lies beyond the map gets the border's value.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map.</param>
    /// <param name="fill">Value of the border.</param>
    /// <param name="shift">Taken from every voxel.</param>
    /// <param name="first">First voxel of the box, in this grid.</param>
    /// <param name="size">Voxels along x, y, z.</param>
    /// <param name="purpose">Named in the out-of-memory error.</param>
    public DeviceBuffer<float> UploadBox(
        Accelerator accelerator, DensityMap map, double fill, double shift, (int X, int Y, int Z) first, (int X, int Y, int Z) size, string purpose)
    {
        DeviceBuffer<float> buffer = accelerator.Allocate<float>((long)size.X * size.Y * size.Z, purpose);
        var plane = new float[size.X * size.Y];
        int x0 = first.X - Border, y0 = first.Y - Border, z0 = first.Z - Border;
        int start = Math.Max(0, -x0), end = Math.Min(size.X, grid.Nx - x0);
        for (int z = 0; z < size.Z; z++)
        {
            Array.Fill(plane, (float)(fill - shift));
            int from = z + z0;
            for (int y = Math.Max(0, -y0); y < Math.Min(size.Y, grid.Ny - y0) && from >= 0 && from < grid.Nz && start < end; y++)
            {
                Span<float> row = map.Values.Slice(((long)from * grid.Ny + y + y0) * grid.Nx + x0 + start, end - start);
                int to = y * size.X + start;
                for (int x = 0; x < row.Length; x++)
                    plane[to + x] = (float)(row[x] - shift);
            }

            accelerator.Upload<float>(plane, buffer, (long)z * size.X * size.Y);
        }

        return buffer;
    }
}
