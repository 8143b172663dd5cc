using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;

namespace Engine.Tests.ModelMaps;

/// <summary>
/// The oracle of model maps: structure factors by direct summation in double precision, and the map as a sum over them. Written from the formulas
/// F(h) = Σ o f(s) exp(-B s²/4) exp(2πi h·x) and ρ(x) = (1/V) Σ F(h) exp(-2πi h·x), and nothing else.
/// </summary>
internal static class DirectSummation
{
    /// <summary>Values at all voxels, x fastest.</summary>
    public static double[] Map(MapGrid grid, IReadOnlyList<Atom> atoms, double dMin, bool withF000 = false)
    {
        Vec3 box = new(grid.Box.A, grid.Box.B, grid.Box.C);
        var map = new double[grid.VoxelCount];
        (int mx, int my, int mz) = ((grid.Nx - 1) / 2, (grid.Ny - 1) / 2, (grid.Nz - 1) / 2);
        Parallel.For(0, grid.Nz, z =>
        {
            for (int h = -mx; h <= mx; h++)
            {
                for (int k = -my; k <= my; k++)
                {
                    for (int l = -mz; l <= mz; l++)
                        Add(h, k, l, z);
                }
            }
        });
        return map;

        void Add(int h, int k, int l, int z)
        {
            // Friedel mates give equal real parts: one of the two, counted twice.
            bool origin = h == 0 && k == 0 && l == 0;
            if (h < 0 || (h == 0 && (k < 0 || (k == 0 && l < 0))) || (origin && !withF000))
                return;
            Vec3 s = new(h / box.X, k / box.Y, l / box.Z);
            if (s.Length >= 1 / dMin)
                return;
            (double re, double im) = Factor(s, grid.Origin, atoms);
            double weight = (origin ? 1 : 2) / (box.X * box.Y * box.Z);
            for (int y = 0; y < grid.Ny; y++)
            {
                for (int x = 0; x < grid.Nx; x++)
                {
                    double phase = 2 * Math.PI * ((double)h * x / grid.Nx + (double)k * y / grid.Ny + (double)l * z / grid.Nz);
                    map[((long)z * grid.Ny + y) * grid.Nx + x] += weight * (re * Math.Cos(phase) + im * Math.Sin(phase));
                }
            }
        }
    }

    private static (double Re, double Im) Factor(Vec3 s, Vec3 origin, IReadOnlyList<Atom> atoms)
    {
        double re = 0, im = 0;
        foreach (Atom atom in atoms)
        {
            double f = atom.Occupancy * FormFactorTable.Electron(atom.Element).At(s.Length);
            f *= atom.UAniso is { } u
                ? Math.Exp(-2 * Math.PI * Math.PI * (u[0] * s.X * s.X + u[1] * s.Y * s.Y + u[2] * s.Z * s.Z + 2 * (u[3] * s.X * s.Y + u[4] * s.X * s.Z + u[5] * s.Y * s.Z)))
                : Math.Exp(-atom.BIso * s.LengthSquared / 4);
            double phase = 2 * Math.PI * Vec3.Dot(s, atom.Position - origin);
            re += f * Math.Cos(phase);
            im += f * Math.Sin(phase);
        }

        return (re, im);
    }
}
