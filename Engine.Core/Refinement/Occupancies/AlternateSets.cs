using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

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

    /// <summary>True when every two alternates of a set differ somewhere: heavy atoms of the same name at least so far apart, or one without a counterpart.</summary>
    /// <param name="model">Model.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <param name="set">Alternates.</param>
    /// <param name="least">Å.</param>
    public static bool AreApart(Model model, double[] positions, OccupancySet set, double least)
    {
        ILookup<(int, char, string), int>[] atoms = [.. set.Groups.Select(g => g.Atoms.Where(i => !model.Atoms[i].Element.IsHydrogen).ToLookup(i => Key(model, i)))];
        for (int a = 0; a < atoms.Length; a++)
        {
            for (int b = a + 1; b < atoms.Length; b++)
            {
                if (!Differ(positions, atoms[a], atoms[b], least))
                    return false;
            }
        }

        return true;
    }

    private static (int, char, string) Key(Model model, int atom)
    {
        Residue residue = model.Residues[model.Atoms[atom].ResidueIndex];
        return (residue.Number, residue.InsertionCode, model.Atoms[atom].Name);
    }

    private static bool Differ(double[] positions, ILookup<(int, char, string), int> first, ILookup<(int, char, string), int> second, double least)
    {
        if (first.Any(a => !second.Contains(a.Key)) || second.Any(b => !first.Contains(b.Key)))
            return true;
        return first.Any(a => Vec3.Distance(TermGeometry.At(positions, a.First()), TermGeometry.At(positions, second[a.Key].First())) >= least);
    }

    private static IEnumerable<Place> Places(Model model, Chain chain)
    {
        foreach (int[] at in ChainPlaces.Of(model, chain))
        {
            var place = new Place(OccupancyGroups.Label(model, model.Residues[at[0]]), model.Residues[at[0]].Number, IsPolymer(model.Residues[at[0]]));
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
