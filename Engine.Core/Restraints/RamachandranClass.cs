namespace Engine.Core.Restraints;

/// <summary>Kinds of residues with φ, ψ distributions of their own; the numbers are the classes of the surfaces.</summary>
public enum RamachandranClass
{
    /// <summary>None of the others.</summary>
    General,

    /// <summary>Glycine.</summary>
    Glycine,

    /// <summary>Proline behind a cis peptide.</summary>
    CisProline,

    /// <summary>Proline behind a trans peptide.</summary>
    TransProline,

    /// <summary>Before proline, neither glycine nor proline.</summary>
    PreProline,

    /// <summary>Isoleucine or valine, not before proline.</summary>
    IsoleucineValine,
}

/// <summary>Regions of a φ, ψ distribution.</summary>
public enum RamachandranLabel
{
    /// <summary>Hardly ever seen.</summary>
    Outlier,

    /// <summary>Seen now and then.</summary>
    Allowed,

    /// <summary>Common.</summary>
    Favoured,
}

/// <summary>Limits between the regions: published with the Top8000 distributions (Lovell and co-workers, Proteins 50 (2003) 437; Hintze and co-workers, Proteins 84 (2016) 1177).</summary>
public static class RamachandranLimits
{
    /// <summary>Scores from here on are favoured: the region that holds 98 % of the residues.</summary>
    public const double Favoured = 0.02;

    /// <summary>Number of classes.</summary>
    public const int Classes = 6;

    /// <summary>Scores from here on are at least allowed.</summary>
    /// <param name="kind">Class.</param>
    public static double Allowed(RamachandranClass kind) => kind switch
    {
        RamachandranClass.General => 0.0005,
        RamachandranClass.CisProline => 0.002,
        _ => 0.001,
    };

    /// <summary>The region that a score falls into.</summary>
    /// <param name="kind">Class.</param>
    /// <param name="score">Share of the residues of its class that have rarer torsions.</param>
    public static RamachandranLabel Label(RamachandranClass kind, double score) =>
        score >= Favoured ? RamachandranLabel.Favoured : score >= Allowed(kind) ? RamachandranLabel.Allowed : RamachandranLabel.Outlier;
}
