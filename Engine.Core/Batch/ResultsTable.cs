using System.Globalization;
using CsvHelper;
using Engine.Core.IO;

namespace Engine.Core.Batch;

/// <summary>
/// The results of a batch as data: results.csv (nothing in it depends on time or on the number of attempts, so that an undisturbed run and one that was killed and restarted agree to the byte) and
/// results.jsonl (everything).
/// </summary>
public static class ResultsTable
{
    /// <summary>The scores in their order: name here, and place in the JSON document of validate.</summary>
    public static IReadOnlyList<(string Name, string Place)> Scores { get; } =
    [
        ("cc_mask", "cc_mask"), ("qscore", "qscore.mean"), ("emringer", "emringer.score"), ("clashscore", "clashscore"), ("molprobity", "molprobity_score"),
        ("rama_favoured", "rama.favoured"), ("rama_outliers", "rama.outliers"), ("rama_n", "rama.n"), ("rama_z", "rama_z"), ("rotamer_outliers", "rotamers.outliers"), ("rotamers_n", "rotamers.n"),
        ("cbeta_outliers", "cbeta_outliers"), ("d_model", "mtriage.d_model"), ("d_fsc_model_05", "mtriage.d_fsc_model_05"),
    ];

    /// <summary>Writes both files.</summary>
    /// <param name="folder">Folder of the batch.</param>
    /// <param name="results">Results in the order of the manifest.</param>
    public static void Write(string folder, IReadOnlyList<EntryResult> results)
    {
        AtomicFile.WriteText(Path.Combine(folder, "results.csv"), writer =>
        {
            using var csv = new CsvWriter(writer, new CsvHelper.Configuration.CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n", InjectionOptions = CsvHelper.Configuration.InjectionOptions.Escape, InjectionCharacters = ['=', '@', '+', '\t', '\r'] }, leaveOpen: true);
            foreach (string name in Names())
                csv.WriteField(name);
            csv.NextRecord();
            foreach (EntryResult result in results)
            {
                foreach (string value in Row(result))
                    csv.WriteField(value);
                csv.NextRecord();
            }
        });
        AtomicFile.WriteText(Path.Combine(folder, "results.jsonl"), writer =>
        {
            foreach (EntryResult result in results)
                writer.WriteLine(result.ToLine());
        });
    }

    private static IEnumerable<string> Names() =>
        ["id", "state", "reason", "resolution", "decision", .. Scores.SelectMany(s => new[] { s.Name + "_before", s.Name + "_after" }), "warnings", "version"];

    private static IEnumerable<string> Row(EntryResult result) =>
    [
        result.Id, result.State.ToString().ToLowerInvariant(), result.Reason, Text(result.Resolution), result.Decision,
        .. Scores.SelectMany(s => new[] { Text(result.Before.GetValueOrDefault(s.Name)), Text(result.After.GetValueOrDefault(s.Name)) }),
        result.Warnings.Count.ToString(CultureInfo.InvariantCulture), result.Version,
    ];

    private static string Text(double? value) => value is double number ? number.ToString("G7", CultureInfo.InvariantCulture) : "";
}
