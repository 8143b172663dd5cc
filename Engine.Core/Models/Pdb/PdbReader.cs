using Engine.Kernels;

namespace Engine.Core.Models.Pdb;

/// <summary>
/// Reads PDB files: fixed columns, hybrid-36 and hexadecimal numbers, chain ids of two characters in columns 21-22, any line end and case. One bad line is a
/// warning; more than 20 are an error, and so are coordinates of stars. A blank occupancy is 1; a missing B factor is <see cref="MissingB"/>.
/// </summary>
public sealed class PdbReader
{
    /// <summary>B factor of atoms whose line ends before it, Å².</summary>
    public const double MissingB = 20;

    private readonly Structure structure;
    private readonly string name;
    private readonly ReadFaults faults;
    private readonly PdbSource source = new([], [], []);
    private readonly PdbAtomReader atoms;
    private StructureBuilder? builder;
    private bool sawCoordinates;
    private bool sawEnd;
    private int atomCount;
    private int atomsAfterEnd;

    private PdbReader(string name)
    {
        this.name = name;
        structure = new Structure { Name = name, Source = source };
        faults = new ReadFaults(name, structure.Warnings);
        atoms = new PdbAtomReader(name, faults);
    }

    /// <summary>Reads a file; gzip is recognised by content.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InputException">The file cannot be read, holds no atoms, or its coordinates have overflown.</exception>
    public static Structure Read(string path) => Parse(ModelBytes.Read(path), path);

    /// <summary>Parses text that is already in memory.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="InputException">As for <see cref="Read"/>.</exception>
    public static Structure Parse(ReadOnlySpan<byte> text, string name)
    {
        var reader = new PdbReader(name);
        for (int start = 0, number = 1; start < text.Length; number++)
        {
            int length = text[start..].IndexOfAny((byte)'\n', (byte)'\r');
            int end = length < 0 ? text.Length : start + length;
            reader.ReadLine(new PdbLine(text[start..end]), number);
            start = end + (text[end..].StartsWith("\r\n"u8) ? 2 : 1);
        }

        return reader.Finish();
    }

    private void ReadLine(PdbLine line, int number)
    {
        PdbRecord record = line.Record();
        if (sawEnd)
        {
            if (record is PdbRecord.Atom or PdbRecord.HetAtom)
                atomsAfterEnd++;
            return;
        }

        switch (record)
        {
            case PdbRecord.Atom or PdbRecord.HetAtom:
                sawCoordinates = true;
                atoms.Read(line, number, record == PdbRecord.HetAtom, OpenModel());
                break;
            case PdbRecord.Aniso:
                atoms.ReadAniso(line, number);
                break;
            case PdbRecord.Ter:
                builder?.EndChain();
                break;
            case PdbRecord.Model:
                StartModel(line, number);
                break;
            case PdbRecord.EndModel:
                CloseModel();
                break;
            case PdbRecord.End:
                sawEnd = true;
                break;
            case PdbRecord.Bonds:
                ReadBonds(line);
                break;
            case PdbRecord.CisPeptide or PdbRecord.Dropped:
                break;
            default:
                ReadOther(line, record, number);
                break;
        }
    }

    private StructureBuilder OpenModel()
    {
        if (builder == null)
        {
            atoms.Restart();
            builder = new StructureBuilder(structure.Models.Count + 1);
        }

        return builder;
    }

    private void StartModel(PdbLine line, int number)
    {
        sawCoordinates = true;
        if (builder is { AtomCount: > 0 })
            faults.Odd(number, $"MODEL before the ENDMDL of model {builder.Number}");
        CloseModel();
        int next = structure.Models.Count + 1;
        if (!NumberText.TryParse(line.Field(7, 80), out int modelNumber) || structure.Models.Exists(m => m.Number == modelNumber))
        {
            faults.Odd(number, $"model number '{StringPool.Decode(line.Field(7, 80))}' is missing or used twice; counted as {next}");
            modelNumber = next;
        }

        atoms.Restart();
        builder = new StructureBuilder(modelNumber);
    }

    private void CloseModel()
    {
        if (builder is { AtomCount: > 0 })
        {
            atomCount += builder.AtomCount;
            structure.Models.Add(builder.Finish(structure.Warnings));
        }

        builder = null;
    }

    private void ReadBonds(PdbLine line)
    {
        sawCoordinates = true;
        if (!Hybrid36.TryDecode(line.Columns(7, 11), 5, out int from))
            return;
        for (int column = 12; column <= 27; column += 5)
        {
            if (Hybrid36.TryDecode(line.Columns(column, column + 4), 5, out int to))
                source.Bonds.Add((from, to));
        }
    }

    private void ReadOther(PdbLine line, PdbRecord record, int number)
    {
        if (record == PdbRecord.Cell)
            ReadCell(line, number);
        LinkRecord? link = record switch
        {
            PdbRecord.Disulfide => PdbLinks.ReadDisulfide(line, atoms.Pool),
            PdbRecord.Link => PdbLinks.ReadLink(line, atoms.Pool),
            _ => null,
        };
        if (link != null)
            structure.Links.Add(link);
        else if (record is PdbRecord.Disulfide or PdbRecord.Link)
            faults.Odd(number, "a residue number of the link cannot be read; the link was ignored");
        if (NumberText.Trim(line.Text).Length > 0)
            (sawCoordinates ? source.Trailer : source.Header).Add(StringPool.Decode(line.Text));
    }

    private void ReadCell(PdbLine line, int number)
    {
        Span<double> cell = stackalloc double[6];
        for (int i = 0; i < 6; i++)
        {
            (int first, int last) = i < 3 ? (7 + 9 * i, 15 + 9 * i) : (34 + 7 * (i - 3), 40 + 7 * (i - 3));
            if (NumberText.TryParse(line.Field(first, last), out cell[i]))
                continue;
            faults.Odd(number, $"unit cell value '{StringPool.Decode(line.Field(first, last))}' is not a number; the cell was ignored");
            return;
        }

        source.SpaceGroup = StringPool.Decode(line.Field(56, 66));
        structure.Cell = PdbCell.Make(cell[0], cell[1], cell[2], cell[3], cell[4], cell[5], structure.Warnings);
    }

    private Structure Finish()
    {
        CloseModel();
        faults.Finish(atomCount);
        if (atomsAfterEnd > 0)
            structure.Warnings.Add($"{atomsAfterEnd} atoms behind the END record were ignored");
        atoms.Summarise(structure.Warnings);
        PdbLinks.AddBonds(structure, source.Bonds);
        return structure;
    }
}
