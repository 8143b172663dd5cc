using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Models.Pdb;

/// <summary>Reads ATOM, HETATM and ANISOU lines.</summary>
internal sealed class PdbAtomReader(string file, ReadFaults faults)
{
    private readonly PdbNumbers serials = new(5);
    private readonly PdbNumbers residueNumbers = new(4);
    private readonly byte[] lastName = new byte[15];
    private Atom? lastAtom;
    private string lastChain = "";
    private string lastResidue = "";
    private int missingOccupancy, missingB, guessedElements, unknownElements, badOccupancy, negativeB, countedNumbers;

    /// <summary>Names of this file.</summary>
    public StringPool Pool { get; } = new();

    /// <summary>Starts a model.</summary>
    public void Restart()
    {
        serials.Restart();
        residueNumbers.Restart();
        lastAtom = null;
    }

    /// <summary>Reads an atom into a model.</summary>
    /// <exception cref="InputException">A coordinate is stars, or too many lines are unreadable.</exception>
    public void Read(PdbLine line, int number, bool isHetero, StructureBuilder builder)
    {
        lastAtom = null;
        if (!TryPosition(line, number, out Vec3 position))
            return;
        bool lowerCase = line[1] is 'a' or 'h';
        string name = Name(line.Field(13, 16), lowerCase), residue = Name(line.Field(18, 20), lowerCase), chain = Pool.Get(line.Field(21, 22));
        if (name.Length == 0)
        {
            faults.AtomLeftOut(number, "the atom has no name");
            return;
        }

        if (chain != lastChain)
            residueNumbers.Restart();
        char altLoc = line.Code(17);
        int advance = chain != lastChain || residue != lastResidue || builder.CurrentHas(name, altLoc) ? 1 : 0;
        (lastChain, lastResidue) = (chain, residue);
        if (!residueNumbers.TryDecode(line.Columns(23, 26), advance, out int residueNumber))
            faults.Odd(number, $"residue number '{StringPool.Decode(line.Field(23, 26))}' is not a number; {residueNumber} was used");
        countedNumbers += residueNumbers.WasStars ? 1 : 0;
        serials.TryDecode(line.Columns(7, 11), 1, out int serial);

        bool oldFormat = IsOldFormat(line);
        var atom = new Atom
        {
            Name = name,
            AltLoc = altLoc,
            Serial = serial,
            Position = position,
            Element = ReadElement(line, residue),
            Charge = ReadCharge(line),
            Occupancy = ReadOccupancy(line, number),
            BIso = ReadB(line, number),
        };
        string segment = oldFormat ? "" : Pool.Get(line.Field(73, 76));
        builder.Add(new ResidueKey(chain, residueNumber, line.Code(27), residue, segment, ""), atom, isHetero);
        lastAtom = atom;
        line.Columns(13, 27).CopyTo(lastName);
    }

    /// <summary>Reads the anisotropic displacement of the atom before.</summary>
    public void ReadAniso(PdbLine line, int number)
    {
        if (lastAtom == null)
            return;
        if (!line.Columns(13, 27).SequenceEqual(lastName))
        {
            faults.Odd(number, "ANISOU does not belong to the atom before it and was ignored");
            return;
        }

        double[] u = new double[6];
        for (int i = 0; i < 6; i++)
        {
            if (!NumberText.TryParse(line.Field(29 + 7 * i, 35 + 7 * i), out int value))
            {
                faults.Odd(number, $"ANISOU value '{StringPool.Decode(line.Field(29 + 7 * i, 35 + 7 * i))}' is not a number; the record was ignored");
                return;
            }

            u[i] = value * 1e-4;
        }

        // Some programs write zeros for isotropic atoms.
        if (u.AsSpan().ContainsAnyExcept(0.0))
            lastAtom.UAniso = u;
    }

