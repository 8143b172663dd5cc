using Engine.Core.Geometry;

namespace Engine.Core.Jobs.Validate;

/// <summary>Kinds of outliers.</summary>
public enum OutlierKind
{
    /// <summary>Heavy atoms as near as if they were bonded.</summary>
    Collision,

    /// <summary>A centre of the wrong hand, or far from its chiral volume.</summary>
    Chirality,

    /// <summary>A cis peptide to another residue than proline.</summary>
    CisPeptide,

    /// <summary>A twisted peptide.</summary>
    TwistedPeptide,

    /// <summary>A Ramachandran outlier.</summary>
    Ramachandran,

    /// <summary>A clash of atoms with hydrogens.</summary>
    Clash,

    /// <summary>A Cβ away from where its main chain expects it.</summary>
    CBeta,

    /// <summary>A rotamer outlier.</summary>
    Rotamer,

    /// <summary>An Asn, Gln or His whose end makes better contacts turned by 180°.</summary>
    Flip,

    /// <summary>A sugar whose torsions do not fit its pucker.</summary>
    SugarPucker,

    /// <summary>A backbone of RNA that is no known conformer.</summary>
    Suite,

    /// <summary>A bond length.</summary>
    Bond,

    /// <summary>An angle.</summary>
    Angle,

    /// <summary>A plane.</summary>
    Plane,

    /// <summary>A residue that does not fit the map.</summary>
    Fit,

    /// <summary>Bonded atoms whose B factors differ too much.</summary>
    BFactor,
}

/// <summary>How grave an outlier is.</summary>
public enum OutlierSeverity
{
    /// <summary>Likely wrong: look at it first.</summary>
    Severe,

    /// <summary>Wrong more often than not.</summary>
    Moderate,

    /// <summary>Worth a look.</summary>
    Minor,
}

/// <summary>One place of a model that a person should look at.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Residue">Index of the residue.</param>
/// <param name="Chain">Author chain id; may be empty.</param>
/// <param name="Number">Author residue number.</param>
/// <param name="InsertionCode">Insertion code; empty when none.</param>
/// <param name="Name">Component id.</param>
/// <param name="AltLoc">Alternate location; empty when there is one conformer only.</param>
/// <param name="Atoms">Names of the residue's atoms that are concerned; empty when the whole residue is.</param>
/// <param name="Partner">Readable name of the atom or residue on the other side of a clash, collision or peptide, such as "B 20 VAL O"; null without one.</param>
/// <param name="Text">One line.</param>
/// <param name="Value">Value that makes it an outlier.</param>
/// <param name="Limit">Limit that it exceeds, or falls below.</param>
/// <param name="Unit">Unit of both: "Å", "°", "%", "Å²", "Z" or empty.</param>
/// <param name="Position">Place to look at, Å.</param>
public sealed record Outlier(
    OutlierKind Kind, OutlierSeverity Severity, int Residue, string Chain, int Number, string InsertionCode, string Name, string AltLoc, IReadOnlyList<string> Atoms, string? Partner, string Text,
    double Value, double Limit, string Unit, Vec3 Position);
