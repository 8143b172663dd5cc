namespace Engine.Core.Models.Cif;

/// <summary>What a piece of CIF text is.</summary>
public enum CifTokenKind : byte
{
    /// <summary>A bare word; "?" and "." are null values.</summary>
    Bare,

    /// <summary>A value between single or double quotes.</summary>
    Quoted,

    /// <summary>A text field between lines that start with a semicolon.</summary>
    TextField,

    /// <summary>A tag, such as _atom_site.id.</summary>
    Tag,

    /// <summary>loop_</summary>
    Loop,

    /// <summary>data_NAME</summary>
    Data,

    /// <summary>save_NAME, or save_ alone at the end of a frame</summary>
    Save,

    /// <summary>global_</summary>
    Global,

    /// <summary>stop_</summary>
    Stop,

    /// <summary>End of the text.</summary>
    End,
}

/// <summary>Place of a value in the text: the characters between the quotes, or the word itself.</summary>
public readonly struct CifToken
{
    private readonly int lengthAndKind;

    /// <summary>Describes a token.</summary>
    public CifToken(int start, int length, CifTokenKind kind) => (Start, lengthAndKind) = (start, (length << 4) | (int)kind);

    /// <summary>Offset of the first byte.</summary>
    public int Start { get; }

    /// <summary>Number of bytes.</summary>
    public int Length => lengthAndKind >> 4;

    /// <summary>What it is.</summary>
    public CifTokenKind Kind => (CifTokenKind)(lengthAndKind & 15);
}
