namespace Engine.Core.Chemistry;

/// <summary>
/// Matches the atom names of a model to those of a dictionary: PDB version 3 names as they are, version 2 and molecular-dynamics names (1HB, HN, O5*, O1P, OT1,
/// CD of ILE) and deuterium by rule.
/// </summary>
public static class AtomAliases
{
    private static readonly Dictionary<string, string[]> Fixed = new(StringComparer.Ordinal)
    {
        ["HN"] = ["H"],
        ["H1"] = ["H", "HN1"],
        ["HN1"] = ["H", "H1"],
        ["HN2"] = ["H2"],
        ["HN3"] = ["H3"],
        ["HT1"] = ["H"],
        ["HT2"] = ["H2"],
        ["HT3"] = ["H3"],
        ["1H"] = ["H", "H1"],
        ["2H"] = ["H2"],
        ["3H"] = ["H3"],
        ["OT1"] = ["O"],
        ["OC1"] = ["O"],
        ["OT"] = ["OXT"],
        ["OT2"] = ["OXT"],
        ["OC2"] = ["OXT"],
        ["O1P"] = ["OP1"],
        ["O2P"] = ["OP2"],
        ["O3P"] = ["OP3"],
        ["OP1"] = ["O1P"],
        ["OP2"] = ["O2P"],
        ["OP3"] = ["O3P", "O3T"],
        ["C5M"] = ["C7"],
        ["C7"] = ["C5M"],
        ["CD"] = ["CD1"],
        ["H5T"] = ["HO5'"],
        ["HO5*"] = ["HO5'"],
        ["H3T"] = ["HO3'"],
        ["2HO*"] = ["HO2'"],
        ["2HO'"] = ["HO2'"],
        ["HO'2"] = ["HO2'"],
        ["1H5*"] = ["H5'"],
        ["2H5*"] = ["H5''"],
        ["1H2*"] = ["H2'"],
        ["2H2*"] = ["H2''"],
        ["H5'1"] = ["H5'"],
        ["H5'2"] = ["H5''"],
        ["H2'1"] = ["H2'"],
        ["H2'2"] = ["H2''"],
        ["1H5M"] = ["H71"],
        ["2H5M"] = ["H72"],
        ["3H5M"] = ["H73"],
        ["H51"] = ["H71"],
        ["H52"] = ["H72"],
        ["H53"] = ["H73"],
        ["OW"] = ["O"],
        ["OH2"] = ["O"],
        ["HW1"] = ["H1"],
        ["HW2"] = ["H2"],
    };

    /// <summary>Finds the dictionary's name for every atom of a residue.</summary>
    /// <param name="component">Component.</param>
    /// <param name="names">Names in the model, one conformer.</param>
    /// <returns>One entry per name: the name in the component, or null when it has no such atom. No name is given twice.</returns>
    public static string?[] Resolve(ChemicalComponent component, IReadOnlyList<string> names)
    {
        var known = component.Atoms.Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        var free = new HashSet<string>(known, StringComparer.Ordinal);
        string?[] result = new string?[names.Count];
        for (int i = 0; i < result.Length; i++)
        {
            if (free.Remove(names[i]))
                result[i] = names[i];
        }

        for (int i = 0; i < result.Length; i++)
        {
            if (result[i] == null && Candidates(names[i], known).FirstOrDefault(free.Contains) is string name)
            {
                free.Remove(name);
                result[i] = name;
            }
        }

        return result;
    }

    /// <summary>Names that one may stand for, most likely first.</summary>
    private static IEnumerable<string> Candidates(string name, HashSet<string> known)
    {
        if (Fixed.TryGetValue(name, out string[]? direct))
        {
            foreach (string candidate in direct)
                yield return candidate;
        }

        if (name.Contains('*', StringComparison.Ordinal))
        {
            string primed = name.Replace('*', '\'');
            foreach (string candidate in Candidates(primed, known).Prepend(primed))
                yield return candidate;
        }

        if (name.Length > 0 && name[0] == 'D' && !name.StartsWith("DUM", StringComparison.Ordinal))
        {
            string hydrogen = "H" + name[1..];
            foreach (string candidate in Candidates(hydrogen, known).Prepend(hydrogen))
                yield return candidate;
        }

        foreach (string candidate in HydrogenNumbers(name, known))
            yield return candidate;
    }

    /// <summary>1HB and HB1 for the two or three hydrogens of one atom, which version 3 counts from 2 when there are two.</summary>
    private static IEnumerable<string> HydrogenNumbers(string name, HashSet<string> known)
    {
        if (name.Length >= 3 && char.IsAsciiDigit(name[0]) && name[1] is 'H' or 'D')
        {
            string stem = "H" + name[2..];
            int digit = name[0] - '0';
            if (!known.Contains(stem + "1"))
                yield return stem + (char)('0' + digit + 1);
            yield return stem + (char)('0' + digit);
        }
        else if (name.Length >= 3 && name[0] == 'H' && name[^1] is '1' or '2' or '3')
        {
            if (name[^1] == '1')
            {
                yield return name[..^1] + "3";
                yield return name[..^1] + "2";
            }

            // ILE of molecular-dynamics programs: CD with HD1, HD2, HD3.
            yield return name[..^1] + "1" + name[^1];
        }
    }
}
