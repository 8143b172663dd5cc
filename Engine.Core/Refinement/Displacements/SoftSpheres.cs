using Engine.Core.Geometry;
using Engine.Core.Maps;

namespace Engine.Core.Refinement.Displacements;

/// <summary>Weights of voxels that are 1 near atoms and fall to 0 by a cosine.</summary>
internal static class SoftSpheres
{
    /// <summary>Makes the weights.</summary>
    /// <param name="grid">An orthogonal grid, not periodic here.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <param name="radius">Weight 1 up to here, Å.</param>
    /// <param name="edge">Weight 0 from radius + edge, Å.</param>
    public static float[] Create(MapGrid grid, ReadOnlySpan<double> positions, double radius, double edge)
    {
        double outer = radius + edge;
        var squared = new float[grid.VoxelCount];
        Array.Fill(squared, (float)(outer * outer));
        Vec3 v = grid.VoxelSize, o = grid.Origin;
        for (int i = 0; i < positions.Length; i += 3)
        {
            double px = positions[i] - o.X, py = positions[i + 1] - o.Y, pz = positions[i + 2] - o.Z;
            (int z0, int z1) = Range(pz, v.Z, grid.Nz, outer);
            (int y0, int y1) = Range(py, v.Y, grid.Ny, outer);
            (int x0, int x1) = Range(px, v.X, grid.Nx, outer);
            for (int z = z0; z <= z1; z++)
            {
                for (int y = y0; y <= y1; y++)
                {
                    double dz = z * v.Z - pz, dy = y * v.Y - py, yz = dy * dy + dz * dz;
                    Span<float> row = squared.AsSpan((z * grid.Ny + y) * grid.Nx, grid.Nx);
                    for (int x = x0; x <= x1; x++)
                        row[x] = Math.Min(row[x], (float)(yz + (x * v.X - px) * (x * v.X - px)));
                }
            }
        }

        for (int i = 0; i < squared.Length; i++)
        {
            double t = Math.Clamp((Math.Sqrt(squared[i]) - radius) / edge, 0, 1);
            squared[i] = (float)(0.5 + 0.5 * Math.Cos(Math.PI * t));
        }

        return squared;
    }

    private static (int First, int Last) Range(double centre, double voxel, int count, double outer) =>
        (Math.Clamp((int)Math.Ceiling((centre - outer) / voxel), 0, count), Math.Min(count - 1, (int)Math.Floor((centre + outer) / voxel)));
}
