using Engine.Core.Chemistry;
using Engine.Core.Models;

namespace Engine.Core.ModelMaps.AdHoc;

/// <summary>Masses of amino acid residues in a chain (the amino acid without one water, neutral), from their composition and the standard atomic weights.</summary>
public static class ResidueMass
{
    private static readonly Dictionary<char, double> ByLetter = Read(
        "G C2H3NO A C3H5NO S C3H5NO2 P C5H7NO V C5H9NO T C4H7NO2 C C3H5NOS L C6H11NO I C6H11NO N C4H6N2O2 D C4H5NO3 Q C5H8N2O2 K C6H12N2O E C5H7NO3 "
        + "M C5H9NOS H C6H7N3O F C9H9NO R C6H12N4O Y C9H9NO2 W C11H10N2O");

    /// <summary>Mean of the 20 standard residues, for a residue that has none of them as its parent, u.</summary>
    public static double Mean { get; } = ByLetter.Values.Average();

    /// <summary>Mass of a residue, u; a modified one has that of its parent.</summary>
    /// <param name="name">Component id of an amino acid.</param>
    /// <param name="known">False when the mean was taken.</param>
    public static double Of(string name, out bool known)
    {
        known = ByLetter.TryGetValue(ResidueClasses.OneLetterCode(name), out double mass);
        return known ? mass : Mean;
    }

    private static Dictionary<char, double> Read(string list)
    {
        string[] words = list.Split(' ');
        var masses = new Dictionary<char, double>();
        for (int i = 0; i < words.Length; i += 2)
            masses[words[i][0]] = Sum(words[i + 1]);
        return masses;
    }

    /// <summary>Mass of a formula such as C3H5NO: one-letter elements, each with its count.</summary>
    private static double Sum(string formula)
    {
        double sum = 0;
        for (int i = 0; i < formula.Length;)
        {
            _ = Element.TryParse(formula.AsSpan(i++, 1), out Element element);
            int count = 0;
            while (i < formula.Length && char.IsAsciiDigit(formula[i]))
                count = 10 * count + (formula[i++] - '0');
            sum += Math.Max(count, 1) * AtomicMasses.Of(element);
        }

        return sum;
    }
}
