using Engine.Core.Models;

namespace Engine.Core.Refinement;

/// <summary>How strongly the model map may pull each atom.</summary>
public static class MapPull
{
    /// <summary>
    /// Factor of the carboxyl oxygens of Asp and Glu. Negatively charged groups appear weak or negative in electron maps, and radiation removes them first (Hattne et al.,
    /// Structure 26 (2018) 759): what is seen at their place misleads.
    /// </summary>
    public const double Carboxylate = 0.25;

    /// <summary>1 for atoms that move, less for carboxyl oxygens, 0 for fixed atoms and hydrogens.</summary>
    /// <param name="model">Names.</param>
    /// <param name="problem">What moves.</param>
    public static float[] Of(Model model, RefinementProblem problem) => [.. model.Atoms.Select((a, i) =>
        !problem.Movable[i] || !(problem.MapWeights[i] > 0) ? 0f : IsCarboxylOxygen(model, a) ? (float)Carboxylate : 1f)];

    /// <summary>True for OD1, OD2 of Asp and OE1, OE2 of Glu.</summary>
    /// <param name="model">Residues.</param>
    /// <param name="atom">Atom.</param>
    public static bool IsCarboxylOxygen(Model model, Atom atom) => model.Residues[atom.ResidueIndex].Name switch
    {
        "ASP" => atom.Name is "OD1" or "OD2",
        "GLU" => atom.Name is "OE1" or "OE2",
        _ => false,
    };
}
