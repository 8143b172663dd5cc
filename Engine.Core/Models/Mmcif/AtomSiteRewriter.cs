using Engine.Core.Models.Cif;
using Engine.Core.Models.Pdb;

namespace Engine.Core.Models.Mmcif;

/// <summary>
/// Rewrites _atom_site and _atom_site_anisotrop of an mmCIF input: rows keep their order and every cell that did not change keeps its text.
/// Rows of atoms that are gone are left out; atoms that the file did not have follow the atom before them in the model.
/// </summary>
internal sealed class AtomSiteRewriter
{
    private readonly CifDocument document;
    private readonly CifBlock block;
    private readonly CifCategory sites;
    private readonly List<(Model Model, Atom Atom, int Row)> output;
    private readonly int idColumn;
    private readonly bool rowsKept;
    private int nextId;

    public AtomSiteRewriter(Structure structure, MmcifSource source)
    {
        (document, block) = (source.Document, source.Block);
        sites = block.Category("_atom_site")!;
        idColumn = sites.Column("id");
        output = InOrder(structure);
        rowsKept = output.Count == sites.RowCount && output.TrueForAll(o => o.Row >= 0);
        for (int row = 0; row < sites.RowCount; row++)
            nextId = Math.Max(nextId, NumberText.TryParse(sites.Bytes(row, idColumn), out int id) ? id : row + 1);
    }

    /// <summary>Enters the changes, if there are any, into an editor.</summary>
    public void Apply(CifEditor editor)
    {
        var newIds = new Dictionary<Atom, int>(ReferenceEqualityComparer.Instance);
        foreach ((_, Atom atom, int row) in output)
        {
            if (row < 0)
                newIds[atom] = ++nextId;
        }

        if (!rowsKept || output.Exists(o => HasChanged(o.Atom, o.Row)))
            editor.Replace(sites, RewriteSites(newIds));
        RewriteAnisotropy(editor, newIds);
    }

    private static List<(Model Model, Atom Atom, int Row)> InOrder(Structure structure)
    {
        var list = new List<(Model, Atom, int Row, int Key)>();
        foreach (Model model in structure.Models)
        {
            int key = -1;
            foreach (Atom atom in model.Atoms)
            {
                key = atom.SourceRow >= 0 ? atom.SourceRow : key;
                list.Add((model, atom, atom.SourceRow, key));
            }
        }

        // Stable: an atom without a row stays behind its predecessor.
        return [.. list.OrderBy(o => o.Key).Select(o => (o.Item1, o.Item2, o.Row))];
    }

    private bool HasChanged(Atom atom, int row) =>
        !IsSame(row, sites.Column("Cartn_x"), atom.Position.X, double.NaN)
        || !IsSame(row, sites.Column("Cartn_y"), atom.Position.Y, double.NaN)
        || !IsSame(row, sites.Column("Cartn_z"), atom.Position.Z, double.NaN)
        || !IsSame(row, sites.Column("occupancy"), atom.Occupancy, 1)
        || !IsSame(row, sites.Column("B_iso_or_equiv"), atom.BIso, PdbReader.MissingB);

    private bool IsSame(int row, int column, double value, double missing) =>
        sites.IsNull(row, column) ? value == missing
        : NumberText.TryParseWithUncertainty(sites.Bytes(row, column), out double original) ? original == value : value == missing;

    private byte[] RewriteSites(Dictionary<Atom, int> newIds)
    {
        var tags = new List<string>(sites.Tags);
        foreach (string item in (ReadOnlySpan<string>)["occupancy", "B_iso_or_equiv"])
        {
            if (sites.Column(item) < 0)
                tags.Add($"{sites.Name}.{item}");
        }

        var numbers = new NumberColumns(tags);
        var cells = tags.ConvertAll(AtomSiteText.Cell);
        var loop = new CifLoopWriter(tags);
        foreach ((Model model, Atom atom, int row) in output)
        {
            for (int c = 0; c < tags.Count; c++)
            {
                if (row < 0)
                    cells[c](loop, model, atom, newIds[atom]);
                else if (c >= sites.ColumnCount || (numbers.Of(c) is { } number && !IsSame(row, c, number.Get(atom), number.Missing)))
                    cells[c](loop, model, atom, 0);
                else
                    AddOriginal(loop, sites, row, c);
            }
        }

        return loop.ToBytes();
    }

