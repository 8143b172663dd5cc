using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Masks;

/// <summary>A cube of voxels that holds nothing but noise.</summary>
/// <param name="X">First voxel along x.</param>
/// <param name="Y">First voxel along y.</param>
/// <param name="Z">First voxel along z.</param>
/// <param name="Side">Voxels along each edge.</param>
public sealed record NoiseBox(int X, int Y, int Z, int Side)
{
    private const double SideFraction = 0.05;
    private const int LeastSide = 10;
    private const double Inset = 0.02;

    /// <summary>
    /// The four boxes of LocScale 2: in the middle of x, 2 % inside the faces of y (middle of z) and of z (middle of y).
    /// </summary>
    /// <param name="grid">Grid.</param>
    /// <param name="side">Voxels along each edge; null = 5 % of x, at least 10.</param>
    /// <exception cref="InputException">The map is smaller than twice the boxes.</exception>
    public static NoiseBox[] OnFaces(MapGrid grid, int? side = null)
    {
        int wanted = side ?? Math.Max((int)(SideFraction * grid.Nx), LeastSide), smallest = Math.Min(grid.Nx, Math.Min(grid.Ny, grid.Nz));
        if (wanted < 2 || smallest < 3 * wanted)
            throw new InputException($"grid {grid.Nx} {grid.Ny} {grid.Nz}: too small for noise boxes of {wanted} voxels beside the molecule: give --noise-box X Y Z SIDE, or make the mask from --density or --model");
        int x = (grid.Nx - wanted) / 2, y = (grid.Ny - wanted) / 2, z = (grid.Nz - wanted) / 2;
        int inY = (int)(Inset * grid.Ny), inZ = (int)(Inset * grid.Nz);
        return [new(x, inY, z, wanted), new(x, grid.Ny - wanted - inY, z, wanted), new(x, y, inZ, wanted), new(x, y, grid.Nz - wanted - inZ, wanted)];
    }

    /// <summary>Copies the values of the box.</summary>
    /// <param name="map">Map.</param>
    /// <exception cref="InputException">The box leaves the map.</exception>
    public float[] Values(DensityMap map)
    {
        MapGrid g = map.Grid;
        if (X < 0 || Y < 0 || Z < 0 || Side < 2 || X + Side > g.Nx || Y + Side > g.Ny || Z + Side > g.Nz)
            throw new InputException($"noise box {X} {Y} {Z} {Side}: leaves the map of {g.Nx} {g.Ny} {g.Nz} voxels, or is smaller than 2; give the first voxel and the side");
        var values = new float[Side * Side * Side];
        for (int z = 0; z < Side; z++)
        {
            for (int y = 0; y < Side; y++)
                map.Values.Slice(((long)(Z + z) * g.Ny + Y + y) * g.Nx + X, Side).CopyTo(values.AsSpan((z * Side + y) * Side, Side));
        }

        return values;
    }
}
