using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Validation;

/// <summary>Atoms that take sampling points from each other.</summary>
internal static class QScoreNeighbors
{
    private const int AtomsPerTask = 256;

    /// <summary>
    /// All pairs within a distance, each atom's nearest first. Other conformers of the same residue are no neighbours: they are not there at the same time.
    /// </summary>
    /// <param name="model">Model.</param>
    /// <param name="atoms">Indices of the atoms that count.</param>
    /// <param name="reach">Distance, Å.</param>
    public static ProfileAtoms Find(Model model, int[] atoms, double reach)
    {
        Vec3[] places = [.. atoms.Select(a => model.Atoms[a].Position)];
        var grid = new AtomGrid(places, Enumerable.Range(0, places.Length), reach);
        var lists = new int[atoms.Length][];
        Parallel.For(0, (atoms.Length + AtomsPerTask - 1) / AtomsPerTask, task =>
        {
            var near = new List<int>();
            int end = Math.Min(atoms.Length, (task + 1) * AtomsPerTask);
            for (int i = task * AtomsPerTask; i < end; i++)
            {
                grid.Near(places[i], reach, near);
                int[] others = [.. near.Where(j => j != i && !AreConformers(model, atoms[i], atoms[j]))];
                double[] distances = [.. others.Select(j => Vec3.Distance(places[i], places[j]))];
                Array.Sort(distances, others);
                lists[i] = others;
            }
        });
        var start = new int[atoms.Length + 1];
        for (int i = 0; i < atoms.Length; i++)
            start[i + 1] = checked(start[i] + lists[i].Length);
        var positions = new double[3 * atoms.Length];
        for (int i = 0; i < atoms.Length; i++)
            (positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]) = (places[i].X, places[i].Y, places[i].Z);
        return new(positions, start, [.. lists.SelectMany(l => l)]);
    }

    /// <summary>True for atoms of different conformers of one residue, of different components too.</summary>
    private static bool AreConformers(Model model, int a, int b)
    {
        Atom first = model.Atoms[a], second = model.Atoms[b];
        if (first.AltLoc == '\0' || second.AltLoc == '\0' || first.AltLoc == second.AltLoc)
            return false;
        Residue one = model.Residues[first.ResidueIndex], other = model.Residues[second.ResidueIndex];
        return one == other || (one.ChainIndex == other.ChainIndex && one.Number == other.Number && one.InsertionCode == other.InsertionCode);
    }
}
