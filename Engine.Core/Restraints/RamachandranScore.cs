namespace Engine.Core.Restraints;

/// <summary>Scores and labels by the built-in potentials.</summary>
public static class RamachandranScore
{
    /// <summary>The share of residues with rarer torsions that a value of the potential stands for; 0 deep in the outlier region, where the far field counts.</summary>
    /// <param name="potential">U.</param>
    public static double Of(double potential) => Math.Max(0, Math.Exp(-potential) - RamachandranFit.Epsilon);

    /// <summary>Score and label of two torsions.</summary>
    /// <param name="kind">Class.</param>
    /// <param name="phi">φ, degrees, -180 to 180.</param>
    /// <param name="psi">ψ, degrees, -180 to 180.</param>
    public static (double Score, RamachandranLabel Label) At(RamachandranClass kind, double phi, double psi)
    {
        double score = Of(RamachandranTable.Surfaces.At((int)kind, phi, psi).Value);
        return (score, RamachandranLimits.Label(kind, score));
    }
}
