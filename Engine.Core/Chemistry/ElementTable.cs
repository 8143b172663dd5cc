using Engine.Core.Models;

namespace Engine.Core.Chemistry;

/// <summary>Numbers per element, held as arrays by atomic number.</summary>
internal static class ElementTable
{
    /// <summary>The element of a table's own label.</summary>
    /// <param name="symbol">Symbol.</param>
    public static Element Parse(string symbol) =>
        Element.TryParse(symbol, out Element element) ? element : throw new InvalidOperationException($"table names an unknown element {symbol}");

    /// <summary>One column of a table whose first column is the element symbol; deuterium is as hydrogen, unknown as carbon.</summary>
    /// <param name="name">File name.</param>
    /// <param name="column">Column, 1 for the first after the symbol.</param>
    public static double[] Column(string name, int column)
    {
        double[] values = new double[120];
        Array.Fill(values, double.NaN);
        foreach (string[] cells in EmbeddedTable.Rows(name))
            values[Parse(cells[0]).Number] = EmbeddedTable.Number(cells[column]);
        values[0] = values[Element.C.Number];
        if (double.IsNaN(values[Element.D.Number]))
            values[Element.D.Number] = values[Element.H.Number];
        return values;
    }
}
