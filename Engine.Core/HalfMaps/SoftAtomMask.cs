using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;

namespace Engine.Core.HalfMaps;

/// <summary>A soft mask round atoms: 1 within 4 Å of an atom, a cosine edge of 6 Å beyond.</summary>
public static class SoftAtomMask
{
    private const double Inner = 4;
    private const double Outer = 10;

    /// <summary>Makes the mask.</summary>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="model">Atoms.</param>
    /// <param name="selection">One flag per atom: true where the mask goes round it; null = all atoms.</param>
    /// <returns>One value from 0 to 1 per voxel, x fastest.</returns>
    public static float[] Create(MapGrid grid, Model model, bool[]? selection = null)
    {
        var squared = new float[grid.VoxelCount];
        Array.Fill(squared, (float)(Outer * Outer));
        Vec3 voxel = grid.VoxelSize;
        for (int i = 0; i < model.Atoms.Count; i++)
        {
            if (selection != null && !selection[i])
                continue;
            Vec3 p = model.Atoms[i].Position - grid.Origin;
            (int x0, int x1) = Range(p.X, voxel.X, grid.Nx);
            (int y0, int y1) = Range(p.Y, voxel.Y, grid.Ny);
            (int z0, int z1) = Range(p.Z, voxel.Z, grid.Nz);
            for (int z = z0; z <= z1; z++)
            {
                for (int y = y0; y <= y1; y++)
                {
                    double yz = Math.Pow(y * voxel.Y - p.Y, 2) + Math.Pow(z * voxel.Z - p.Z, 2);
                    if (yz >= Outer * Outer)
                        continue;
                    Span<float> row = squared.AsSpan((z * grid.Ny + y) * grid.Nx, grid.Nx);
                    for (int x = x0; x <= x1; x++)
                        row[x] = Math.Min(row[x], (float)(yz + (x * voxel.X - p.X) * (x * voxel.X - p.X)));
                }
            }
        }

        for (int i = 0; i < squared.Length; i++)
        {
            double t = Math.Clamp((Math.Sqrt(squared[i]) - Inner) / (Outer - Inner), 0, 1);
            squared[i] = (float)(0.5 + 0.5 * Math.Cos(Math.PI * t));
        }

        return squared;
    }

    private static (int First, int Last) Range(double centre, double voxel, int count) =>
        (Math.Clamp((int)Math.Ceiling((centre - Outer) / voxel), 0, count), Math.Min(count - 1, (int)Math.Floor((centre + Outer) / voxel)));
}
