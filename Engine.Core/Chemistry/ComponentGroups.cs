namespace Engine.Core.Chemistry;

/// <summary>The classes of components that links are defined for, under the names that different dictionaries give them.</summary>
public static class ComponentGroups
{
    /// <summary>True for amino acids of any kind, and for components that have the peptide main chain whatever their dictionary calls them.</summary>
    /// <param name="component">Component.</param>
    public static bool IsPeptide(ChemicalComponent component) =>
        component.Group.EndsWith("peptide", StringComparison.Ordinal)
        || (component.Group == "non-polymer" && HasBonds(component, ("N", "CA"), ("CA", "C"), ("C", "O")));

    /// <summary>True for nucleotides.</summary>
    /// <param name="component">Component.</param>
    public static bool IsNucleic(ChemicalComponent component) =>
        component.Group is "rna" or "dna" or "dna/rna"
        || (component.Group == "non-polymer" && HasBonds(component, ("P", "O5'"), ("O5'", "C5'"), ("C4'", "C3'"), ("C3'", "O3'")));

    /// <summary>True for sugars: pyranoses, ketopyranoses, furanoses.</summary>
    /// <param name="component">Component.</param>
    public static bool IsSaccharide(ChemicalComponent component) =>
        component.Group.EndsWith("saccharide", StringComparison.Ordinal) || component.Group.EndsWith("pyranose", StringComparison.Ordinal)
        || component.Group.EndsWith("furanose", StringComparison.Ordinal)
        || (component.Group == "non-polymer" && (HasBonds(component, ("C1", "O5"), ("C1", "C2"), ("C5", "O5")) || IsKetose(component)));

    /// <summary>How well a component fits the group that a link names: 0 not at all, 2 as a wider group, 3 exactly, 4 by its atoms (N-methyl).</summary>
    /// <param name="pattern">Group of a link, lower case.</param>
    /// <param name="component">Component.</param>
    public static int Match(string pattern, ChemicalComponent component)
    {
        string group = component.Group;
        if (pattern == group)
            return 3;
        if (pattern == "m-peptide" && IsPeptide(component) && HasBonds(component, ("N", "CN")))
            return 4;
        bool fits = pattern switch
        {
            "peptide" => IsPeptide(component),
            "l-peptide" => IsPeptide(component) && group != "d-peptide",
            "dna/rna" => IsNucleic(component),
            "saccharide" => IsSaccharide(component),
            "pyranose" => IsSaccharide(component) && !IsKetose(component) && group != "furanose",
            "ketopyranose" => IsSaccharide(component) && IsKetose(component),
            _ => false,
        };
        return fits ? 2 : 0;
    }

    /// <summary>The group for a type of the Chemical Component Dictionary ("L-PEPTIDE LINKING", "RNA LINKING", "D-saccharide, beta linking") or of CCP4.</summary>
    /// <param name="type">Type or group as written.</param>
    /// <param name="id">Component id; proline has its own group.</param>
    public static string Normalise(string type, string id)
    {
        string t = type.Trim().ToLowerInvariant();
        if (t.Length == 0 || t is "." or "?")
            return "non-polymer";
        if (t.EndsWith("peptide", StringComparison.Ordinal) && t[0] != 'd' && id is "PRO" or "HYP")
            return "p-peptide";
        if (!t.Contains("linking", StringComparison.Ordinal) && !t.Contains("terminus", StringComparison.Ordinal))
            return t;
        if (t.Contains("peptide", StringComparison.Ordinal))
            return id is "PRO" or "DPR" or "HYP" ? "p-peptide" : t.StartsWith("d-", StringComparison.Ordinal) ? "d-peptide" : "peptide";
        if (t.Contains("saccharide", StringComparison.Ordinal))
            return t.StartsWith("l-", StringComparison.Ordinal) ? "l-saccharide" : "d-saccharide";
        return t.Contains("rna", StringComparison.Ordinal) ? "rna" : t.Contains("dna", StringComparison.Ordinal) ? "dna" : "non-polymer";
    }

    private static bool IsKetose(ChemicalComponent component) => HasBonds(component, ("C1", "C2"), ("C2", "O6"), ("C6", "O6"));

    private static bool HasBonds(ChemicalComponent component, params (string First, string Second)[] bonds)
    {
        foreach ((string first, string second) in bonds)
        {
            if (!component.Bonds.Any(b => (b.Atom1 == first && b.Atom2 == second) || (b.Atom1 == second && b.Atom2 == first)))
                return false;
        }

        return true;
    }
}
