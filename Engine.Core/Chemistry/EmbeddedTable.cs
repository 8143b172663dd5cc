using System.Globalization;

namespace Engine.Core.Chemistry;

/// <summary>Reads the tab-separated tables that travel inside the assembly: '#' starts a comment line, the first other line names the columns.</summary>
internal static class EmbeddedTable
{
    private const string Folder = "Engine.Core.Data.";

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
    public static IEnumerable<string> Lines(string name) => Text(name).Where(line => line.Length > 0 && line[0] != '#');

    /// <summary>Names of the tables that start with a prefix, in ordinal order.</summary>
    /// <param name="prefix">Start of the file name.</param>
    public static IEnumerable<string> Names(string prefix) =>
        typeof(EmbeddedTable).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder + prefix, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..]).Order(StringComparer.Ordinal);

    /// <summary>All lines of a text resource.</summary>
    /// <param name="name">File name.</param>
    public static IEnumerable<string> Text(string name)
    {
        string resource = Folder + name;
        using Stream stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"resource {resource} is missing from the assembly");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is string line)
            yield return line;
    }

    /// <summary>A number of a table.</summary>
    /// <param name="text">Cell.</param>
    public static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
