using Engine.Core.Models;

namespace Engine.Core.Refinement.Occupancies;

/// <summary>
/// Alternate conformations: at every place of a chain (residue number and insertion code, whatever the residues' names) the atoms of each alternate location are
/// a group, and the groups of a place add up to 1. Neighbouring places with the same alternates move together: their groups are joined.
/// </summary>
internal static class AlternateSets
{
    /// <summary>Finds the sets.</summary>
    /// <param name="model">Model.</param>
    public static List<OccupancySet> Find(Model model)
    {
        var sets = new List<OccupancySet>();
        foreach (Chain chain in model.Chains)
        {
            Place? previous = null;
            foreach (Place place in Places(model, chain))
            {
                if (previous != null && previous.Continues(place))
                {
                    previous.Join(place);
                    continue;
                }

                if (previous != null)
                    sets.Add(previous.ToSet());
                previous = place;
            }

            if (previous != null)
                sets.Add(previous.ToSet());
        }

        return sets;
    }

    private static IEnumerable<Place> Places(Model model, Chain chain)
    {
        foreach (IGrouping<(int, char), int> at in chain.Residues.GroupBy(r => (model.Residues[r].Number, model.Residues[r].InsertionCode)))
        {
            var place = new Place(OccupancyGroups.Label(model, model.Residues[at.First()]), at.Key.Item1, IsPolymer(model.Residues[at.First()]));
            foreach (int r in at)
            {
                Residue residue = model.Residues[r];
                for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
                {
                    if (model.Atoms[i].AltLoc != '\0')
                        place.Add(model.Atoms[i].AltLoc, i);
                }
            }

            if (place.Alternates > 1)
                yield return place;
        }
    }

    private static bool IsPolymer(Residue residue) => ResidueClasses.Of(residue.Name) is ResidueClass.Protein or ResidueClass.Nucleic;

    private sealed class Place(string label, int number, bool polymer)
    {
        private readonly SortedDictionary<char, List<int>> atoms = [];
        private int last = number;

        public int Alternates => atoms.Count;

        public void Add(char alternate, int atom)
        {
            if (!atoms.TryGetValue(alternate, out List<int>? list))
                atoms[alternate] = list = [];
            list.Add(atom);
        }

        public bool Continues(Place next) => IsPolymerPlace && next.IsPolymerPlace && next.First == last + 1 && atoms.Keys.SequenceEqual(next.atoms.Keys);

        public void Join(Place next)
        {
            foreach ((char alternate, List<int> more) in next.atoms)
                atoms[alternate].AddRange(more);
            last = next.last;
        }

        public OccupancySet ToSet() => new([.. atoms.Select(a => new OccupancyGroup(OccupancyGroupKind.Alternate, $"{label} {a.Key}", a.Value))], SumsToOne: true);

        private int First { get; } = number;

        private bool IsPolymerPlace { get; } = polymer;
    }
}
