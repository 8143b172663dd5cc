using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Validation.Contacts;

/// <summary>A model with hydrogens as all-atom contact analysis sees it: radii, roles in hydrogen bonds, and which atoms are too near in bonds to be in contact.</summary>
internal sealed class ContactSystem
{
    /// <summary>Atoms of a component that no dictionary knows are bonded when nearer than the sum of their covalent radii and this, Å.</summary>
    private const double BondTolerance = 0.4;

    /// <summary>Distance of a metal from what binds it: its ionic radius, the covalent radius of the other and this, Å.</summary>
    private const double MetalBond = 0.94;

    private ContactSystem(Model model, ModelTopology topology, BondGraph graph, float[] radius, ContactRole[] role)
    {
        (Model, Topology, Graph, Radius, Role) = (model, topology, graph, radius, role);
        (ExcludedStart, Excluded) = FindExcluded();
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>Its components.</summary>
    public ModelTopology Topology { get; }

    /// <summary>Bonds.</summary>
    public BondGraph Graph { get; }

    /// <summary>Radius per atom, Å.</summary>
    public float[] Radius { get; }

    /// <summary>Role per atom.</summary>
    public ContactRole[] Role { get; }

    /// <summary>Starts (N+1) of <see cref="Excluded"/>.</summary>
    public int[] ExcludedStart { get; }

    /// <summary>Per atom, the sorted atoms that are up to three bonds away, or four when one of the two is a hydrogen.</summary>
    public int[] Excluded { get; }

    /// <summary>Atoms too near in bonds for a contact with an atom.</summary>
    public ReadOnlySpan<int> ExcludedOf(int atom) => Excluded.AsSpan(ExcludedStart[atom]..ExcludedStart[atom + 1]);

    /// <summary>Describes a model.</summary>
    /// <param name="structure">Model with hydrogens.</param>
    /// <param name="library">Components and links.</param>
    /// <param name="nuclear">Hydrogens are at their protons.</param>
    public static ContactSystem Of(Structure structure, ComponentLibrary library, bool nuclear)
    {
        Model model = structure.First;
        ModelTopology topology = ModelTopology.Of(model, structure.Links, library, new RestraintOptions(), []);
        List<int> pairs = topology.BondedPairs();
        foreach (ResidueMatch match in topology.Matches)
            AddUnknownBonds(model, topology, match, pairs);
        AddMetalBonds(model, pairs);
        var graph = new BondGraph(model.Atoms.Count, Distinct(pairs));
        var describer = new ContactDescriber(model, topology, graph, nuclear);
        return new(model, topology, graph, describer.Radius, describer.Role);
    }

    /// <summary>The same atoms with more bonds.</summary>
    /// <param name="pairs">Two atoms per bond.</param>
    public ContactSystem WithBonds(IEnumerable<(int, int)> pairs)
    {
        var all = new List<int>();
        for (int i = 0; i < Graph.AtomCount; i++)
        {
            foreach (int j in Graph.Of(i))
            {
                if (j > i)
                    all.AddRange([i, j]);
            }
        }

        foreach ((int a, int b) in pairs)
            all.AddRange([a, b]);
        return new(Model, Topology, new BondGraph(Graph.AtomCount, Distinct(all)), Radius, Role);
    }

    /// <summary>The table of the contact search: all pairs whose spheres overlap and that are not excluded.</summary>
    /// <param name="active">Atoms that take part.</param>
    public NonbondedTable Table(byte[] active)
    {
        int n = Radius.Length;
        byte[] movable = new byte[n];
        Array.Fill(movable, (byte)1);
        return new NonbondedTable
        {
            Radius = Radius,
            HydrogenBond = new byte[n],
            Conformer = Topology.Conformers.OfAtom,
            Active = active,
            Movable = movable,
            ExcludedStart = ExcludedStart,
            ExcludedAtoms = Excluded,
            Start14 = new int[n + 1],
            Atoms14 = [],
            MinimumDistance = 0,
        };
    }

    private static List<int> Distinct(List<int> pairs)
    {
        var seen = new HashSet<(int, int)>();
        var distinct = new List<int>(pairs.Count);
        for (int k = 0; k < pairs.Count; k += 2)
        {
            if (seen.Add((Math.Min(pairs[k], pairs[k + 1]), Math.Max(pairs[k], pairs[k + 1]))))
                distinct.AddRange([pairs[k], pairs[k + 1]]);
        }

        return distinct;
    }

    /// <summary>Atoms that no template places are bonded to what is near in their residue; hydrogens to the nearest heavy atom.</summary>
    private static void AddUnknownBonds(Model model, ModelTopology topology, ResidueMatch match, List<int> pairs)
    {
        if (match.Template != null && match.Extra.Count == 0)
            return;
        Residue residue = model.Residues[match.Residue];
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            bool unplaced = match.Template == null || match.Extra.Contains(i);
            if (unplaced && topology.Matcher.Parent[i] >= 0)
                pairs.AddRange([i, topology.Matcher.Parent[i]]);
            if (!unplaced || model.Atoms[i].Element.IsHydrogen)
                continue;
            for (int j = residue.FirstAtom; j < residue.FirstAtom + residue.AtomCount; j++)
            {
                if (j == i || model.Atoms[j].Element.IsHydrogen || !topology.Conformers.Compatible(i, j))
                    continue;
                double reach = CovalentRadii.Of(model.Atoms[i].Element) + CovalentRadii.Of(model.Atoms[j].Element) + BondTolerance;
                if (Vec3.Distance(model.Atoms[i].Position, model.Atoms[j].Position) < reach)
                    pairs.AddRange([i, j]);
            }
        }
    }

