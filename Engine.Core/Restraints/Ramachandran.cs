using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>
/// Ramachandran restraints: each residue with both neighbours gets E = w U(φ, ψ), U the smooth potential of its class fitted to the Top8000 distributions. With them the share of favoured
/// residues is no independent validation any more.
/// </summary>
public static class Ramachandran
{
    private const double PoorResolution = 3.5;

    /// <summary>The weight that suits a resolution: 1, the scale of a negative log-likelihood, and 5 beyond 3.5 Å, where the model map pulls on few, blurred features.</summary>
    /// <param name="resolution">d, Å.</param>
    public static double WeightAt(double resolution) => resolution > PoorResolution ? 5 : 1;

    /// <summary>The terms of all residues of a model; to be added to other restraints by <see cref="RestraintTableParts.Append"/>.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="positions">3N coordinates, Å: they tell which neighbours are bonded and which prolines are cis.</param>
    /// <param name="weight">w, more than 0.</param>
    /// <param name="selection">Only residues whose five atoms include a selected one; null = all.</param>
    /// <exception cref="ArgumentException">The numbers of atoms differ.</exception>
    public static RestraintTable Restraints(Model model, ReadOnlySpan<double> positions, double weight, bool[]? selection = null)
    {
        if (selection != null && selection.Length != model.Atoms.Count)
            throw new ArgumentException($"the selection has {selection.Length} flags for {model.Atoms.Count} atoms", nameof(selection));
        BackboneResidue[] residues = [.. BackboneFinder.Residues(model, positions).Where(r => selection == null || Array.Exists(r.Atoms, a => selection[a]))];
        return new RestraintTable
        {
            AtomCount = model.Atoms.Count,
            SurfaceAtoms = [.. residues.SelectMany(r => r.Atoms)],
            SurfaceClass = [.. residues.Select(r => (int)r.Class)],
            SurfaceWeight = [.. residues.Select(_ => weight)],
            Surfaces = RamachandranTable.Surfaces,
        };
    }
}
