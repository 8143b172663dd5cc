using Engine.Core.Maps;
using Engine.Core.Simulation;

namespace Engine.Core.HalfMaps;

/// <summary>
/// Random phases beyond a frequency. The amplitudes stay, and so does the symmetry F(-h) = F(h)*, so that the map stays real. A coefficient's phase depends on the
/// seed and its indices alone.
/// </summary>
public static class PhaseRandomization
{
    /// <summary>A copy of a spectrum with random phases.</summary>
    /// <param name="spectrum">Coefficients; not changed.</param>
    /// <param name="firstShell">First shell with random phases; the shells beyond it, and the corners, have them too.</param>
    /// <param name="seed">Seed.</param>
    public static MapSpectrum Apply(MapSpectrum spectrum, int firstShell, ulong seed)
    {
        MapGrid g = spectrum.Grid;
        double width = MapSpectrum.ShellWidth(g);
        int hx = g.Nx / 2 + 1;
        return spectrum.Changed((at, row) =>
        {
            for (int h = 0; h < hx; h++)
            {
                if (MapSpectrum.Shell(at.Squared(h), width) >= firstShell)
                    Turn(g, at, h, seed, row.AsSpan(2 * h, 2));
            }
        });
    }

    private static void Turn(MapGrid g, FourierRow at, int h, ulong seed, Span<float> value)
    {
        long index = Index(g, h, at.K, at.L), partner = Index(g, -h, -at.K, -at.L);
        double amplitude = Math.Sqrt((double)value[0] * value[0] + (double)value[1] * value[1]);
        ulong bits = RandomSource.At(seed, (ulong)Math.Min(index, partner));
        if (index == partner)
        {
            // Its own partner: real, so that only the sign is free.
            (value[0], value[1]) = ((float)((bits & 1) == 0 ? amplitude : -amplitude), 0);
            return;
        }

        double phase = 2 * Math.PI * RandomSource.ToUniform(bits);
        if (index > partner)
            phase = -phase;
        (value[0], value[1]) = ((float)(amplitude * Math.Cos(phase)), (float)(amplitude * Math.Sin(phase)));
    }

    private static long Index(MapGrid g, int h, int k, int l) => ((long)Wrap(l, g.Nz) * g.Ny + Wrap(k, g.Ny)) * g.Nx + Wrap(h, g.Nx);

    private static int Wrap(int index, int count) => index < 0 ? index + count : index % count;
}
