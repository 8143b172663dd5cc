using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Refinement.Flips;

/// <summary>A peptide group with what moves when it is turned: its two residues and one more on either side.</summary>
/// <param name="Plane">The peptide group.</param>
/// <param name="Residues">Residues that move, in chain order.</param>
/// <param name="MainChain">N, CA, C, O and CB of these residues.</param>
internal sealed record PeptideWindow(PeptidePlane Plane, int[] Residues, int[] MainChain)
{
    private const double Surroundings = 6;

    /// <summary>The windows of peptide groups.</summary>
    public static PeptideWindow[] Of(Model model, double[] x, IEnumerable<PeptidePlane> planes)
    {
        ILookup<int, int> before = BackboneFinder.Peptides(model, x).ToLookup(p => p.Residue2, p => p.Residue1), after = BackboneFinder.Peptides(model, x).ToLookup(p => p.Residue1, p => p.Residue2);
        return [.. planes.Select(p =>
        {
            int[] residues = [.. before[p.Residue1].Concat([p.Residue1, p.Residue2]).Concat(after[p.Residue2]).Distinct()];
            return new PeptideWindow(p, residues, [.. residues.SelectMany(r => Atoms(model, r)).Where(i => model.Atoms[i].Name is "N" or "CA" or "C" or "O" or "CB")]);
        })];
    }

    /// <summary>Marks the atoms that move.</summary>
    public bool[] Movable(Model model, bool[] movable)
    {
        var moving = new bool[movable.Length];
        foreach (int i in Residues.SelectMany(r => Atoms(model, r)))
            moving[i] = movable[i];
        return moving;
    }

    /// <summary>Sorts windows into sets whose members do not see each other move: greedy colouring in order.</summary>
    public static int[][] Colours(Model model, double[] x, PeptideWindow[] windows)
    {
        Vec3[] centres = [.. windows.Select(w => 0.5 * (TermGeometry.At(x, w.Plane.CA1) + TermGeometry.At(x, w.Plane.CA2)))];
        double[] radii = [.. windows.Select((w, k) => w.Residues.SelectMany(r => Atoms(model, r)).Max(i => Vec3.Distance(centres[k], TermGeometry.At(x, i))))];
        var colours = new int[windows.Length];
        for (int i = 0; i < windows.Length; i++)
        {
            HashSet<int> taken = [.. Enumerable.Range(0, i).Where(j => Vec3.Distance(centres[i], centres[j]) < radii[i] + radii[j] + Surroundings + 1).Select(j => colours[j])];
            while (taken.Contains(colours[i]))
                colours[i]++;
        }

        return [.. Enumerable.Range(0, windows.Length).GroupBy(i => colours[i]).OrderBy(g => g.Key).Select(g => g.ToArray())];
    }

    private static IEnumerable<int> Atoms(Model model, int residue) => Enumerable.Range(model.Residues[residue].FirstAtom, model.Residues[residue].AtomCount);
}
