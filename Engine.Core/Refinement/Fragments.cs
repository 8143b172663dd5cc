using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>Short stretches of a structure, with their fixed surroundings, as a small problem of its own.</summary>
/// <param name="Problem">Restraints of the fragments, indices into <paramref name="Atoms"/>.</param>
/// <param name="Atoms">Index of each atom in the whole structure.</param>
public sealed record Fragments(RefinementProblem Problem, int[] Atoms)
{
    private const int Length = 10;
    private const int Most = 11;
    private const double Surroundings = 6;

    /// <summary>
    /// Chooses stretches of ten consecutive residues of a chain: all of them when there are at most eleven, else eleven spread evenly over
    /// the structure. Atoms within 6 Å of a stretch, and the partners of its restraints, come along as fixed atoms. Without a residue of three movable atoms there is none, and no atom.
    /// </summary>
    /// <param name="model">The structure.</param>
    /// <param name="whole">The problem of the whole structure.</param>
    /// <param name="x">3N coordinates, Å.</param>
    public static Fragments Choose(Model model, RefinementProblem whole, double[] x)
    {
        List<List<int>> stretches = Stretches(model, whole.Movable);
        var movable = new bool[whole.AtomCount];
        int chosen = Math.Min(Most, stretches.Count);
        for (int k = 0; k < chosen; k++)
        {
            int at = stretches.Count <= Most ? k : (int)((k + 0.5) * stretches.Count / chosen);
            foreach (int atom in stretches[at])
                movable[atom] = true;
        }

        return Around(whole, movable, x);
    }

    /// <summary>Chosen atoms with everything within 6 Å, and the partners of their restraints, as fixed atoms.</summary>
    /// <param name="whole">The problem of the whole structure.</param>
    /// <param name="movable">True for the atoms of the whole structure that move.</param>
    /// <param name="x">3N coordinates of the whole structure, Å.</param>
    public static Fragments Around(RefinementProblem whole, bool[] movable, double[] x)
    {
        bool[] present = whole.AllTerms.PartnersOf(movable);
        AddSurroundings(present, movable, x);
        if (whole.Riding != null)
            AddRidingFrames(whole.Riding, present);
        int[] atoms = [.. Enumerable.Range(0, present.Length).Where(i => present[i])];
        return new(Cut(whole, movable, atoms), atoms);
    }

    /// <summary>Coordinates of the fragments' atoms.</summary>
    /// <param name="x">3N coordinates of the whole structure.</param>
    public double[] Gather(double[] x)
    {
        var part = new double[3 * Atoms.Length];
        for (int i = 0; i < Atoms.Length; i++)
            x.AsSpan(3 * Atoms[i], 3).CopyTo(part.AsSpan(3 * i));
        return part;
    }

    private static List<List<int>> Stretches(Model model, bool[] movable)
    {
        var stretches = new List<List<int>>();
        foreach (Chain chain in model.Chains)
        {
            List<int> current = [];
            int count = 0;
            foreach (int r in chain.Residues)
            {
                Residue residue = model.Residues[r];
                int before = current.Count;
                for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
                {
                    if (movable[i])
                        current.Add(i);
                }

                if (residue.AtomCount < 3 || current.Count == before)
                {
                    current.RemoveRange(before, current.Count - before);
                    continue;
                }

                if (++count == Length)
                {
                    stretches.Add(current);
                    (current, count) = ([], 0);
                }
            }

            if (current.Count > 0 && (count >= Length / 2 || stretches.Count == 0))
                stretches.Add(current);
        }

        return stretches;
    }

    private static void AddSurroundings(bool[] present, bool[] movable, double[] x)
    {
        var cells = new Dictionary<(int, int, int), List<int>>();
        (int X, int Y, int Z) Cell(int i) =>
            ((int)Math.Floor(x[3 * i] / Surroundings), (int)Math.Floor(x[3 * i + 1] / Surroundings), (int)Math.Floor(x[3 * i + 2] / Surroundings));
        for (int i = 0; i < movable.Length; i++)
        {
            if (!movable[i])
                continue;
            if (!cells.TryGetValue(Cell(i), out List<int>? list))
                cells[Cell(i)] = list = [];
            list.Add(i);
        }

        for (int i = 0; i < present.Length; i++)
        {
            if (!present[i] && IsNear(i, Cell(i)))
                present[i] = true;
        }

        bool IsNear(int i, (int X, int Y, int Z) c)
        {
            for (int k = 0; k < 27; k++)
            {
                if (!cells.TryGetValue((c.X + k % 3 - 1, c.Y + k / 3 % 3 - 1, c.Z + k / 9 - 1), out List<int>? list))
                    continue;
                foreach (int j in list)
                {
                    double dx = x[3 * i] - x[3 * j], dy = x[3 * i + 1] - x[3 * j + 1], dz = x[3 * i + 2] - x[3 * j + 2];
                    if (dx * dx + dy * dy + dz * dz < Surroundings * Surroundings)
                        return true;
                }
            }

            return false;
        }
    }

    private static void AddRidingFrames(RidingTable riding, bool[] present)
    {
        for (int h = 0; h < riding.Count; h++)
        {
            if (!present[riding.Hydrogen[h]] && !present[riding.Frame[3 * h]])
                continue;
            present[riding.Hydrogen[h]] = true;
            for (int k = 0; k < 3; k++)
            {
                if (riding.Frame[3 * h + k] >= 0)
                    present[riding.Frame[3 * h + k]] = true;
            }
        }
    }

    private static RefinementProblem Cut(RefinementProblem whole, bool[] movable, int[] atoms)
    {
        RidingTable? riding = whole.Riding?.OfMovable(movable).Renumber(atoms);
        return new RefinementProblem
        {
            Table = whole.Table.TouchingAny(movable).Renumber(atoms),
            Extra = whole.Extra?.TouchingAny(movable).Renumber(atoms),
            Nonbonded = whole.Nonbonded.WithMovable(movable).Renumber(atoms),
            Riding = riding is { Count: > 0 } ? riding : null,
            MapWeights = [.. atoms.Select(i => movable[i] ? whole.MapWeights[i] : 0)],
            Movable = [.. atoms.Select(i => movable[i])],
        };
    }
}
