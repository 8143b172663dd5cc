namespace Engine.Core.Models;

/// <summary>Finds the element of an atom from its name where a file does not state it.</summary>
internal static class ElementGuess
{
    /// <summary>From the four columns of a PDB atom name: two-letter symbols start in the first column, one-letter symbols in the second.</summary>
    /// <param name="columns">Columns 13 to 16, upper case, padded to four.</param>
    /// <param name="residue">Component id: standard residues hold no metals, whatever the alignment.</param>
    public static Element FromColumns(ReadOnlySpan<char> columns, string residue)
    {
        if (Polymer(residue) || columns[0] is ' ' or (>= '0' and <= '9'))
            return FirstLetter(columns);

        // Four characters leave no room for alignment: "HG11" is a hydrogen, "C123" a carbon.
        bool full = columns[3] != ' ';
        if (full && columns[0] is 'H' or 'C' or 'N' or 'O' or 'P' or 'S' && !(columns[0] == 'C' && columns[1] == 'L'))
            return FirstLetter(columns);
        return char.IsLetter(columns[1]) && Element.TryParse(columns[..2], out Element two) ? two : FirstLetter(columns);
    }

    /// <summary>From a name without columns: an ion is its residue's element, anything else its first letter unless the name is only a symbol.</summary>
    /// <param name="name">Atom name without blanks.</param>
    /// <param name="residue">Component id.</param>
    public static Element FromName(string name, string residue)
    {
        string upper = name.ToUpperInvariant();
        if (!Polymer(residue))
        {
            if (upper == residue && Element.TryParse(upper, out Element ion))
                return ion;
            foreach (string symbol in (ReadOnlySpan<string>)["CL", "BR", "FE", "ZN", "MG", "MN", "SE", "SI"])
            {
                if (upper.StartsWith(symbol, StringComparison.Ordinal) && Element.TryParse(symbol, out Element two))
                    return two;
            }
        }

        return FirstLetter(upper);
    }

    private static bool Polymer(string residue) =>
        ResidueClasses.IsStandardAminoAcid(residue) || ResidueClasses.IsStandardNucleotide(residue) || ResidueClasses.IsWater(residue);

    private static Element FirstLetter(ReadOnlySpan<char> name)
    {
        foreach (char c in name)
        {
            if (char.IsLetter(c))
                return Element.TryParse([c], out Element element) ? element : Element.Unknown;
        }

        return Element.Unknown;
    }
}
