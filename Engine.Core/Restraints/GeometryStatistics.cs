using System.Text.Json.Serialization;

namespace Engine.Core.Restraints;

/// <summary>How far one class of terms is from its targets.</summary>
/// <param name="Count">Number of terms.</param>
/// <param name="Rmsd">Root mean square deviation: Å for bonds and planes (over plane atoms), degrees for angles and torsions, Å³ for chiral volumes; 0 without terms.</param>
/// <param name="RmsZ">Root mean square of deviation/σ; 0 without terms.</param>
/// <param name="Max">Largest absolute deviation.</param>
/// <param name="Worst">The terms with the largest deviation/σ, worst first; ten unless asked for otherwise.</param>
public sealed record GeometryClass(int Count, double Rmsd, double RmsZ, double Max, IReadOnlyList<GeometryOutlier> Worst);

/// <summary>One term in a list of the worst.</summary>
/// <param name="Atoms">Readable atom names, joined by " - ".</param>
/// <param name="Value">Value in the model; for planes the largest distance from the plane.</param>
/// <param name="Ideal">Target; 0 for planes.</param>
/// <param name="Deviation">Value minus target, wrapped for torsions.</param>
/// <param name="Z">Absolute deviation over σ.</param>
public sealed record GeometryOutlier(string Atoms, double Value, double Ideal, double Deviation, double Z)
{
    /// <summary>Index of the first of the atoms in the model; not part of JSON, where names stand for atoms.</summary>
    [JsonIgnore]
    public int FirstAtom { get; init; } = -1;
}

/// <summary>All classes of covalent terms.</summary>
/// <param name="Bonds">Bond lengths, Å.</param>
/// <param name="Angles">Angles, degrees.</param>
/// <param name="Torsions">Torsions, degrees.</param>
/// <param name="Chirality">Chiral volumes, Å³.</param>
/// <param name="Planes">Planes, Å; <see cref="GeometryClass.Count"/> counts planes.</param>
public sealed record GeometrySet(GeometryClass Bonds, GeometryClass Angles, GeometryClass Torsions, GeometryClass Chirality, GeometryClass Planes);

/// <summary>Pairs of atoms nearer than their contact distance.</summary>
/// <param name="Contacts">Number of pairs below the contact distance.</param>
/// <param name="Clashes">Number of pairs that overlap by 0.4 Å or more.</param>
/// <param name="Worst">Largest overlaps: Value is the distance, Ideal the contact distance (Å); Z is the overlap over 0.4 Å.</param>
public sealed record ContactStatistics(int Contacts, int Clashes, IReadOnlyList<GeometryOutlier> Worst);

/// <summary>
/// Deviations of a model from its restraints. Terms with a hydrogen are counted apart; components held to their input geometry and metal
/// contacts do not count.
/// </summary>
/// <param name="Heavy">Terms without hydrogens; planes without theirs.</param>
/// <param name="Hydrogen">Terms with at least one hydrogen.</param>
/// <param name="Contacts">Repulsive contacts, hydrogens included.</param>
public sealed record GeometryStatistics(GeometrySet Heavy, GeometrySet Hydrogen, ContactStatistics Contacts)
{
    /// <summary>Compares positions with restraints.</summary>
    /// <param name="restraints">All restraints of the model.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <param name="selection">Only terms and contacts whose atoms are all selected; null = all.</param>
    /// <param name="worst">Length of the lists of worst covalent terms.</param>
    /// <exception cref="ArgumentException">An array has the wrong length.</exception>
    public static GeometryStatistics Compute(RestraintModel restraints, ReadOnlySpan<double> positions, bool[]? selection = null, int worst = DeviationTally.WorstLength) =>
        Compute(restraints, positions, selection, worst, null);

    /// <summary>The same; a sink receives all terms without hydrogens.</summary>
    internal static GeometryStatistics Compute(RestraintModel restraints, ReadOnlySpan<double> positions, bool[]? selection, int worst, ITermSink? sink)
    {
        int n = restraints.Table.AtomCount;
        if (positions.Length != 3 * n)
            throw new ArgumentException($"{positions.Length} coordinates for {n} atoms", nameof(positions));
        if (selection != null && selection.Length != n)
            throw new ArgumentException($"the selection has {selection.Length} flags for {n} atoms", nameof(selection));
        return new GeometryStatistics(
            DeviationCounter.Count(restraints.Heavy(), positions, selection, worst, sink),
            DeviationCounter.Count(restraints.HydrogenOnly(), positions, selection, worst),
            ContactCounter.Count(restraints, positions, selection));
    }
}
