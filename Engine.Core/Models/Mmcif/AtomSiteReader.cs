using System.Buffers;
using Engine.Core.Geometry;
using Engine.Core.Models.Cif;
using Engine.Core.Models.Pdb;
using Engine.Kernels;

namespace Engine.Core.Models.Mmcif;

/// <summary>Reads _atom_site and _atom_site_anisotrop into the models of a structure.</summary>
internal sealed class AtomSiteReader
{
    private static readonly SearchValues<byte> ChargeCharacters = SearchValues.Create("0123456789+-"u8);

    private readonly CifDocument document;
    private readonly CifCategory sites;
    private readonly Structure structure;
    private readonly ReadFaults faults;
    private readonly List<StructureBuilder> builders = [];
    private readonly int x, y, z, name, residue, chain, number, insertion, altLoc, element, labelChain, labelNumber, entity, occupancy, bIso, charge, group, id, model;
    private readonly Atom?[] byRow;
    private int guessedElements, unknownElements, longAltLocs, badOccupancy, missingB;

    public AtomSiteReader(CifDocument document, CifCategory sites, Structure structure)
    {
        (this.document, this.sites, this.structure) = (document, sites, structure);
        faults = new ReadFaults(document.Name, structure.Warnings);
        byRow = new Atom?[sites.RowCount];
        if (sites.Column("Cartn_x") < 0 && sites.Column("fract_x") >= 0)
            throw new InputException($"{document.Name}: _atom_site has fractional coordinates only; give Cartn_x, Cartn_y and Cartn_z in Å");
        (x, y, z) = (sites.RequiredColumn("Cartn_x"), sites.RequiredColumn("Cartn_y"), sites.RequiredColumn("Cartn_z"));
        name = Either("label_atom_id", "auth_atom_id");
        residue = Either("label_comp_id", "auth_comp_id");
        number = Either("auth_seq_id", "label_seq_id");
        labelChain = sites.Column("label_asym_id");
        chain = sites.Column("auth_asym_id") is >= 0 and int auth ? auth : labelChain;
        labelNumber = sites.Column("label_seq_id");
        (insertion, altLoc, element) = (sites.Column("pdbx_PDB_ins_code"), sites.Column("label_alt_id"), sites.Column("type_symbol"));
        (entity, occupancy, bIso) = (sites.Column("label_entity_id"), sites.Column("occupancy"), sites.Column("B_iso_or_equiv"));
        (charge, group, id, model) = (sites.Column("pdbx_formal_charge"), sites.Column("group_PDB"), sites.Column("id"), sites.Column("pdbx_PDB_model_num"));
    }

    /// <summary>Reads all rows.</summary>
    /// <exception cref="InputException">No atom, or too many atoms, cannot be read.</exception>
    public void Read()
    {
        for (int row = 0; row < sites.RowCount; row++)
            ReadRow(row);
        if (sites.IsNull(0, number) && builders.Count == 0)
            throw new InputException($"{document.Name}: _atom_site has no residue numbers in auth_seq_id or label_seq_id; add them");
        faults.Finish(builders.Sum(b => b.AtomCount));
        ReadAnisotropy();
        foreach (StructureBuilder builder in builders)
        {
            Model finished = builder.Finish(structure.Warnings);
            MarkChainEnds(finished);
            structure.Models.Add(finished);
        }

        Summarise();
    }

    private int Either(string preferred, string other) => sites.Column(preferred) is >= 0 and int column ? column : sites.RequiredColumn(other);

