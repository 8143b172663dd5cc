using Engine.Core.Geometry;

namespace Engine.Core.Models;

/// <summary>A file with coordinates: one or more models and what the file says about them.</summary>
public sealed class Structure
{
    /// <summary>Path of the file it was read from, or a name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Models in file order; at least one.</summary>
    public List<Model> Models { get; } = [];

    /// <summary>Unit cell; null when absent or the 1×1×1 dummy.</summary>
    public UnitCell? Cell { get; set; }

    /// <summary>Links that the file records (SSBOND, LINK, struct_conn, CONECT between residues).</summary>
    public List<LinkRecord> Links { get; } = [];

    /// <summary>What was odd about the file, one line each.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The first model, the one that commands work on.</summary>
    public Model First => Models[0];

    /// <summary>What the file held besides the model, for the writers; null when not read from a file.</summary>
    internal StructureSource? Source { get; set; }
}

/// <summary>One set of coordinates: atoms, residues and chains as flat lists that index each other, in file order.</summary>
public sealed class Model
{
    /// <summary>Model number of the file, 1 when the file has none.</summary>
    public int Number { get; set; } = 1;

    /// <summary>All atoms, in file order; a residue's atoms follow each other.</summary>
    public List<Atom> Atoms { get; } = [];

    /// <summary>All residues; residues of different names at one place (microheterogeneity) are separate entries that follow each other.</summary>
    public List<Residue> Residues { get; } = [];

    /// <summary>All chains, one entry per author chain id, in order of first appearance.</summary>
    public List<Chain> Chains { get; } = [];
}

/// <summary>A chain: all residues of one author chain id. Its residues need not follow each other in the file (waters at the end).</summary>
public sealed class Chain
{
    /// <summary>Author chain id (auth_asym_id); may be empty.</summary>
    public string Id { get; set; } = "";

    /// <summary>Indices into <see cref="Model.Residues"/>, in file order.</summary>
    public List<int> Residues { get; } = [];
}

/// <summary>A residue, ligand, ion or water.</summary>
public sealed class Residue
{
    /// <summary>Component id, up to 5 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>Index into <see cref="Model.Chains"/>.</summary>
    public int ChainIndex { get; set; }

    /// <summary>Author residue number.</summary>
    public int Number { get; set; }

    /// <summary>Insertion code; '\0' when none.</summary>
    public char InsertionCode { get; set; }

    /// <summary>Segment id (PDB columns 73-76); empty when none.</summary>
    public string SegmentId { get; set; } = "";

    /// <summary>label_asym_id; empty when unknown.</summary>
    public string LabelChain { get; set; } = "";

    /// <summary>label_seq_id; null for non-polymers or when unknown.</summary>
    public int? LabelNumber { get; set; }

    /// <summary>label_entity_id; empty when unknown.</summary>
    public string EntityId { get; set; } = "";

    /// <summary>True when the atoms are HETATM records.</summary>
    public bool IsHetero { get; set; }

    /// <summary>True when a TER record follows in the file.</summary>
    public bool EndsChain { get; set; }

    /// <summary>Index of its first atom in <see cref="Model.Atoms"/>.</summary>
    public int FirstAtom { get; set; }

    /// <summary>Number of atoms.</summary>
    public int AtomCount { get; set; }
}

/// <summary>An atom. Mutable: position, B and occupancy change in refinement.</summary>
public sealed class Atom
{
    /// <summary>Name without blanks, such as "CA".</summary>
    public string Name { get; set; } = "";

    /// <summary>Element.</summary>
    public Element Element { get; set; }

    /// <summary>Formal charge.</summary>
    public sbyte Charge { get; set; }

    /// <summary>Alternate location; '\0' when none.</summary>
    public char AltLoc { get; set; }

    /// <summary>Serial number of the file.</summary>
    public int Serial { get; set; }

    /// <summary>Index into <see cref="Model.Residues"/>.</summary>
    public int ResidueIndex { get; set; }

    /// <summary>Position, Å.</summary>
    public Vec3 Position { get; set; }

    /// <summary>Occupancy.</summary>
    public double Occupancy { get; set; } = 1;

    /// <summary>Isotropic (or equivalent) B factor, Å².</summary>
    public double BIso { get; set; }

    /// <summary>Six numbers U11 U22 U33 U12 U13 U23 (Cartesian, Å²), or null.</summary>
    public double[]? UAniso { get; set; }

    /// <summary>Row of atom_site that the atom was read from; -1 for others.</summary>
    internal int SourceRow { get; set; } = -1;
}

/// <summary>One side of a link.</summary>
/// <param name="Chain">Author chain id.</param>
/// <param name="Number">Author residue number.</param>
/// <param name="InsertionCode">Insertion code or '\0'.</param>
/// <param name="ResidueName">Component id.</param>
/// <param name="AtomName">Atom name.</param>
/// <param name="AltLoc">Alternate location or '\0'.</param>
public sealed record LinkPartner(string Chain, int Number, char InsertionCode, string ResidueName, string AtomName, char AltLoc);

/// <summary>A bond between residues that the file records.</summary>
/// <param name="Kind">"disulf", "covale", "metalc" or "hydrog" (struct_conn terms; SSBOND = disulf, LINK = covale unless a metal takes part).</param>
/// <param name="First">One side.</param>
/// <param name="Second">Other side.</param>
/// <param name="SymmetryDiffers">True when the partner is a symmetry copy: no bond inside this model.</param>
public sealed record LinkRecord(string Kind, LinkPartner First, LinkPartner Second, bool SymmetryDiffers)
{
    /// <summary>Symmetry operator of the first side as in mmCIF, such as "1_555"; empty when the file has none.</summary>
    public string FirstSymmetry { get; init; } = "";

    /// <summary>Symmetry operator of the second side.</summary>
    public string SecondSymmetry { get; init; } = "";
}
