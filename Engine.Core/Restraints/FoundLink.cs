using Engine.Core.Chemistry;

namespace Engine.Core.Restraints;

/// <summary>A bond between two residues of the model.</summary>
/// <param name="Residue1">First residue.</param>
/// <param name="Atom1">Atom of the first residue.</param>
/// <param name="Residue2">Second residue.</param>
/// <param name="Atom2">Atom of the second residue.</param>
/// <param name="Definition">The library's link; null for generic bonds and metal contacts.</param>
/// <param name="IsMetal">True when a metal takes part.</param>
/// <param name="OnlyConformer">The one conformer that it is for; 0 = all.</param>
internal sealed record FoundLink(int Residue1, string Atom1, int Residue2, string Atom2, LinkCandidate? Definition, bool IsMetal, int OnlyConformer);
