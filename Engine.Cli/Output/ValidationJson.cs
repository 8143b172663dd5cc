using System.Text.Json.Nodes;
using Engine.Core.Jobs.Validate;
using Engine.Core.Validation;
using Engine.Core.Validation.Backbone;
using Engine.Kernels;

namespace Engine.Cli.Output;

/// <summary>The JSON document of validate. Keys are part of the schema: they are only ever added to.</summary>
internal static class ValidationJson
{
    public const string Schema = "cryoengine.validation/1";

    public static JsonObject Document(ValidationReport report, Accelerator accelerator, RunContext context)
    {
        JsonObject document = ReportJson.Header(Schema, report.Fingerprints, accelerator, context);
        Copy(Body(report), document);
        document["before"] = report.Before == null ? null : Body(report.Before);
        int undefined = NumbersOnly(document);
        if (undefined > 0)
            document["warnings"]!.AsArray().Add($"{undefined} values are not defined, as atoms coincide or lie on a line: null");
        return document;
    }

    /// <summary>Replaces what JSON cannot hold (not a number, infinite) by null; returns how many there were.</summary>
    private static int NumbersOnly(JsonNode? node)
    {
        static bool IsBad(JsonNode? value) => value is JsonValue v && v.TryGetValue(out double d) && !double.IsFinite(d);
        int count = 0;
        if (node is JsonObject o)
        {
            foreach ((string key, JsonNode? value) in o.ToArray())
            {
                if (IsBad(value))
                    (o[key], count) = (null, count + 1);
                else
                    count += NumbersOnly(value);
            }
        }
        else if (node is JsonArray a)
        {
            for (int i = 0; i < a.Count; i++)
            {
                if (IsBad(a[i]))
                    (a[i], count) = (null, count + 1);
                else
                    count += NumbersOnly(a[i]);
            }
        }

        return count;
    }

    /// <summary>Everything about one model.</summary>
    private static JsonObject Body(ValidationReport r)
    {
        var body = new JsonObject
        {
            ["model"] = r.ModelPath,
            ["map"] = r.MapPath,
            ["selection"] = r.Selection,
            ["resolution"] = r.Resolution?.Value,
            ["resolution_source"] = r.Resolution?.Source,
            ["composition"] = r.Composition == null ? null : RecordJson.Of(r.Composition),
        };
        Copy(ValidationFitJson.Of(r), body);
        Copy(Model(r), body);
        body["outliers"] = new JsonArray([.. r.Outliers.Select(Outlier)]);
        body["residues"] = new JsonArray([.. r.Residues.Select(ValidationRowJson.Of)]);
        body["absent"] = Texts(r.Absent);
        body["warnings"] = Texts(r.Warnings);
        body["timings_s"] = ReportJson.Timings(r.Seconds);
        body["seconds"] = Math.Round(r.TotalSeconds, 4);
        return body;
    }

