using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>
/// The modification that each end of a chain needs: charged termini where the atoms say so, the values of the middle of a chain where
/// atoms are merely missing (gaps, truncated models).
/// </summary>
internal sealed class ChainEnds(ModelSites sites)
{
    private const double HydrogenReach = 1.4;

    /// <summary>Modification ids of a residue, beside those of its links.</summary>
    /// <param name="residue">Residue.</param>
    /// <param name="linked">Names of its atoms that have links.</param>
    public IEnumerable<string> Of(int residue, HashSet<string> linked)
    {
        if (sites.Components[residue] is not ChemicalComponent component)
            yield break;
        if (ComponentGroups.IsPeptide(component))
        {
            if (!linked.Contains("C") && sites.FindAny(residue, "C") >= 0)
                yield return sites.FindAny(residue, "OXT") < 0 ? "DEL-OXT" : Has(component, "OXT") ? "" : "COO";
            if (!linked.Contains("N") && sites.FindAny(residue, "N") is int nitrogen and >= 0)
                yield return NTerminus(residue, nitrogen, component);
        }
        else if (ComponentGroups.IsNucleic(component) && !linked.Contains("P") && sites.FindAny(residue, "P") >= 0
            && sites.FindAny(residue, "OP3") < 0 && sites.FindAny(residue, "O3P") < 0)
        {
            yield return "DEL_OP3";
        }
    }

    private static bool Has(ChemicalComponent component, string atom) => component.Atoms.Any(a => a.Name == atom);

    private string NTerminus(int residue, int nitrogen, ChemicalComponent component)
    {
        bool proline = component.Bonds.Any(b => b is { Atom1: "N", Atom2: "CD" } or { Atom1: "CD", Atom2: "N" });
        int hydrogens = HydrogensOn(residue, nitrogen);
        if (hydrogens > (proline ? 1 : 2))
            return Has(component, "H3") || proline ? "" : "NH3";
        return hydrogens > 0 || FollowsResidue(residue) ? (proline ? "DEL-HNP" : "DEL-HN1") : "";
    }

    private int HydrogensOn(int residue, int nitrogen)
    {
        Residue r = sites.Model.Residues[residue];
        int count = 0;
        for (int i = r.FirstAtom; i < r.FirstAtom + r.AtomCount; i++)
        {
            if (sites.Model.Atoms[i].Element.IsHydrogen && sites.Conformers.Compatible(i, nitrogen)
                && Vec3.Distance(sites.Positions[i], sites.Positions[nitrogen]) < HydrogenReach)
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>True when an amino acid stands before this one in its chain: the chain has a gap here and no end.</summary>
    private bool FollowsResidue(int residue)
    {
        foreach (int r in sites.Model.Chains[sites.Model.Residues[residue].ChainIndex].Residues)
        {
            if (r == residue)
                return false;
            if (sites.Components[r] is ChemicalComponent before && ComponentGroups.IsPeptide(before) && !sites.Model.Residues[r].EndsChain)
                return true;
        }

        return false;
    }
}
