using System.Text;

namespace Engine.Core.Reports;

/// <summary>One section of a page; sections without content are left out.</summary>
/// <param name="Id">Its id in the page.</param>
/// <param name="Title">Heading, and entry of the page's menu.</param>
/// <param name="Html">Content.</param>
internal sealed record ReportSection(string Id, string Title, string Html)
{
    /// <summary>Makes a section from a writer of its content.</summary>
    public static ReportSection Of(string id, string title, Action<StringBuilder> write)
    {
        var html = new StringBuilder();
        write(html);
        return new(id, title, html.ToString());
    }
}
