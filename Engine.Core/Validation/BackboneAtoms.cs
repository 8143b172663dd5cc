using Engine.Core.Models;

namespace Engine.Core.Validation;

/// <summary>Which atoms are the backbone of proteins (N, CA, C, O) and nucleic acids (phosphate and sugar up to C4', C3', O3').</summary>
public static class BackboneAtoms
{
    private static readonly HashSet<string> OfNucleotides = new(StringComparer.Ordinal) { "P", "OP1", "OP2", "O1P", "O2P", "O5'", "C5'", "C4'", "C3'", "O3'", "O5*", "C5*", "C4*", "C3*", "O3*" };

    /// <summary>True for backbone atoms.</summary>
    /// <param name="kind">Class of the atom's residue.</param>
    /// <param name="name">Name of the atom.</param>
    public static bool Contains(ResidueClass kind, string name) => kind switch
    {
        ResidueClass.Protein => name is "N" or "CA" or "C" or "O",
        ResidueClass.Nucleic => OfNucleotides.Contains(name),
        _ => false,
    };
}
