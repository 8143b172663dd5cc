using Engine.Core.Models;

namespace Engine.Core.Refinement.Convergence;

/// <summary>A compact part of a chain.</summary>
/// <param name="Chain">Index into <see cref="Model.Chains"/>.</param>
/// <param name="Residues">Indices into <see cref="Model.Residues"/>, in chain order.</param>
public sealed record Domain(int Chain, int[] Residues);

/// <summary>Limits of the search for domains.</summary>
public sealed record DomainOptions
{
    /// <summary>Fewest residues of a domain.</summary>
    public int Smallest { get; init; } = 40;

    /// <summary>Stretches of fewer residues of one domain inside another belong to the other.</summary>
    public int ShortestStretch { get; init; } = 8;

    /// <summary>A part is split when its normalised cut is below this: the share of contacts that cross, summed over both sides.</summary>
    public double LargestCut { get; init; } = 0.2;
}

/// <summary>
/// Finds compact domains from the coordinates alone: chains are split in two by the normalised cut of their residue contact graph, again and again, as long as few
/// contacts cross. Deterministic.
/// </summary>
public static class DomainFinder
{
    /// <summary>All domains of all chains; a chain that is one domain is one entry. Chains without polymer residues have none.</summary>
    /// <param name="model">Model.</param>
    /// <param name="movable">Atoms that count.</param>
    /// <param name="options">Limits; null = defaults.</param>
    public static IReadOnlyList<Domain> Find(Model model, bool[] movable, DomainOptions? options = null)
    {
        options ??= new();
        var domains = new List<Domain>();
        for (int c = 0; c < model.Chains.Count; c++)
        {
            ResidueGraph graph = ResidueGraph.Of(model, model.Chains[c], movable);
            if (graph.Residues.Length > 0)
                domains.AddRange(Parts(graph, options).Select(p => new Domain(c, [.. p.Select(k => graph.Residues[k])])));
        }

        return domains;
    }

    /// <summary>
    /// Domains as rigid bodies. Residues in no domain (ligands, waters) go with the domain whose residue is nearest by first atom, or stay when there is none in their chain.
    /// </summary>
    /// <param name="model">Model.</param>
    /// <param name="domains">Domains of the model.</param>
    /// <param name="movable">Atoms that may move.</param>
    public static IReadOnlyList<AtomGroup> Groups(Model model, IReadOnlyList<Domain> domains, bool[] movable)
    {
        int[] owner = Owners(model, domains);
        var groups = new List<AtomGroup>();
        for (int d = 0; d < domains.Count; d++)
        {
            int[] atoms = [.. Enumerable.Range(0, movable.Length).Where(i => movable[i] && owner[model.Atoms[i].ResidueIndex] == d)];
            if (atoms.Length >= AtomGroup.Fewest)
                groups.Add(new($"domain {d + 1} of chain {model.Chains[domains[d].Chain].Id}", atoms));
        }

        return groups;
    }

    private static int[] Owners(Model model, IReadOnlyList<Domain> domains)
    {
        var owner = new int[model.Residues.Count];
        Array.Fill(owner, -1);
        for (int d = 0; d < domains.Count; d++)
        {
            foreach (int r in domains[d].Residues)
                owner[r] = d;
        }

        int[] own = [.. owner];
        for (int r = 0; r < owner.Length; r++)
        {
            if (own[r] < 0)
                owner[r] = Nearest(model, r, own);
        }

        return owner;
    }

    private static int Nearest(Model model, int residue, int[] owner)
    {
        Residue r = model.Residues[residue];
        Geometry.Vec3 at = model.Atoms[r.FirstAtom].Position;
        (int found, double best) = (-1, double.PositiveInfinity);
        foreach (int other in model.Chains[r.ChainIndex].Residues)
        {
            double distance = (model.Atoms[model.Residues[other].FirstAtom].Position - at).LengthSquared;
            if (owner[other] >= 0 && distance < best)
                (found, best) = (owner[other], distance);
        }

        return found;
    }

    private static List<int[]> Parts(ResidueGraph graph, DomainOptions options)
    {
        var done = new List<int[]>();
        var open = new Stack<int[]>([Enumerable.Range(0, graph.Residues.Length).ToArray()]);
        while (open.TryPop(out int[]? nodes))
        {
            (bool[] second, double cut) = NormalizedCut.Split(graph, nodes, options.Smallest);
            if (cut < options.LargestCut)
                Smooth(nodes, second, options.ShortestStretch);
            int moved = second.Count(s => s);
            if (!(cut < options.LargestCut) || moved < options.Smallest || nodes.Length - moved < options.Smallest)
            {
                done.Add(nodes);
                continue;
            }

            open.Push([.. nodes.Where((_, k) => second[k])]);
            open.Push([.. nodes.Where((_, k) => !second[k])]);
        }

        return [.. done.OrderBy(p => p[0])];
    }

    /// <summary>Gives short stretches to what surrounds them, the shortest first.</summary>
    private static void Smooth(int[] nodes, bool[] second, int shortest)
    {
        for (int length = 1; length < shortest; length++)
        {
            for (int from = 0; from < second.Length;)
            {
                int to = from + 1;
                while (to < second.Length && second[to] == second[from] && nodes[to] == nodes[to - 1] + 1)
                    to++;
                bool before = from > 0 && nodes[from - 1] == nodes[from] - 1, after = to < nodes.Length && nodes[to] == nodes[to - 1] + 1;
                if (to - from == length && (before || after) && to - from < second.Length)
                {
                    bool side = !second[from];
                    for (int k = from; k < to; k++)
                        second[k] = side;
                }

                from = to;
            }
        }
    }
}
