using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>Restraints beyond those of dictionaries and links: hydrogen bonds, rotamers, references, Ramachandran.</summary>
public static class RestraintExtras
{
    /// <summary>The same restraints with further terms, which do not count in the statistics of the geometry.</summary>
    /// <param name="restraints">Restraints.</param>
    /// <param name="extra">Further terms on the same atoms.</param>
    /// <exception cref="ArgumentException">The numbers of atoms differ, or the surfaces do not fit together.</exception>
    public static RestraintModel With(this RestraintModel restraints, RestraintTable extra) => restraints with
    {
        Table = restraints.Table.Append(extra),
        BondCounts = [.. restraints.BondCounts, .. new byte[extra.BondCount]],
        AngleCounts = [.. restraints.AngleCounts, .. new byte[extra.AngleCount]],
        TorsionCounts = [.. restraints.TorsionCounts, .. new byte[extra.TorsionCount]],
        ChiralCounts = [.. restraints.ChiralCounts, .. new byte[extra.ChiralCount]],
        PlaneCounts = [.. restraints.PlaneCounts, .. new byte[extra.PlaneCount]],
    };
}
