using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Ncs;

/// <summary>Gathers restraints with widths and limits of their own; a limit of 0 is none.</summary>
internal sealed class UserRestraintTerms
{
    private readonly List<int> bondAtoms = [], angleAtoms = [], torsionAtoms = [], torsionPeriod = [], planeAtoms = [], planeStart = [0], siteAtoms = [];
    private readonly List<double> bondIdeal = [], bondWeight = [], bondSlack = [], bondTop = [], angleIdeal = [], angleWeight = [], angleTop = [];
    private readonly List<double> torsionIdeal = [], torsionWeight = [], torsionTop = [], planeWeight = [], siteIdeal = [], siteWeight = [], siteTop = [];

    /// <summary>Adds a bond (Å).</summary>
    public void AddBond(int[] atoms, double length, double sigma, double slack, double limit)
    {
        bondAtoms.AddRange(atoms);
        bondIdeal.Add(length);
        bondWeight.Add(Weight(sigma));
        bondSlack.Add(slack);
        bondTop.Add(Weight(sigma) * limit * limit);
    }

    /// <summary>Adds an angle (degrees).</summary>
    public void AddAngle(int[] atoms, double angle, double sigma, double limit)
    {
        angleAtoms.AddRange(atoms);
        angleIdeal.Add(angle);
        angleWeight.Add(Weight(sigma));
        angleTop.Add(Weight(sigma) * limit * limit);
    }

    /// <summary>Adds a torsion (degrees).</summary>
    public void AddTorsion(int[] atoms, double angle, double sigma, int period, double limit)
    {
        torsionAtoms.AddRange(atoms);
        torsionIdeal.Add(angle);
        torsionWeight.Add(Weight(sigma));
        torsionPeriod.Add(period);
        torsionTop.Add(Weight(sigma) * limit * limit);
    }

    /// <summary>Adds a plane (σ in Å).</summary>
    public void AddPlane(int[] atoms, double sigma)
    {
        planeAtoms.AddRange(atoms);
        planeStart.Add(planeAtoms.Count);
        planeWeight.AddRange(Enumerable.Repeat(Weight(sigma), atoms.Length));
    }

    /// <summary>Holds atoms at points (σ and limit in Å).</summary>
    public void AddPositions((int Atom, Vec3 At)[] sites, double sigma, double limit)
    {
        foreach ((int atom, Vec3 at) in sites)
        {
            siteAtoms.Add(atom);
            siteIdeal.AddRange([at.X, at.Y, at.Z]);
            siteWeight.Add(Weight(sigma));
            siteTop.Add(Weight(sigma) * limit * limit);
        }
    }

    /// <summary>All terms as a table.</summary>
    public RestraintTable ToTable(int atomCount) => new()
    {
        AtomCount = atomCount,
        BondAtoms = [.. bondAtoms],
        BondIdeal = [.. bondIdeal],
        BondWeight = [.. bondWeight],
        BondSlack = [.. bondSlack],
        BondTop = [.. bondTop],
        AngleAtoms = [.. angleAtoms],
        AngleIdeal = [.. angleIdeal],
        AngleWeight = [.. angleWeight],
        AngleTop = [.. angleTop],
        TorsionAtoms = [.. torsionAtoms],
        TorsionIdeal = [.. torsionIdeal],
        TorsionWeight = [.. torsionWeight],
        TorsionPeriod = [.. torsionPeriod],
        TorsionTop = [.. torsionTop],
        PlaneStart = [.. planeStart],
        PlaneAtoms = [.. planeAtoms],
        PlaneWeight = [.. planeWeight],
        SiteAtoms = [.. siteAtoms],
        SiteIdeal = [.. siteIdeal],
        SiteWeight = [.. siteWeight],
        SiteTop = [.. siteTop],
    };

    private static double Weight(double sigma) => 1 / (sigma * sigma);
}