    /// <summary>What needs no map.</summary>
    private static JsonObject Model(ValidationReport r) => new()
    {
        ["molprobity_score"] = r.MolProbity,
        ["clashscore"] = r.Clashes?.Score,
        ["clashes"] = r.Clashes is not { } c ? null : new JsonObject
        {
            ["n"] = c.Clashes.Count,
            ["atoms"] = c.Atoms,
            ["hydrogens_added"] = r.Hydrogens!.Added,
            ["hydrogens_kept"] = r.Hydrogens.Kept,
            ["list"] = RecordJson.List(c.Clashes.Select(x => new { x.Name1, x.Name2, Overlap = Math.Round(x.Overlap, 4) })),
            ["partial"] = RecordJson.List(c.Partial.Select(x => new { x.Name1, x.Name2, Overlap = Math.Round(x.Overlap, 4) })),
            ["collisions"] = RecordJson.List(c.Collisions.Select(x => new { x.Name1, x.Name2, Distance = Math.Round(x.Distance, 4) })),
            ["flips"] = RecordJson.List(r.Hydrogens.Flips.Where(f => f.IsFlipped).Select(f => new { f.Name, f.State, f.Score, f.OtherScore })),
        },
        ["rama"] = Ramachandran(r.Ramachandran),
        ["rama_z"] = r.RamachandranZ?.Whole?.Z,
        ["rama_z_error"] = r.RamachandranZ?.Whole?.Error,
        ["rama_z_parts"] = r.RamachandranZ is not { } z ? null : new JsonObject { ["whole"] = Part(z.Whole), ["helix"] = Part(z.Helix), ["sheet"] = Part(z.Sheet), ["loop"] = Part(z.Loop) },
        ["rotamers"] = r.Rotamers is not { } s ? null : new JsonObject
        {
            ["outliers"] = s.Outliers,
            ["n"] = s.Count,
            ["favoured"] = s.Favoured,
            ["outlier_percent"] = s.OutlierPercent,
            ["outlier_list"] = Texts(s.OutlierList.Select(o => o.Name)),
        },
        ["cbeta_outliers"] = r.CBeta?.Outliers,
        ["cbeta"] = r.CBeta is not { } b ? null : new JsonObject
        {
            ["n"] = b.Count,
            ["largest"] = b.Largest,
            ["outlier_list"] = RecordJson.List(b.OutlierList.Select(o => new { o.Name, o.Deviation })),
        },
        ["peptides"] = r.Peptides is not { } p ? null : new JsonObject
        {
            ["n"] = p.Count,
            ["prolines"] = p.Prolines,
            ["cis_prolines"] = p.CisProlines,
            ["cis_others"] = p.CisOthers,
            ["twisted"] = p.Twisted,
            ["not_trans"] = RecordJson.List(p.NotTrans.Select(o => new { o.Name, o.State, o.IsProline, o.Omega })),
        },
        ["cablam"] = null,
        ["sugar_puckers"] = r.SugarPuckers is not { } g ? null : new JsonObject
        {
            ["n"] = g.Count,
            ["sugars"] = g.Sugars.Count,
            ["outliers"] = g.Outliers,
            ["outlier_list"] = RecordJson.List(g.OutlierList.Select(o => new { o.Name, o.Delta, o.Epsilon, o.IsDeltaOutlier, o.IsEpsilonOutlier })),
        },
        ["suites"] = r.Suites is not { } u ? null : new JsonObject
        {
            ["n"] = u.Count,
            ["outliers"] = u.Outliers,
            ["mean_suiteness"] = u.MeanSuiteness,
            ["outlier_list"] = RecordJson.List(u.OutlierList.Select(o => new { o.Name, o.Fault })),
        },
        ["geometry"] = r.Geometry == null ? null : ReportJson.Geometry(r.Geometry.Heavy),
        ["geometry_h"] = r.Geometry is { Hydrogen.Bonds.Count: > 0 } h ? ReportJson.Geometry(h.Hydrogen) : null,
        ["ligands"] = RecordJson.List(r.Ligands),
        ["b_factors"] = r.BFactors is not { } f ? null : BFactors(f),
    };

    private static JsonObject? Ramachandran(RamachandranReport? r) => r == null ? null : new()
    {
        ["favoured"] = r.Favoured,
        ["allowed"] = r.Allowed,
        ["outliers"] = r.Outliers,
        ["n"] = r.Count,
        ["favoured_percent"] = r.FavouredPercent,
        ["allowed_percent"] = r.AllowedPercent,
        ["outlier_percent"] = r.OutlierPercent,
        ["outlier_list"] = Texts(r.OutlierList.Select(o => o.Name)),
    };

    private static JsonObject? Part(RamachandranZ? z) => z == null ? null : new() { ["z"] = z.Z, ["error"] = z.Error, ["n"] = z.Count };

    private static JsonObject BFactors(BFactorReport b)
    {
        JsonObject json = RecordJson.Of(b with { Warnings = [] });
        json.Remove("warnings");
        return json;
    }

    private static JsonNode Outlier(Outlier o) => new JsonObject
    {
        ["kind"] = ResidueCsv.Word(o.Kind),
        ["severity"] = ResidueCsv.Word(o.Severity),
        ["chain"] = o.Chain,
        ["number"] = o.Number,
        ["insertion_code"] = o.InsertionCode,
        ["name"] = o.Name,
        ["alt"] = o.AltLoc,
        ["atoms"] = Texts(o.Atoms),
        ["partner"] = o.Partner,
        ["text"] = o.Text,
        ["value"] = Math.Round(o.Value, 5),
        ["limit"] = o.Limit,
        ["unit"] = o.Unit,
        ["position"] = ValidationRowJson.Position(o.Position),
    };

    internal static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);

    internal static void Copy(JsonObject from, JsonObject to)
    {
        foreach ((string key, JsonNode? value) in from.ToArray())
        {
            from.Remove(key);
            to[key] = value;
        }
    }
}
