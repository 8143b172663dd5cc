using System.Globalization;

namespace Engine.Core.Chemistry;

/// <summary>Reads the tab-separated tables that travel inside the assembly: '#' starts a comment line, the first other line names the columns.</summary>
internal static class EmbeddedTable
{
    /// <summary>Data rows of a table, split into columns; the line with the column names is left out.</summary>
    /// <param name="name">File name, such as "elements.tsv".</param>
    public static IEnumerable<string[]> Rows(string name)
    {
        bool heading = true;
        foreach (string line in Lines(name))
        {
            if (!heading)
                yield return line.Split('\t');
            heading = false;
        }
    }

    /// <summary>Lines of a text resource without comments and blank lines.</summary>
    /// <param name="name">File name.</param>
    public static IEnumerable<string> Lines(string name)
    {
        string resource = "Engine.Core.Data." + name;
        using Stream stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"resource {resource} is missing from the assembly");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is string line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line;
        }
    }

    /// <summary>A number of a table.</summary>
    /// <param name="text">Cell.</param>
    public static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
