using Engine.Core.Models;

namespace Engine.Core.Refinement.Convergence;

/// <summary>Atoms that move as one body.</summary>
/// <param name="Name">What it is called in logs, such as "chain A".</param>
/// <param name="Atoms">Indices into <see cref="Model.Atoms"/>, ascending.</param>
public sealed record AtomGroup(string Name, int[] Atoms)
{
    /// <summary>A body needs three atoms off a line for six parameters; smaller groups are left where they are.</summary>
    public const int Fewest = 3;

    /// <summary>All movable atoms as one body.</summary>
    /// <param name="movable">True for atoms that may move.</param>
    public static IReadOnlyList<AtomGroup> Whole(bool[] movable) => Kept([new("whole model", Indices(movable.Length, i => movable[i]))]);

    /// <summary>One body per chain, with the ligands and waters of its id.</summary>
    /// <param name="model">Model.</param>
    /// <param name="movable">True for atoms that may move.</param>
    public static IReadOnlyList<AtomGroup> Chains(Model model, bool[] movable)
    {
        var atoms = new List<int>[model.Chains.Count];
        for (int c = 0; c < atoms.Length; c++)
            atoms[c] = [];
        for (int i = 0; i < movable.Length; i++)
        {
            if (movable[i])
                atoms[model.Residues[model.Atoms[i].ResidueIndex].ChainIndex].Add(i);
        }

        return Kept([.. atoms.Select((a, c) => new AtomGroup($"chain {model.Chains[c].Id}", [.. a]))]);
    }

    /// <summary>One body per selection of the user; an atom of several selections belongs to the first.</summary>
    /// <param name="selections">Name and one flag per atom.</param>
    /// <param name="movable">True for atoms that may move.</param>
    public static IReadOnlyList<AtomGroup> Selections(IReadOnlyList<(string Name, bool[] Atoms)> selections, bool[] movable)
    {
        bool[] free = [.. movable];
        var groups = new List<AtomGroup>();
        foreach ((string name, bool[] selected) in selections)
        {
            int[] atoms = Indices(free.Length, i => free[i] && selected[i]);
            foreach (int i in atoms)
                free[i] = false;
            groups.Add(new(name, atoms));
        }

        return Kept(groups);
    }

    private static int[] Indices(int count, Func<int, bool> chosen) => [.. Enumerable.Range(0, count).Where(chosen)];

    private static List<AtomGroup> Kept(IReadOnlyList<AtomGroup> groups) => [.. groups.Where(g => g.Atoms.Length >= Fewest)];
}
