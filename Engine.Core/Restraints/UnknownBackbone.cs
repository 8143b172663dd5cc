using Engine.Core.Chemistry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>
/// Stand-ins for components that no dictionary knows, so that a residue with the main chain of a protein or nucleic acid is linked like its
/// neighbours.
/// </summary>
internal static class UnknownBackbone
{
    private static readonly ChemicalComponent Peptide = Make("peptide", "N-CA", "CA-C", "C-O");

    private static readonly ChemicalComponent Nucleotide = Make("rna", "P-O5'", "O5'-C5'", "C5'-C4'", "C4'-C3'", "C3'-O3'");

    /// <summary>The main chain that a residue's atoms make, or null.</summary>
    public static ChemicalComponent? Of(ModelSites sites, int residue)
    {
        if (Has(sites, residue, "N") && Has(sites, residue, "CA") && Has(sites, residue, "C"))
            return Peptide;
        return Has(sites, residue, "C4'") && Has(sites, residue, "C3'") && Has(sites, residue, "O3'") ? Nucleotide : null;
    }

    private static bool Has(ModelSites sites, int residue, string atom) => sites.FindAny(residue, atom) >= 0;

    private static ChemicalComponent Make(string group, params string[] bonds) => new()
    {
        Id = "",
        Group = group,
        Atoms = [.. bonds.SelectMany(b => b.Split('-')).Distinct().Select(n => new ComponentAtom(n, ElementOf(n)))],
        Bonds = [.. bonds.Select(b => b.Split('-')).Select(b => new ComponentBond(b[0], b[1], BondOrder.Single, 1.5, 0.02))],
        Angles = [],
    };

    private static Element ElementOf(string name) => Element.TryParse(name.AsSpan(0, 1), out Element element) ? element : Element.Unknown;
}
