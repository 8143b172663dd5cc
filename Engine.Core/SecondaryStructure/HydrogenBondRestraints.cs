using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.SecondaryStructure;

/// <summary>
/// Restraints of the hydrogen bonds of helices and sheets: N...O 2.9 Å (σ 0.05), C-O...N 155°, and at the nitrogen CA-N...O 116° and C-N...O 121° in alpha helices, 124° and
/// 113° in sheets. σ of angles: 5° inside helices and 10° at their ends; 9°, 7° and 6° in sheets. Targets as in the secondary-structure restraints of cctbx; 3-10 and pi
/// helices get the distance alone. All terms have a ceiling, so a bond that does not exist pulls little and cannot distort the model.
/// </summary>
public static class HydrogenBondRestraints
{
    private const double AcceptorAngle = 155;

    /// <summary>Makes the terms of the bonds that are short enough.</summary>
    /// <param name="atomCount">Number of atoms of the model.</param>
    /// <param name="bonds">Bonds of helices and sheets.</param>
    /// <param name="options">Targets.</param>
    public static RestraintTable Make(int atomCount, IEnumerable<StructuralHydrogenBond> bonds, HydrogenBondOptions options)
    {
        var terms = new ExtraTerms();
        foreach (StructuralHydrogenBond bond in bonds.Where(b => b.Distance <= options.Longest))
        {
            terms.AddBond(bond.AcceptorO, bond.DonorN, options.Ideal, options.Sigma, options.DistanceLimit);
            if (options.Angles)
                AddAngles(terms, bond, options.AngleLimit);
        }

        return terms.ToTable(atomCount);
    }

    private static void AddAngles(ExtraTerms terms, StructuralHydrogenBond bond, double limit)
    {
        if (bond.Kind is HydrogenBondKind.ThreeTenHelix or HydrogenBondKind.PiHelix)
            return;
        bool helix = bond.Kind == HydrogenBondKind.AlphaHelix;
        double inHelix = bond.IsEnd ? 10 : 5;
        terms.AddAngle(bond.AcceptorC, bond.AcceptorO, bond.DonorN, AcceptorAngle, helix ? inHelix : 9, limit);
        terms.AddAngle(bond.DonorCA, bond.DonorN, bond.AcceptorO, helix ? 116 : 124, helix ? inHelix : 7, limit);
        terms.AddAngle(bond.PreviousC, bond.DonorN, bond.AcceptorO, helix ? 121 : 113, helix ? inHelix : 6, limit);
    }
}
