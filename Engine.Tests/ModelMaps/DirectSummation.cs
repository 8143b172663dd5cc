using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;

namespace Engine.Tests.ModelMaps;

/// <summary>
/// The oracle of model maps: structure factors by direct summation in double precision, and the map as a sum over them. Written from the formulas
/// F(h) = Σ W o f(s) exp(-B s²/4) exp(2πi h·x) and ρ(x) = (1/V) Σ F(h) exp(-2πi h·x), and nothing else. The window W may differ from atom to atom.
/// </summary>
internal static class DirectSummation
{
    /// <summary>Values at all voxels, x fastest, at one resolution.</summary>
    public static double[] Map(MapGrid grid, IReadOnlyList<Atom> atoms, double dMin, bool withF000 = false, double edge = 0) =>
        Map(grid, atoms, (1 + edge) / dMin, (_, s) => Window(s * dMin, edge), withF000);

    /// <summary>Values at all voxels, x fastest.</summary>
    /// <param name="grid">Grid.</param>
    /// <param name="atoms">Atoms.</param>
    /// <param name="sMax">Where every window is 0, Å⁻¹.</param>
    /// <param name="window">Window of an atom at a spatial frequency.</param>
    /// <param name="withF000">Keep F(000).</param>
    public static double[] Map(MapGrid grid, IReadOnlyList<Atom> atoms, double sMax, Func<int, double, double> window, bool withF000 = false)
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
            if (s.Length >= sMax)
                return;
            (double re, double im) = Factor(s, grid.Origin, atoms, window);
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

    /// <summary>The window of a resolution at τ = s d: 1, a raised cosine from 1 - w on, 0 from 1 + w on.</summary>
    public static double Window(double tau, double edge) =>
        tau >= 1 + edge ? 0 : tau <= 1 - edge ? 1 : 0.5 + 0.5 * Math.Cos(Math.PI / 2 * (tau - 1 + edge) / edge);

    /// <summary>o f(s) exp(-B s²/4) exp(2πi s·x) of one atom.</summary>
    public static (double Re, double Im) Scatter(Vec3 s, Vec3 origin, Atom atom)
    {
        double f = atom.Occupancy * FormFactorTable.Electron(atom.Element).At(s.Length);
        f *= atom.UAniso is { } u
            ? Math.Exp(-2 * Math.PI * Math.PI * (u[0] * s.X * s.X + u[1] * s.Y * s.Y + u[2] * s.Z * s.Z + 2 * (u[3] * s.X * s.Y + u[4] * s.X * s.Z + u[5] * s.Y * s.Z)))
            : Math.Exp(-atom.BIso * s.LengthSquared / 4);
        double phase = 2 * Math.PI * Vec3.Dot(s, atom.Position - origin);
        return (f * Math.Cos(phase), f * Math.Sin(phase));
    }

    private static (double Re, double Im) Factor(Vec3 s, Vec3 origin, IReadOnlyList<Atom> atoms, Func<int, double, double> window)
    {
        (double re, double im) = (0, 0);
        for (int i = 0; i < atoms.Count; i++)
        {
            (double a, double b) = Scatter(s, origin, atoms[i]);
            double w = window(i, s.Length);
            re += w * a;
            im += w * b;
        }

        return (re, im);
    }
}