    /// <summary>Adds one line for each oddity that many atoms share.</summary>
    public void Summarise(List<string> warnings)
    {
        AddCount(warnings, missingOccupancy, "have no occupancy: 1 was assumed");
        AddCount(warnings, missingB, FormattableString.Invariant($"have no B factor: {PdbReader.MissingB} Å² was assumed"));
        AddCount(warnings, badOccupancy, "have an occupancy below 0 or above 1");
        AddCount(warnings, negativeB, "have a negative B factor");
        AddCount(warnings, guessedElements, "have no element: it was taken from the atom name");
        AddCount(warnings, unknownElements, "have an unknown element");
        AddCount(warnings, countedNumbers, "have stars as residue number: it was counted on");
    }

    private static void AddCount(List<string> warnings, int count, string text)
    {
        if (count > 0)
            warnings.Add($"{count} atoms {text}");
    }

    private bool TryPosition(PdbLine line, int number, out Vec3 position)
    {
        position = default;
        Span<double> xyz = stackalloc double[3];
        for (int i = 0; i < 3; i++)
        {
            ReadOnlySpan<byte> field = line.Field(31 + 8 * i, 38 + 8 * i);
            if (NumberText.TryParse(field, out xyz[i]))
                continue;
            if (field.IndexOf("**"u8) >= 0)
                throw new InputException($"{file}, line {number}: coordinate {"xyz"[i]} is '{StringPool.Decode(field)}', too large for a PDB file; use the mmCIF file");
            faults.AtomLeftOut(number, $"coordinate {"xyz"[i]} '{StringPool.Decode(field)}' is not a number (are the columns shifted?)");
            return false;
        }

        position = new Vec3(xyz[0], xyz[1], xyz[2]);
        return true;
    }

    private string Name(ReadOnlySpan<byte> field, bool toUpper)
    {
        if (!toUpper)
            return Pool.Get(field);
        Span<byte> upper = stackalloc byte[4];
        System.Text.Ascii.ToUpper(field, upper, out int written);
        return Pool.Get(upper[..written]);
    }

    /// <summary>True when columns 73 to 80 hold the entry id and a line number, as in files before 1996.</summary>
    private static bool IsOldFormat(PdbLine line)
    {
        ReadOnlySpan<byte> tail = line.Field(77, 80);
        return tail.Length > 0 && tail.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && line.Columns(73, 76).IndexOf((byte)' ') < 0;
    }

    private Element ReadElement(PdbLine line, string residue)
    {
        ReadOnlySpan<byte> field = line.Field(77, 78);
        if (field.Length is not (1 or 2) || !PdbElements.TryGet(field.Length == 1 ? ' ' : (char)field[0], (char)field[^1], out Element element))
        {
            Span<char> columns = stackalloc char[4];
            for (int i = 0; i < 4; i++)
                columns[i] = char.ToUpperInvariant(line[13 + i]);
            element = ElementGuess.FromColumns(columns, residue);
            guessedElements++;
        }

        if (element == Element.Unknown)
            unknownElements++;
        return element;
    }

    /// <summary>Reads "2+", "+2", "2-" or "+"; anything else is no charge.</summary>
    private static sbyte ReadCharge(PdbLine line)
    {
        (char a, char b) = (line[79], line[80]);
        if (a is '+' or '-')
            (a, b) = (b, a);
        int size = a is >= '0' and <= '9' ? a - '0' : a == ' ' ? 1 : 0;
        return b switch
        {
            '+' => (sbyte)size,
            '-' => (sbyte)-size,
            _ => 0,
        };
    }

    private double ReadOccupancy(PdbLine line, int number)
    {
        ReadOnlySpan<byte> field = line.Field(55, 60);
        double value = 1;
        if (field.Length == 0)
            missingOccupancy++;
        else if (!NumberText.TryParse(field, out value))
            faults.Odd(number, $"occupancy '{StringPool.Decode(field)}' is not a number; {value = 1} was used");
        if (value is < 0 or > 1)
            badOccupancy++;
        return value;
    }

    private double ReadB(PdbLine line, int number)
    {
        ReadOnlySpan<byte> field = line.Field(61, 66);
        double value = PdbReader.MissingB;
        if (field.Length == 0)
            missingB++;
        else if (!NumberText.TryParse(field, out value))
            faults.Odd(number, $"B factor '{StringPool.Decode(field)}' is not a number; {value = PdbReader.MissingB} was used");
        if (value < 0)
            negativeB++;
        return value;
    }
}
