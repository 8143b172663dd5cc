using System.Globalization;
using Engine.Core.Models.Cif;

namespace Engine.Core.Models.Mmcif;

/// <summary>Enters a refinement into _software, _refine, _em_3d_fitting and _refine_ls_restr.</summary>
internal static class RefinementCategories
{
    private const string Method = "ELECTRON MICROSCOPY";

    public static void Apply(CifEditor editor, CifDocument document, CifBlock block, RefinementRecord record)
    {
        string entry = block.Value("_entry.id") ?? block.Name;
        void Update(string category, string[] items, Action<CifTable> change)
        {
            CifCategory? old = block.Category(category);
            CifTable table = old == null ? new CifTable(category, items) : new CifTable(document, old);
            change(table);
            if (old != null)
                editor.Replace(old, table.ToCif());
            else if (table.RowCount > 0)
                editor.Append(block, table.ToCif());
        }

        Update("_software", ["pdbx_ordinal", "name", "version", "classification"], t => AddSoftware(t, block, record));
        Update("_em_3d_fitting", ["entry_id", "id"], t => SetFitting(t, entry, record));

        // Statistics of an earlier refinement of this kind no longer hold; those of other methods are not ours to remove.
        Update("_refine", ["entry_id", "pdbx_refine_id"], t =>
        {
            t.RemoveRows("pdbx_refine_id", IsOurMethod);
            int row = t.AddRow();
            t.Set(row, "entry_id", entry);
            t.Set(row, "pdbx_refine_id", Method);
            t.Set(row, "ls_d_res_high", Number(record.Resolution, 2));
            t.Set(row, "B_iso_mean", Number(record.MeanB, 2));
            t.Set(row, "details", record.Details);
        });
        Update("_refine_ls_restr", ["pdbx_refine_id", "type", "number", "dev_ideal"], t =>
        {
            t.RemoveRows("pdbx_refine_id", IsOurMethod);
            foreach (RestraintDeviation d in record.Deviations)
            {
                int row = t.AddRow();
                t.Set(row, "pdbx_refine_id", Method);
                t.Set(row, "type", TypeName(d.Type));
                t.Set(row, "number", d.Count.ToString(CultureInfo.InvariantCulture));
                t.Set(row, "dev_ideal", Number(d.Rmsd, 4));
            }
        });
    }

    private static void AddSoftware(CifTable table, CifBlock block, RefinementRecord record)
    {
        int ordinal = 1;
        if (block.Category("_software") is { } old)
        {
            int column = old.Column("pdbx_ordinal");
            for (int r = 0; r < old.RowCount; r++)
                ordinal = Math.Max(ordinal, NumberText.TryParse(old.Bytes(r, column), out int n) ? n + 1 : r + 2);
        }

        table.RemoveRows("name", text => text == CifTable.Format(record.Program));
        int row = table.AddRow();
        table.Set(row, "pdbx_ordinal", ordinal.ToString(CultureInfo.InvariantCulture));
        table.Set(row, "name", record.Program);
        table.Set(row, "version", record.Version);
        table.Set(row, "classification", "refinement");
    }

    private static void SetFitting(CifTable table, string entry, RefinementRecord record)
    {
        if (table.RowCount == 0)
        {
            int row = table.AddRow();
            table.Set(row, "entry_id", entry);
            table.Set(row, "id", "1");
            table.Set(row, "ref_protocol", "FLEXIBLE FIT");
        }

        table.Set(0, "ref_space", "REAL");
        table.Set(0, "target_criteria", record.TargetCriteria);
        if (record.MeanB != null)
            table.Set(0, "overall_b_value", Number(record.MeanB, 2));
    }

    /// <summary>The names that depositions of electron microscopy use for kinds of restraints; others stay as they are.</summary>
    private static string TypeName(string type) => type switch
    {
        "bond" => "f_bond_d",
        "angle" => "f_angle_d",
        "torsion" => "f_dihedral_angle_d",
        "chirality" => "f_chiral_restr",
        "plane" => "f_plane_restr",
        _ => type,
    };

    private static bool IsOurMethod(string text) => text.Trim('\'', '"').Equals(Method, StringComparison.OrdinalIgnoreCase);

    private static string? Number(double? value, int decimals) => value is { } v && double.IsFinite(v) ? NumberText.Fixed(v, decimals) : null;
}
