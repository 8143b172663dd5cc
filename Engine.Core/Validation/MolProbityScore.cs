namespace Engine.Core.Validation;

/// <summary>
/// The MolProbity score: one number from clashes, rotamers and backbone, on the scale of the resolution at which such values are usual in crystal structures (Davis and co-workers, Nucleic
/// Acids Res. 35 (2007) W375; Chen and co-workers, Acta Cryst. D66 (2010) 12). Lower is better.
/// </summary>
public static class MolProbityScore
{
    /// <summary>0.426 ln(1 + clashscore) + 0.33 ln(1 + max(0, rotamer outliers - 1)) + 0.25 ln(1 + max(0, 100 - favoured - 2)) + 0.5.</summary>
    /// <param name="clashscore">Clashes per 1000 atoms.</param>
    /// <param name="rotamerOutlierPercent">Rotamer outliers, per cent of all side chains.</param>
    /// <param name="ramachandranFavouredPercent">Favoured residues, per cent.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, not a number, or a percentage above 100.</exception>
    public static double Of(double clashscore, double rotamerOutlierPercent, double ramachandranFavouredPercent)
    {
        if (!(clashscore >= 0))
            throw new ArgumentOutOfRangeException(nameof(clashscore), clashscore, "a clashscore is 0 or more");
        RequirePercent(rotamerOutlierPercent, nameof(rotamerOutlierPercent));
        RequirePercent(ramachandranFavouredPercent, nameof(ramachandranFavouredPercent));
        return 0.426 * Math.Log(1 + clashscore) + 0.33 * Math.Log(1 + Math.Max(0, rotamerOutlierPercent - 1))
            + 0.25 * Math.Log(1 + Math.Max(0, 100 - ramachandranFavouredPercent - 2)) + 0.5;
    }

    private static void RequirePercent(double value, string name)
    {
        if (!(value is >= 0 and <= 100))
            throw new ArgumentOutOfRangeException(name, value, "a percentage lies between 0 and 100");
    }
}
