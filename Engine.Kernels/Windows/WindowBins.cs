namespace Engine.Kernels.Windows;

/// <summary>All coefficients of a half space sorted by what they count for: one bin for every combination of shell, weight and interval.</summary>
internal sealed class WindowBins
{
    private readonly WindowShells shells;
    private readonly (int Shell, int Interval)[] targets;

    /// <summary>Sorts the coefficients.</summary>
    public WindowBins(WindowShells shells)
    {
        this.shells = shells;
        int side = shells.Shape.Side, row = shells.Shape.Radius + 1;
        var found = new List<(int Point, WindowCoefficient Coefficient, int Sign)>();
        for (int kz = 0; kz < side; kz++)
        {
            for (int ky = 0; ky < side; ky++)
            {
                for (int kx = 0; kx < row; kx++)
                    found.Add(((kz * side + ky) * row + kx, shells[kx, ky, kz], (kx + ky + kz) % 2 == 0 ? 1 : -1));
            }
        }

        var bins = found.GroupBy(p => (p.Coefficient.Shell, p.Coefficient.ShellWeight, p.Coefficient.Interval))
            .OrderBy(g => g.Key.Shell).ThenBy(g => g.Key.Interval).ThenBy(g => g.Key.ShellWeight).ToArray();
        targets = [.. bins.Select(b => (b.Key.Shell, b.Key.Interval))];
        Weights = [.. bins.Select(b => b.Key.Shell < 0 ? 0f : b.Key.ShellWeight)];
        Points = [.. bins.SelectMany(b => b.Select(p => p.Point))];
        Factors = [.. bins.SelectMany(b => b.SelectMany(p => new[] { (float)p.Sign * p.Coefficient.Weight, p.Coefficient.Fraction }))];
        Firsts = new int[bins.Length + 1];
        for (int i = 0; i < bins.Length; i++)
            Firsts[i + 1] = Firsts[i] + bins[i].Count();
    }

    /// <summary>Number of bins.</summary>
    public int Count => targets.Length;

    /// <summary>Indices of coefficients in the half space, bin after bin.</summary>
    public int[] Points { get; }

    /// <summary>Two numbers per point: weight in the central voxel with the sign of the centre's phase, and fraction of the interval.</summary>
    public float[] Factors { get; }

    /// <summary>First point of each bin, and the number of points.</summary>
    public int[] Firsts { get; }

    /// <summary>Weight of each bin's amplitudes in their shell; 0 where they are in none.</summary>
    public float[] Weights { get; }

    /// <summary>Turns the sums of one window's bins into its profile.</summary>
    /// <param name="sums">Four numbers per bin: amplitudes of map and reference, central part, that times the fraction.</param>
    /// <param name="terms">Work space of 4 × shells numbers.</param>
    /// <param name="profile">Receives the profile.</param>
    public void Finish(ReadOnlySpan<double> sums, Span<double> terms, Span<float> profile)
    {
        int count = shells.Shape.Shells;
        terms.Clear();
        for (int bin = 0; bin < targets.Length; bin++)
        {
            (int shell, int interval) = targets[bin];
            if (shell >= 0)
            {
                terms[shell] += sums[4 * bin];
                terms[count + shell] += sums[4 * bin + 1];
            }

            terms[2 * count + interval] += sums[4 * bin + 2];
            terms[3 * count + interval] += sums[4 * bin + 3];
        }

        shells.Finish(terms[..count], terms.Slice(count, count), terms.Slice(2 * count, count), terms.Slice(3 * count, count), profile);
    }
}
