using System.Collections.Frozen;

namespace Engine.Core.Ncs;

/// <summary>Atoms of amino acids whose names may be exchanged without a change of the molecule (IUPAC-IUB, Biochemistry 9, 3471, 1970): half turns of rings and ends.</summary>
internal static class EquivalentAtoms
{
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Swaps = new Dictionary<string, string>
    {
        ["PHE"] = "CD1 CD2 CE1 CE2 HD1 HD2 HE1 HE2",
        ["TYR"] = "CD1 CD2 CE1 CE2 HD1 HD2 HE1 HE2",
        ["PTR"] = "CD1 CD2 CE1 CE2 HD1 HD2 HE1 HE2",
        ["ASP"] = "OD1 OD2 HD1 HD2",
        ["GLU"] = "OE1 OE2 HE1 HE2",
        ["ARG"] = "NH1 NH2 HH11 HH21 HH12 HH22",
    }.ToFrozenDictionary(entry => entry.Key, entry => Both(entry.Value.Split(' ')), StringComparer.Ordinal);

    /// <summary>True when a residue has such atoms.</summary>
    public static bool Has(string residue) => Swaps.ContainsKey(residue);

    /// <summary>The other name of an atom, its own name when it has none.</summary>
    public static string Other(string residue, string atom) =>
        Swaps.TryGetValue(residue, out FrozenDictionary<string, string>? swap) && swap.TryGetValue(atom, out string? other) ? other : atom;

    private static FrozenDictionary<string, string> Both(string[] names)
    {
        var swap = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i += 2)
            (swap[names[i]], swap[names[i + 1]]) = (names[i + 1], names[i]);
        return swap.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
