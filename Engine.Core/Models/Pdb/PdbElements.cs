namespace Engine.Core.Models.Pdb;

/// <summary>Element of one or two letters by table, without strings.</summary>
internal static class PdbElements
{
    private static readonly Element[] Table = new Element[27 * 27];
    private static readonly bool[] IsKnown = MakeTable();

    /// <summary>Looks up a symbol, any case.</summary>
    /// <param name="first">First letter, or a blank for symbols of one letter.</param>
    /// <param name="second">Last letter.</param>
    /// <param name="element">The element; unknown for "X".</param>
    public static bool TryGet(char first, char second, out Element element)
    {
        int index = Letter(first) * 27 + Letter(second);
        element = index < 0 ? default : Table[index];
        return index >= 0 && IsKnown[index];
    }

    private static int Letter(char c) => c == ' ' ? 0 : char.IsAsciiLetter(c) ? (c & 31) : -1000;

    private static bool[] MakeTable()
    {
        bool[] known = new bool[Table.Length];
        for (char a = '@'; a <= 'Z'; a++)
        {
            for (char b = 'A'; b <= 'Z'; b++)
            {
                string symbol = a == '@' ? b.ToString() : $"{a}{b}";
                int index = (a - '@') * 27 + (b - '@');
                known[index] = Element.TryParse(symbol, out Table[index]);
            }
        }

        return known;
    }
}
