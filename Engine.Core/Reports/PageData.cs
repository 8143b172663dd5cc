using System.Text.Json;
using Engine.Core.Jobs.Validate;
using Engine.Core.Scoring;

namespace Engine.Core.Reports;

/// <summary>What the page's script needs, as JSON: residues by index with their numbers, where to look first, and how the view starts.</summary>
internal static class PageData
{
    /// <summary>The order of the bits in which a residue's problems are kept.</summary>
    private static readonly OutlierKind[] Kinds = Enum.GetValues<OutlierKind>();

    /// <summary>What a kind of outlier is called.</summary>
    public static string Name(OutlierKind kind) => kind switch
    {
        OutlierKind.CisPeptide => "cis peptide",
        OutlierKind.TwistedPeptide => "twisted peptide",
        OutlierKind.CBeta => "Cβ",
        OutlierKind.SugarPucker => "sugar pucker",
        OutlierKind.Suite => "RNA backbone",
        OutlierKind.BFactor => "B factor",
        OutlierKind.Ramachandran => "Ramachandran",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The data of a report.</summary>
    /// <param name="report">Report.</param>
    /// <param name="box">Map of the view; null without one.</param>
    public static byte[] Json(ValidationReport report, DensityBox? box)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            Residues(json, report.Residues);
            Columns(json, report.Residues);
            json.WriteStartArray("walk");
            foreach (int residue in report.Outliers.Select(o => o.Residue).Distinct())
                json.WriteNumberValue(residue);
            json.WriteEndArray();
            View(json, report, box);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void Residues(Utf8JsonWriter json, IReadOnlyList<ResidueValidation> residues)
    {
        string[] chains = [.. residues.Select(r => r.Chain).Distinct()];
        var index = chains.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i);
        Strings(json, "chains", chains);
        Numbers(json, "chain", residues.Select(r => index[r.Chain]));
        Numbers(json, "number", residues.Select(r => r.Number));
        Strings(json, "type", residues.Select(r => r.Name));
        json.WriteStartObject("insertion");
        for (int i = 0; i < residues.Count; i++)
        {
            if (residues[i].InsertionCode.Length > 0)
                json.WriteString(i.ToString(System.Globalization.CultureInfo.InvariantCulture), residues[i].InsertionCode);
        }

        json.WriteEndObject();
        Strings(json, "problemNames", Kinds.Select(Name));
        Numbers(json, "problems", residues.Select(r => r.Flags.Aggregate(0, (bits, kind) => bits | (1 << Array.IndexOf(Kinds, kind)))));
    }

    /// <summary>Columns that have a value somewhere.</summary>
    private static void Columns(Utf8JsonWriter json, IReadOnlyList<ResidueValidation> residues)
    {
        (string Name, int Digits, Func<ResidueValidation, double?> Value)[] columns =
        [
            ("CC", 2, r => r.Cc), ("Q", 2, r => r.Q), ("Q expected", 2, r => r.ExpectedQ), ("Inclusion", 2, r => r.Inclusion), ("Local d, Å", 2, r => r.LocalResolution), ("B", 1, r => r.MeanB), ("Occupancy", 2, r => r.Occupancy < 1 ? r.Occupancy : null),
            ("Rama %", 2, r => 100 * r.RamachandranScore), ("Rotamer %", 1, r => r.RotamerPercent), ("Cβ, Å", 2, r => r.CBeta), ("Clash, Å", 2, r => r.WorstClash), ("Suiteness", 2, r => r.Suiteness),
        ];
        json.WriteStartArray("columns");
        foreach ((string name, int digits, Func<ResidueValidation, double?> value) in columns.Where(c => residues.Any(r => c.Value(r) is not null)))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("digits", digits);
            json.WriteStartArray("values");
            foreach (ResidueValidation r in residues)
                Number(json, value(r), digits + 1);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void View(Utf8JsonWriter json, ValidationReport report, DensityBox? box)
    {
        json.WriteStartObject("view");
        json.WriteBoolean("before", report.Before?.Structure != null);
        if (box != null)
        {
            double level = Math.Clamp(StartLevel(report.Fit?.Inclusion, box), box.Low, box.High);
            json.WriteStartObject("map");
            json.WriteNumber("level", (float)level);
            json.WriteNumber("lowest", (float)Math.Min(level, Math.Max(box.Low, box.Whole.Mean)));
            json.WriteNumber("highest", (float)box.High);
            json.WriteNumber("mean", (float)box.Whole.Mean);
            json.WriteNumber("sigma", (float)box.Whole.StandardDeviation);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The level that was given; where it was estimated from the volume, which is low for a look at side chains, the highest one that still holds 85 % of the atoms.</summary>
    private static double StartLevel(AtomInclusion? inclusion, DensityBox box)
    {
        const double Part = 0.85, Sigmas = 3;
        if (inclusion == null)
            return box.Whole.Mean + Sigmas * box.Whole.StandardDeviation;
        return inclusion.Level.IsRecommended ? inclusion.Level.Value : inclusion.Curve.Where(p => p.All >= Part).Select(p => p.Level).DefaultIfEmpty(inclusion.Level.Value).Max();
    }

    private static void Strings(Utf8JsonWriter json, string key, IEnumerable<string> values)
    {
        json.WriteStartArray(key);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string key, IEnumerable<int> values)
    {
        json.WriteStartArray(key);
        foreach (int value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, double? value, int digits)
    {
        if (value is { } v && double.IsFinite(v))
            json.WriteNumberValue(Math.Round(v, digits));
        else
            json.WriteNullValue();
    }
}
