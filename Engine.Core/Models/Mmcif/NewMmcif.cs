using System.Globalization;
using System.Text;
using Engine.Core.Models.Cif;

namespace Engine.Core.Models.Mmcif;

/// <summary>Puts together a complete mmCIF file for a structure that was not read from one.</summary>
internal static class NewMmcif
{
    /// <summary>The file as UTF-8 text.</summary>
    public static byte[] Compose(Structure original)
    {
        Structure structure = StructureCopy.Copy(original);
        var labels = new LabelAssignment();
        labels.Apply(structure);
        string entry = EntryId(structure);
        using var file = new MemoryStream();
        void Add(string text) => file.Write(Encoding.UTF8.GetBytes(text));
        void AddTable(CifTable table) => Add(table.RowCount > 0 ? table.ToCif() + "\n#\n" : "");

        Add($"data_{entry}\n#\n");
        AddTable(Pair("_entry", ("id", entry)));
        if (Title(structure) is { Length: > 0 } title)
            AddTable(Pair("_struct", ("entry_id", entry), ("title", title)));
        if (HeaderField(structure, "EXPDTA", 10) is { Length: > 0 } method)
            AddTable(Pair("_exptl", ("entry_id", entry), ("method", method)));
        AddCell(AddTable, structure, entry);
        AddEntities(AddTable, labels);
        AddTable(Links(structure));
        file.Write(AtomSites(structure));
        Add("\n#\n");
        byte[] aniso = Anisotropy(structure);
        if (aniso.Length > 0)
        {
            file.Write(aniso);
            Add("\n#\n");
        }

        return file.ToArray();
    }

    private static CifTable Pair(string name, params (string Item, string Value)[] values)
    {
        var table = new CifTable(name, [.. values.Select(v => v.Item)]);
        table.AddRow([.. values.Select(v => v.Value)]);
        return table;
    }

