using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Validation.Hydrogens;

/// <summary>
/// Decides which hydrogens a model lacks and what they hang on: those of the dictionary of each residue, less those that links and chain ends take away. A parent that has
/// hydrogens already gets no more, and one that lacks a heavy neighbour gets none.
/// </summary>
internal sealed class HydrogenPlanner(ModelTopology topology, HydrogenOptions options)
{
    /// <summary>The first residue of a chain is its N-terminus when its number is at most this: chains of maps often begin later, where the density does.</summary>
    private const int LastTerminus = 1;

    /// <summary>N, O and S this near to a metal bind it and carry no hydrogen towards it, Å.</summary>
    private const double MetalReach = 2.9;

    /// <summary>Planar ends whose first hydrogen is on the side of a certain neighbour (IUPAC); others take the first one.</summary>
    private static readonly Dictionary<string, string> SideOfFirst = new(StringComparer.Ordinal)
    {
        ["ND2"] = "CB",
        ["NE2"] = "CG",
        ["NH1"] = "NE",
        ["NH2"] = "NE",
        ["N6"] = "N1",
        ["N4"] = "N3",
        ["N2"] = "N3",
    };

    private readonly Model model = topology.Sites.Model;
    private readonly BondGraph graph = new(topology.Sites.Model.Atoms.Count, topology.BondedPairs());
    private readonly AtomGrid metals = new(
        topology.Sites.Positions, Enumerable.Range(0, topology.Sites.Model.Atoms.Count).Where(i => Metals.IsMetal(topology.Sites.Model.Atoms[i].Element)), MetalReach);

    /// <summary>Atoms without hydrogens because a heavy neighbour is missing or the place is not determined (N behind a gap).</summary>
    public int Undetermined { get; private set; }

    /// <summary>All groups, in order of the residues.</summary>
    public List<HydrogenGroup> Plan()
    {
        var groups = new List<HydrogenGroup>();
        foreach (ResidueMatch match in topology.Matches)
        {
            string name = model.Residues[match.Residue].Name;
            if (match.Template is not ResidueTemplate template || ResidueClasses.IsWater(name) || (!options.Ligands && !IsPolymer(template.Component)))
                continue;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (int k = 0; k < match.Maps.Length; k++)
            {
                for (int t = 0; t < template.Count; t++)
                {
                    if (match.Maps[k][t] >= 0 && !template.ElementOf(t).IsHydrogen && Group(match, k, t) is HydrogenGroup group
                        && seen.Add($"{group.Parent} {string.Join(',', group.Neighbours)} {group.Reference}"))
                    {
                        groups.Add(group);
                    }
                }
            }
        }

        return groups;
    }

    private static bool IsPolymer(ChemicalComponent component) => ComponentGroups.IsPeptide(component) || ComponentGroups.IsNucleic(component);

    private HydrogenGroup? Group(ResidueMatch match, int k, int t)
    {
        ResidueTemplate template = match.Template!;
        int[] map = match.Maps[k];
        int[] hydrogens = [.. template.Neighbours[t].Where(h => template.ElementOf(h).IsHydrogen)];
        if (hydrogens.Length == 0 || hydrogens.Any(h => map[h] >= 0) || HasHydrogens(map[t]) || IsProtonatedHistidine(match, k, t))
            return null;
        int[] near = [.. graph.Of(map[t]).ToArray().Where(i => IsFrame(i, match.Conformers[k]))];
        string[] names = Names(match, t, hydrogens, near);
        if (names.Length == 0)
            return null;
        if (near.Length == 0 || template.Neighbours[t].Any(n => !template.ElementOf(n).IsHydrogen && map[n] < 0))
        {
            Undetermined++;
            return null;
        }

        return Shape(match, k, t, near, names);
    }

    /// <summary>True for a ring nitrogen of His whose partner has a hydrogen in the model: who put it there wanted no other.</summary>
    private bool IsProtonatedHistidine(ResidueMatch match, int k, int t)
    {
        ResidueTemplate template = match.Template!;
        string other = template.NameOf(t) switch { "ND1" => "NE2", "NE2" => "ND1", _ => "" };
        return template.Component.Id == "HIS" && other.Length > 0 && template.IndexOf(other) is >= 0 and int u && match.Maps[k][u] >= 0 && HasHydrogens(match.Maps[k][u]);
    }

    private bool HasHydrogens(int parent)
    {
        foreach (int i in graph.Of(parent))
        {
            if (model.Atoms[i].Element.IsHydrogen)
                return true;
        }

        return false;
    }

    private bool IsFrame(int atom, int conformer) => !model.Atoms[atom].Element.IsHydrogen && !Metals.IsMetal(model.Atoms[atom].Element)
        && (topology.Conformers.OfAtom[atom] == 0 || conformer == 0 || topology.Conformers.OfAtom[atom] == conformer);

