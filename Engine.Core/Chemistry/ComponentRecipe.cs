using Engine.Core.Models;

namespace Engine.Core.Chemistry;

/// <summary>What the built-in tables say about one component; rows that come later replace earlier ones for the same atoms.</summary>
internal sealed class ComponentRecipe(string id, string name, string group)
{
    private readonly List<ComponentAtom> atoms = [];
    private readonly Dictionary<string, string[]> hydrogens = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), ComponentBond> bonds = [];
    private readonly Dictionary<(string, string, string), ComponentAngle> angles = [];
    private readonly Dictionary<string, ComponentTorsion> torsions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ComponentChiral> chirals = new(StringComparer.Ordinal);
    private readonly List<string[]> planes = [];
    private readonly HashSet<(string, string)> free = [];

    /// <summary>Takes over all that a template says.</summary>
    /// <param name="template">Template.</param>
    public void Include(ComponentRecipe template)
    {
        foreach (ComponentAtom atom in template.atoms)
            AddAtom(atom);
        Copy(template.hydrogens, hydrogens);
        Copy(template.bonds, bonds);
        Copy(template.angles, angles);
        Copy(template.torsions, torsions);
        Copy(template.chirals, chirals);
        planes.AddRange(template.planes);
        free.UnionWith(template.free);
    }

    /// <summary>Adds an atom, or replaces the one of the same name.</summary>
    /// <param name="atom">Atom.</param>
    public void AddAtom(ComponentAtom atom)
    {
        int i = atoms.FindIndex(a => a.Name == atom.Name);
        if (i < 0)
            atoms.Add(atom);
        else
            atoms[i] = atom;
    }

    /// <summary>Adds one row of a table.</summary>
    /// <param name="cells">Cells; the first is the kind.</param>
    /// <exception cref="InvalidOperationException">The kind is unknown.</exception>
    public void AddRow(string[] cells)
    {
        switch (cells[0])
        {
            case "atoms":
                foreach (string atom in cells[1].Split(' '))
                    AddAtom(new ComponentAtom(atom, ElementOf(atom)));
                break;
            case "charge":
                AddAtom(new ComponentAtom(cells[1], ElementOf(cells[1]), "", (int)EmbeddedTable.Number(cells[2])));
                break;
            case "h":
                hydrogens[cells[1]] = cells[2].Split(' ');
                break;
            case "bond":
                BondOrder order = Enum.Parse<BondOrder>(cells[3], ignoreCase: true);
                foreach (string b in cells[2].Split(','))
                    bonds[BondKey(cells[1], b)] = new ComponentBond(cells[1], b, order, EmbeddedTable.Number(cells[4]), EmbeddedTable.Number(cells[5]));
                break;
            case "angle":
                foreach (string c in cells[3].Split(','))
                    angles[AngleKey(cells[1], cells[2], c)] = new ComponentAngle(cells[1], cells[2], c, EmbeddedTable.Number(cells[4]), EmbeddedTable.Number(cells[5]));
                break;
            case "torsion":
                string[] t = cells[2].Split(' ');
                torsions[cells[1]] = new ComponentTorsion(
                    cells[1], t[0], t[1], t[2], t[3], EmbeddedTable.Number(cells[3]), EmbeddedTable.Number(cells[4]), (int)EmbeddedTable.Number(cells[5]));
                break;
            case "chiral":
                string[] n = cells[2].Split(' ');
                chirals[cells[1]] = new ComponentChiral(cells[1], n[0], n[1], n[2], Enum.Parse<ChiralSign>(cells[3], ignoreCase: true));
                break;
            case "plane":
                planes.Add(cells[1].Split(' '));
                break;
            case "free":
                free.Add(BondKey(cells[1], cells[2]));
                break;
            default:
                throw new InvalidOperationException($"built-in table, component {id}: unknown row {cells[0]}");
        }
    }

    /// <summary>The component: listed values, then hydrogens, then torsions and planes by hybridisation.</summary>
    /// <param name="source">Source to state.</param>
    public ChemicalComponent Build(string source)
    {
        var component = new ChemicalComponent
        {
            Id = id,
            Name = name,
            Group = group,
            Source = source,
            Atoms = [.. atoms],
            Bonds = [.. bonds.Values],
            Angles = [.. angles.Values],
            Chirals = [.. chirals.Values],
        };
        component = HydrogenBuilder.Add(component, hydrogens);
        var generator = new RestraintGenerator(new ComponentGraph(component));
        component = component.With(torsions: AllTorsions(generator), planes: AllPlanes(generator));
        return AtomTyper.WithTypes(component);
    }

    private List<ComponentTorsion> AllTorsions(RestraintGenerator generator)
    {
        var covered = new HashSet<(string, string)>(free);
        covered.UnionWith(torsions.Values.Select(t => BondKey(t.Atom2, t.Atom3)));
        return [.. torsions.Values, .. generator.Torsions().Where(t => !covered.Contains(BondKey(t.Atom2, t.Atom3)))];
    }

    /// <summary>The listed planes and those by hybridisation that are not part of a listed one.</summary>
    private List<ComponentPlane> AllPlanes(RestraintGenerator generator)
    {
        List<ComponentPlane> all = [.. planes.Select(p => new ComponentPlane("", p, DefaultSigma.Plane))];
        all.AddRange(generator.Planes().Where(p => !planes.Any(listed => p.Atoms.All(listed.Contains))));
        return [.. all.Select((p, i) => p with { Id = $"plane-{i + 1}" })];
    }

    private static (string, string) BondKey(string a, string b) => string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);

    private static (string, string, string) AngleKey(string a, string apex, string b) => string.CompareOrdinal(a, b) < 0 ? (a, apex, b) : (b, apex, a);

    private static void Copy<TKey, TValue>(Dictionary<TKey, TValue> from, Dictionary<TKey, TValue> to)
        where TKey : notnull
    {
        foreach ((TKey key, TValue value) in from)
            to[key] = value;
    }

    private static Element ElementOf(string atom) => ElementTable.Parse(atom == "SE" ? atom : atom[..1]);
}
