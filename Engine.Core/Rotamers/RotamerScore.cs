namespace Engine.Core.Rotamers;

/// <summary>Region of a χ distribution.</summary>
public enum RotamerLabel
{
    /// <summary>At least 2 % of the residues have rarer torsions.</summary>
    Favoured,

    /// <summary>0.3 to 2 %.</summary>
    Allowed,

    /// <summary>Less than 0.3 %.</summary>
    Outlier,
}

/// <summary>How common the torsions of a side chain are.</summary>
/// <param name="Percent">Share of the residues of the type with rarer torsions, %.</param>
/// <param name="Label">Region; limits as in the Top8000 data.</param>
public readonly record struct RotamerScore(double Percent, RotamerLabel Label)
{
    /// <summary>Percentage from which a side chain is favoured.</summary>
    public const double Favoured = 2;

    /// <summary>Percentage below which a side chain is an outlier.</summary>
    public const double Allowed = 0.3;

    /// <summary>Judges torsions by the built-in distributions.</summary>
    /// <param name="type">One of <see cref="RotamerLibrary.Types"/>.</param>
    /// <param name="chi">χ1, χ2, ..., degrees, of the L-amino acid.</param>
    /// <exception cref="ArgumentException">The type has no rotamers, or more torsions.</exception>
    public static RotamerScore Of(string type, ReadOnlySpan<double> chi)
    {
        if (RotamerTable.BuiltIn.Grids.TryGetValue(type, out RotamerGrid? grid) && chi.Length >= grid.Bins.Length)
            return From(100 * grid.At(chi));
        if (RotamerTable.BuiltIn.Mixtures.TryGetValue(type, out RotamerMixture? mixture) && chi.Length == ChiDefinition.Count(type))
            return From(100 * mixture.At(chi));
        throw new ArgumentException($"no distribution of {type} with {chi.Length} torsions", nameof(type));
    }

    /// <summary>The label of a percentage.</summary>
    /// <param name="percent">Share, %.</param>
    public static RotamerScore From(double percent) =>
        new(percent, percent >= Favoured ? RotamerLabel.Favoured : percent >= Allowed ? RotamerLabel.Allowed : RotamerLabel.Outlier);
}
