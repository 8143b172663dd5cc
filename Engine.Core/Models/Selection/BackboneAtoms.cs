namespace Engine.Core.Models.Selection;

/// <summary>Atoms of the main chain, and what they say about residues of unknown name.</summary>
internal static class BackboneAtoms
{
    private static readonly HashSet<string> Protein = new(StringComparer.Ordinal)
    {
        "N", "CA", "C", "O", "OXT", "OT1", "OT2", "H", "HN", "H1", "H2", "H3", "HA", "HA2", "HA3", "HXT",
    };

    /// <summary>Phosphate and sugar, in the names of today and, after replacing * by ', those before 2007.</summary>
    private static readonly HashSet<string> Nucleic = new(StringComparer.Ordinal)
    {
        "P", "OP1", "OP2", "OP3", "O1P", "O2P", "O3P", "O5'", "C5'", "C4'", "O4'", "C3'", "O3'", "C2'", "O2'", "C1'",
        "H5'", "H5''", "H5'1", "H5'2", "1H5'", "2H5'", "H4'", "H3'", "H2'", "H2''", "H2'1", "H2'2", "1H2'", "2H2'", "HO2'", "HO3'", "HO5'", "H1'", "HOP2", "HOP3",
        "H2O'", "H3T", "H5T",
    };

    /// <summary>True for main-chain atoms, their hydrogens included.</summary>
    public static bool Contains(ResidueClass residueClass, Atom atom)
    {
        string name = atom.Element == Element.D && atom.Name.StartsWith('D') ? "H" + atom.Name[1..] : atom.Name;
        return residueClass switch
        {
            ResidueClass.Protein => Protein.Contains(name),
            ResidueClass.Nucleic => Nucleic.Contains(name.Replace('*', '\'')),
            _ => false,
        };
    }

    /// <summary>Protein for residues with N, CA, C and O; nucleic for sugars within a polymer; otherwise other.</summary>
    public static ResidueClass ClassOfUnknown(Model model, Residue residue)
    {
        bool n = false, ca = false, c = false, o = false, c1 = false, c4 = false, o3 = false;
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            switch (model.Atoms[i].Name)
            {
                case "N": n = true; break;
                case "CA": ca = model.Atoms[i].Element == Element.C; break;
                case "C": c = true; break;
                case "O": o = true; break;
                case "C1'" or "C1*": c1 = true; break;
                case "C4'" or "C4*": c4 = true; break;
                case "O3'" or "O3*": o3 = true; break;
            }
        }

        if (n && ca && c && o)
            return ResidueClass.Protein;

        // Cofactors such as NAD have the same sugar: only what the file places in a chain is a nucleotide.
        return c1 && c4 && o3 && (residue.LabelNumber != null || !residue.IsHetero) ? ResidueClass.Nucleic : ResidueClass.Other;
    }
}
