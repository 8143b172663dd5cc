namespace Engine.Kernels.Windows;

/// <summary>A run of coefficients with the same kx that count for the same shell and interval.</summary>
/// <param name="Start">First point.</param>
/// <param name="End">Last point and one.</param>
/// <param name="Shell">Shell of the amplitude profile; -1 for none.</param>
/// <param name="ShellWeight">Factor of the amplitudes.</param>
/// <param name="Interval">Interval of the scale; side/2 where the sum is not needed.</param>
/// <param name="Weight">Factor in the central voxel, with the sign (-1)^kx of the centre.</param>
internal readonly record struct WindowSegment(int Start, int End, int Shell, float ShellWeight, int Interval, float Weight);

/// <summary>
/// The coefficients of one kx that a profile needs, sorted by shell and interval, those without a shell last. What lies beyond the last radius is left out: its part of the central voxel
/// is the map's voxel less all other parts. Where kx is 0 or half the side, conjugates are left out too and count twice.
/// </summary>
internal sealed class WindowPoints
{
    /// <summary>Collects the points of one kx.</summary>
    public WindowPoints(WindowShells shells, int kx)
    {
        int side = shells.Shape.Side, radius = shells.Shape.Radius;
        bool self = kx == 0 || kx == radius;
        var found = new List<(WindowSegment Key, int Ky, int Kz, float Fraction)>();
        for (int kz = 0; kz < (self ? radius + 1 : side); kz++)
        {
            int twice = self && kz > 0 && kz < radius ? 2 : 1;
            for (int ky = 0; ky < side; ky++)
            {
                WindowCoefficient c = shells[kx, ky, kz];
                if (c.Shell < 0 && c.Interval == radius)
                    continue;
                int amplitudes = shells.Shape.Binning == WindowBinning.Octant ? c.ShellWeight : c.ShellWeight * twice, sign = kx % 2 == 0 ? 1 : -1;
                found.Add((new(0, 0, c.Shell, amplitudes, c.Interval, sign * c.Weight * twice), ky, kz, c.Fraction));
            }
        }

        found = [.. found.OrderBy(p => p.Key.Shell < 0).ThenBy(p => p.Key.Shell).ThenBy(p => p.Key.Interval).ThenBy(p => p.Key.ShellWeight).ThenBy(p => p.Key.Weight).ThenBy(p => p.Kz).ThenBy(p => p.Ky)];
        Columns = [.. found.Select(p => p.Ky).Distinct().Order()];
        Count = found.Count;
        Indices = new int[2 * Count];
        Fractions = [.. found.Select(p => p.Fraction)];
        var segments = new List<WindowSegment>();
        for (int i = 0; i < Count; i++)
        {
            (Indices[2 * i], Indices[2 * i + 1]) = (Array.BinarySearch(Columns, found[i].Ky), found[i].Kz);
            if (i == 0 || found[i].Key != found[i - 1].Key)
                segments.Add(found[i].Key with { Start = i });
            segments[^1] = segments[^1] with { End = i + 1 };
        }

        Segments = [.. segments];
        WithShell = segments.Where(s => s.Shell >= 0).Select(s => s.End).DefaultIfEmpty(0).Max();
    }

    /// <summary>The ky that occur, ascending.</summary>
    public int[] Columns { get; }

    /// <summary>Number of points.</summary>
    public int Count { get; }

    /// <summary>Number of points, the first ones, that count for a shell.</summary>
    public int WithShell { get; }

    /// <summary>Two numbers per point: index of ky in <see cref="Columns"/>, and kz.</summary>
    public int[] Indices { get; }

    /// <summary>Fraction of the interval by point.</summary>
    public float[] Fractions { get; }

    /// <summary>Runs of points.</summary>
    public WindowSegment[] Segments { get; }
}
