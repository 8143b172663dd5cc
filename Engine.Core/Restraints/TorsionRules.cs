using Engine.Core.Chemistry;

namespace Engine.Core.Restraints;

/// <summary>Which torsions of a dictionary become restraints.</summary>
internal static class TorsionRules
{
    /// <summary>No family: the torsion stands alone.</summary>
    public const int NoFamily = 0;

    /// <summary>
    /// Torsions without a σ are markers of rigid parts (planes hold those). φ and ψ of a peptide are left free: their targets in
    /// the dictionary are placeholders.
    /// </summary>
    public static bool Keeps(ChemicalComponent component, ComponentTorsion torsion) =>
        torsion.Sigma > 0 && !(IsPeptide(component) && IsBackbone(torsion));

    /// <summary>Number of the sugar pucker that a torsion belongs to: 2 for C2'-endo, 3 for C3'-endo, 0 for none.</summary>
    public static int Family(string id)
    {
        if (id.StartsWith("C2e", StringComparison.OrdinalIgnoreCase))
            return 2;
        return id.StartsWith("C3e", StringComparison.OrdinalIgnoreCase) ? 3 : NoFamily;
    }

    /// <summary>φ and ψ by the names that link definitions give them.</summary>
    public static bool IsPhiOrPsi(string id) => id is "phi" or "psi";

    private static bool IsPeptide(ChemicalComponent component) => component.Group.EndsWith("peptide", StringComparison.OrdinalIgnoreCase);

    private static bool IsBackbone(ComponentTorsion t)
    {
        if (IsPhiOrPsi(t.Id))
            return true;
        bool forward = t.Atom2 == "CA" && t.Atom3 == "C", back = t.Atom2 == "C" && t.Atom3 == "CA";
        if (forward || back)
            return true;
        return (t.Atom2 == "N" && t.Atom3 == "CA" && t.Atom4 == "C") || (t.Atom2 == "CA" && t.Atom3 == "N" && t.Atom1 == "C");
    }
}
