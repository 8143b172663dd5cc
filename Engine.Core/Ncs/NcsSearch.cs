using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Ncs;

/// <summary>Finds chains that are copies of each other: similar sequence and, after superposition, similar coordinates.</summary>
public static class NcsSearch
{
    private const int MostRounds = 20;

    /// <summary>
    /// Finds the groups of copies, in the order of their masters. Every chain is in one group at most. Water takes no part; ligands and ions correspond when
    /// the operator takes one onto another of the same name that belongs to the copy.
    /// </summary>
    /// <param name="model">Model; hydrogens may be there.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <returns>Groups with at least one copy; none when all chains differ.</returns>
    public static IReadOnlyList<NcsGroup> Find(Model model, NcsSearchOptions? options = null)
    {
        options ??= new NcsSearchOptions();
        List<PolymerChain> chains = PolymerChain.Of(model, options.FewestResidues);
        var found = new List<(PolymerChain Master, List<PolymerCopy> Copies)>();
        foreach (PolymerChain chain in chains.OrderByDescending(c => c.HeavyAtoms).ThenBy(c => c.Chain))
        {
            PolymerCopy? copy = null;
            foreach ((PolymerChain master, List<PolymerCopy> copies) in found)
            {
                copy = TryMatch(model, master, chain, options);
                if (copy == null)
                    continue;
                copies.Add(copy);
                break;
            }

            if (copy == null)
                found.Add((chain, []));
        }

        var ligands = new LigandMatcher(model, chains, options.Rmsd);
        return [.. found.Where(g => g.Copies.Count > 0).OrderBy(g => g.Master.Chain).Select(g => ToGroup(model, g.Master, g.Copies, ligands))];
    }

    private static PolymerCopy? TryMatch(Model model, PolymerChain master, PolymerChain chain, NcsSearchOptions options)
    {
        ChainMatch? match = ChainMatch.Find(model, master, model, chain, options.Similarity);
        if (match == null || match.Coverage < options.Coverage)
            return null;
        List<(int A, int B)> residues = [.. match.Pairs.Where(p => model.Residues[p.A].Name == model.Residues[p.B].Name)];
        int fewest = Math.Max(options.FewestResidues, (int)Math.Ceiling(options.Coverage * Math.Max(master.Residues.Length, chain.Residues.Length)));
        RigidTransform? fitted = FitTrace(model, residues, fewest);
        if (fitted is not { } transform)
            return null;
        List<(int A, int B)> before = [];
        for (int round = 0; round < MostRounds; round++)
        {
            // All residues are asked again, so that one that was left out at first can come back.
            List<(int A, int B)> near = [], atoms = [];
            foreach ((int a, int b) in residues)
            {
                List<(int A, int B)> pairs = AtomMatch.Pairs(model, a, model, b, transform);
                int heavy = pairs.Count(p => !model.Atoms[p.A].Element.IsHydrogen);
                if (heavy == 0 || AtomMatch.Squares(model, model, pairs, transform) > heavy * options.ResidueRadius * options.ResidueRadius)
                    continue;
                near.Add((a, b));
                atoms.AddRange(pairs);
            }

            if (near.Count < fewest)
                return null;
            Superposition fit = Fit(model, atoms);
            transform = fit.Transform;
            if (near.SequenceEqual(before) || round == MostRounds - 1)
                return fit.Rmsd <= options.Rmsd ? new(chain, transform, atoms, near.Count, match.Similarity) : null;
            before = near;
        }

        return null;
    }

    /// <summary>
    /// Superposes one atom per residue, at first all, then leaving out those beyond twice the median deviation, so that a domain that is turned in one copy
    /// does not spoil the operator of the rest. Null when too few residues have that atom.
    /// </summary>
    private static RigidTransform? FitTrace(Model model, List<(int A, int B)> residues, int fewest)
    {
        List<(int A, int B)> trace = [.. residues.Select(p => (PolymerChain.Trace(model, p.A), PolymerChain.Trace(model, p.B)))];
        if (trace.Count < fewest)
            return null;
        List<(int A, int B)> used = trace;
        RigidTransform transform = Fit(model, used).Transform;
        for (int round = 0; round < MostRounds; round++)
        {
            double[] distance = [.. trace.Select(p => Vec3.Distance(transform.Apply(model.Atoms[p.A].Position), model.Atoms[p.B].Position))];
            double limit = Math.Max(0.5, 2 * distance.Order().ElementAt(distance.Length / 2));
            List<(int A, int B)> next = [.. trace.Where((_, i) => distance[i] <= limit)];
            if (next.Count < 3 || next.SequenceEqual(used))
                break;
            used = next;
            transform = Fit(model, used).Transform;
        }

        return transform;
    }

    private static Superposition Fit(Model model, List<(int A, int B)> atoms)
    {
        List<(int A, int B)> heavy = [.. atoms.Where(p => !model.Atoms[p.A].Element.IsHydrogen)];
        return Superposition.Fit(
            heavy.Select(p => model.Atoms[p.A].Position).ToArray(), heavy.Select(p => model.Atoms[p.B].Position).ToArray());
    }

    private static NcsGroup ToGroup(Model model, PolymerChain master, List<PolymerCopy> copies, LigandMatcher ligands)
    {
        copies.Sort((a, b) => a.Chain.Chain.CompareTo(b.Chain.Chain));
        var pairs = new List<List<(int A, int B)>>();
        var ligandCounts = new List<int>();
        foreach (PolymerCopy copy in copies)
        {
            (List<(int A, int B)> atoms, int count) = ligands.Match(master.Chain, copy.Chain.Chain, copy.Transform);
            pairs.Add([.. copy.Atoms, .. atoms]);
            ligandCounts.Add(count);
        }

        int[] masterAtoms = [.. pairs.SelectMany(list => list.Select(p => p.A)).Distinct().Order()];
        var place = new Dictionary<int, int>();
        for (int k = 0; k < masterAtoms.Length; k++)
            place[masterAtoms[k]] = k;
        var group = new NcsGroup
        {
            Master = model.Chains[master.Chain].Id,
            MasterAtoms = masterAtoms,
            Superposed = [.. masterAtoms.Select(i => !model.Atoms[i].Element.IsHydrogen)],
            Copies = [.. copies.Select((copy, c) => new NcsCopy(
                model.Chains[copy.Chain.Chain].Id, Places(pairs[c], place), copy.Transform, 0, copy.Similarity, copy.Residues, ligandCounts[c]))],
        };
        return group.Refit(Coordinates.Of(model));
    }

    private static int[] Places(List<(int A, int B)> pairs, Dictionary<int, int> place)
    {
        var atoms = new int[place.Count];
        Array.Fill(atoms, -1);
        foreach ((int a, int b) in pairs)
            atoms[place[a]] = b;
        return atoms;
    }

    /// <summary>A chain that fits a master, with the corresponding atoms of the polymer.</summary>
    private sealed record PolymerCopy(PolymerChain Chain, RigidTransform Transform, List<(int A, int B)> Atoms, int Residues, double Similarity);
}