    private void ReadRow(int row)
    {
        if (!TryNumber(row, x, out double px) || !TryNumber(row, y, out double py) || !TryNumber(row, z, out double pz))
            return;
        string atomName = sites.Text(row, name, ""), residueName = sites.Text(row, residue, "");
        if (!TryResidueNumber(row, out int residueNumber))
        {
            // A file without any residue numbers gets one message of its own.
            if (!sites.IsNull(row, number) || builders.Count > 0)
                faults.AtomLeftOut(Line(row, number), $"residue number '{sites.Text(row, number, "?")}' is not a number");
            return;
        }

        string asym = sites.Text(row, labelChain, "");
        string altText = sites.Text(row, altLoc, ""), insertionText = sites.Text(row, insertion, "");
        if (altText.Length > 1)
            longAltLocs++;
        var atom = new Atom
        {
            Name = atomName,
            AltLoc = altText.Length > 0 ? altText[0] : '\0',
            Serial = NumberText.TryParse(sites.Bytes(row, id), out int serial) ? serial : row + 1,
            Position = new Vec3(px, py, pz),
            Element = ReadElement(row, atomName, residueName),
            Charge = ReadCharge(row),
            Occupancy = Optional(row, occupancy, 1),
            BIso = Optional(row, bIso, PdbReader.MissingB),
            SourceRow = row,
        };
        if (atom.Occupancy is < 0 or > 1)
            badOccupancy++;
        if (sites.IsNull(row, bIso))
            missingB++;
        string chainId = sites.Text(row, chain) ?? (sites.IsInapplicable(row, chain) ? "" : asym);
        var key = new ResidueKey(chainId, residueNumber, insertionText.Length > 0 ? insertionText[0] : '\0', residueName, "", asym);
        bool isHetero = sites.Bytes(row, group).SequenceEqual("HETATM"u8);
        StructureBuilder builder = Builder(row);
        bool isNew = builder.IsNewResidue(key);
        Residue r = builder.Add(key, atom, isHetero);
        if (isNew)
        {
            r.EntityId = sites.Text(row, entity, "");
            r.LabelNumber = NumberText.TryParse(sites.Bytes(row, labelNumber), out int n) ? n : null;
        }

        byRow[row] = atom;
    }

    private bool TryResidueNumber(int row, out int value) =>
        NumberText.TryParse(sites.Bytes(row, number), out value)
        || (sites.IsNull(row, number) && NumberText.TryParse(sites.Bytes(row, labelNumber), out value));

    private bool TryNumber(int row, int column, out double value)
    {
        if (NumberText.TryParseWithUncertainty(sites.Bytes(row, column), out value))
            return true;
        faults.AtomLeftOut(Line(row, column), $"{sites.Tags[column]} '{sites.Text(row, column, "?")}' is not a number");
        return false;
    }

    private double Optional(int row, int column, double missing)
    {
        if (sites.IsNull(row, column))
            return missing;
        if (NumberText.TryParseWithUncertainty(sites.Bytes(row, column), out double value))
            return value;
        faults.Odd(Line(row, column), FormattableString.Invariant($"{sites.Tags[column]} '{sites.Text(row, column)}' is not a number; {missing} was used"));
        return missing;
    }

    private StructureBuilder Builder(int row)
    {
        if (!NumberText.TryParse(sites.Bytes(row, model), out int modelNumber))
            modelNumber = 1;
        if (builders.Count > 0 && builders[^1].Number == modelNumber)
            return builders[^1];
        StructureBuilder? known = builders.Find(b => b.Number == modelNumber);
        if (known == null)
        {
            known = new StructureBuilder(modelNumber);
            builders.Add(known);
        }

        return known;
    }

    private Element ReadElement(int row, string atomName, string residueName)
    {
        ReadOnlySpan<byte> text = sites.Bytes(row, element);
        // Some programs write an oxidation state behind the symbol: "Zn2+".
        int letters = text.IndexOfAny(ChargeCharacters);
        text = letters < 0 ? text : text[..letters];
        if (text.Length is not (1 or 2) || !PdbElements.TryGet(text.Length == 1 ? ' ' : (char)text[0], (char)text[^1], out Element found))
        {
            found = ElementGuess.FromName(atomName, residueName);
            guessedElements++;
        }

        if (found == Element.Unknown)
            unknownElements++;
        return found;
    }

