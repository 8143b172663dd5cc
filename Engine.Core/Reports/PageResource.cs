using System.Reflection;
using System.Text;

namespace Engine.Core.Reports;

/// <summary>Scripts and styles of the pages, which are part of the assembly.</summary>
internal static class PageResource
{
    /// <summary>Reads one.</summary>
    /// <param name="name">Name of the file in Page.</param>
    public static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Engine.Core.Page." + name) ?? throw new InvalidOperationException($"{name} is missing from the assembly");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
