namespace Engine.Core.Models;

/// <summary>A chemical element, stored as its atomic number; 0 is unknown ("X"). Deuterium is its own value, 119.</summary>
/// <param name="Number">Atomic number, 0 for unknown, 119 for deuterium.</param>
public readonly record struct Element(byte Number)
{
    private static readonly string[] Symbols =
    [
        "X", "H", "He", "Li", "Be", "B", "C", "N", "O", "F", "Ne", "Na", "Mg", "Al", "Si",
        "P", "S", "Cl", "Ar", "K", "Ca", "Sc", "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu",
        "Zn", "Ga", "Ge", "As", "Se", "Br", "Kr", "Rb", "Sr", "Y", "Zr", "Nb", "Mo", "Tc", "Ru",
        "Rh", "Pd", "Ag", "Cd", "In", "Sn", "Sb", "Te", "I", "Xe", "Cs", "Ba", "La", "Ce", "Pr",
        "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Hf", "Ta", "W",
        "Re", "Os", "Ir", "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Po", "At", "Rn", "Fr", "Ra", "Ac",
        "Th", "Pa", "U", "Np", "Pu", "Am", "Cm", "Bk", "Cf", "Es", "Fm",
    ];

    private static readonly Dictionary<string, Element> BySymbol = MakeIndex();

    /// <summary>Unknown element.</summary>
    public static Element Unknown => default;

    /// <summary>Hydrogen.</summary>
    public static Element H => new(1);

    /// <summary>Deuterium.</summary>
    public static Element D => new(119);

    /// <summary>Carbon.</summary>
    public static Element C => new(6);

    /// <summary>Nitrogen.</summary>
    public static Element N => new(7);

    /// <summary>Oxygen.</summary>
    public static Element O => new(8);

    /// <summary>Phosphorus.</summary>
    public static Element P => new(15);

    /// <summary>Sulphur.</summary>
    public static Element S => new(16);

    /// <summary>Symbol as written in mmCIF with normal case: "C", "Mg", "D", "X".</summary>
    public string Symbol => Number == 119 ? "D" : Symbols[Number];

    /// <summary>True for hydrogen and deuterium.</summary>
    public bool IsHydrogen => Number is 1 or 119;

    /// <summary>Finds an element by its symbol, any case.</summary>
    /// <param name="symbol">Symbol with or without blanks.</param>
    /// <param name="element">The element, or unknown.</param>
    public static bool TryParse(ReadOnlySpan<char> symbol, out Element element) => BySymbol.TryGetValue(symbol.Trim().ToString().ToUpperInvariant(), out element);

    /// <inheritdoc/>
    public override string ToString() => Symbol;

    private static Dictionary<string, Element> MakeIndex()
    {
        var index = new Dictionary<string, Element>(StringComparer.Ordinal) { ["D"] = D };
        for (int z = 0; z < Symbols.Length; z++)
            index[Symbols[z].ToUpperInvariant()] = new Element((byte)z);
        return index;
    }
}