    private sbyte ReadCharge(int row)
    {
        ReadOnlySpan<byte> text = sites.Bytes(row, charge);
        if (text.Length > 1 && text[^1] is (byte)'+' or (byte)'-')
            return NumberText.TryParse(text[..^1], out int size) && Math.Abs(size) < 10 ? (sbyte)(text[^1] == '-' ? -size : size) : (sbyte)0;
        return NumberText.TryParse(text, out int value) && Math.Abs(value) < 100 ? (sbyte)value : (sbyte)0;
    }

    private void ReadAnisotropy()
    {
        if ((structure.Source as MmcifSource)!.Block.Category("_atom_site_anisotrop") is not { RowCount: > 0 } aniso)
            return;
        int anisoId = aniso.Column("id");
        int[] columns = [.. ((string[])["U[1][1]", "U[2][2]", "U[3][3]", "U[1][2]", "U[1][3]", "U[2][3]"]).Select(aniso.Column)];
        if (anisoId < 0 || id < 0 || columns.Contains(-1))
        {
            structure.Warnings.Add("_atom_site_anisotrop lacks id or U[i][j] columns and was ignored");
            return;
        }

        Dictionary<string, int>? rows = null;
        int next = 0, lost = 0;
        for (int r = 0; r < aniso.RowCount; r++)
        {
            // Rows usually follow the order of atom_site; only otherwise is an index needed.
            ReadOnlySpan<byte> key = aniso.Bytes(r, anisoId);
            int start = next;
            while (next < byRow.Length && next < start + 64 && !sites.Bytes(next, id).SequenceEqual(key))
                next++;
            int row = next < byRow.Length && next < start + 64 ? next++ : (rows ??= IndexIds()).GetValueOrDefault(StringPool.Decode(key), -1);
            if (row >= byRow.Length || row < 0)
            {
                (lost, next) = (lost + 1, start);
                continue;
            }

            next = row + 1;
            if (byRow[row] is { } atom)
                atom.UAniso = ReadU(aniso, r, columns);
        }

        if (lost > 0)
            structure.Warnings.Add($"{lost} rows of _atom_site_anisotrop belong to no atom");
    }

    private double[]? ReadU(CifCategory aniso, int row, int[] columns)
    {
        double[] u = new double[6];
        for (int i = 0; i < 6; i++)
        {
            if (!NumberText.TryParseWithUncertainty(aniso.Bytes(row, columns[i]), out u[i]))
            {
                faults.Odd(document.LineOf(aniso.Token(row, columns[i]).Start), $"{aniso.Tags[columns[i]]} is not a number; the row was ignored");
                return null;
            }
        }

        // Some programs write zeros for isotropic atoms.
        return u.AsSpan().ContainsAnyExcept(0.0) ? u : null;
    }

    private Dictionary<string, int> IndexIds()
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int row = 0; row < sites.RowCount; row++)
            index.TryAdd(sites.Text(row, id, ""), row);
        return index;
    }

    /// <summary>mmCIF has no TER: a polymer ends at the last residue of its label chain that has a label number.</summary>
    private static void MarkChainEnds(Model model)
    {
        var last = new Dictionary<string, Residue>(StringComparer.Ordinal);
        foreach (Residue r in model.Residues)
        {
            if (r.LabelNumber != null)
                last[r.LabelChain] = r;
        }

        foreach (Residue r in last.Values)
            r.EndsChain = true;
    }

    private int Line(int row, int column) => document.LineOf(sites.Token(row, column).Start);

    private void Summarise()
    {
        if (guessedElements > 0)
            structure.Warnings.Add($"{guessedElements} atoms have no element: it was taken from the atom name");
        if (unknownElements > 0)
            structure.Warnings.Add($"{unknownElements} atoms have an unknown element");
        if (longAltLocs > 0)
            structure.Warnings.Add($"{longAltLocs} atoms have an alternate location of several characters: the first one was used");
        if (badOccupancy > 0)
            structure.Warnings.Add($"{badOccupancy} atoms have an occupancy below 0 or above 1");
        if (missingB > 0)
            structure.Warnings.Add(FormattableString.Invariant($"{missingB} atoms have no B factor: {PdbReader.MissingB} Å² was assumed"));
    }
}
