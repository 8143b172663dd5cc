using System.Text.Json.Nodes;
using Engine.Core.Geometry;
using Engine.Core.Jobs.Validate;
using Engine.Core.Models;

namespace Engine.Cli.Output;

/// <summary>Residues of validate as JSON: numbers rounded, and keys left out where a measure does not apply.</summary>
internal static class ValidationRowJson
{
    /// <summary>One residue.</summary>
    public static JsonNode Of(ResidueValidation r)
    {
        var row = new JsonObject { ["chain"] = r.Chain, ["number"] = r.Number };
        Add(row, "insertion_code", r.InsertionCode);
        row["name"] = r.Name;
        row["kind"] = r.Kind == ResidueClass.Other ? "ligand" : ResidueCsv.Word(r.Kind);
        Add(row, "alternates", r.AltLocs);
        row["position"] = Position(r.Position);
        row["heavy_atoms"] = r.HeavyAtoms;
        Add(row, "mean_b", r.MeanB);
        Add(row, "occupancy", r.Occupancy);
        Backbone(row, r);
        SideChain(row, r);
        Fit(row, r);
        Add(row, "pucker", r.Pucker ?? "");
        Add(row, "suite", r.Suite ?? "");
        Add(row, "suiteness", r.Suiteness);
        if (r.Flags.Count > 0)
        {
            row["severity"] = ResidueCsv.Word(r.Severity!.Value);
            row["outliers"] = ValidationJson.Texts(r.Flags.Select(ResidueCsv.Word));
        }

        return row;
    }

    public static JsonArray Position(Vec3 p) => new(Math.Round(p.X, 4), Math.Round(p.Y, 4), Math.Round(p.Z, 4));

    private static void Backbone(JsonObject row, ResidueValidation r)
    {
        Add(row, "phi", r.Phi);
        Add(row, "psi", r.Psi);
        Add(row, "omega", r.Omega);
        Add(row, "peptide", r.Peptide is { } p ? ResidueCsv.Word(p) : "");
        Add(row, "rama_class", r.RamachandranClass is { } c ? ResidueCsv.Word(c) : "");
        Add(row, "rama_label", r.RamachandranLabel is { } l ? ResidueCsv.Word(l) : "");
        Add(row, "rama_score", r.RamachandranScore, 6);
        Add(row, "rama_z", r.RamachandranZ);
        Add(row, "cbeta_deviation", r.CBeta);
        Add(row, "worst_bond_z", r.WorstBondZ, 2);
        Add(row, "worst_angle_z", r.WorstAngleZ, 2);
    }

    private static void SideChain(JsonObject row, ResidueValidation r)
    {
        Add(row, "rotamer", r.Rotamer ?? "");
        Add(row, "rotamer_label", r.RotamerLabel is { } l ? ResidueCsv.Word(l) : "");
        Add(row, "rotamer_percent", r.RotamerPercent);
        if (r.Chi.Count > 0)
            row["chi"] = new JsonArray([.. r.Chi.Select(c => JsonValue.Create(Math.Round(c, 2)))]);
        Add(row, "clashes", r.Clashes);
        Add(row, "worst_clash", r.WorstClash);
    }

    private static void Fit(JsonObject row, ResidueValidation r)
    {
        Add(row, "cc", r.Cc);
        Add(row, "cc_main_chain", r.CcMainChain);
        Add(row, "cc_local", r.CcLocal);
        Add(row, "local_resolution", r.LocalResolution, 2);
        Add(row, "cc_side_chain", r.CcSideChain);
        Add(row, "q", r.Q);
        Add(row, "q_backbone", r.QBackbone);
        Add(row, "q_side_chain", r.QSideChain);
        Add(row, "q_06", r.QFirst);
        Add(row, "q_expected", r.ExpectedQ);
        Add(row, "inclusion", r.Inclusion);
        Add(row, "emringer_peak", r.EmRingerPeak);
        if (r.IsEmRingerRotameric is { } rotameric)
            row["emringer_rotameric"] = rotameric;
    }

    private static void Add(JsonObject row, string key, string value)
    {
        if (value.Length > 0)
            row[key] = value;
    }

    private static void Add(JsonObject row, string key, double? value, int digits = 4)
    {
        if (value is { } v)
            row[key] = Math.Round(v, digits);
    }
}
