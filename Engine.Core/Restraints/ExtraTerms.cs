using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>Collects terms that come on top of a dictionary's: hydrogen bonds, metal contacts, stacked bases, atoms held to their places.</summary>
internal sealed class ExtraTerms
{
    private readonly List<int> bondAtoms = [], angleAtoms = [], siteAtoms = [], planeAtoms = [], parallelAtoms = [];
    private readonly List<int> planeStart = [0], parallelStart = [0];
    private readonly List<double> bondIdeal = [], bondWeight = [], bondTop = [], angleIdeal = [], angleWeight = [], angleTop = [];
    private readonly List<double> siteIdeal = [], siteWeight = [], siteTop = [], planeWeight = [], parallelWeight = [];

    /// <summary>Number of bonds so far.</summary>
    public int BondCount => bondIdeal.Count;

    /// <summary>Number of angles so far.</summary>
    public int AngleCount => angleIdeal.Count;

    /// <summary>Number of pairs of parallel planes so far.</summary>
    public int ParallelCount => parallelWeight.Count;

    /// <summary>Adds a distance whose pull fades when it is much longer than it should be.</summary>
    /// <param name="a">Atom.</param>
    /// <param name="b">Atom.</param>
    /// <param name="ideal">Å.</param>
    /// <param name="sigma">Å.</param>
    /// <param name="limit">Excess at which the term lets go, Å: the ceiling is w limit².</param>
    public void AddBond(int a, int b, double ideal, double sigma, double limit)
    {
        bondAtoms.AddRange([a, b]);
        bondIdeal.Add(ideal);
        bondWeight.Add(1 / (sigma * sigma));
        bondTop.Add(limit * limit / (sigma * sigma));
    }

    /// <summary>Adds an angle whose pull fades far from its target.</summary>
    /// <param name="a">Atom.</param>
    /// <param name="apex">Atom in the middle.</param>
    /// <param name="c">Atom.</param>
    /// <param name="ideal">Degrees.</param>
    /// <param name="sigma">Degrees.</param>
    /// <param name="limit">Deviation at which the term lets go, degrees.</param>
    public void AddAngle(int a, int apex, int c, double ideal, double sigma, double limit)
    {
        angleAtoms.AddRange([a, apex, c]);
        angleIdeal.Add(ideal);
        angleWeight.Add(1 / (sigma * sigma));
        angleTop.Add(limit * limit / (sigma * sigma));
    }

    /// <summary>Holds an atom to a point.</summary>
    /// <param name="atom">Atom.</param>
    /// <param name="point">Å.</param>
    /// <param name="sigma">Å.</param>
    /// <param name="limit">Distance at which the term lets go, Å; 0 = never.</param>
    public void AddSite(int atom, Vec3 point, double sigma, double limit)
    {
        siteAtoms.Add(atom);
        siteIdeal.AddRange([point.X, point.Y, point.Z]);
        siteWeight.Add(1 / (sigma * sigma));
        siteTop.Add(limit * limit / (sigma * sigma));
    }

    /// <summary>Holds atoms in one plane.</summary>
    /// <param name="atoms">At least four.</param>
    /// <param name="sigma">Å.</param>
    public void AddPlane(int[] atoms, double sigma)
    {
        planeAtoms.AddRange(atoms);
        planeStart.Add(planeAtoms.Count);
        planeWeight.AddRange(atoms.Select(_ => 1 / (sigma * sigma)));
    }

    /// <summary>Holds two planes parallel.</summary>
    /// <param name="first">Atoms of one plane, at least three.</param>
    /// <param name="second">Atoms of the other.</param>
    /// <param name="sigma">Sine of the angle that costs 1.</param>
    public void AddParallel(int[] first, int[] second, double sigma)
    {
        parallelAtoms.AddRange(first);
        parallelStart.Add(parallelAtoms.Count);
        parallelAtoms.AddRange(second);
        parallelStart.Add(parallelAtoms.Count);
        parallelWeight.Add(1 / (sigma * sigma));
    }

    /// <summary>The terms as a table.</summary>
    /// <param name="atomCount">Number of atoms of the model.</param>
    public RestraintTable ToTable(int atomCount) => new()
    {
        AtomCount = atomCount,
        BondAtoms = [.. bondAtoms],
        BondIdeal = [.. bondIdeal],
        BondWeight = [.. bondWeight],
        BondSlack = new double[bondIdeal.Count],
        BondTop = [.. bondTop],
        AngleAtoms = [.. angleAtoms],
        AngleIdeal = [.. angleIdeal],
        AngleWeight = [.. angleWeight],
        AngleTop = [.. angleTop],
        PlaneStart = [.. planeStart],
        PlaneAtoms = [.. planeAtoms],
        PlaneWeight = [.. planeWeight],
        SiteAtoms = [.. siteAtoms],
        SiteIdeal = [.. siteIdeal],
        SiteWeight = [.. siteWeight],
        SiteTop = [.. siteTop],
        ParallelStart = [.. parallelStart],
        ParallelAtoms = [.. parallelAtoms],
        ParallelWeight = [.. parallelWeight],
    };
}
