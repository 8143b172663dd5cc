using Engine.Core.Models;

namespace Engine.Core.Refinement.Occupancies;

/// <summary>Finds the atoms of a model whose occupancies are worth refining.</summary>
public static class OccupancyGroups
{
    /// <summary>Finds the sets: those of the user, then alternates, partly occupied atoms, ligands, ions and waters. No atom is in two groups.</summary>
    /// <param name="model">Residues and alternate locations.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <param name="occupancy">Occupancy of every atom.</param>
    /// <param name="selection">Atoms that may change; a group with an atom that may not is left out.</param>
    /// <param name="options">What is refined.</param>
    public static IReadOnlyList<OccupancySet> Find(Model model, double[] positions, IReadOnlyList<double> occupancy, bool[] selection, OccupancyOptions options)
    {
        var sets = new List<OccupancySet>(options.User);
        var taken = new HashSet<int>(options.User.SelectMany(s => s.Groups).SelectMany(g => g.Atoms));
        void Add(OccupancySet set)
        {
            int[] atoms = [.. set.Groups.SelectMany(g => g.Atoms)];
            if (atoms.Any(taken.Contains) || !atoms.All(a => selection[a]))
                return;
            taken.UnionWith(atoms);
            sets.Add(set);
        }

        if (options.Alternates)
        {
            foreach (OccupancySet set in AlternateSets.Find(model))
            {
                if (AlternateSets.AreApart(model, positions, set, options.LeastSeparation * options.Fit.Resolution))
                    Add(set);
                else
                    taken.UnionWith(set.Groups.SelectMany(g => g.Atoms));
            }
        }

        bool partial = options.Partial && PartialShare(model, occupancy) <= options.LargestPartialShare;
        foreach (Residue residue in model.Residues)
        {
            if (Single(model, residue, options) is { } kind)
                Add(Free(kind, model, residue, Atoms(model, residue)));
            else if (partial)
                Partial(model, residue, occupancy).ForEach(Add);
        }

        return sets;
    }

    /// <summary>Name of a residue in outputs, such as "A 15 LEU".</summary>
    /// <param name="model">Model.</param>
    /// <param name="residue">Residue.</param>
    internal static string Label(Model model, Residue residue) =>
        $"{model.Chains[residue.ChainIndex].Id} {residue.Number}{(residue.InsertionCode == '\0' ? "" : residue.InsertionCode)} {residue.Name}".Trim();

    private static OccupancyGroupKind? Single(Model model, Residue residue, OccupancyOptions options) => ResidueClasses.Of(residue.Name) switch
    {
        ResidueClass.Water when options.Waters => OccupancyGroupKind.Water,
        ResidueClass.Ion when options.Ions => OccupancyGroupKind.Ion,
        ResidueClass.Other when options.Ligands && !HasAlternates(model, residue) => OccupancyGroupKind.Ligand,
        _ => null,
    };

    private static bool HasAlternates(Model model, Residue residue) => Atoms(model, residue).Any(a => model.Atoms[a].AltLoc != '\0');

    /// <summary>Atoms without an alternate location and with the same occupancy between 0 and 1.</summary>
    private static List<OccupancySet> Partial(Model model, Residue residue, IReadOnlyList<double> occupancy) =>
        [.. Atoms(model, residue).Where(a => model.Atoms[a].AltLoc == '\0' && occupancy[a] is > 0 and < 1).GroupBy(a => occupancy[a])
            .Select(g => Free(OccupancyGroupKind.Partial, model, residue, g))];

    private static double PartialShare(Model model, IReadOnlyList<double> occupancy) =>
        Enumerable.Range(0, model.Atoms.Count).Count(a => model.Atoms[a].AltLoc == '\0' && occupancy[a] is > 0 and < 1) / (double)Math.Max(1, model.Atoms.Count);

    private static IEnumerable<int> Atoms(Model model, Residue residue) => Enumerable.Range(residue.FirstAtom, residue.AtomCount);

    private static OccupancySet Free(OccupancyGroupKind kind, Model model, Residue residue, IEnumerable<int> atoms) =>
        new([new OccupancyGroup(kind, Label(model, residue), [.. atoms])], SumsToOne: false);
}
