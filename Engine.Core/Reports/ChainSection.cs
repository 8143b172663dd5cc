using System.Text;
using Engine.Core.Jobs.Validate;

namespace Engine.Core.Reports;

/// <summary>Tracks of every chain, the first ones open.</summary>
internal static class ChainSection
{
    private const int Open = 4;

    /// <summary>Writes the section.</summary>
    public static ReportSection Of(ValidationReport report) => ReportSection.Of("chains", "Chains, residue by residue", html =>
    {
        IGrouping<string, ResidueValidation>[] chains = [.. report.Residues.Where(ChainTracks.IsShown).GroupBy(r => r.Chain)];
        if (chains.Length == 0)
            return;
        var before = new Dictionary<(string, int, string), ResidueValidation>();
        foreach (ResidueValidation r in report.Before?.Residues ?? [])
            before.TryAdd((r.Chain, r.Number, r.InsertionCode), r);
        html.Append("<p class=\"note\">Marks are outliers.").Append(report.Residues.Any(r => r.Cc is not null) ? " CC: correlation of map and model map round the residue." : "")
            .Append(report.Residues.Any(r => r.ExpectedQ is not null) ? " Q-score: dashed is what residues of this class have at this resolution." : "")
            .Append(before.Count > 0 ? " Grey is the model before." : "").Append(" Point at a residue for its numbers, click to see it.</p>\n");
        for (int i = 0; i < chains.Length; i++)
            Write(html, chains[i].Key, [.. chains[i]], before, i < Open);
    });

    private static void Write(StringBuilder html, string chain, ResidueValidation[] residues, Dictionary<(string, int, string), ResidueValidation> before, bool isOpen)
    {
        string[] facts =
        [
            $"{HtmlText.Count(residues.Length)} residues",
            Mean("CC", residues.Average(r => r.Cc)),
            Mean("Q", residues.Average(r => r.Q)),
            $"mean B {HtmlText.Number(residues.Average(r => r.MeanB), 0)} Å²",
            $"{residues.Count(r => r.Flags.Count > 0)} with outliers",
        ];
        html.Append(isOpen ? "<details class=\"chain\" open>" : "<details class=\"chain\">").Append("<summary><b>Chain ").Append(HtmlText.Escape(chain.Length == 0 ? "(no name)" : chain)).Append("</b> ")
            .Append(string.Join(" · ", facts.Where(f => f.Length > 0))).Append("</summary>").Append(new ChainTracks(residues, before).Svg()).Append("</details>\n");
    }

    private static string Mean(string name, double? value) => value is null ? "" : $"{name} {HtmlText.Number(value, 2)}";
}
