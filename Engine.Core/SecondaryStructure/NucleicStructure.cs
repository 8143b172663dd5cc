using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.SecondaryStructure;

/// <summary>Two bases on top of each other, neighbours in a chain.</summary>
/// <param name="First">Residue.</param>
/// <param name="Second">The next residue.</param>
/// <param name="Angle">Angle between the bases, degrees.</param>
/// <param name="Rise">Distance between their planes, Å.</param>
public sealed record BaseStack(int First, int Second, double Angle, double Rise);

/// <summary>Base pairs and stacks of the nucleic acids of a model, and their restraints.</summary>
public sealed class NucleicStructure
{
    private const double LargestStackAngle = 30;
    private const double LowestRise = 2.5, HighestRise = 4.5;
    private const double WidestCentres = 5.5;

    /// <summary>Longest distance from O3' to the P of the next nucleotide, Å.</summary>
    private const double BackboneReach = 2.6;

    private readonly Dictionary<int, BasePlane> planes;
    private readonly int atomCount;

    private NucleicStructure(int atomCount, List<BasePlane> bases, List<BasePair> pairs, List<BaseStack> stacks)
    {
        (this.atomCount, Pairs, Stacks, Bases) = (atomCount, pairs, stacks, bases.Count);
        planes = bases.ToDictionary(b => b.Residue);
    }

    /// <summary>Pairs, in the order of their purines.</summary>
    public IReadOnlyList<BasePair> Pairs { get; }

    /// <summary>Stacked neighbours.</summary>
    public IReadOnlyList<BaseStack> Stacks { get; }

    /// <summary>Number of bases with a complete ring.</summary>
    public int Bases { get; }

    /// <summary>Finds pairs and stacks.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The number of coordinates is not 3N.</exception>
    public static NucleicStructure Find(Model model, double[] x)
    {
        if (x.Length != 3 * model.Atoms.Count)
            throw new ArgumentException($"{x.Length} coordinates for {model.Atoms.Count} atoms", nameof(x));
        var positions = new Vec3[model.Atoms.Count];
        for (int i = 0; i < positions.Length; i++)
            positions[i] = new(x[3 * i], x[3 * i + 1], x[3 * i + 2]);
        List<BasePlane> bases = BaseGeometry.Find(model, positions);
        return new(model.Atoms.Count, bases, BasePairFinder.Find(model, positions, bases), FindStacks(model, positions, bases));
    }

    /// <summary>
    /// Restraints of the pairs and stacks: hydrogen bonds with a ceiling, parallel planes, and on request one plane per pair.
    /// </summary>
    /// <param name="options">Targets.</param>
    public RestraintTable Restrain(HydrogenBondOptions options)
    {
        var terms = new ExtraTerms();
        foreach (BasePair pair in Pairs)
        {
            foreach (BaseHydrogenBond bond in pair.Bonds.Where(b => b.Distance <= options.LongestBase))
                terms.AddBond(bond.First, bond.Second, bond.Ideal, bond.Sigma, options.DistanceLimit);
            if (options.Parallel)
                terms.AddParallel(planes[pair.First].Atoms, planes[pair.Second].Atoms, options.PairSigma);
            if (options.BasePairPlanes)
                terms.AddPlane([.. planes[pair.First].Atoms, .. planes[pair.Second].Atoms], options.BasePairPlaneSigma);
        }

        if (options.Parallel)
        {
            foreach (BaseStack stack in Stacks)
                terms.AddParallel(planes[stack.First].Atoms, planes[stack.Second].Atoms, options.StackSigma);
        }

        return terms.ToTable(atomCount);
    }

    private static List<BaseStack> FindStacks(Model model, Vec3[] positions, List<BasePlane> bases)
    {
        var stacks = new List<BaseStack>();
        for (int k = 1; k < bases.Count; k++)
        {
            (BasePlane a, BasePlane b) = (bases[k - 1], bases[k]);
            int o3 = AtomFinder.Find(model, a.Residue, "O3'"), p = AtomFinder.Find(model, b.Residue, "P");
            if (o3 < 0 || p < 0 || Vec3.Distance(positions[o3], positions[p]) > BackboneReach)
                continue;
            double angle = BaseGeometry.AngleDegrees(a, b), rise = BaseGeometry.Rise(a, b);
            if (angle <= LargestStackAngle && rise is >= LowestRise and <= HighestRise && Vec3.Distance(a.Centre, b.Centre) <= WidestCentres)
                stacks.Add(new(a.Residue, b.Residue, angle, rise));
        }

        return stacks;
    }
}
