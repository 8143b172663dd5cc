using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Jobs.Validate;

/// <summary>Covalent terms as text.</summary>
internal static class TermText
{
    /// <summary>Such as "C1 - C2 1.620 Å, ideal 1.510 Å, Z 5.5"; atoms of other residues with their residue.</summary>
    public static string Of(Model model, TermOutlier term)
    {
        string atoms = string.Join(" - ", Names(model, term.Atoms));
        return term.Kind switch
        {
            CovalentTerm.Bond => FormattableString.Invariant($"bond {atoms} {term.Value:F3} Å, ideal {term.Ideal:F3} Å, Z {term.Z:F1}"),
            CovalentTerm.Angle => FormattableString.Invariant($"angle {atoms} {term.Value:F1}°, ideal {term.Ideal:F1}°, Z {term.Z:F1}"),
            CovalentTerm.Plane => FormattableString.Invariant($"plane {Short(model, term.Atoms)} out by {term.Value:F3} Å, Z {term.Z:F1}"),
            _ => FormattableString.Invariant(
                $"chiral centre {model.Atoms[term.Atoms[0]].Name} {(term.IsWrongHand ? "has the wrong hand" : "is distorted")}: volume {term.Value:F2} Å³, ideal {term.Ideal:F2} Å³"),
        };
    }

    /// <summary>Atom names; with their residue where it is not that of the first atom.</summary>
    public static IEnumerable<string> Names(Model model, int[] atoms) =>
        atoms.Select(a => model.Atoms[a].ResidueIndex == model.Atoms[atoms[0]].ResidueIndex ? model.Atoms[a].Name : Labels.Atom(model, a));

    private static string Short(Model model, int[] atoms) => $"of {string.Join(" ", Names(model, atoms).Take(4))}{(atoms.Length > 4 ? " …" : "")}";
}
