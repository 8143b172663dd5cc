using Engine.Core.Models.Cif;

namespace Engine.Core.Chemistry;

/// <summary>Reads atom types from ener_lib.cif of the CCP4 monomer library.</summary>
internal static class AtomTypeCifReader
{
    /// <summary>Reads the table.</summary>
    /// <param name="document">Document.</param>
    /// <param name="source">Where it comes from, for reports.</param>
    public static AtomTypeTable Read(CifDocument document, string source)
    {
        var types = new List<AtomTypeData>();
        CifCategory? table = document.Blocks.Select(b => b.Category("_lib_atom")).FirstOrDefault(c => c != null);
        for (int r = 0; table != null && r < table.RowCount; r++)
        {
            string? type = table.Text(r, table.RequiredColumn("type"));
            double radius = table.Number(r, table.RequiredColumn("vdw_radius"));
            // Elements that the library has no radius for keep the built-in one.
            if (type == null || double.IsNaN(radius))
                continue;
            types.Add(new AtomTypeData(
                type,
                AtomTypeTable.RoleOf(table.Text(r, table.Column("hb_type"), "")),
                radius,
                table.Number(r, table.Column("vdwh_radius"), radius),
                table.Number(r, table.Column("ion_radius"))));
        }

        return new AtomTypeTable(types, source);
    }
}