    /// <summary>The hydrogens that the atom has room for: none beyond its valence, none towards a metal, and those of a terminus only at one.</summary>
    private string[] Names(ResidueMatch match, int t, int[] hydrogens, int[] near)
    {
        ResidueTemplate template = match.Template!;
        int number = template.ElementOf(t).Number;
        int room = (number is 6 or 7 ? 4 : number is 8 or 16 ? 2 : 4) - near.Length;
        string[] names = [.. hydrogens.Select(template.NameOf).Order(StringComparer.Ordinal).Take(Math.Max(0, room))];
        int atom = match.Maps.Select(m => m[t]).First(a => a >= 0);
        var found = new List<int>();
        if (number is 8 or 16 && near.Length == 1)
        {
            metals.Near(model.Atoms[atom].Position, MetalReach, found);
            if (found.Count > 0)
                return [];
        }

        if (template.NameOf(t) != "N" || !ComponentGroups.IsPeptide(template.Component) || near.Any(i => model.Atoms[i].ResidueIndex != match.Residue))
            return names;
        if (names.Length > 0 && !IsTerminus(match.Residue))
        {
            Undetermined++;
            return [];
        }

        return near.Length == 1 ? ["H1", "H2", "H3"] : names;
    }

    private bool IsTerminus(int residue)
    {
        Residue r = model.Residues[residue];
        return r.Number <= LastTerminus && model.Chains[r.ChainIndex].Residues.First(i => ResidueClasses.IsProtein(model.Residues[i].Name)) == residue;
    }

    private HydrogenGroup? Shape(ResidueMatch match, int k, int t, int[] near, string[] names)
    {
        ResidueTemplate template = match.Template!;
        Element element = template.ElementOf(t);
        bool linked = near.Any(i => model.Atoms[i].ResidueIndex != match.Residue);
        Hybridisation hybridisation = element.Number == 7 && linked && near.Length == 2 ? Hybridisation.Sp2 : element.Number == 7 && names.Length == 3 ? Hybridisation.Sp3 : template.Graph.Hybridisations[t];
        bool turns = near.Length == 1 && (element.Number is 8 or 16 || names.Length == 3 || hybridisation == Hybridisation.Sp3);
        HydrogenShape? shape = (near.Length, names.Length) switch
        {
            ( >= 3, 1) => HydrogenShape.Opposite,
            (2, 1) when element.Number is 6 or 7 => hybridisation == Hybridisation.Sp2 ? HydrogenShape.Opposite : HydrogenShape.Methylene,
            (2, 2) => HydrogenShape.Methylene,
            (1, <= 3) when turns => HydrogenShape.Rotor,
            (1, 1) when hybridisation == Hybridisation.Sp => HydrogenShape.Opposite,
            (1, <= 2) => HydrogenShape.Planar,
            _ => null,
        };
        if (shape == null)
            return null;
        int parent = match.Maps[k][t];
        int reference = shape is HydrogenShape.Planar or HydrogenShape.Rotor ? Reference(parent, near[0], match.Conformers[k]) : -1;
        int[] ordered = shape == HydrogenShape.Methylene ? Ordered(parent, near, template) : near;
        int[] frame = reference >= 0 ? [parent, .. ordered, reference] : [parent, .. ordered];
        double length = options.Nuclear ? HydrogenGeometry.NuclearLength(element, hybridisation, names.Length) : HydrogenGeometry.Length(element, hybridisation, names.Length);
        return new HydrogenGroup
        {
            Residue = match.Residue,
            Parent = parent,
            Neighbours = ordered,
            Reference = reference,
            Names = names,
            Shape = shape.Value,
            Length = length,
            Angle = shape == HydrogenShape.Planar ? 120 : element.Number == 16 ? 97 : 109.5,
            Torsion = shape == HydrogenShape.Planar ? 0 : names.Length == 1 ? 180 : 60,
            AltLoc = frame.Select(i => model.Atoms[i].AltLoc).FirstOrDefault(a => a != '\0'),
            Occupancy = frame.Where(i => i == parent || model.Atoms[i].AltLoc != '\0').Min(i => model.Atoms[i].Occupancy),
        };
    }

    /// <summary>The atom from which torsions about the bond of the only neighbour count.</summary>
    private int Reference(int parent, int neighbour, int conformer)
    {
        int[] candidates = [.. graph.Of(neighbour).ToArray().Where(i => i != parent && IsFrame(i, conformer))];
        string? side = SideOfFirst.GetValueOrDefault(topology.Matcher.Name[parent]);
        int chosen = Array.FindIndex(candidates, i => topology.Matcher.Name[i] == side);
        return candidates.Length == 0 ? -1 : candidates[Math.Max(0, chosen)];
    }

    /// <summary>The neighbour nearer to the main chain, or to C3' in a nucleotide, first: from it follows which hydrogen is number 2.</summary>
    private int[] Ordered(int parent, int[] near, ResidueTemplate template)
    {
        int[] byTemplate = [.. near.OrderBy(i => topology.Matcher.TemplateAtom[i])];
        bool last = topology.Matcher.Name[parent] switch
        {
            "CD" => topology.Matcher.Name[byTemplate[0]] == "N",
            "C5'" => topology.Matcher.Name[byTemplate[0]] == "O5'" && ComponentGroups.IsNucleic(template.Component),
            _ => false,
        };
        return last ? [byTemplate[1], byTemplate[0]] : byTemplate;
    }
}
