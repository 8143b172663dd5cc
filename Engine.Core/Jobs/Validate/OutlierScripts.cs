using System.Globalization;
using System.Text;

namespace Engine.Core.Jobs.Validate;

/// <summary>Scripts for ChimeraX and Coot that open a model and its map and walk through the outliers. They find places by coordinates, so that names of chains need no quoting.</summary>
public static class OutlierScripts
{
    /// <summary>Ending of the ChimeraX script.</summary>
    public const string ChimeraXEnding = ".cxc";

    /// <summary>Ending of the Coot script.</summary>
    public const string CootEnding = "_coot.py";

    /// <summary>Most outliers in a script: longer lists are of no use to a person.</summary>
    public const int Most = 1000;

    private static readonly Dictionary<OutlierSeverity, string> Colours = new() { [OutlierSeverity.Severe] = "#D55E00", [OutlierSeverity.Moderate] = "#E69F00", [OutlierSeverity.Minor] = "#56B4E9" };

    private static readonly Dictionary<char, string> Ascii = new() { ['Å'] = "A", ['°'] = " deg", ['φ'] = "phi", ['ψ'] = "psi", ['ω'] = "omega", ['χ'] = "chi", ['δ'] = "delta", ['ε'] = "epsilon", ['ζ'] = "zeta", ['α'] = "alpha", ['β'] = "beta", ['γ'] = "gamma", ['³'] = "^3", ['²'] = "^2", ['…'] = "..." };

    /// <summary>
    /// Commands for ChimeraX: model #1, map #2, one marker per outlier in #3, and a list in the log whose lines go to their place. <c>outlier N</c> goes to the N-th.
    /// </summary>
    /// <param name="model">Model file.</param>
    /// <param name="map">Map file; null without.</param>
    /// <param name="level">Contour level; null = left to ChimeraX.</param>
    /// <param name="outliers">Outliers in the order of the walk.</param>
    public static string ChimeraX(string model, string? map, double? level, IReadOnlyList<Outlier> outliers)
    {
        var text = new StringBuilder("# Walks through the outliers of a model. Open with: chimerax THIS_FILE; then click on lines of the log, or type: outlier 1\n");
        text.Append("open ").Append(QuotedForChimeraX(model)).Append(" id #1\n");
        if (map != null)
        {
            text.Append("open ").Append(QuotedForChimeraX(map)).Append(" id #2\n");
            text.Append("volume #2 style mesh step 1").Append(level is { } l ? FormattableString.Invariant($" level {l:G6}") : "").Append('\n');
        }

        text.Append("hide #1 atoms\ncartoon #1\n");
        foreach (Outlier o in outliers.Take(Most))
            text.Append(CultureInfo.InvariantCulture, $"marker #3 position {o.Position.X:F3},{o.Position.Y:F3},{o.Position.Z:F3} color {Colours[o.Severity]} radius 0.4\n");
        if (outliers.Count > 0)
            text.Append("alias outlier view #3:$1 :<6; show (#3:$1 :<5) & #1 atoms; style #1 stick\n");
        text.Append(CultureInfo.InvariantCulture, $"log html <b>{Math.Min(outliers.Count, Most)} of {outliers.Count} outliers, gravest places first</b>\n");
        int number = 0;
        foreach (Outlier o in outliers.Take(Most))
            text.Append(CultureInfo.InvariantCulture, $"log html <a href=\"cxcmd:outlier {++number}\">{number}</a> {ForLog(o.Text)}\n");
        return text.Append("view\n").ToString();
    }

    /// <summary>A Python script for Coot 0.9 and 1: opens model and map and shows a window with one button per outlier.</summary>
    /// <param name="model">Model file.</param>
    /// <param name="map">Map file; null without.</param>
    /// <param name="outliers">Outliers in the order of the walk.</param>
    public static string Coot(string model, string? map, IReadOnlyList<Outlier> outliers)
    {
        var text = new StringBuilder("# -*- coding: utf-8 -*-\n# Walks through the outliers of a model. Open with: coot --script THIS_FILE\n");
        text.Append("try:\n    import coot\n    import coot_gui\n    places = [vars(coot), vars(coot_gui)]\nexcept ImportError:\n    places = [globals()]\n\n\n");
        text.Append("def of_coot(*names):\n    for name in names:\n        for place in places:\n            if name in place:\n                return place[name]\n");
        text.Append("    raise RuntimeError(\"this Coot has none of: \" + \", \".join(names))\n\n\n");
        text.Append("outliers = [\n");
        foreach (Outlier o in outliers.Take(Most))
            text.Append(CultureInfo.InvariantCulture, $"    [{QuotedForPython(Plain(o.Text))}, {o.Position.X:F3}, {o.Position.Y:F3}, {o.Position.Z:F3}],\n");
        text.Append("]\n\n");
        text.Append("of_coot(\"handle_read_draw_molecule\", \"read_pdb\", \"read_coordinates\")(").Append(QuotedForPython(model)).Append(")\n");
        if (map != null)
            text.Append("of_coot(\"handle_read_ccp4_map\", \"handle_read_ccp4_map_py\", \"read_ccp4_map\")(").Append(QuotedForPython(map)).Append(", 0)\n");
        text.Append(CultureInfo.InvariantCulture, $"of_coot(\"interesting_things_gui\")(\"{Math.Min(outliers.Count, Most)} of {outliers.Count} outliers\", outliers)\n");
        return text.ToString();
    }

    /// <summary>Text with Latin letters only, apart from names of the user.</summary>
    private static string Plain(string text) => string.Concat(text.Select(c => Ascii.TryGetValue(c, out string? word) ? word : c.ToString()));

    /// <summary>HTML without semicolons, at which ChimeraX ends a command: names with such signs lose them.</summary>
    private static string ForLog(string text) => string.Concat(text.Select(c => c is ';' or '<' or '>' or '&' || char.IsControl(c) ? '_' : c));

    private static string QuotedForChimeraX(string path) => $"\"{Escaped(path, false)}\"";

    /// <summary>A literal of Python 2 and 3.</summary>
    private static string QuotedForPython(string text) => $"{(text.All(char.IsAscii) ? "" : "u")}\"{Escaped(text, true)}\"";

    private static string Escaped(string text, bool isAscii)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                escaped.Append('\\').Append(c);
            else if (char.IsControl(c) || (isAscii && !char.IsAscii(c)))
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                escaped.Append(c);
        }

        return escaped.ToString();
    }
}
