using System.Globalization;
using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Ncs;

/// <summary>Gathers atoms to be held at points, all with one width and one ceiling.</summary>
internal sealed class SiteList
{
    private readonly int atomCount;
    private readonly double weight;
    private readonly double top;
    private readonly List<int> atoms = [];
    private readonly List<double> ideal = [];

    /// <summary>Starts a list.</summary>
    /// <param name="atomCount">Number of atoms of the model.</param>
    /// <param name="sigma">Standard deviation, Å.</param>
    /// <param name="limit">Distance from which the restraint fades, Å; 0 = never.</param>
    /// <exception cref="UsageException">Sigma is not above zero, or the limit is negative.</exception>
    public SiteList(int atomCount, double sigma, double limit)
    {
        if (!(sigma > 0) || !double.IsFinite(sigma) || !(limit >= 0) || !double.IsFinite(limit))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"position restraints: sigma {sigma} Å and limit {limit} Å; sigma must be above 0, the limit 0 (none) or more"));
        }

        this.atomCount = atomCount;
        weight = 1 / (sigma * sigma);
        top = weight * limit * limit;
    }

    /// <summary>Holds an atom at a point.</summary>
    public void Add(int atom, Vec3 at)
    {
        atoms.Add(atom);
        ideal.AddRange([at.X, at.Y, at.Z]);
    }

    /// <summary>The sites as a table.</summary>
    public RestraintTable ToTable() => new()
    {
        AtomCount = atomCount,
        SiteAtoms = [.. atoms],
        SiteIdeal = [.. ideal],
        SiteWeight = [.. Enumerable.Repeat(weight, atoms.Count)],
        SiteTop = [.. Enumerable.Repeat(top, atoms.Count)],
    };
}