    private static void AddMetalBonds(Model model, List<int> pairs)
    {
        int[] metals = [.. Enumerable.Range(0, model.Atoms.Count).Where(i => Metals.IsMetal(model.Atoms[i].Element))];
        if (metals.Length == 0)
            return;
        var grid = new AtomGrid([.. model.Atoms.Select(a => a.Position)], Enumerable.Range(0, model.Atoms.Count).Where(i => model.Atoms[i].Element.Number is 7 or 8 or 16), 4);
        var found = new List<int>();
        foreach (int metal in metals)
        {
            grid.Near(model.Atoms[metal].Position, 4, found);
            foreach (int i in found)
            {
                double reach = ContactRadii.Of(model.Atoms[metal].Element) + CovalentRadii.Of(model.Atoms[i].Element) + MetalBond;
                if (Vec3.Distance(model.Atoms[metal].Position, model.Atoms[i].Position) < reach)
                    pairs.AddRange([metal, i]);
            }
        }
    }

    private (int[] Start, int[] Atoms) FindExcluded()
    {
        var start = new int[Radius.Length + 1];
        var all = new List<int>(16 * Radius.Length);
        var level = new Dictionary<int, int>();
        var queue = new Queue<int>();
        for (int i = 0; i < Radius.Length; i++)
        {
            Walk(i, level, queue);
            all.AddRange(level.Where(p => p.Value is > 0 and < 4 || (p.Value == 4 && (IsHydrogen(i) || IsHydrogen(p.Key)))).Select(p => p.Key).Order());
            start[i + 1] = all.Count;
        }

        return (start, [.. all]);
    }

    /// <summary>Number of bonds to every atom that is at most four away.</summary>
    private void Walk(int from, Dictionary<int, int> level, Queue<int> queue)
    {
        level.Clear();
        level[from] = 0;
        queue.Clear();
        queue.Enqueue(from);
        while (queue.TryDequeue(out int atom))
        {
            int next = level[atom] + 1;
            if (next > 4)
                continue;
            foreach (int j in Graph.Of(atom))
            {
                if (Topology.Conformers.Compatible(from, j) && level.TryAdd(j, next))
                    queue.Enqueue(j);
            }
        }
    }

    private bool IsHydrogen(int atom) => (Role[atom] & ContactRole.Hydrogen) != 0;
}
