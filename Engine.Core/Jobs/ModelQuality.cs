using Engine.Core.Models;
using Engine.Core.Rotamers;
using Engine.Core.Validation;

namespace Engine.Core.Jobs;

/// <summary>What validation counts in a model.</summary>
/// <param name="RamachandranResidues">Residues with φ and ψ.</param>
/// <param name="RamachandranFavoured">Those in favoured regions.</param>
/// <param name="RamachandranOutliers">Those outside allowed regions.</param>
/// <param name="RotamerResidues">Side chains with rotamers.</param>
/// <param name="RotamerOutliers">Those whose torsions are rarer than 0.3 %.</param>
/// <param name="CBetaOutliers">Cβ 0.25 Å or more from where the backbone puts it.</param>
/// <param name="CisPeptides">Cis peptides that are not before proline.</param>
/// <param name="TwistedPeptides">Peptides neither cis nor trans.</param>
public sealed record ModelQuality(
    int RamachandranResidues, int RamachandranFavoured, int RamachandranOutliers, int RotamerResidues, int RotamerOutliers, int CBetaOutliers, int CisPeptides, int TwistedPeptides)
{
    /// <summary>Counts.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="x">3N coordinates, Å.</param>
    public static ModelQuality Of(Model model, double[] x)
    {
        RamachandranReport backbone = RamachandranReport.Compute(model, x);
        RotamerReport sideChains = RotamerReport.Compute(model, x);
        PeptideReport peptides = PeptideReport.Compute(model, x);
        return new(
            backbone.Count, backbone.Favoured, backbone.Outliers, sideChains.Count, sideChains.Outliers, CBetaReport.Compute(model, x).Outliers, peptides.CisOthers,
            peptides.Twisted);
    }
}
