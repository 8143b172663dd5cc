using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>Metals and their usual distances to the atoms that bind them.</summary>
internal static class Metals
{
    /// <summary>σ of metal contacts, Å.</summary>
    public const double Sigma = 0.1;

    private static readonly HashSet<string> Symbols = new(StringComparer.Ordinal)
    {
        "Li", "Be", "Na", "Mg", "Al", "K", "Ca", "Sc", "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Ga", "Rb", "Sr", "Y", "Zr", "Nb", "Mo", "Tc", "Ru",
        "Rh", "Pd", "Ag", "Cd", "In", "Sn", "Cs", "Ba", "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Hf", "Ta",
        "W", "Re", "Os", "Ir", "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Th", "U",
    };

    /// <summary>
    /// Mean distances to O (water, carboxylate), N (imidazole) and S (thiolate), Å; 0 = not tabulated. Harding, Acta Cryst. D57 (2001) 401,
    /// D58 (2002) 872 and D62 (2006) 678, rounded.
    /// </summary>
    private static readonly Dictionary<string, (double O, double N, double S)> Distances = new(StringComparer.Ordinal)
    {
        ["Na"] = (2.42, 0, 0),
        ["Mg"] = (2.08, 2.20, 0),
        ["K"] = (2.81, 0, 0),
        ["Ca"] = (2.39, 0, 0),
        ["Mn"] = (2.17, 2.21, 2.35),
        ["Fe"] = (2.09, 2.16, 2.30),
        ["Co"] = (2.08, 2.14, 2.25),
        ["Ni"] = (2.07, 2.10, 2.25),
        ["Cu"] = (2.02, 2.02, 2.15),
        ["Zn"] = (2.07, 2.03, 2.31),
        ["Cd"] = (2.30, 2.28, 2.54),
    };

    /// <summary>True for metals.</summary>
    public static bool IsMetal(Element element) => Symbols.Contains(element.Symbol);

    /// <summary>Usual distance of a metal to a donor atom, Å; NaN when it is not tabulated.</summary>
    public static double Distance(Element metal, Element donor)
    {
        if (!Distances.TryGetValue(metal.Symbol, out (double O, double N, double S) d))
            return double.NaN;
        double value = donor.Symbol switch
        {
            "O" => d.O,
            "N" => d.N,
            "S" => d.S,
            _ => 0,
        };
        return value > 0 ? value : double.NaN;
    }
}
