using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;

namespace Engine.Tests.ModelMaps;

/// <summary>
/// The part of one atom in T = Σ g(x) ρ(x), by direct summation in double precision: T = (1/V) Σ_h W(s) F(h) G(h) with G(h) = Σ_x g(x) exp(-2πi h·x). Its
/// finite differences are the oracle for gradients of model maps.
/// </summary>
internal sealed class DirectTarget
{
    private readonly List<(Vec3 S, double Re, double Im)> terms = [];
    private readonly Vec3 origin;
    private readonly double volume;

    /// <summary>Transforms the slopes.</summary>
    /// <param name="grid">Grid.</param>
    /// <param name="slopes">g per voxel, x fastest.</param>
    /// <param name="sMax">Where every window is 0, Å⁻¹.</param>
    /// <param name="withF000">Keep F(000).</param>
    public DirectTarget(MapGrid grid, float[] slopes, double sMax, bool withF000)
    {
        (origin, volume) = (grid.Origin, grid.Box.Volume);
        (int mx, int my, int mz) = ((grid.Nx - 1) / 2, (grid.Ny - 1) / 2, (grid.Nz - 1) / 2);
        for (int h = 0; h <= mx; h++)
        {
            for (int k = -my; k <= my; k++)
            {
                for (int l = -mz; l <= mz; l++)
                {
                    Vec3 s = new(h / grid.Box.A, k / grid.Box.B, l / grid.Box.C);
                    bool isOrigin = h == 0 && k == 0 && l == 0;
                    if (s.Length >= sMax || (h == 0 && (k < 0 || (k == 0 && l < 0))) || (isOrigin && !withF000))
                        continue;
                    (double re, double im) = Transform(grid, slopes, h, k, l);
                    double twice = isOrigin ? 1 : 2;
                    terms.Add((s, twice * re, twice * im));
                }
            }
        }
    }

    /// <summary>The part of an atom with a window.</summary>
    public double Of(Atom atom, Func<double, double> window)
    {
        double sum = 0;
        foreach ((Vec3 s, double re, double im) in terms)
        {
            (double a, double b) = DirectSummation.Scatter(s, origin, atom);
            sum += window(s.Length) * (a * re - b * im);
        }

        return sum / volume;
    }

    private static (double Re, double Im) Transform(MapGrid grid, float[] slopes, int h, int k, int l)
    {
        double re = 0, im = 0;
        for (int i = 0; i < slopes.Length; i++)
        {
            int x = i % grid.Nx, y = i / grid.Nx % grid.Ny, z = i / grid.Nx / grid.Ny;
            double phase = -2 * Math.PI * ((double)h * x / grid.Nx + (double)k * y / grid.Ny + (double)l * z / grid.Nz);
            re += slopes[i] * Math.Cos(phase);
            im += slopes[i] * Math.Sin(phase);
        }

        return (re, im);
    }
}
