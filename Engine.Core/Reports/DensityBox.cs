using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Reports;

/// <summary>
/// The part of a map that surrounds a model as a small CCP4 file for a viewer: bytes (mode 0) that stand for equal steps between the lowest and the highest density of the box.
/// Words 40 and 41 of the header hold -128 and 127 and AMIN and AMAX the densities of these two codes, so that readers that know this convention (Mol*) restore densities;
/// AMEAN and ARMS are those of the whole map, so that levels in sigma mean what they mean elsewhere.
/// </summary>
/// <param name="File">The CCP4 file.</param>
/// <param name="Low">Density of code -128.</param>
/// <param name="High">Density of code 127.</param>
/// <param name="Coarsening">Voxels of the map along each edge of a voxel of the box: their mean is held; 1 where the box holds the map's own voxels.</param>
/// <param name="Size">Voxels along x, y, z.</param>
/// <param name="VoxelSize">Å.</param>
/// <param name="Whole">Statistics of the whole map.</param>
public sealed record DensityBox(byte[] File, double Low, double High, int Coarsening, (int X, int Y, int Z) Size, Vec3 VoxelSize, MapStatistics Whole)
{
    /// <summary>Space round the model, Å.</summary>
    public const double Margin = 4;

    private const int Codes = 255, LowestWord = 40;

    /// <summary>Density that a viewer can be wrong by: half of the distance between two codes.</summary>
    public double HalfStep => (High - Low) / Codes / 2;

    /// <summary>Cuts the box out of a map.</summary>
    /// <param name="map">Map on an orthogonal grid.</param>
    /// <param name="positions">Atoms, Å; at least one.</param>
    /// <param name="maximumVoxels">Above this, voxels are averaged in cubes of 2, 3 ... along each edge.</param>
    /// <returns>Null where the map is constant round the model, or hardly reaches it.</returns>
    public static DensityBox? Of(DensityMap map, IReadOnlyCollection<Vec3> positions, long maximumVoxels)
    {
        const int Least = 4;
        using DensityMap crop = MapCrop.Around(map, positions, Margin);
        int factor = 1;
        while (Voxels(crop.Grid, factor) > maximumVoxels)
            factor++;
        using DensityMap box = Coarsen(crop, factor);
        MapStatistics inside = MapStatisticsCalculator.Compute(box);
        MapGrid g = box.Grid;
        if (Math.Min(g.Nx, Math.Min(g.Ny, g.Nz)) < Least || !(inside.Maximum > inside.Minimum))
            return null;
        MapStatistics whole = MapStatisticsCalculator.Compute(map);
        byte[] header = MapHeaderWriter.Create(
            box, new() { Mode = MapMode.Int8 }, new(inside.Minimum, inside.Maximum, whole.Mean, whole.StandardDeviation));
        BitConverter.TryWriteBytes(header.AsSpan(4 * (LowestWord - 1)), (int)sbyte.MinValue);
        BitConverter.TryWriteBytes(header.AsSpan(4 * LowestWord), (int)sbyte.MaxValue);

        // Steps are those of the header's floats, which is all that a reader has.
        double low = (float)inside.Minimum, high = (float)inside.Maximum;
        byte[] file = [.. header, .. Encode(box.Values, low, high)];
        return new(file, low, high, factor, (g.Nx, g.Ny, g.Nz), g.VoxelSize, whole);
    }

    private static byte[] Encode(NativeBuffer<float> values, double low, double high)
    {
        byte[] codes = new byte[values.Length];
        double scale = Codes / (high - low);
        for (long i = 0; i < codes.LongLength; i++)
            codes[i] = unchecked((byte)(sbyte)Math.Clamp(Math.Round((values[i] - low) * scale) + sbyte.MinValue, sbyte.MinValue, sbyte.MaxValue));
        return codes;
    }

    private static long Voxels(MapGrid g, int factor) => (long)(g.Nx / factor) * (g.Ny / factor) * (g.Nz / factor);

    /// <summary>Means over cubes of voxels; what is left over at the far faces is dropped.</summary>
    private static DensityMap Coarsen(DensityMap map, int factor)
    {
        MapGrid g = map.Grid;
        (int nx, int ny, int nz) = (Math.Max(1, g.Nx / factor), Math.Max(1, g.Ny / factor), Math.Max(1, g.Nz / factor));
        Vec3 v = g.VoxelSize, origin = g.Origin + (factor - 1) / 2.0 * v;
        MapGrid coarse = g with
        {
            Nx = nx,
            Ny = ny,
            Nz = nz,
            Cell = new UnitCell(nx * factor * v.X, ny * factor * v.Y, nz * factor * v.Z),
            Sampling = (nx, ny, nz),
            Origin = origin,
            OriginWords = origin,
        };
        var values = new NativeBuffer<float>(coarse.VoxelCount, "map of a report");
        for (int k = 0; k < nz; k++)
        {
            for (int j = 0; j < ny; j++)
            {
                for (int i = 0; i < nx; i++)
                    values[((long)k * ny + j) * nx + i] = Mean(map, i * factor, j * factor, k * factor, factor);
            }
        }

        return new(coarse, values);
    }

    private static float Mean(DensityMap map, int x, int y, int z, int factor)
    {
        double sum = 0;
        for (int k = z; k < Math.Min(z + factor, map.Grid.Nz); k++)
        {
            for (int j = y; j < Math.Min(y + factor, map.Grid.Ny); j++)
            {
                for (int i = x; i < Math.Min(x + factor, map.Grid.Nx); i++)
                    sum += map[i, j, k];
            }
        }

        return (float)(sum / ((double)factor * factor * factor));
    }
}
