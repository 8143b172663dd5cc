using System.Globalization;
using System.Text;
using Engine.Core.Jobs.Validate;
using Engine.Core.Models;

namespace Engine.Core.Reports;

/// <summary>
/// One chain as SVG, residue by residue from left to right: marks of outliers by group, and lines of the correlation, the Q-score with what is expected, the local resolution where it is known, and the B factor. Waters and
/// single ions are left out. Lines are broken where residues are missing; a grey line is the model before.
/// </summary>
internal sealed class ChainTracks
{
    /// <summary>Left edge of the lines and their width; the page's script finds the residue under the pointer by them.</summary>
    private const int Left = 72, Width = 650, Total = 750;

    private const int MarkHeight = 11, LineHeight = 46, Gap = 7;

    /// <summary>Groups of outliers, one row of marks each.</summary>
    private static readonly (string Name, OutlierKind[] Kinds)[] Groups =
    [
        ("Backbone", [OutlierKind.Ramachandran, OutlierKind.CisPeptide, OutlierKind.TwistedPeptide, OutlierKind.Suite, OutlierKind.SugarPucker]),
        ("Side chain", [OutlierKind.Rotamer, OutlierKind.Flip]),
        ("Covalent", [OutlierKind.CBeta, OutlierKind.Chirality, OutlierKind.Bond, OutlierKind.Angle, OutlierKind.Plane]),
        ("Clashes", [OutlierKind.Clash, OutlierKind.Collision]),
        ("Fit", [OutlierKind.Fit]),
        ("B factor", [OutlierKind.BFactor]),
    ];

    private readonly ResidueValidation[] residues;
    private readonly IReadOnlyDictionary<(string, int, string), ResidueValidation> before;
    private readonly StringBuilder svg = new();
    private int y;

    /// <summary>Tracks of the residues of one chain.</summary>
    /// <param name="residues">Rows in file order, without waters and ions; at least one.</param>
    /// <param name="before">Rows of the model before, by chain, number and insertion code; empty without one.</param>
    public ChainTracks(ResidueValidation[] residues, IReadOnlyDictionary<(string, int, string), ResidueValidation> before) => (this.residues, this.before) = (residues, before);

    /// <summary>True for residues that have tracks.</summary>
    public static bool IsShown(ResidueValidation r) => r.Kind is not (ResidueClass.Water or ResidueClass.Ion);

    /// <summary>The drawing.</summary>
    public string Svg()
    {
        foreach ((string name, OutlierKind[] kinds) in Groups)
            Marks(name, kinds);
        y += Gap;
        Line("CC", r => r.Cc, 0, 1);
        Line("Q-score", r => r.Q, 0, 1, r => r.ExpectedQ);
        Line("Local d, Å", r => r.LocalResolution, Math.Floor(residues.Min(r => r.LocalResolution) ?? 0), Math.Floor(residues.Max(r => r.LocalResolution) ?? 0) + 1);
        double highest = residues.Max(r => r.MeanB);
        Line("B, Å²", r => r.MeanB, 0, Math.Max(10, Math.Ceiling(highest / 10) * 10));
        Numbers();
        return FormattableString.Invariant($"<svg class=\"track\" viewBox=\"0 0 {Total} {y}\" data-left=\"{Left}\" data-width=\"{Width}\" data-residues=\"{Ranges()}\" role=\"img\" aria-label=\"{residues.Length} residues; the table of residues has the numbers\">")
            + svg + "</svg>";
    }

    private double X(double index) => Left + index / residues.Length * Width;

    private string Ranges()
    {
        var ranges = new List<string>();
        for (int i = 0; i < residues.Length;)
        {
            int first = i;
            while (++i < residues.Length && residues[i].Residue == residues[i - 1].Residue + 1)
            {
            }

            (int a, int b) = (residues[first].Residue, residues[i - 1].Residue);
            ranges.Add(a == b ? a.ToString(CultureInfo.InvariantCulture) : FormattableString.Invariant($"{a}-{b}"));
        }

        return string.Join(',', ranges);
    }

    private void Marks(string name, OutlierKind[] kinds)
    {
        int group = Array.FindIndex(Groups, g => g.Name == name);
        var path = new StringBuilder();
        for (int i = 0; i < residues.Length; i++)
        {
            if (residues[i].Flags.Any(kinds.Contains))
                path.Append(CultureInfo.InvariantCulture, $"M{X(i + 0.5):0.#} {y + 1}v{MarkHeight - 2}");
        }

        svg.Markup($"<text x=\"{Left - 6}\" y=\"{y + 9}\" text-anchor=\"end\">{name}</text><rect class=\"frame\" x=\"{Left}\" y=\"{y}\" width=\"{Width}\" height=\"{MarkHeight}\"/>");
        if (path.Length > 0)
            svg.Markup($"<path class=\"t{group}\" stroke-width=\"{Math.Clamp(0.7 * Width / residues.Length, 1.2, 5):0.#}\" d=\"{path}\"/>");
        y += MarkHeight;
    }

    private void Line(string name, Func<ResidueValidation, double?> value, double low, double high, Func<ResidueValidation, double?>? expected = null)
    {
        if (!residues.Any(r => value(r) is not null))
            return;
        svg.Markup($"<rect class=\"frame\" x=\"{Left}\" y=\"{y}\" width=\"{Width}\" height=\"{LineHeight}\"/><text x=\"{Left - 6}\" y=\"{y + LineHeight / 2 + 4}\" text-anchor=\"end\">{name}</text>");
        svg.Markup($"<text x=\"{Left + Width + 3}\" y=\"{y + 8}\">{high:0.##}</text><text x=\"{Left + Width + 3}\" y=\"{y + LineHeight}\">{low:0.##}</text>");
        if (expected != null)
            Path("expected", expected, low, high);
        if (before.Count > 0)
            Path("was", r => before.TryGetValue((r.Chain, r.Number, r.InsertionCode), out ResidueValidation? b) ? value(b) : null, low, high);
        Path("line", value, low, high);
        y += LineHeight + Gap;
    }

    private void Path(string style, Func<ResidueValidation, double?> value, double low, double high)
    {
        var path = new StringBuilder();
        bool drawing = false;
        for (int i = 0; i < residues.Length; i++)
        {
            bool follows = i > 0 && residues[i].Number - residues[i - 1].Number <= 1;
            if (value(residues[i]) is not { } v || !double.IsFinite(v))
            {
                drawing = false;
                continue;
            }

            double at = y + LineHeight * (1 - Math.Clamp((v - low) / (high - low), 0, 1));
            path.Append(CultureInfo.InvariantCulture, $"{(drawing && follows ? 'L' : 'M')}{X(i + 0.5):0.#} {at:0.#}");

            // A point without neighbours is a short dash.
            if (!(drawing && follows))
                path.Append("h.1");
            drawing = true;
        }

        if (path.Length > 0)
            svg.Markup($"<path class=\"{style}\" d=\"{path}\"/>");
    }

    private void Numbers()
    {
        const int Wanted = 9, Room = 14;
        int step = Math.Max(1, residues.Length / Wanted);
        if (step > 5)
            step = (step + 4) / 5 * 5;
        double last = double.NegativeInfinity;
        for (int i = 0; i < residues.Length; i++)
        {
            bool isRound = residues[i].Number % step == 0 || i == 0;
            if (!isRound || X(i + 0.5) - last < 34)
                continue;
            last = X(i + 0.5);
            svg.Markup($"<text x=\"{last:0.#}\" y=\"{y + Room - 4}\" text-anchor=\"middle\">{residues[i].Number}</text>");
        }

        y += Room;
    }
}
