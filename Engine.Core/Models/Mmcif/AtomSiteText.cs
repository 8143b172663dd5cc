using Engine.Core.Models.Cif;

namespace Engine.Core.Models.Mmcif;

/// <summary>Writes one atom as a row of _atom_site from the data model: for new files, and for atoms that the input did not have.</summary>
internal static class AtomSiteText
{
    /// <summary>Tags of a new _atom_site, in the order of wwPDB files.</summary>
    public static readonly string[] Items =
    [
        "group_PDB", "id", "type_symbol", "label_atom_id", "label_alt_id", "label_comp_id", "label_asym_id", "label_entity_id", "label_seq_id",
        "pdbx_PDB_ins_code", "Cartn_x", "Cartn_y", "Cartn_z", "occupancy", "B_iso_or_equiv", "pdbx_formal_charge", "auth_seq_id", "auth_comp_id",
        "auth_asym_id", "auth_atom_id", "pdbx_PDB_model_num",
    ];

    /// <summary>Tags of a new _atom_site_anisotrop.</summary>
    public static readonly string[] AnisoItems =
    [
        "id", "type_symbol", "pdbx_label_atom_id", "pdbx_label_alt_id", "pdbx_label_comp_id", "pdbx_label_asym_id", "pdbx_label_seq_id", "pdbx_PDB_ins_code",
        "U[1][1]", "U[2][2]", "U[3][3]", "U[1][2]", "U[1][3]", "U[2][3]", "pdbx_auth_seq_id", "pdbx_auth_comp_id", "pdbx_auth_asym_id", "pdbx_auth_atom_id",
    ];

    /// <summary>What writes the cell of an item; items that the data model does not know become "?". The last argument is the atom's id.</summary>
    /// <param name="tag">Full tag, any case.</param>
    public static Action<CifLoopWriter, Model, Atom, int> Cell(string tag)
    {
        string item = CifCategory.ItemOf(tag).ToString().ToLowerInvariant();
        if (item.StartsWith("pdbx_label", StringComparison.Ordinal) || item.StartsWith("pdbx_auth", StringComparison.Ordinal))
            item = item[5..];
        return item switch
        {
            "group_pdb" => (loop, m, a, _) => loop.AddRaw(m.Residues[a.ResidueIndex].IsHetero ? "HETATM"u8 : "ATOM"u8),
            "id" => (loop, _, _, id) => loop.AddNumber(id, 0),
            "type_symbol" => (loop, _, a, _) => loop.AddText(a.Element.Symbol.ToUpperInvariant()),
            "label_atom_id" or "auth_atom_id" => (loop, _, a, _) => loop.AddText(a.Name),
            "label_alt_id" => (loop, _, a, _) => loop.AddCode(a.AltLoc, '.'),
            "label_comp_id" or "auth_comp_id" => (loop, m, a, _) => loop.AddText(m.Residues[a.ResidueIndex].Name),
            "label_asym_id" => (loop, m, a, _) => loop.AddTextOrDot(LabelChain(m, m.Residues[a.ResidueIndex])),
            "label_entity_id" => (loop, m, a, _) => loop.AddTextOrDot(m.Residues[a.ResidueIndex].EntityId),
            "label_seq_id" => (loop, m, a, _) => AddOptional(loop, m.Residues[a.ResidueIndex].LabelNumber, "."u8),
            "pdbx_pdb_ins_code" => (loop, m, a, _) => loop.AddCode(m.Residues[a.ResidueIndex].InsertionCode, '?'),
            "cartn_x" => (loop, _, a, _) => loop.AddNumber(a.Position.X, 3),
            "cartn_y" => (loop, _, a, _) => loop.AddNumber(a.Position.Y, 3),
            "cartn_z" => (loop, _, a, _) => loop.AddNumber(a.Position.Z, 3),
            "occupancy" => (loop, _, a, _) => loop.AddNumber(a.Occupancy, 2),
            "b_iso_or_equiv" => (loop, _, a, _) => loop.AddNumber(a.BIso, 2),
            "pdbx_formal_charge" => (loop, _, a, _) => AddOptional(loop, a.Charge == 0 ? null : a.Charge, "?"u8),
            "auth_seq_id" => (loop, m, a, _) => loop.AddNumber(m.Residues[a.ResidueIndex].Number, 0),
            "auth_asym_id" => (loop, m, a, _) => loop.AddTextOrDot(m.Chains[m.Residues[a.ResidueIndex].ChainIndex].Id),
            "pdbx_pdb_model_num" => (loop, m, _, _) => loop.AddNumber(m.Number, 0),
            "u[1][1]" => (loop, _, a, _) => AddU(loop, a, 0),
            "u[2][2]" => (loop, _, a, _) => AddU(loop, a, 1),
            "u[3][3]" => (loop, _, a, _) => AddU(loop, a, 2),
            "u[1][2]" => (loop, _, a, _) => AddU(loop, a, 3),
            "u[1][3]" => (loop, _, a, _) => AddU(loop, a, 4),
            "u[2][3]" => (loop, _, a, _) => AddU(loop, a, 5),
            _ => (loop, _, _, _) => loop.AddRaw("?"u8),
        };
    }

    private static string LabelChain(Model model, Residue r) => r.LabelChain.Length > 0 ? r.LabelChain : model.Chains[r.ChainIndex].Id;

    private static void AddOptional(CifLoopWriter loop, int? value, ReadOnlySpan<byte> missing)
    {
        if (value == null)
            loop.AddRaw(missing);
        else
            loop.AddNumber(value.Value, 0);
    }

    private static void AddU(CifLoopWriter loop, Atom atom, int index)
    {
        if (atom.UAniso == null)
            loop.AddRaw("?"u8);
        else
            loop.AddNumber(atom.UAniso[index], 4);
    }
}
