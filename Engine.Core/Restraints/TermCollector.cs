using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>Gathers restraint terms; a term that comes twice (altlocs that share atoms, links found twice) is kept once, the first one wins.</summary>
internal sealed class TermCollector(int atomCount)
{
    private const double SmallestSigma = 1e-3;
    private const double DefaultBondSigma = 0.02;
    private const double DefaultAngleSigma = 3;

    private readonly List<int> bondAtoms = new(2 * atomCount), angleAtoms = new(4 * atomCount), torsionAtoms = new(3 * atomCount), torsionPeriod = [];
    private readonly List<int> chiralAtoms = [], planeAtoms = [], planeStart = [0];
    private readonly List<double> bondIdeal = new(atomCount), bondWeight = new(atomCount), angleIdeal = new(2 * atomCount), angleWeight = new(2 * atomCount);
    private readonly List<double> torsionIdeal = [], torsionWeight = [], chiralIdeal = [], chiralWeight = [], planeWeight = [];
    private readonly List<byte> chiralBoth = [], bondCounts = [], angleCounts = [], torsionCounts = [], chiralCounts = [], planeCounts = [];
    private readonly HashSet<(int, int)> bonds = new(atomCount);
    private readonly HashSet<(int, int, int)> angles = new(2 * atomCount);
    private readonly HashSet<(int, int, int, int, int)> torsions = new(atomCount);
    private readonly HashSet<(int, int, int, int)> chirals = [];
    private readonly Dictionary<ulong, List<int>> planes = [];

    /// <summary>Two atoms per bond, in the order of <see cref="AddBond"/>.</summary>
    public IReadOnlyList<int> BondAtoms => bondAtoms;

    /// <summary>Adds a bond (Å); false when the pair has one already or is no pair.</summary>
    public bool AddBond(int a, int b, double ideal, double sigma, bool counts)
    {
        if (a == b || !(ideal > 0) || !bonds.Add(a < b ? (a, b) : (b, a)))
            return false;
        bondAtoms.Add(a);
        bondAtoms.Add(b);
        bondIdeal.Add(ideal);
        bondWeight.Add(Weight(sigma, DefaultBondSigma));
        bondCounts.Add(Flag(counts));
        return true;
    }

    /// <summary>Adds an angle (degrees).</summary>
    public void AddAngle(int a, int apex, int c, double ideal, double sigma, bool counts)
    {
        if (a == apex || c == apex || a == c || !double.IsFinite(ideal) || !angles.Add(a < c ? (a, apex, c) : (c, apex, a)))
            return;
        angleAtoms.AddRange([a, apex, c]);
        angleIdeal.Add(ideal);
        angleWeight.Add(Weight(sigma, DefaultAngleSigma));
        angleCounts.Add(Flag(counts));
    }

    /// <summary>Adds a torsion (degrees). Several torsions with different targets about one bond are all kept, equal ones once.</summary>
    public void AddTorsion(int a, int b, int c, int d, double ideal, double sigma, int period, bool counts)
    {
        if (!Distinct(a, b, c, d) || !(sigma > 0) || !torsions.Add(a < d ? (a, b, c, d, period) : (d, c, b, a, period)))
            return;
        torsionAtoms.AddRange([a, b, c, d]);
        torsionIdeal.Add(ideal);
        torsionWeight.Add(Weight(sigma, sigma));
        torsionPeriod.Add(Math.Abs(period));
        torsionCounts.Add(Flag(counts));
    }

    /// <summary>Adds a chiral centre with its signed ideal volume (Å³).</summary>
    public void AddChiral(int centre, int a1, int a2, int a3, double volume, bool both, bool counts)
    {
        if (centre == a1 || centre == a2 || centre == a3 || !Distinct(centre, a1, a2, a3) || !chirals.Add(SortedChiral(centre, a1, a2, a3)))
            return;
        chiralAtoms.AddRange([centre, a1, a2, a3]);
        chiralIdeal.Add(volume);
        chiralWeight.Add(1 / (ChiralVolume.Sigma * ChiralVolume.Sigma));
        chiralBoth.Add(Flag(both));
        chiralCounts.Add(Flag(counts));
    }

    /// <summary>Adds a plane (σ in Å); fewer than four atoms, or the same atoms again, add nothing.</summary>
    public void AddPlane(ReadOnlySpan<int> atoms, double sigma, bool counts)
    {
        if (atoms.Length < 4 || HasPlane(atoms))
            return;
        planeAtoms.AddRange(atoms);
        planeStart.Add(planeAtoms.Count);
        planeWeight.AddRange(Enumerable.Repeat(Weight(sigma, DefaultBondSigma), atoms.Length));
        planeCounts.Add(Flag(counts));
    }

    /// <summary>The terms as flat arrays.</summary>
    public RestraintTable ToTable() => new()
    {
        AtomCount = atomCount,
        BondAtoms = [.. bondAtoms],
        BondIdeal = [.. bondIdeal],
        BondWeight = [.. bondWeight],
        BondSlack = new double[bondIdeal.Count],
        BondTop = new double[bondIdeal.Count],
        AngleAtoms = [.. angleAtoms],
        AngleIdeal = [.. angleIdeal],
        AngleWeight = [.. angleWeight],
        TorsionAtoms = [.. torsionAtoms],
        TorsionIdeal = [.. torsionIdeal],
        TorsionWeight = [.. torsionWeight],
        TorsionPeriod = [.. torsionPeriod],
        ChiralAtoms = [.. chiralAtoms],
        ChiralIdeal = [.. chiralIdeal],
        ChiralWeight = [.. chiralWeight],
        ChiralBoth = [.. chiralBoth],
        PlaneStart = [.. planeStart],
        PlaneAtoms = [.. planeAtoms],
        PlaneWeight = [.. planeWeight],
    };

    /// <summary>Flags in the order of the table: bonds, angles, torsions, chiral centres, planes.</summary>
    public (byte[] Bonds, byte[] Angles, byte[] Torsions, byte[] Chirals, byte[] Planes) Counts() =>
        ([.. bondCounts], [.. angleCounts], [.. torsionCounts], [.. chiralCounts], [.. planeCounts]);

    private static byte Flag(bool value) => value ? (byte)1 : (byte)0;

    private static double Weight(double sigma, double fallback)
    {
        double s = sigma > SmallestSigma ? sigma : fallback;
        return 1 / (s * s);
    }

    private static bool Distinct(int a, int b, int c, int d) => a != b && a != c && a != d && b != c && b != d && c != d;

    private static (int, int, int, int) SortedChiral(int centre, int a, int b, int c)
    {
        if (a > b)
            (a, b) = (b, a);
        if (b > c)
            (b, c) = (c, b);
        return a > b ? (centre, b, a, c) : (centre, a, b, c);
    }

    private bool HasPlane(ReadOnlySpan<int> atoms)
    {
        ulong key = (ulong)atoms.Length;
        foreach (int a in atoms)
            key += ((ulong)a + 1) * 0x9E3779B97F4A7C15UL ^ (((ulong)a + 1) << 17);
        if (!planes.TryGetValue(key, out List<int>? same))
            planes[key] = same = [];
        foreach (int p in same)
        {
            if (SameAtoms(p, atoms))
                return true;
        }

        same.Add(planeStart.Count - 1);
        return false;
    }

    private bool SameAtoms(int plane, ReadOnlySpan<int> atoms)
    {
        int start = planeStart[plane], count = planeStart[plane + 1] - start;
        if (count != atoms.Length)
            return false;
        for (int k = 0; k < count; k++)
        {
            if (!atoms.Contains(planeAtoms[start + k]))
                return false;
        }

        return true;
    }
}
