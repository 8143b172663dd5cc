using Engine.Core.Models.Cif;
using Engine.Core.Models.Mmcif;
using Engine.Core.Models.Pdb;
using Engine.Kernels;

namespace Engine.Core.Models;

/// <summary>
/// Reads mmCIF files: author chain ids and residue numbers (label ones where those are missing), label atom and component names, label ids kept.
/// Columns may stand in any order; only atom name, component and Cartesian coordinates must be there, and one of the two residue numbers.
/// </summary>
public static class MmcifReader
{
    /// <summary>Reads a file; gzip is recognised by content.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InputException">The file cannot be read, is no CIF, or holds no atoms.</exception>
    public static Structure Read(string path) => Parse(ModelBytes.Read(path), path);

    /// <summary>Parses text that is already in memory.</summary>
    /// <param name="text">The file's bytes; kept.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="InputException">As for <see cref="Read"/>.</exception>
    public static Structure Parse(byte[] text, string name)
    {
        CifDocument document = CifDocument.Parse(text, name);
        CifBlock block = document.Blocks.Find(b => b.Category("_atom_site") is { RowCount: > 0 }) ?? throw NoAtoms(document);
        CifCategory sites = block.Category("_atom_site")!;
        var structure = new Structure { Name = name, Source = new MmcifSource(document, block) };
        var reader = new AtomSiteReader(document, sites, structure);
        reader.Read();
        ReadCell(block, structure);
        ReadLinks(block, structure);
        return structure;
    }

    private static InputException NoAtoms(CifDocument document)
    {
        bool isDictionary = document.Blocks.Exists(b => b.Category("_chem_comp_atom") != null || b.Category("_chem_comp") != null);
        return new InputException(isDictionary
            ? $"{document.Name}: a restraint dictionary, not a model: no _atom_site; give it with --dictionary"
            : $"{document.Name}: no _atom_site with rows, so no atoms; give a file with coordinates");
    }

    private static void ReadCell(CifBlock block, Structure structure)
    {
        CifCategory? cell = block.Category("_cell");
        if (cell is not { RowCount: > 0 })
            return;
        double Value(string item, double missing)
        {
            int column = cell.Column(item);
            if (cell.IsNull(0, column))
                return missing;
            if (NumberText.TryParseWithUncertainty(cell.Bytes(0, column), out double value))
                return value;
            structure.Warnings.Add($"_cell.{item} '{cell.Text(0, column)}' is not a number; the cell was ignored");
            return 0;
        }

        structure.Cell = PdbCell.Make(
            Value("length_a", 0), Value("length_b", 0), Value("length_c", 0), Value("angle_alpha", 90), Value("angle_beta", 90), Value("angle_gamma", 90),
            structure.Warnings);
    }

    private static void ReadLinks(CifBlock block, Structure structure)
    {
        if (block.Category("_struct_conn") is not { } connections)
            return;
        int type = connections.Column("conn_type_id");
        int symmetry1 = connections.Column("ptnr1_symmetry"), symmetry2 = connections.Column("ptnr2_symmetry");
        var partners = new LinkColumns[] { new(connections, 1), new(connections, 2) };
        for (int row = 0; row < connections.RowCount; row++)
        {
            string kind = connections.Text(row, type, "").ToLowerInvariant();
            if (kind.StartsWith("covale", StringComparison.Ordinal))
                kind = "covale";
            if (kind is not ("covale" or "disulf" or "metalc" or "hydrog"))
                continue;
            LinkPartner? first = partners[0].Read(row), second = partners[1].Read(row);
            if (first == null || second == null)
            {
                structure.Warnings.Add($"_struct_conn row {row + 1}: an end of the link is incomplete; the link was ignored");
                continue;
            }

            bool differs = !connections.IsNull(row, symmetry1) && !connections.IsNull(row, symmetry2)
                && connections.Text(row, symmetry1) != connections.Text(row, symmetry2);
            structure.Links.Add(new LinkRecord(kind, first, second, differs)
            {
                FirstSymmetry = connections.Text(row, symmetry1, ""),
                SecondSymmetry = connections.Text(row, symmetry2, ""),
            });
        }
    }

    private sealed class LinkColumns(CifCategory table, int side)
    {
        private readonly int chain = First(table, $"ptnr{side}_auth_asym_id", $"ptnr{side}_label_asym_id");
        private readonly int number = First(table, $"ptnr{side}_auth_seq_id", $"ptnr{side}_label_seq_id");
        private readonly int residue = First(table, $"ptnr{side}_label_comp_id", $"ptnr{side}_auth_comp_id");
        private readonly int atom = First(table, $"ptnr{side}_label_atom_id", $"ptnr{side}_auth_atom_id");
        private readonly int insertion = table.Column($"pdbx_ptnr{side}_PDB_ins_code");
        private readonly int altLoc = table.Column($"pdbx_ptnr{side}_label_alt_id");

        public LinkPartner? Read(int row)
        {
            string? residueName = table.Text(row, residue), atomName = table.Text(row, atom);
            if (residueName == null || atomName == null || !NumberText.TryParse(table.Bytes(row, number), out int residueNumber))
                return null;
            return new LinkPartner(table.Text(row, chain, ""), residueNumber, Code(table.Text(row, insertion)), residueName, atomName, Code(table.Text(row, altLoc)));
        }

        private static char Code(string? text) => string.IsNullOrEmpty(text) ? '\0' : text[0];

        private static int First(CifCategory table, string preferred, string other) => table.Column(preferred) is >= 0 and int column ? column : table.Column(other);
    }
}
