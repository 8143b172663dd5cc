using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Deviations of bonds and angles without hydrogens from conformation-dependent targets (<see cref="BackboneTargets"/>), side chains from those of the dictionary.</summary>
/// <param name="Residues">Residues whose targets depend on their φ and ψ.</param>
/// <param name="BondRmsd">Å.</param>
/// <param name="AngleRmsd">Degrees.</param>
public sealed record BackboneGeometry(int Residues, double BondRmsd, double AngleRmsd)
{
    /// <summary>Measures coordinates by the targets of their own φ and ψ.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="table">Terms with the dictionary's targets.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="selected">Atoms that count.</param>
    public static BackboneGeometry Of(Model model, RestraintTable table, double[] x, bool[] selected)
    {
        (RestraintTable targets, int residues) = new BackboneTargets(model, table).At(x);
        (double bond, double angle) = BondAngleRmsd.Compute(targets, x, [.. selected.Select((s, i) => s && !model.Atoms[i].Element.IsHydrogen)]);
        return new(residues, bond, angle);
    }
}
