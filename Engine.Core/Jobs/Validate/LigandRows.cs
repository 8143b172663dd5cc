using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Jobs.Validate;

/// <summary>Describes the ligands of a model.</summary>
internal static class LigandRows
{
    /// <summary>All residues that are neither amino acid, nucleotide, ion nor water, in file order.</summary>
    /// <param name="report">Report with its residues.</param>
    /// <param name="checks">Covalent terms and restraints.</param>
    public static IReadOnlyList<LigandValidation> Of(ValidationReport report, ModelChecks checks) =>
        [.. report.Residues.Where(r => r.Kind == ResidueClass.Other).Select(r => Describe(report, checks, r))];

    private static LigandValidation Describe(ValidationReport report, ModelChecks checks, ResidueValidation row)
    {
        Model model = report.Structure!.First;
        TermSums bonds = checks.Terms.Bonds[row.Residue], angles = checks.Terms.Angles[row.Residue];
        TermOutlier? worst = checks.Terms.Worst(row.Residue);
        bool isUnknown = checks.Restraints.UnknownComponents.Contains(row.Name);
        return new(
            row.Residue, Labels.Residue(model, row.Residue), row.Name, isUnknown ? null : checks.Restraints.ComponentSources.GetValueOrDefault(row.Name), row.HeavyAtoms, bonds.Count, bonds.RmsZ,
            bonds.Rmsd, angles.Count, angles.RmsZ, angles.Rmsd, worst == null ? null : TermText.Of(model, worst), worst?.Z, row.Clashes ?? 0, row.MeanB, row.Occupancy, row.Cc, row.Q, row.Inclusion,
            row.Position);
    }
}
