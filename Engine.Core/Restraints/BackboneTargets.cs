using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>
/// Puts conformation-dependent targets (<see cref="BackboneGeometryTable"/>) in the place of a dictionary's for bonds and angles of the main chain. They belong to the φ and ψ of some coordinates and stay as they
/// are during a minimisation. Residues at the ends of chains, D-amino acids and modified residues keep the targets of the dictionary.
/// </summary>
public sealed class BackboneTargets
{
    private readonly Model model;
    private readonly RestraintTable table;
    private readonly Dictionary<(int, int), int> bonds = [];
    private readonly Dictionary<(int, int, int), int> angles = [];

    /// <summary>Prepares the search for terms.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="table">Terms of its atoms.</param>
    public BackboneTargets(Model model, RestraintTable table)
    {
        (this.model, this.table) = (model, table);
        int[] b = table.BondAtoms, a = table.AngleAtoms;
        for (int k = 0; k < table.BondCount; k++)
            bonds[(Math.Min(b[2 * k], b[2 * k + 1]), Math.Max(b[2 * k], b[2 * k + 1]))] = k;
        for (int k = 0; k < table.AngleCount; k++)
            angles[(Math.Min(a[3 * k], a[3 * k + 2]), a[3 * k + 1], Math.Max(a[3 * k], a[3 * k + 2]))] = k;
    }

    /// <summary>The table with the targets of some coordinates.</summary>
    /// <param name="x">3N coordinates, Å.</param>
    /// <returns>The table, and the number of residues whose targets depend on their conformation.</returns>
    public (RestraintTable Table, int Residues) At(ReadOnlySpan<double> x)
    {
        double[] bondIdeal = [.. table.BondIdeal], bondWeight = [.. table.BondWeight], angleIdeal = [.. table.AngleIdeal], angleWeight = [.. table.AngleWeight];
        var done = new HashSet<int>();
        HashSet<int> behindCis = BehindCis(x);
        foreach (BackboneResidue residue in BackboneFinder.Residues(model, x))
        {
            Vec3[] p = new Vec3[5];
            for (int k = 0; k < p.Length; k++)
                p[k] = TermGeometry.At(x, residue.Atoms[k]);
            IReadOnlyList<BackboneTarget?>? targets = BackboneGeometryTable.BuiltIn.Find(
                model.Residues[residue.Residue].Name, model.Residues[residue.Next].Name, Vec3.TorsionDegrees(p[0], p[1], p[2], p[3]), Vec3.TorsionDegrees(p[1], p[2], p[3], p[4]),
                behindCis.Contains(residue.Atoms[1]));
            if (targets == null)
                continue;
            done.Add(residue.Residue);
            for (int t = 0; t < targets.Count; t++)
            {
                if (targets[t] is not { } target)
                    continue;
                foreach (int[] atoms in Atoms(residue, BackboneGeometryTable.Terms[t]))
                {
                    if (atoms.Length == 2 && bonds.TryGetValue((Math.Min(atoms[0], atoms[1]), Math.Max(atoms[0], atoms[1])), out int bond))
                        (bondIdeal[bond], bondWeight[bond]) = (target.Ideal, 1 / (target.Sigma * target.Sigma));
                    else if (atoms.Length == 3 && angles.TryGetValue((Math.Min(atoms[0], atoms[2]), atoms[1], Math.Max(atoms[0], atoms[2])), out int angle))
                        (angleIdeal[angle], angleWeight[angle]) = (target.Ideal, 1 / (target.Sigma * target.Sigma));
                }
            }
        }

        return (table with { BondIdeal = bondIdeal, BondWeight = bondWeight, AngleIdeal = angleIdeal, AngleWeight = angleWeight }, done.Count);
    }

    /// <summary>Nitrogen atoms of cis peptides.</summary>
    private HashSet<int> BehindCis(ReadOnlySpan<double> x)
    {
        HashSet<int> found = [];
        foreach (PeptideBond bond in BackboneFinder.Peptides(model, x))
        {
            int[] a = bond.Atoms;
            if (PeptideIsomer.IsCis(TermGeometry.At(x, a[0]), TermGeometry.At(x, a[1]), TermGeometry.At(x, a[2]), TermGeometry.At(x, a[3])))
                found.Add(a[2]);
        }

        return found;
    }

    /// <summary>The atoms of a term: O and CB may have several conformers beside a main chain that has one.</summary>
    private IEnumerable<int[]> Atoms(BackboneResidue residue, string[] names)
    {
        int varied = Array.FindIndex(names, n => n is "O" or "CB");
        int[] atoms = [.. names.Select(n => n switch { "-C" => residue.Atoms[0], "N" => residue.Atoms[1], "CA" => residue.Atoms[2], "C" => residue.Atoms[3], "+N" => residue.Atoms[4], _ => -1 })];
        if (varied < 0)
        {
            yield return atoms;
            yield break;
        }

        Residue own = model.Residues[residue.Residue];
        for (int i = own.FirstAtom; i < own.FirstAtom + own.AtomCount; i++)
        {
            if (model.Atoms[i].Name == names[varied])
                yield return [.. atoms.Select((a, k) => k == varied ? i : a)];
        }
    }
}
