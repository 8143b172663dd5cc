using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// What is minimised, in host memory: restraint terms, contacts, riding hydrogens, and how much each atom weighs in the map term. All arrays
/// refer to the same N atoms.
/// </summary>
public sealed record RefinementProblem
{
    /// <summary>Terms of the minimisation (without hydrogen terms when hydrogens ride).</summary>
    public required RestraintTable Table { get; init; }

    /// <summary>Terms beyond those of dictionaries and links (Ramachandran, hydrogen bonds, references ...): minimised, but not counted as bonds and angles; null = none.</summary>
    public RestraintTable? Extra { get; init; }

    /// <summary>All terms.</summary>
    public RestraintTable AllTerms => Extra == null ? Table : Table.Append(Extra);

    /// <summary>Data for the repulsion.</summary>
    public required NonbondedTable Nonbonded { get; init; }

    /// <summary>Riding hydrogens; null when there are none.</summary>
    public RidingTable? Riding { get; init; }

    /// <summary>Weight of each atom in the map term; 0 for hydrogens and fixed atoms.</summary>
    public required float[] MapWeights { get; init; }

    /// <summary>True for atoms that may move.</summary>
    public required bool[] Movable { get; init; }

    /// <summary>Number of atoms.</summary>
    public int AtomCount => MapWeights.Length;

    /// <summary>The problem of a whole structure.</summary>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="movable">Atoms that may move; the others stay where they are and still repel.</param>
    /// <param name="torsionScale">Factor of the weight of periodic torsions.</param>
    /// <param name="extra">Terms beyond those of dictionaries and links, on all atoms; or null.</param>
    /// <param name="factors">Factor of each atom's weight in the map term; null = 1.</param>
    public static RefinementProblem Create(RestraintModel restraints, bool[] movable, double torsionScale = 1, RestraintTable? extra = null, double[]? factors = null)
    {
        int n = movable.Length;
        var weights = new float[n];
        for (int i = 0; i < n; i++)
            weights[i] = movable[i] && restraints.IsHydrogen[i] == 0 && restraints.Nonbonded.Active[i] != 0 ? (float)(restraints.DensityShare[i] * (factors?[i] ?? 1)) : 0;
        RidingTable riding = restraints.Riding.OfMovable(movable);
        return new RefinementProblem
        {
            Table = restraints.Heavy().Table.TouchingAny(movable).WithTorsionScale(torsionScale),
            Extra = extra?.TouchingAny(movable),
            Nonbonded = restraints.Nonbonded.WithMovable(movable),
            Riding = riding.Count > 0 ? riding : null,
            MapWeights = weights,
            Movable = movable,
        };
    }
}
