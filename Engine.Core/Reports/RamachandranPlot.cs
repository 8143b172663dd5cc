using System.Globalization;
using System.Text;
using Engine.Core.Restraints;
using Engine.Core.Validation;

namespace Engine.Core.Reports;

/// <summary>One Ramachandran plot as SVG: regions of the class, residues as points, outliers named.</summary>
internal static class RamachandranPlot
{
    private const int Left = 84, Top = 12, Bottom = 66, Side = RamachandranRegions.Side, Width = Left + Side + 28, Height = Top + Side + Bottom;
    private const double LetterWidth = 14.5, LetterHeight = 27;

    /// <summary>Above this number labels hide the plot; the table names them all.</summary>
    private const int MostLabels = 40;

    /// <summary>What a class is called.</summary>
    public static string Title(RamachandranClass kind) => kind switch
    {
        RamachandranClass.Glycine => "Glycine",
        RamachandranClass.CisProline => "cis-Proline",
        RamachandranClass.TransProline => "trans-Proline",
        RamachandranClass.PreProline => "Before proline",
        RamachandranClass.IsoleucineValine => "Ile and Val",
        _ => "General",
    };

    /// <summary>Draws the residues of one class.</summary>
    /// <param name="kind">Class.</param>
    /// <param name="residues">Residues of this class.</param>
    /// <param name="picks">A click on an outlier shows it: the residues are those of the page's model.</param>
    public static string Svg(RamachandranClass kind, IReadOnlyList<RamachandranResidue> residues, bool picks)
    {
        RamachandranResidue[] outliers = [.. residues.Where(r => r.Label == RamachandranLabel.Outlier).OrderBy(r => r.Score).ThenBy(r => r.Residue)];
        var svg = new StringBuilder();
        svg.Markup($"<svg class=\"rama\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Title(kind)}: {residues.Count} residues, {outliers.Length} outliers\">");
        svg.Markup($"<g transform=\"translate({Left} {Top})\"><svg width=\"{Side}\" height=\"{Side}\" viewBox=\"0 0 {Side} {Side}\"><rect class=\"ground\" width=\"{Side}\" height=\"{Side}\"/>");
        svg.Markup($"<path class=\"allowed\" d=\"{RamachandranRegions.Path(kind, RamachandranLimits.Allowed(kind))}\"/>");
        svg.Markup($"<path class=\"favoured\" d=\"{RamachandranRegions.Path(kind, RamachandranLimits.Favoured)}\"/>");
        svg.Markup($"<path class=\"cross\" d=\"M{Side / 2} 0v{Side}M0 {Side / 2}h{Side}\"/>");
        Points(svg, "p-favoured", residues.Where(r => r.Label == RamachandranLabel.Favoured));
        Points(svg, "p-allowed", residues.Where(r => r.Label == RamachandranLabel.Allowed));
        svg.Append("</svg>");
        Outliers(svg, outliers, picks);
        svg.Append("</g>");
        Axes(svg);
        return svg.Append("</svg>").ToString();
    }

    private static void Points(StringBuilder svg, string style, IEnumerable<RamachandranResidue> residues)
    {
        var path = new StringBuilder();
        foreach (RamachandranResidue r in residues)
            path.Append(CultureInfo.InvariantCulture, $"M{RamachandranRegions.X(r.Phi):0} {RamachandranRegions.Y(r.Psi):0}h0");
        if (path.Length > 0)
            svg.Markup($"<path class=\"{style}\" d=\"{path}\"/>");
    }

    private static void Outliers(StringBuilder svg, RamachandranResidue[] outliers, bool picks)
    {
        List<(double X, double Y, double Width)> taken = [.. outliers.Select(r => (RamachandranRegions.X(r.Phi) - 9, RamachandranRegions.Y(r.Psi) + 9, 18.0))];
        for (int i = 0; i < outliers.Length; i++)
        {
            RamachandranResidue r = outliers[i];
            (double x, double y) = (RamachandranRegions.X(r.Phi), RamachandranRegions.Y(r.Psi));
            string name = HtmlText.Escape(r.Name);
            svg.Append(picks ? FormattableString.Invariant($"<g class=\"pick\" data-r=\"{r.Residue}\">") : "<g>");
            svg.Append(CultureInfo.InvariantCulture, $"<title>{name}: φ {r.Phi:0}°, ψ {r.Psi:0}°</title><circle class=\"p-outlier\" cx=\"{x:0}\" cy=\"{y:0}\" r=\"9\"/>");
            if (i < MostLabels && Place(taken, x, y, LetterWidth * r.Name.Length) is { } at)
                svg.Markup($"<text x=\"{at.X:0}\" y=\"{at.Y:0}\">{name}</text>");
            svg.Append("</g>");
        }
    }

    /// <summary>A place for a label beside its point that hides no other; null when there is none.</summary>
    private static (double X, double Y)? Place(List<(double X, double Y, double Width)> taken, double x, double y, double width)
    {
        (double X, double Y)[] places = [(x + 13, y + 8), (x - 13 - width, y + 8), (x - width / 2, y - 14), (x - width / 2, y + 32), (x + 10, y - 12), (x - 10 - width, y - 12), (x + 10, y + 30), (x - 10 - width, y + 30)];
        foreach ((double X, double Y) p in places)
        {
            bool fits = p.X >= 0 && p.X + width <= Side && p.Y >= LetterHeight && p.Y <= Side - 4;
            if (!fits || taken.Exists(t => p.X < t.X + t.Width && t.X < p.X + width && Math.Abs(p.Y - t.Y) < LetterHeight))
                continue;
            taken.Add((p.X, p.Y, width));
            return p;
        }

        return null;
    }

    private static void Axes(StringBuilder svg)
    {
        foreach (int angle in new[] { -180, -90, 0, 90, 180 })
        {
            svg.Markup($"<text class=\"tick\" x=\"{Left + RamachandranRegions.X(angle)}\" y=\"{Top + Side + 28}\" text-anchor=\"middle\">{angle}</text>");
            svg.Markup($"<text class=\"tick\" x=\"{Left - 8}\" y=\"{Top + RamachandranRegions.Y(angle) + 9}\" text-anchor=\"end\">{angle}</text>");
        }

        svg.Markup($"<text class=\"tick\" x=\"{Left + Side * 5 / 8}\" y=\"{Top + Side + 58}\" text-anchor=\"middle\">φ, degrees</text>");
        svg.Markup($"<text class=\"tick\" transform=\"translate(26 {Top + Side / 8}) rotate(-90)\" text-anchor=\"middle\">ψ, degrees</text>");
    }
}
