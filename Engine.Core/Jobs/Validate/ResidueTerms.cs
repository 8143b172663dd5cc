using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Jobs.Validate;

/// <summary>A covalent term far from its target.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Atoms">Its atoms.</param>
/// <param name="Value">Value in the model.</param>
/// <param name="Ideal">Target.</param>
/// <param name="Z">Absolute deviation over σ.</param>
internal sealed record TermOutlier(CovalentTerm Kind, int[] Atoms, double Value, double Ideal, double Z)
{
    /// <summary>True for a chiral centre of the other hand.</summary>
    public bool IsWrongHand => Kind == CovalentTerm.Chirality && Value * Ideal < 0;
}

/// <summary>Sums over the bonds or angles inside one residue.</summary>
internal struct TermSums
{
    public int Count;
    public double Squares;
    public double SquaresZ;

    /// <summary>Root mean square deviation; null without terms.</summary>
    public readonly double? Rmsd => Count == 0 ? null : Math.Sqrt(Squares / Count);

    /// <summary>Root mean square of deviation/σ; null without terms.</summary>
    public readonly double? RmsZ => Count == 0 ? null : Math.Sqrt(SquaresZ / Count);
}

/// <summary>The covalent terms by residue: sums, the worst of each kind, and those far from their targets.</summary>
/// <param name="model">Model.</param>
internal sealed class ResidueTerms(Model model) : ITermSink
{
    /// <summary>Terms with larger |Z| are outliers, as in wwPDB reports.</summary>
    public const double Limit = 5;

    private readonly List<TermOutlier> outliers = [];
    private readonly TermOutlier?[] worst = new TermOutlier?[model.Residues.Count];
    private readonly double[] worstBond = Nothing(model), worstAngle = Nothing(model);

    /// <summary>Bonds inside each residue.</summary>
    public TermSums[] Bonds { get; } = new TermSums[model.Residues.Count];

    /// <summary>Angles inside each residue.</summary>
    public TermSums[] Angles { get; } = new TermSums[model.Residues.Count];

    /// <summary>Bonds, angles, chiral centres and planes far from their targets, in the order of the restraints.</summary>
    public IReadOnlyList<TermOutlier> Outliers => outliers;

    /// <summary>Largest |Z| of a bond with an atom of a residue; null without bonds.</summary>
    public double? WorstBond(int residue) => worstBond[residue] < 0 ? null : worstBond[residue];

    /// <summary>Largest |Z| of an angle with an atom of a residue; null without angles.</summary>
    public double? WorstAngle(int residue) => worstAngle[residue] < 0 ? null : worstAngle[residue];

    /// <summary>The worst bond or angle inside a residue; null without.</summary>
    public TermOutlier? Worst(int residue) => worst[residue];

    /// <inheritdoc/>
    public void Add(CovalentTerm kind, ReadOnlySpan<int> atoms, double value, double ideal, double deviation, double z)
    {
        if (kind is CovalentTerm.Bond or CovalentTerm.Angle)
            AddToResidues(kind, atoms, value, ideal, deviation, z);
        if (kind != CovalentTerm.Torsion && (z > Limit || (kind == CovalentTerm.Chirality && value * ideal < 0)))
            outliers.Add(new(kind, atoms.ToArray(), value, ideal, z));
    }

    private static double[] Nothing(Model model)
    {
        var values = new double[model.Residues.Count];
        Array.Fill(values, -1);
        return values;
    }

    private void AddToResidues(CovalentTerm kind, ReadOnlySpan<int> atoms, double value, double ideal, double deviation, double z)
    {
        double[] largest = kind == CovalentTerm.Bond ? worstBond : worstAngle;
        int first = model.Atoms[atoms[0]].ResidueIndex;
        bool isInside = true;
        foreach (int a in atoms)
        {
            int r = model.Atoms[a].ResidueIndex;
            largest[r] = Math.Max(largest[r], z);
            isInside &= r == first;
        }

        if (!isInside)
            return;
        ref TermSums sums = ref (kind == CovalentTerm.Bond ? Bonds : Angles)[first];
        sums.Count++;
        sums.Squares += deviation * deviation;
        sums.SquaresZ += z * z;
        if (!(worst[first]?.Z >= z))
            worst[first] = new(kind, atoms.ToArray(), value, ideal, z);
    }
}
