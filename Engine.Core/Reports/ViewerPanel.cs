using System.Text;
using Engine.Core.Geometry;
using Engine.Core.Jobs.Validate;
using Engine.Core.Models;
using Engine.Core.Models.Mmcif;

namespace Engine.Core.Reports;

/// <summary>The 3-D view of a page: its controls, and the library, models and map that it shows.</summary>
/// <param name="viewer">Library.</param>
/// <param name="report">Report with a model.</param>
/// <param name="box">Map round the model; null without one.</param>
internal sealed class ViewerPanel(ViewerLibrary viewer, ValidationReport report, DensityBox? box)
{
    /// <summary>The map round the models of a report; null without a map, or when it is constant there.</summary>
    public static DensityBox? Box(ValidationReport report, ReportOptions options)
    {
        if (options.Map is not { } map || report.Structure is not { } structure)
            return null;
        List<Vec3> positions = [.. structure.First.Atoms.Select(a => a.Position)];
        positions.AddRange(report.Before?.Structure?.First.Atoms.Select(a => a.Position) ?? []);
        return DensityBox.Of(map, positions, options.MaximumVoxels);
    }

    /// <summary>The view and its controls.</summary>
    public string Html()
    {
        var html = new StringBuilder();
        html.Append("<aside class=\"view\" aria-label=\"3-D view\"><div class=\"view-frame\"><div id=\"view\"></div><div id=\"view-status\" role=\"status\">The 3-D view needs JavaScript and WebGL.</div></div>\n<div class=\"view-controls\">")
            .Append("<span><button type=\"button\" class=\"act\" id=\"view-back\" disabled aria-label=\"previous place\">◀</button> <span id=\"view-step\"></span> <button type=\"button\" class=\"act\" id=\"view-forward\" disabled aria-label=\"next place\">▶</button></span>")
            .Append("<span id=\"view-name\" aria-live=\"polite\"></span><button type=\"button\" class=\"act\" id=\"view-reset\" disabled>Whole model</button>")
            .Append("<label>Colour <select id=\"view-colour\" disabled><option value=\"chain-id\">chain</option><option value=\"uncertainty\">B factor</option><option value=\"secondary-structure\">secondary structure</option><option value=\"element-symbol\">element</option></select></label>");
        if (report.Before?.Structure != null)
            html.Append("<label><input type=\"checkbox\" id=\"view-before\" disabled> model before (grey)</label>");
        if (box != null)
        {
            html.Append("<label><input type=\"checkbox\" id=\"view-map\" checked disabled> map</label><label>level <input type=\"range\" id=\"view-level\" min=\"0\" max=\"1000\" disabled> <output id=\"view-level-text\"></output></label>")
                .Append("<label><input type=\"checkbox\" id=\"view-whole\" disabled> whole map</label>");
            if (box.Coarsening > 1)
                html.Append(FormattableString.Invariant($"<span class=\"note\">Voxels averaged to {box.VoxelSize.X:0.00} Å for this view.</span>"));
        }

        return html.Append("</div></aside>\n").ToString();
    }

    /// <summary>Library, models and map as packed data.</summary>
    public void WritePayload(TextWriter page)
    {
        PagePayload.Write(page, "viewer-script", viewer.Script);
        PagePayload.Write(page, "viewer-style", viewer.Style);
        PagePayload.Write(page, "viewer-model", PagePayload.Pack(Model(report.Structure!)));
        if (report.Before?.Structure is { } before)
            PagePayload.Write(page, "viewer-before", PagePayload.Pack(Model(before)));
        if (box != null)
            PagePayload.Write(page, "viewer-map", PagePayload.Pack(box.File));
    }

    /// <summary>A model as mmCIF without what its file held besides. A chain without a name is called "-", as on the page: the viewer would make one up.</summary>
    private static byte[] Model(Structure structure)
    {
        if (structure.First.Chains.TrueForAll(c => c.Id.Length > 0))
            return NewMmcif.Compose(structure);
        Structure named = StructureCopy.Copy(structure);
        foreach (Chain chain in named.First.Chains.Where(c => c.Id.Length == 0))
            chain.Id = "-";
        return NewMmcif.Compose(named);
    }
}