    private static string EntryId(Structure structure)
    {
        string id = "";
        if (structure.Source is PdbSource pdb && pdb.Header.Find(l => l.StartsWith("HEADER", StringComparison.OrdinalIgnoreCase)) is { Length: >= 66 } header)
            id = header[62..66].Trim();
        if (id.Length == 0)
        {
            string name = Path.GetFileName(structure.Name);
            int dot = name.IndexOf('.', StringComparison.Ordinal);
            id = dot > 0 ? name[..dot] : name;
        }

        id = new string([.. id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_')]);
        return id.Length > 0 ? id : "model";
    }

    private static string Title(Structure structure) => structure.Source is not PdbSource pdb
        ? ""
        : string.Join(' ', pdb.Header.Where(l => l.StartsWith("TITLE ", StringComparison.OrdinalIgnoreCase) && l.Length > 10)
            .Select(l => l[10..Math.Min(l.Length, 80)].Trim())).Replace("- ", "-", StringComparison.Ordinal);

    private static string HeaderField(Structure structure, string record, int column) =>
        structure.Source is PdbSource pdb && pdb.Header.Find(l => l.StartsWith(record, StringComparison.OrdinalIgnoreCase)) is { } line && line.Length > column
            ? line[column..Math.Min(line.Length, 70)].Trim()
            : "";

    private static void AddCell(Action<CifTable> add, Structure structure, string entry)
    {
        if (structure.Cell is not { } c)
            return;
        add(Pair(
            "_cell", ("entry_id", entry), ("length_a", NumberText.Fixed(c.A, 3)), ("length_b", NumberText.Fixed(c.B, 3)), ("length_c", NumberText.Fixed(c.C, 3)),
            ("angle_alpha", NumberText.Fixed(c.Alpha, 2)), ("angle_beta", NumberText.Fixed(c.Beta, 2)), ("angle_gamma", NumberText.Fixed(c.Gamma, 2))));
        string group = structure.Source is PdbSource { SpaceGroup.Length: > 0 } pdb ? pdb.SpaceGroup : "P 1";
        add(Pair("_symmetry", ("entry_id", entry), ("space_group_name_H-M", group)));
    }

    private static void AddEntities(Action<CifTable> add, LabelAssignment labels)
    {
        var entity = new CifTable("_entity", "id", "type", "pdbx_description", "pdbx_number_of_molecules");
        var polymer = new CifTable("_entity_poly", "entity_id", "type", "nstd_monomer", "pdbx_seq_one_letter_code_can", "pdbx_strand_id");
        var sequence = new CifTable("_entity_poly_seq", "entity_id", "num", "mon_id", "hetero");
        var asym = new CifTable("_struct_asym", "id", "entity_id");
        foreach (EntityInfo e in labels.Entities)
        {
            entity.AddRow(e.Id, e.Type, e.Type == "water" ? "water" : e.Name.Length > 0 ? e.Name : null, e.LabelChains.Count.ToString(CultureInfo.InvariantCulture));
            foreach (string chain in e.LabelChains)
                asym.AddRow(chain, e.Id);
            if (e.Type != "polymer")
                continue;
            string letters = string.Concat(e.Sequence.Select(names => ResidueClasses.OneLetterCode(names[0])));
            bool modified = e.Sequence.Any(names => names.Any(n => !ResidueClasses.IsStandardAminoAcid(n) && !ResidueClasses.IsStandardNucleotide(n)));
            polymer.AddRow(e.Id, PolymerType(e), modified ? "yes" : "no", Wrap(letters), string.Join(',', e.Strands));
            for (int i = 0; i < e.Sequence.Count; i++)
            {
                foreach (string name in e.Sequence[i])
                    sequence.AddRow(e.Id, (i + 1).ToString(CultureInfo.InvariantCulture), name, e.Sequence[i].Count > 1 ? "y" : "n");
            }
        }

        add(entity);
        add(polymer);
        add(sequence);
        add(asym);
    }

    private static string PolymerType(EntityInfo entity)
    {
        int protein = 0, rna = 0, dna = 0;
        foreach (IReadOnlyList<string> names in entity.Sequence)
        {
            protein += ResidueClasses.IsProtein(names[0]) ? 1 : 0;
            dna += ResidueClasses.IsDna(names[0]) ? 1 : 0;
            rna += ResidueClasses.IsNucleic(names[0]) && !ResidueClasses.IsDna(names[0]) ? 1 : 0;
        }

        if (protein + rna + dna == 0)
            return "other";
        if (protein > rna + dna)
            return "polypeptide(L)";
        return rna > 0 && dna > 0 ? "polydeoxyribonucleotide/polyribonucleotide hybrid" : rna > 0 ? "polyribonucleotide" : "polydeoxyribonucleotide";
    }

    private static string Wrap(string letters) => string.Join('\n', letters.Chunk(80).Select(c => new string(c)));

    private static CifTable Links(Structure structure)
    {
        string[] side =
        [
            "ptnr{0}_label_asym_id", "ptnr{0}_label_comp_id", "ptnr{0}_label_seq_id", "ptnr{0}_label_atom_id", "pdbx_ptnr{0}_label_alt_id",
            "pdbx_ptnr{0}_PDB_ins_code", "ptnr{0}_auth_asym_id", "ptnr{0}_auth_comp_id", "ptnr{0}_auth_seq_id", "ptnr{0}_symmetry",
        ];
        string[] items =
        [
            "id", "conn_type_id", .. side.Select(s => s.Replace("{0}", "1", StringComparison.Ordinal)),
            .. side.Select(s => s.Replace("{0}", "2", StringComparison.Ordinal)), "pdbx_dist_value",
        ];
        var table = new CifTable("_struct_conn", items);
        var index = new ModelIndex(structure.First);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (LinkRecord link in structure.Links)
        {
            int number = counts[link.Kind] = counts.GetValueOrDefault(link.Kind) + 1;
            int a = index.Atom(link.First), b = index.Atom(link.Second);
            double? distance = a >= 0 && b >= 0 && !link.SymmetryDiffers
                ? Geometry.Vec3.Distance(structure.First.Atoms[a].Position, structure.First.Atoms[b].Position) : null;
            table.AddRow(
                [$"{link.Kind}{number}", link.Kind, .. Side(structure.First, index, link.First, link.FirstSymmetry),
                    .. Side(structure.First, index, link.Second, link.SecondSymmetry), distance == null ? null : NumberText.Fixed(distance.Value, 3)]);
        }

        return table;
    }

    private static string?[] Side(Model model, ModelIndex index, LinkPartner p, string symmetry)
    {
        IReadOnlyList<int> found = index.Residues(p.Chain, p.Number, p.InsertionCode);
        Residue? r = found.Count > 0 ? model.Residues[found.FirstOrDefault(i => model.Residues[i].Name == p.ResidueName, found[0])] : null;
        string? Code(char c) => c == '\0' ? null : c.ToString();
        return
        [
            r?.LabelChain, p.ResidueName, r?.LabelNumber?.ToString(CultureInfo.InvariantCulture), p.AtomName, Code(p.AltLoc), Code(p.InsertionCode),
            p.Chain.Length > 0 ? p.Chain : null, p.ResidueName, p.Number.ToString(CultureInfo.InvariantCulture), symmetry.Length > 0 ? symmetry : null,
        ];
    }

    private static byte[] AtomSites(Structure structure) => Loop(structure, "_atom_site.", AtomSiteText.Items, _ => true);

    private static byte[] Anisotropy(Structure structure) => Loop(structure, "_atom_site_anisotrop.", AtomSiteText.AnisoItems, a => a.UAniso != null);

    private static byte[] Loop(Structure structure, string category, string[] items, Predicate<Atom> isIncluded)
    {
        string[] tags = [.. items.Select(i => category + i)];
        var cells = Array.ConvertAll(tags, AtomSiteText.Cell);
        var loop = new CifLoopWriter(tags);
        int id = 0;
        foreach (Model model in structure.Models)
        {
            foreach (Atom atom in model.Atoms)
            {
                id++;
                if (!isIncluded(atom))
                    continue;
                foreach (Action<CifLoopWriter, Model, Atom, int> cell in cells)
                    cell(loop, model, atom, id);
            }
        }

        return loop.ToBytes();
    }
}
