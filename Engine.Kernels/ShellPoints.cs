namespace Engine.Kernels;

/// <summary>
/// How the surroundings of atoms are sampled: on concentric shells, at points nearer to the atom than to any other (Pintilie and co-workers 2020, Nat. Methods 17, 328).
/// </summary>
/// <param name="Step">Distance of the shells, Å.</param>
/// <param name="Shells">Number of shells beside the centre.</param>
/// <param name="Points">Points of the first try on a shell, and how many of them must be free.</param>
/// <param name="Tries">Tries; each has two points more than the one before.</param>
/// <param name="Clearance">A point is free when no other atom is nearer than this times the radius of the shell.</param>
public sealed record ShellRule(double Step = 0.1, int Shells = 20, int Points = 8, int Tries = 50, double Clearance = 0.9)
{
    /// <summary>Other atoms up to this distance can take points away, Å.</summary>
    public double Reach => (1 + Clearance) * Shells * Step;

    /// <summary>Numbers per atom of a profile: the centre, each shell, and one over all.</summary>
    public int Stride => Shells + 2;

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="ArgumentException">One is out of range.</exception>
    public void Check()
    {
        if (!(Step > 0 && double.IsFinite(Reach)) || Shells < 1 || Points < 2 || Tries < 1 || !(Clearance is > 0 and < 1))
            throw new ArgumentException($"{this}: numbers out of range");
    }
}

/// <summary>Points on the unit sphere for every try of a <see cref="ShellRule"/>.</summary>
public sealed class ShellPoints
{
    /// <summary>Tries are padded with zeros to a multiple of this many points, the widest SIMD register.</summary>
    public const int Multiple = 8;

    /// <summary>Computes the points.</summary>
    /// <param name="rule">Points and tries.</param>
    public ShellPoints(ShellRule rule)
    {
        rule.Check();
        Rule = rule;
        Start = new int[rule.Tries + 1];
        for (int t = 0; t < rule.Tries; t++)
            Start[t + 1] = Start[t] + (Count(t) + Multiple - 1) / Multiple * Multiple;
        Coordinates = new double[3 * Start[^1]];
        for (int t = 0; t < rule.Tries; t++)
            Fill(Start[t], Count(t));
    }

    /// <summary>The rule.</summary>
    public ShellRule Rule { get; }

    /// <summary>First point of each try, and the end of the last.</summary>
    public int[] Start { get; }

    /// <summary>All x, then all y, then all z.</summary>
    public double[] Coordinates { get; }

    /// <summary>Number of points of a try, without padding.</summary>
    /// <param name="attempt">0 for the first.</param>
    public int Count(int attempt) => Rule.Points + 2 * attempt;

    /// <summary>
    /// N points on a spiral (Saff &amp; Kuijlaars 1997, Math. Intelligencer 19, 5): heights equally spaced from -1 to 1, each 3.6/√(N (1 - h²)) further round than the one before; the poles at azimuth 0.
    /// </summary>
    private void Fill(int start, int count)
    {
        int all = Start[^1];
        double azimuth = 0;
        for (int k = 0; k < count; k++)
        {
            double h = -1 + 2.0 * k / (count - 1), across = Math.Sqrt(Math.Max(0, 1 - h * h));
            azimuth = k == 0 || k == count - 1 ? 0 : (azimuth + 3.6 / Math.Sqrt(count * (1 - h * h))) % (2 * Math.PI);
            Coordinates[start + k] = across * Math.Cos(azimuth);
            Coordinates[all + start + k] = across * Math.Sin(azimuth);
            Coordinates[2 * all + start + k] = h;
        }
    }
}