    private void RewriteAnisotropy(CifEditor editor, Dictionary<Atom, int> newIds)
    {
        CifCategory? aniso = block.Category("_atom_site_anisotrop");
        string[] uItems = ["U[1][1]", "U[2][2]", "U[3][3]", "U[1][2]", "U[1][3]", "U[2][3]"];
        int[] u = [.. uItems.Select(i => aniso?.Column(i) ?? -1)];
        int anisoId = aniso?.Column("id") ?? -1;
        bool usable = aniso is { RowCount: > 0 } && anisoId >= 0 && idColumn >= 0 && !u.Contains(-1);
        var rows = usable ? IndexRows(aniso!, anisoId) : [];
        if (usable ? !AnisotropyChanged(aniso!, u, rows) : !output.Exists(o => o.Atom.UAniso != null))
            return;
        string[] tags = usable ? [.. aniso!.Tags] : [.. AtomSiteText.AnisoItems.Select(i => "_atom_site_anisotrop." + i)];
        var cells = Array.ConvertAll(tags, AtomSiteText.Cell);
        bool[] isU = Array.ConvertAll(tags, t => CifCategory.ItemOf(t).StartsWith("U[", StringComparison.OrdinalIgnoreCase));
        var loop = new CifLoopWriter(tags);
        foreach ((Model model, Atom atom, int row) in output)
        {
            if (atom.UAniso == null)
                continue;
            int old = row < 0 ? -1 : rows.GetValueOrDefault(sites.Text(row, idColumn, ""), -1);
            int id = row < 0 ? newIds[atom] : NumberText.TryParse(sites.Bytes(row, idColumn), out int n) ? n : row + 1;
            bool same = old >= 0 && SameU(aniso!, u, old, atom.UAniso);
            for (int c = 0; c < tags.Length; c++)
            {
                if (old >= 0 && (same || !isU[c]))
                    AddOriginal(loop, aniso!, old, c);
                else
                    cells[c](loop, model, atom, id);
            }
        }

        if (aniso != null)
            editor.Replace(aniso, loop.ToBytes());
        else
            editor.InsertAfter(sites, loop.ToBytes());
    }

    private static Dictionary<string, int> IndexRows(CifCategory aniso, int anisoId)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int r = 0; r < aniso.RowCount; r++)
            rows.TryAdd(aniso.Text(r, anisoId, ""), r);
        return rows;
    }

    private bool AnisotropyChanged(CifCategory aniso, int[] u, Dictionary<string, int> rows)
    {
        int kept = 0;
        foreach ((_, Atom atom, int row) in output)
        {
            int old = row < 0 ? -1 : rows.GetValueOrDefault(sites.Text(row, idColumn, ""), -1);
            if (old < 0 && atom.UAniso != null)
                return true;
            if (old < 0)
                continue;
            kept++;
            if (!SameU(aniso, u, old, atom.UAniso))
                return true;
        }

        return kept != rows.Count;
    }

    private static bool SameU(CifCategory aniso, int[] columns, int row, double[]? u)
    {
        for (int i = 0; i < 6; i++)
        {
            // Zeros in the file are read as no displacement.
            double value = u == null ? 0 : u[i];
            if (!NumberText.TryParseWithUncertainty(aniso.Bytes(row, columns[i]), out double original) || original != value)
                return false;
        }

        return true;
    }

    private void AddOriginal(CifLoopWriter loop, CifCategory table, int row, int column)
    {
        CifToken token = table.Token(row, column);
        switch (token.Kind)
        {
            case CifTokenKind.Quoted:
                loop.AddRaw(document.Text.AsSpan(token.Start - 1, token.Length + 2));
                break;
            case CifTokenKind.TextField:
                loop.AddRaw([(byte)';', .. document.Bytes(token), .. "\n;"u8]);
                break;
            default:
                loop.AddRaw(document.Bytes(token));
                break;
        }
    }

    /// <summary>Which columns hold numbers that refinement changes.</summary>
    private sealed class NumberColumns
    {
        private readonly (Func<Atom, double> Get, double Missing)?[] columns;

        public NumberColumns(List<string> tags)
        {
            columns = new (Func<Atom, double>, double)?[tags.Count];
            for (int c = 0; c < tags.Count; c++)
            {
                columns[c] = CifCategory.ItemOf(tags[c]).ToString().ToLowerInvariant() switch
                {
                    "cartn_x" => (a => a.Position.X, double.NaN),
                    "cartn_y" => (a => a.Position.Y, double.NaN),
                    "cartn_z" => (a => a.Position.Z, double.NaN),
                    "occupancy" => (a => a.Occupancy, 1),
                    "b_iso_or_equiv" => (a => a.BIso, PdbReader.MissingB),
                    _ => null,
                };
            }
        }

        public (Func<Atom, double> Get, double Missing)? Of(int column) => columns[column];
    }
}
