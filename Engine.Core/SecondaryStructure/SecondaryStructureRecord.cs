namespace Engine.Core.SecondaryStructure;

/// <summary>Kinds of helices, by which residue a carbonyl is bonded to.</summary>
public enum HelixKind
{
    /// <summary>i to i + 4.</summary>
    Alpha,

    /// <summary>i to i + 3.</summary>
    ThreeTen,

    /// <summary>i to i + 5.</summary>
    Pi,
}

/// <summary>A helix.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="First">First residue, index into the model's residues.</param>
/// <param name="Last">Last residue.</param>
/// <param name="Length">Number of residues.</param>
/// <param name="FromTrace">True when only the CA trace showed it.</param>
public sealed record HelixRecord(HelixKind Kind, int First, int Last, int Length, bool FromTrace);

/// <summary>A stretch of a sheet.</summary>
/// <param name="First">First residue, index into the model's residues.</param>
/// <param name="Last">Last residue.</param>
public sealed record StrandRecord(int First, int Last);

/// <summary>Two strands side by side.</summary>
/// <param name="IsParallel">Direction.</param>
/// <param name="First">One side.</param>
/// <param name="Second">Other side.</param>
/// <param name="Bridges">Number of residue pairs.</param>
public sealed record LadderRecord(bool IsParallel, StrandRecord First, StrandRecord Second, int Bridges);

/// <summary>Ladders that share strands.</summary>
/// <param name="Ladders">At least one.</param>
/// <param name="Strands">The stretches of residues that take part, in file order.</param>
public sealed record SheetRecord(IReadOnlyList<LadderRecord> Ladders, IReadOnlyList<StrandRecord> Strands);

/// <summary>What a backbone hydrogen bond belongs to.</summary>
public enum HydrogenBondKind
{
    /// <summary>i to i + 4.</summary>
    AlphaHelix,

    /// <summary>i to i + 3.</summary>
    ThreeTenHelix,

    /// <summary>i to i + 5.</summary>
    PiHelix,

    /// <summary>Between parallel strands.</summary>
    ParallelSheet,

    /// <summary>Between antiparallel strands.</summary>
    AntiparallelSheet,
}

/// <summary>A hydrogen bond of a helix or sheet, as atoms of the model.</summary>
/// <param name="Kind">What it belongs to.</param>
/// <param name="AcceptorC">Carbonyl carbon.</param>
/// <param name="AcceptorO">Carbonyl oxygen.</param>
/// <param name="DonorN">Nitrogen.</param>
/// <param name="DonorCA">CA of the nitrogen's residue.</param>
/// <param name="PreviousC">Carbon bonded to the nitrogen.</param>
/// <param name="IsEnd">First or last bond of its helix.</param>
/// <param name="Distance">N-O distance, Å.</param>
public sealed record StructuralHydrogenBond(
    HydrogenBondKind Kind, int AcceptorC, int AcceptorO, int DonorN, int DonorCA, int PreviousC, bool IsEnd, double Distance);

/// <summary>Secondary structure of the protein part of a model.</summary>
public sealed record SecondaryStructureRecord
{
    /// <summary>Helices in file order.</summary>
    public required IReadOnlyList<HelixRecord> Helices { get; init; }

    /// <summary>Sheets.</summary>
    public required IReadOnlyList<SheetRecord> Sheets { get; init; }

    /// <summary>Hydrogen bonds of helices and sheets.</summary>
    public required IReadOnlyList<StructuralHydrogenBond> Bonds { get; init; }

    /// <summary>
    /// One letter per residue of the model: H, G, I for alpha, 3-10 and pi helices, E for strands, B for a lone bridge, '-' for the rest.
    /// </summary>
    public required string Codes { get; init; }

    /// <summary>Number of all backbone hydrogen bonds, in helices, sheets or elsewhere.</summary>
    public required int BackboneBonds { get; init; }

    /// <summary>Amino acids that the assignment saw.</summary>
    public required int Residues { get; init; }
}
