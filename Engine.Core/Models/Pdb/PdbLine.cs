namespace Engine.Core.Models.Pdb;

/// <summary>Kinds of PDB records that carry coordinates or structure.</summary>
internal enum PdbRecord
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>ATOM.</summary>
    Atom,

    /// <summary>HETATM.</summary>
    HetAtom,

    /// <summary>ANISOU.</summary>
    Aniso,

    /// <summary>TER.</summary>
    Ter,

    /// <summary>MODEL.</summary>
    Model,

    /// <summary>ENDMDL.</summary>
    EndModel,

    /// <summary>END.</summary>
    End,

    /// <summary>CRYST1.</summary>
    Cell,

    /// <summary>SSBOND.</summary>
    Disulfide,

    /// <summary>LINK.</summary>
    Link,

    /// <summary>CONECT.</summary>
    Bonds,

    /// <summary>CISPEP: not kept, the writer finds cis peptides itself.</summary>
    CisPeptide,

    /// <summary>MASTER, SIGATM, SIGUIJ: not kept.</summary>
    Dropped,
}

/// <summary>One line of a PDB file, without its line end.</summary>
internal readonly ref struct PdbLine(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> text = text;

    /// <summary>The whole line.</summary>
    public ReadOnlySpan<byte> Text => text;

    /// <summary>Number of columns.</summary>
    public int Length => text.Length;

    /// <summary>Columns first to last, counted from 1, both included; shorter or empty where the line ends.</summary>
    public ReadOnlySpan<byte> Columns(int first, int last) => first > text.Length ? default : text[(first - 1)..Math.Min(last, text.Length)];

    /// <summary>Columns without the blanks at both ends.</summary>
    public ReadOnlySpan<byte> Field(int first, int last) => NumberText.Trim(Columns(first, last));

    /// <summary>One column; a blank where the line ends.</summary>
    public char this[int column] => column <= text.Length ? (char)text[column - 1] : ' ';

    /// <summary>One column as a character code of the data model: '\0' for a blank.</summary>
    public char Code(int column) => this[column] == ' ' ? '\0' : this[column];

    /// <summary>The kind of record, any case.</summary>
    public PdbRecord Record()
    {
        Span<byte> word = stackalloc byte[6];
        word.Fill((byte)' ');
        for (int i = 0; i < Math.Min(6, text.Length); i++)
            word[i] = text[i] is >= (byte)'a' and <= (byte)'z' ? (byte)(text[i] - 32) : text[i];
        if (word.StartsWith("ATOM"u8) && word[4] is (byte)' ' or (>= (byte)'0' and <= (byte)'9'))
            return PdbRecord.Atom;
        return word switch
        {
            _ when word.SequenceEqual("HETATM"u8) => PdbRecord.HetAtom,
            _ when word.SequenceEqual("ANISOU"u8) => PdbRecord.Aniso,
            _ when word.SequenceEqual("CONECT"u8) => PdbRecord.Bonds,
            _ when word.StartsWith("TER"u8) && word[3] is (byte)' ' => PdbRecord.Ter,
            _ when word.SequenceEqual("MODEL "u8) => PdbRecord.Model,
            _ when word.SequenceEqual("ENDMDL"u8) => PdbRecord.EndModel,
            _ when word.SequenceEqual("END   "u8) => PdbRecord.End,
            _ when word.SequenceEqual("CRYST1"u8) => PdbRecord.Cell,
            _ when word.SequenceEqual("SSBOND"u8) => PdbRecord.Disulfide,
            _ when word.SequenceEqual("LINK  "u8) || word.SequenceEqual("LINKR "u8) => PdbRecord.Link,
            _ when word.SequenceEqual("CISPEP"u8) => PdbRecord.CisPeptide,
            _ when word.SequenceEqual("MASTER"u8) || word.SequenceEqual("SIGATM"u8) || word.SequenceEqual("SIGUIJ"u8) => PdbRecord.Dropped,
            _ => PdbRecord.Other,
        };
    }
}
