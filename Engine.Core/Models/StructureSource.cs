using Engine.Core.Models.Cif;

namespace Engine.Core.Models;

/// <summary>What a model file held besides the model: kept so that a rewritten file keeps it.</summary>
internal abstract record StructureSource;

/// <summary>An mmCIF file.</summary>
/// <param name="Document">The file.</param>
/// <param name="Block">The block with the coordinates.</param>
internal sealed record MmcifSource(CifDocument Document, CifBlock Block) : StructureSource;

/// <summary>A PDB file.</summary>
/// <param name="Header">Lines before the first coordinate, as they are, in order.</param>
/// <param name="Trailer">Lines of other kinds between and after the coordinates.</param>
/// <param name="Bonds">CONECT records as pairs of serial numbers, in order; one line's first number with each of its others.</param>
internal sealed record PdbSource(List<string> Header, List<string> Trailer, List<(int From, int To)> Bonds) : StructureSource
{
    /// <summary>Space group symbol of CRYST1; empty when none.</summary>
    public string SpaceGroup { get; set; } = "";
}
